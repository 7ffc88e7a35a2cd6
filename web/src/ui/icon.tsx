/* Line icons, drawn here so that nothing is loaded; always beside words, so hidden from assistive technology. */
const paths = {
	key: "M8 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 12h9M17 12v3.500M20.500 12v2.500",
	info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 7.500v.5",
	check: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.500l2.700 2.700L16 9.500",
	warn: "M12 4 2.800 20h18.400zM12 10v5M12 17.200v.5",
	error: "M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 15.700v.5",
	clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.500l3.500 2",
	reload: "M19.500 12a7.500 7.500 0 1 1-2.200-5.300M18 3v4.500h-4.500",
	plus: "M12 5v14M5 12h14",
	down: "M6 9l6 6 6-6",
	right: "M9 6l6 6-6 6",
	close: "M6 6l12 12M18 6 6 18",
	menu: "M4 7h16M4 12h16M4 17h16",
	search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20",
	copy: "M9 9h10v11H9zM5 15V4h10",
	download: "M12 4v11M7.500 11l4.500 4.500 4.500-4.500M5 20h14",
	up: "M12 20V6M6 11l6-6 6 6",
	updown: "M8 10l4-4 4 4M8 14l4 4 4-4",
	file: "M6 3h8l4 4v14H6zM14 3v4h4",
	eye: "M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12zM12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
	hidden: "M4 4l16 16M9.500 6A9 9 0 0 1 12 5.500C18 5.500 21.500 12 21.500 12a16 16 0 0 1-3 3.700M6 8a16 16 0 0 0-3.500 4S6 18.500 12 18.500a9 9 0 0 0 3.500-.7",
	user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500c.8-4 3.800-6 7.500-6s6.700 2 7.500 6",
	now: "M13 3 5 14h6l-1 7 8-11h-6z",
	send: "M4 12 20 4l-5 16-3.500-6.500z",
	inbox: "M4 13l2.500-8h11L20 13v6H4zM4 13h5a3 3 0 0 0 6 0h5",
	megaphone: "M4 10v4h3l8 4V6L7 10zM18.500 9.500a4 4 0 0 1 0 5M8 14l1 5.500h2.500L10.500 15",
	book: "M5 4h6a2 2 0 0 1 1 .5A2 2 0 0 1 13 4h6v15h-6a2 2 0 0 0-1 .6 2 2 0 0 0-1-.6H5zM12 4.500v15",
	chain: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700L12 17",
	gear: "M12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM12 2.500v3M12 18.500v3M2.500 12h3M18.500 12h3M5.300 5.300l2.100 2.100M16.600 16.600l2.100 2.100M5.300 18.700l2.100-2.100M16.600 7.400l2.100-2.100",
	globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3.500 6 3.500 9s-.5 6-3.500 9c-3-3-3.500-6-3.500-9s.5-6 3.500-9z",
	print: "M7 9V4h10v5M5 9h14v8h-3M8 17H5V9M8 14h8v6H8z",
	calendar: "M4 6h16v14H4zM4 10.500h16M8 3.500V7M16 3.500V7",
	wall: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
	grid: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
	chart: "M4 20h16M7 20v-8M12 20V5M17 20v-11",
	sort: "M4 6h16M7 12h10M10 18h4",
	pass: "M4 7h9M4 12h13M4 17h9M15 8l4 4-4 4",
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
	return (
		<svg aria-hidden viewBox="0 0 24 24" className={`inline-block shrink-0 ${small ? "size-4" : "size-5"}`} fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round">
			<path d={paths[name]} />
		</svg>
	);
}

/* The situation at a glance: readable from three metres, live, and the same as a table for whoever hears it. */
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useQuery } from "../api/query";
import type { Situation, SituationAdvisory, SituationSector } from "../api/types";
import { useText } from "../i18n";
import { Link } from "../router";
import { useCatalog, useMay } from "../session";
import { Button, Chip, Empty, Failure, Heading, LinkButton, Loading, Panel, Time, TlpLabel } from "../ui/basic";
import { ModeFace } from "../ui/mode-face";
import { Severity } from "../ui/severity";

const Chart = lazy(() => import("../ui/chart"));
const REFRESH_MS = 30_000;                                      /* what is late depends on the clock, not on an event */

export default function SituationPage() {
	const may = useMay();
	const { t } = useText();
	const { data, error, reload } = useQuery<Situation>("/situation");
	const [wall, setWall] = useWall();
	useEffect(() => { document.title = `${t("situation.title")} | ${t("brand")}`; }, [t]);
	useEffect(() => {
		const timer = setInterval(reload, REFRESH_MS);
		return () => clearInterval(timer);
	}, [reload]);
	if (!data) return error ? <Failure problem={error} retry={reload} /> : <Loading lines={8} />;
	return (
		<div className={wall ? "wall-page" : ""}>
			<Heading title={t("situation.title")} lead={<>{t(`situation.scope.${data.scope}`)} <span className="whitespace-nowrap">{t("situation.at")} <Time at={data.at} full /></span></>}>
				{may("mode") && !wall && <LinkButton to="/modes" icon="warn">{t("nav.modes")}</LinkButton>}
				<Button icon={wall ? "close" : "wall"} onPress={() => setWall(!wall)}>{t(wall ? "situation.wall.end" : "situation.wall")}</Button>
			</Heading>
			{error && <div className="mb-4"><Failure problem={error} retry={reload} /></div>}
			<ModeFace mode={data.mode} modes={data.modes} />
			<Totals data={data} />
			<Sectors sectors={data.sectors} />
			<div className="grid gap-6 mt-6 grid-cols-[minmax(0,1fr)]"><Reach advisories={data.advisories} /><Days data={data} /></div>
		</div>
	);
}

/* Full screen without the frame around the page; Escape or the button ends it. */
function useWall(): [boolean, (on: boolean) => void] {
	const [wall, setWall] = useState(false);
	useEffect(() => {
		document.documentElement.classList.toggle("wall", wall);
		if (!wall) return undefined;
		const left = () => { if (!document.fullscreenElement) setWall(false); };
		const key = (event: KeyboardEvent) => { if (event.key === "Escape") setWall(false); };
		document.addEventListener("fullscreenchange", left);
		document.addEventListener("keydown", key);
		return () => {
			document.documentElement.classList.remove("wall");
			document.removeEventListener("fullscreenchange", left);
			document.removeEventListener("keydown", key);
		};
	}, [wall]);
	return [wall, (on) => {
		setWall(on);
		if (on) void document.documentElement.requestFullscreen?.().catch(() => undefined);
		else if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
	}];
}

function Totals({ data }: { data: Situation }) {
	const { t } = useText();
	const sum = (of: (sector: SituationSector) => number) => data.sectors.reduce((all, sector) => all + of(sector), 0);
	const today = new Date(Date.parse(data.at) + 9 * 3600_000).toISOString().slice(0, 10);
	const late = sum((sector) => sector.overdue) + data.advisories_overdue;
	const unconfirmed = data.advisories.reduce((all, advisory) => all + advisory.overdue, 0);
	const figures: [string, number, boolean][] = [
		[t("situation.open"), sum((sector) => sector.open), false],
		[t("situation.watching"), sum((sector) => sector.watching), false],
		[t("situation.waiting"), sum((sector) => sector.waiting) + data.advisories_waiting, false],
		[t("situation.overdue"), late, late > 0],
		[t("situation.unconfirmed"), unconfirmed, unconfirmed > 0],
		[t("situation.today"), data.days.filter((day) => day.day === today).reduce((all, day) => all + day.n, 0), false],
	];
	return (
		<dl className="grid grid-cols-2 sm:grid-cols-3 xl:grid-cols-6 gap-3 mb-6">
			{figures.map(([name, n, bad]) => (
				<div key={name} className={`card px-4 py-3 flex flex-col-reverse justify-end ${bad ? "border-2! border-red-900!" : ""}`}>
					<dt className="text-[1rem] leading-130 font-700">{name}</dt>
					<dd className={`text-[2.75rem] leading-120 font-700 tabular-nums ${bad ? "text-red-900" : "text-solid-gray-900"}`}>{n.toLocaleString("en")}{bad && <span className="ml-2 text-[1rem] align-middle">▲ {t("situation.look")}</span>}</dd>
				</div>
			))}
		</dl>
	);
}

/* A table whose rows are tiles: the roles are said, because a grid on the screen would take them away. */
function Sectors({ sectors }: { sectors: SituationSector[] }) {
	const { t, name } = useText();
	const rows = useMemo(() => {
		const weight = (sector: SituationSector) => (sector.open + sector.watching ? 100 + (sector.level ?? -0.5) * 10 : 0) + (sector.overdue ? 5 : 0) + (sector.waiting ? 1 : 0);
		return sectors.filter((sector) => sector.sector || sector.open + sector.watching + sector.waiting > 0).map((sector, index) => ({ sector, index })).sort((a, b) => weight(b.sector) - weight(a.sector) || a.index - b.index).map((one) => one.sector);
	}, [sectors]);
	if (!rows.length) return <div className="card"><Empty title={t("situation.no_sectors")} /></div>;
	const heads = [t("f.sector"), t("situation.worst"), t("situation.open"), t("situation.watching"), t("situation.waiting"), t("situation.overdue")];
	return (
		<section aria-labelledby="sectors">
			<h2 id="sectors" className="text-std-20B-150 mb-3">{t("situation.sectors")}</h2>
			<table role="table" aria-labelledby="sectors" className="block w-full">
				<thead role="rowgroup" className="sr-only"><tr role="row">{heads.map((head) => <th key={head} role="columnheader" scope="col">{head}</th>)}</tr></thead>
				<tbody role="rowgroup" className="sector-tiles">{rows.map((sector) => <Tile key={sector.sector} sector={sector} title={sector.sector ? name(sector) : t("situation.no_sector")} />)}</tbody>
			</table>
		</section>
	);
}

function Tile({ sector, title }: { sector: SituationSector; title: string }) {
	const { t } = useText();
	const cases = sector.open + sector.watching;
	const number = (label: string, n: number, bad = false) => (
		<td role="cell" className={`inline-flex w-1/2 items-baseline justify-between gap-2 odd:pr-3 even:pl-3 ${bad && n ? "text-red-1000 font-700" : ""}`}><span aria-hidden className="text-[0.9375rem] leading-120">{label}</span><span className="text-[1.5rem] leading-120 font-700 tabular-nums">{n.toLocaleString("en")}{bad && n > 0 && <span className="ml-1 text-[1rem]">▲<span className="sr-only">{t("situation.look")}</span></span>}</span></td>
	);
	return (
		<tr role="row" className={`card block px-4 py-3 ${cases && (sector.level ?? 0) >= 3 ? "border-4! border-solid-gray-900!" : cases ? "border-2! border-solid-gray-700!" : ""}`}>
			<th role="rowheader" scope="row" className="block text-left text-[1.375rem] leading-130 font-700 text-solid-gray-900">{title}</th>
			<td role="cell" className="block my-2"><Severity level={cases ? sector.level : undefined} state={!cases ? "none" : sector.level === undefined ? "unrated" : "rated"} big /></td>
			{number(t("situation.open"), sector.open)}{number(t("situation.watching"), sector.watching)}{number(t("situation.waiting"), sector.waiting)}{number(t("situation.overdue"), sector.overdue, true)}
		</tr>
	);
}

function Reach({ advisories }: { advisories: SituationAdvisory[] }) {
	const { t } = useText();
	const hops = [...new Set(advisories.flatMap((advisory) => advisory.hops.map((hop) => hop.hop)))].sort((a, b) => a - b);
	const hopName = (hop: number) => (hop >= 1 && hop <= 3 ? t(`situation.hop.${hop as 1 | 2 | 3}`) : t("situation.hop.n", { n: hop }));
	return (
		<Panel id="reach" title={t("situation.reach")} flush>
			{!advisories.length ? <Empty title={t("situation.reach.none")} /> : (
				<div className="overflow-x-auto" role="region" aria-label={t("stats.table", { name: t("situation.reach") })} tabIndex={0}>
					<table className="w-full border-collapse text-[1.0625rem] leading-150">
						<caption className="sr-only">{t("situation.reach")}</caption>
						<thead><tr className="bg-solid-gray-50 border-b border-solid-gray-420 text-left"><th scope="col" className="px-4 py-2">{t("situation.advisory")}</th>{hops.map((hop) => <th key={hop} scope="col" className="px-3 py-2 whitespace-nowrap">{hopName(hop)}</th>)}<th scope="col" className="px-3 py-2">{t("situation.unconfirmed")}</th></tr></thead>
						<tbody>
							{advisories.map((advisory) => (
								<tr key={advisory.id} className="border-b border-solid-gray-200 last:border-0 align-top">
									<th scope="row" className="px-4 py-2.5 text-left font-400 min-w-56"><span className="flex flex-wrap items-center gap-2 text-[0.875rem]"><TlpLabel tlp={advisory.tlp} /><span className="tabular-nums">{advisory.number}</span></span><Link to={`/messages/${advisory.id}`} className="link font-700">{advisory.title}</Link><span className="block text-[0.875rem] text-solid-gray-700">{t("situation.published")} <Time at={advisory.published_at} /></span></th>
									{hops.map((hop) => {
										const one = advisory.hops.find((other) => other.hop === hop);
										return <td key={hop} className="px-3 py-2.5 whitespace-nowrap">{one ? <Reached done={one.acknowledged} opened={one.opened} all={one.sent} /> : <span className="text-solid-gray-700">{t("none")}</span>}</td>;
									})}
									<td className="px-3 py-2.5">{advisory.overdue ? <Chip tone="bad" icon="error">{t("situation.count", { count: advisory.overdue })}</Chip> : <span className="tabular-nums">0</span>}{advisory.due_at && <span className="block text-[0.875rem] text-solid-gray-700">{t("situation.due")} <Time at={advisory.due_at} /></span>}</td>
								</tr>
							))}
						</tbody>
					</table>
				</div>
			)}
		</Panel>
	);
}

function Reached({ done, opened, all }: { done: number; opened: number; all: number }) {
	const { t } = useText();
	const percent = all ? Math.floor(done / all * 100) : 0;
	return (
		<>
			<span className="block font-700 tabular-nums">{t("situation.reached", { done: done.toLocaleString("en"), all: all.toLocaleString("en"), percent })}</span>
			<svg aria-hidden viewBox="0 0 100 8" preserveAspectRatio="none" className="block h-2.5 w-36 border border-solid-gray-700 my-1"><rect width={percent} height="8" fill="#1a1a1a" /></svg>
			<span className="block text-[0.875rem] text-solid-gray-700 tabular-nums">{t("situation.opened", { count: opened })}</span>
		</>
	);
}

function Days({ data }: { data: Situation }) {
	const { t, name } = useText();
	const catalog = useCatalog();
	const [days, types] = useMemo(() => {
		const last = Date.parse(data.at) + 9 * 3600_000;
		return [Array.from({ length: 30 }, (_, i) => new Date(last - (29 - i) * 86_400_000).toISOString().slice(0, 10)), [...new Set(data.days.map((day) => day.event_type))]];
	}, [data]);
	const named = (id: string) => name(catalog?.event_types.find((one) => one.id === id)) || t("situation.event.none");
	const n = (day: string, type: string) => data.days.find((one) => one.day === day && one.event_type === type)?.n ?? 0;
	const series = useMemo(() => types.map((type) => ({ name: named(type), stack: "all", values: days.map((day) => n(day, type)) })), [types, days, data, catalog]);
	const short = useMemo(() => days.map((day) => `${Number(day.slice(5, 7))}/${Number(day.slice(8))}`), [days]);
	const some = days.filter((day) => types.some((type) => n(day, type)));
	return (
		<Panel id="days" title={t("situation.days")} flush>
			{!types.length ? <Empty title={t("situation.days.none")} /> : (
				<div className="p-4">
					<Suspense fallback={<Loading lines={5} />}><Chart label={t("situation.days")} categories={short} series={series} height={260} /></Suspense>
					<details className="mt-3">
						<summary className="link inline-block py-1">{t("chart.table")}</summary>
						<div className="overflow-x-auto mt-2" role="region" tabIndex={0} aria-label={t("stats.table", { name: t("situation.days") })}>
							<table className="border-collapse text-[0.9375rem]">
								<caption className="sr-only">{t("situation.days")}</caption>
								<thead><tr className="bg-solid-gray-50 text-left"><th scope="col" className="px-3 py-1.5">{t("situation.day")}</th>{types.map((type) => <th key={type} scope="col" className="px-3 py-1.5">{named(type)}</th>)}</tr></thead>
								<tbody>{some.map((day) => <tr key={day} className="border-t border-solid-gray-200"><th scope="row" className="px-3 py-1.5 text-left font-400 tabular-nums whitespace-nowrap">{day}</th>{types.map((type) => <td key={type} className="px-3 py-1.5 text-right tabular-nums">{n(day, type)}</td>)}</tr>)}</tbody>
							</table>
						</div>
					</details>
				</div>
			)}
		</Panel>
	);
}

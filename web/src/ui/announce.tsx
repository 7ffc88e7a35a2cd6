/* Short sentences that something happened: shown for a while and spoken by screen readers. */
import { useSyncExternalStore } from "react";
import { Icon } from "./icon";

interface Said { id: number; text: string; bad: boolean }
let said: Said[] = [];
let last = 0;
const listeners = new Set<() => void>();
function change(next: Said[]): void {
	said = next;
	listeners.forEach((tell) => tell());
}

export function announce(text: string, bad = false): void {
	const id = ++last;
	change([...said.filter((one) => one.text !== text), { id, text, bad }]);
	setTimeout(() => change(said.filter((one) => one.id !== id)), bad ? 12_000 : 6_000);
}

export function Announcer() {
	const now = useSyncExternalStore((tell) => {
		listeners.add(tell);
		return () => listeners.delete(tell);
	}, () => said);
	return (
		<div aria-live="polite" role="status" data-live className="fixed bottom-4 left-1/2 -translate-x-1/2 z-60 grid gap-2 w-max max-w-[calc(100vw-2rem)]">
			{now.map((one) => (
				<p key={one.id} className={`flex gap-2 items-center rounded-8 px-4 py-3 shadow-3 text-white ${one.bad ? "bg-red-1000" : "bg-solid-gray-900"}`}><Icon name={one.bad ? "error" : "check"} />{one.text}</p>
			))}
		</div>
	);
}

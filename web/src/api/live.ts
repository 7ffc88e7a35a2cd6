/* The live stream: what changed elsewhere makes the affected answers stale. Events are gathered for a moment, so that a burst
 * costs one fetch. */
import { useSyncExternalStore } from "react";
import { invalidate } from "./query";

export type LiveState = "off" | "live" | "reconnecting";
let state: LiveState = "off";
let source: EventSource | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let slowTimer: ReturnType<typeof setTimeout> | undefined;   /* sums of everything: a burst of hundreds costs one fetch in two seconds */
let arrivals: (count: number) => void = () => {};
const listeners = new Set<() => void>();
const waiting = new Set<string>();
let arrived = 0;

function set(next: LiveState): void {
	if (next === state) return;
	state = next;
	listeners.forEach((tell) => tell());
}

const affected: Record<string, (object: string) => string[]> = {
	delivery: (id) => ["/inbox", "/me", "/reports", "/advisories", "/relay", "/triage", `/messages/${id}`],
	message: (id) => ["/inbox", "/me", "/reports", "/advisories", "/relay", "/triage", `/messages/${id}`],
	board: (id) => [`/messages/${id}`, "/reports", "/advisories"],
	recall: (id) => ["/inbox", "/me", "/relay", "/reports", "/advisories", `/messages/${id}`],
	registry: () => ["/catalog", "/orgs"],
	case: (id) => ["/triage", "/cases", `/cases/${id}`, "/severity/compare"],
	mode: () => ["/modes", "/me", "/situation"],
	consent: () => ["/me", "/consents", "/reports", "/relay", "/cases"],
	resync: () => [""],
};

function flush(): void {
	timer = undefined;
	invalidate(...waiting);
	waiting.clear();
	if (arrived) arrivals(arrived);
	arrived = 0;
}

function take(name: string, event: MessageEvent<string>): void {
	let object = "";
	try { object = (JSON.parse(event.data) as { object?: string }).object ?? ""; } catch { /* resync has no data */ }
	affected[name]?.(object).forEach((prefix) => waiting.add(prefix));
	if (name === "delivery") arrived++;
	timer ??= setTimeout(flush, 250);
	if (name !== "registry") slowTimer ??= setTimeout(() => { slowTimer = undefined; invalidate("/situation", "/stats"); }, 2000);
}

export function startLive(onArrival: (count: number) => void): void {
	arrivals = onArrival;
	if (source) return;
	source = new EventSource("/api/v1/stream");
	source.onopen = () => {
		if (state === "reconnecting") invalidate("");
		set("live");
	};
	source.onerror = () => {
		set("reconnecting");
		if (source?.readyState === EventSource.CLOSED) {        /* the server refused; the browser would not try again */
			stopLive();
			set("reconnecting");
			invalidate("/me");                              /* an ended session asks to sign in again */
			setTimeout(() => { if (!source && state === "reconnecting") startLive(arrivals); }, 5000);
		}
	};
	for (const name of Object.keys(affected)) source.addEventListener(name, (event) => take(name, event as MessageEvent<string>));
}

export function stopLive(): void {
	source?.close();
	source = undefined;
	set("off");
}

export function useLive(): LiveState {
	return useSyncExternalStore((tell) => {
		listeners.add(tell);
		return () => listeners.delete(tell);
	}, () => state);
}

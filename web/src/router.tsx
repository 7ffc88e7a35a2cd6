/* A small router on the browser's history: the present path, links, and patterns like "/messages/:id". */
import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";

/* Where the pages are told to be. A page may put another address in the bar (history.replaceState) without being started afresh:
 * a new report that became a saved draft. `turn` changes whenever another page is to start. */
interface Place { url: string; turn: number }
const listeners = new Set<() => void>();
const here = () => location.pathname + location.search;
let place: Place = { url: here(), turn: 0 };
let shown = location.pathname;

function arrive(): void {
	const turn = location.pathname === shown && location.pathname === place.url.split("?")[0] ? place.turn : place.turn + 1;
	shown = location.pathname;
	place = { url: here(), turn };
	listeners.forEach((listener) => listener());
}
window.addEventListener("popstate", arrive);

export function navigate(to: string, options: { replace?: boolean } = {}): void {
	if (to === here() && to === place.url) return;
	const samePage = to.split("?")[0] === location.pathname;
	shown = location.pathname;
	history[options.replace ? "replaceState" : "pushState"](null, "", to);
	if (!options.replace && !samePage) window.scrollTo(0, 0);
	arrive();
}

export function usePath(): { path: string; search: URLSearchParams; turn: number } {
	const now = useSyncExternalStore((listener) => {
		listeners.add(listener);
		return () => listeners.delete(listener);
	}, () => place);
	const [path = "/", search = ""] = now.url.split("?");
	return { path, search: new URLSearchParams(search), turn: now.turn };
}

/* Changes one value of the query string in place, so that a filtered list can be linked to and survives "back". */
export function setSearch(values: Record<string, string | undefined>): void {
	const search = new URLSearchParams(location.search);
	for (const [name, value] of Object.entries(values)) {
		if (value) search.set(name, value);
		else search.delete(name);
	}
	const text = search.toString();
	navigate(location.pathname + (text ? `?${text}` : ""), { replace: true });
}

export function match(pattern: string, path: string): Record<string, string> | null {
	const want = pattern.split("/"), have = path.replace(/(.)\/$/, "$1").split("/");
	if (want.length !== have.length) return null;
	const params: Record<string, string> = {};
	for (const [i, part] of want.entries()) {
		const value = have[i] ?? "";
		if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
		else if (part !== value) return null;
	}
	return params;
}

export function Link({ to, onClick, ...rest }: { to: string } & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href">) {
	function follow(event: MouseEvent<HTMLAnchorElement>) {
		onClick?.(event);
		if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || rest.target) return;
		event.preventDefault();
		navigate(to);
	}
	return <a href={to} onClick={follow} {...rest} />;
}

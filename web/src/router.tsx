/* A small router on the browser's history: the present path, links, and patterns like "/messages/:id". */
import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";

const listeners = new Set<() => void>();
function tell(): void { listeners.forEach((listener) => listener()); }
window.addEventListener("popstate", tell);

export function navigate(to: string, options: { replace?: boolean } = {}): void {
	if (to === location.pathname + location.search) return;
	const samePage = to.split("?")[0] === location.pathname;
	history[options.replace ? "replaceState" : "pushState"](null, "", to);
	if (!options.replace && !samePage) window.scrollTo(0, 0);
	tell();
}

export function usePath(): { path: string; search: URLSearchParams } {
	const url = useSyncExternalStore((listener) => {
		listeners.add(listener);
		return () => listeners.delete(listener);
	}, () => location.pathname + location.search);
	const [path = "/", search = ""] = url.split("?");
	return { path, search: new URLSearchParams(search) };
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

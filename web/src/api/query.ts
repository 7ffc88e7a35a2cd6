/* What pages read: one cache of GET answers by path, kept fresh by `invalidate` (after a change of one's own, or a live event).
 * A stale answer stays on the screen until the new one is there. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { get, Problem } from "./client";
import type { Page } from "./types";

interface Entry { data?: unknown; error?: Problem; loading: boolean; stale: boolean; users: number; snapshot: Result<unknown> }
export interface Result<T> { data: T | undefined; error: Problem | undefined; loading: boolean }

const entries = new Map<string, Entry>();
const listeners = new Map<string, Set<() => void>>();
const idle: Result<never> = { data: undefined, error: undefined, loading: false };

function publish(path: string, entry: Entry): void {
	entry.snapshot = { data: entry.data, error: entry.error, loading: entry.loading };
	listeners.get(path)?.forEach((tell) => tell());
}

function entryOf(path: string): Entry {
	let entry = entries.get(path);
	if (!entry) {
		entry = { loading: true, stale: true, users: 0, snapshot: { data: undefined, error: undefined, loading: true } };
		entries.set(path, entry);
	}
	return entry;
}

async function load(path: string): Promise<void> {
	const entry = entryOf(path);
	entry.stale = false;
	entry.loading = true;
	publish(path, entry);
	try {
		entry.data = await get(path);
		delete entry.error;
	} catch (error) {
		entry.error = error instanceof Problem ? error : new Problem({ title: String(error), status: 0, code: "client" });
		if (entry.error.status === 404 || entry.error.status === 403) delete entry.data;
	}
	entry.loading = false;
	publish(path, entry);
	if (entry.stale && entry.users > 0) void load(path);
}

export function useQuery<T>(path: string | null): Result<T> & { reload: () => void } {
	const subscribe = useCallback((tell: () => void) => {
		if (path === null) return () => {};
		const set = listeners.get(path) ?? new Set();
		listeners.set(path, set.add(tell));
		const entry = entryOf(path);
		entry.users++;
		if (entry.stale) void load(path);
		return () => {
			entry.users--;
			set.delete(tell);
		};
	}, [path]);
	const result = useSyncExternalStore(subscribe, () => (path === null ? idle : entryOf(path).snapshot)) as Result<T>;
	const reload = useCallback(() => { if (path !== null) void load(path); }, [path]);
	return { ...result, reload };
}

/* Marks every answer whose path starts with one of `prefixes` as stale and fetches those on the screen again. "" is everything. */
export function invalidate(...prefixes: string[]): void {
	for (const [path, entry] of entries) {
		if (!prefixes.some((prefix) => path.startsWith(prefix))) continue;
		entry.stale = true;
		if (entry.users > 0 && !entry.loading) void load(path);
		else if (entry.users === 0) entries.delete(path);
	}
	pagers.forEach((pager) => prefixes.some((prefix) => pager.path.startsWith(prefix)) && pager.refresh());
}

export function forget(): void { entries.clear(); }

const pagers = new Set<{ path: string; refresh: () => void }>();
export interface Pages<T, P extends Page<T>> extends Result<T[]> { first: P | undefined; hasMore: boolean; more: () => void; reload: () => void }

/* A cursor list that grows by `more`; a refresh fetches again as much as is on the screen (up to 200). */
export function usePages<T, P extends Page<T> = Page<T>>(path: string | null): Pages<T, P> {
	const [state, setState] = useState<{ path: string | null; items: T[] | undefined; first: P | undefined; next: string | undefined; error: Problem | undefined; loading: boolean }>(
		{ path, items: undefined, first: undefined, next: undefined, error: undefined, loading: true });
	const current = useRef({ path, turn: 0, count: 0 });
	const fetchPage = useCallback(async (after: string | undefined, keep: T[]) => {
		if (path === null) return;
		const turn = ++current.current.turn;
		setState((old) => ({ ...old, ...(old.path === path ? {} : { items: undefined, first: undefined, next: undefined }), path, loading: true }));
		const limit = after ? 50 : Math.min(200, Math.max(50, current.current.count));
		const joint = path.includes("?") ? "&" : "?";
		try {
			const page = await get<P>(`${path}${joint}limit=${limit}${after ? `&after=${encodeURIComponent(after)}` : ""}`);
			if (turn !== current.current.turn) return;
			const items = [...keep, ...page.items];
			current.current.count = items.length;
			setState((old) => ({ path, items, first: after ? old.first : page, next: page.next, error: undefined, loading: false }));
		} catch (error) {
			if (turn === current.current.turn)
				setState((old) => ({ ...old, error: error instanceof Problem ? error : new Problem({ title: String(error), status: 0, code: "client" }), loading: false }));
		}
	}, [path]);
	useEffect(() => {
		if (path === null) return undefined;
		current.current.count = 0;
		void fetchPage(undefined, []);
		const pager = { path, refresh: () => void fetchPage(undefined, []) };
		pagers.add(pager);
		return () => { pagers.delete(pager); current.current.turn++; };
	}, [path, fetchPage]);
	const same = state.path === path;
	return {
		data: same ? state.items : undefined, first: same ? state.first : undefined, error: state.error, loading: state.loading || !same,
		hasMore: same && !!state.next,
		more: () => void fetchPage(state.next, state.items ?? []),
		reload: () => void fetchPage(undefined, []),
	};
}

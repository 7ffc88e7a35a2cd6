/* A draft that cannot be lost: every change goes to this browser's storage at once and to the server when the typing pauses.
 * One save at a time; a lost race (412) is the person's to settle. The storage copy is dropped once the draft is sent or thrown away. */
import { useCallback, useEffect, useRef, useState } from "react";
import { patch, post, Problem, remove } from "../api/client";
import type { Filed } from "../api/types";

export type SaveState = "empty" | "waiting" | "saving" | "saved" | "local" | "conflict";
export interface DraftRef { id: string; version: number }
interface Kept<T> { input: T; draft: DraftRef | null; at: number }
const PAUSE_MS = 1500;

export function keptDraft<T>(key: string): Kept<T> | undefined {
	try {
		const text = localStorage.getItem(key);
		return text ? (JSON.parse(text) as Kept<T>) : undefined;
	} catch { return undefined; }
}
function keep<T>(key: string, kept: Kept<T>): void {
	try { localStorage.setItem(key, JSON.stringify(kept)); } catch { /* full or forbidden: the server's copy remains */ }
}
export function dropKept(key: string): void {
	try { localStorage.removeItem(key); } catch { /* as above */ }
}

/* Without what is empty: the server takes absent members, not empty ones. */
export function tidy<T>(value: T): T {
	if (Array.isArray(value)) return value.map(tidy).filter((one) => one !== undefined && one !== "" && one !== null) as T;
	if (typeof value === "string") return value.trim() as T;
	if (value === null || typeof value !== "object") return value;
	const entries = Object.entries(value).map(([name, one]) => [name, tidy(one)] as const)
		.filter(([, one]) => one !== undefined && one !== null && one !== "" && !(typeof one === "object" && !Object.keys(one as object).length));
	return Object.fromEntries(entries) as T;
}

export interface Draft<T> {
	input: T;
	change: (part: Partial<T>) => void;
	state: SaveState;
	savedAt: number | undefined;
	problem: Problem | undefined;
	ref: () => DraftRef | null;
	flush: () => Promise<DraftRef | null>;
	overwrite: (version: number) => Promise<DraftRef | null>;
	forget: () => void;
	discard: () => Promise<void>;
}

interface Options<T> { path: "/reports" | "/advisories"; key: string; first: T; draft: DraftRef | null; extra?: object; onServer: boolean; worth: (input: T) => boolean; onCreated?: (id: string) => void; dirty?: boolean; wire: (input: T) => object }

export function useDraft<T extends object>(options: Options<T>): Draft<T> {
	const { path, key, onServer } = options;
	const [input, setInput] = useState(options.first);
	const [state, setState] = useState<SaveState>(options.dirty ? "local" : options.draft ? "saved" : "empty");
	const [savedAt, setSavedAt] = useState<number>();
	const [problem, setProblem] = useState<Problem>();
	const now = useRef({ input: options.first, draft: options.draft, dirty: options.dirty ?? false, gone: false, key });
	const running = useRef<Promise<DraftRef | null> | null>(null);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const opts = useRef(options);
	opts.current = options;

	const saveOnce = useCallback(async (): Promise<DraftRef | null> => {
		const mine = now.current;
		if (mine.gone || !mine.dirty) return mine.draft;
		mine.dirty = false;
		setState("saving");
		setProblem(undefined);
		try {
			const body = opts.current.wire(mine.input);
			if (mine.draft) {
				const filed = await patch<Filed | undefined>(`${path}/${mine.draft.id}`, body, { ifMatch: mine.draft.version });
				mine.draft = { id: mine.draft.id, version: filed?.version ?? mine.draft.version + 1 };
			} else {
				const filed = await post<Filed>(path, { ...body, ...opts.current.extra });
				mine.draft = { id: filed.id, version: filed.version ?? 1 };
				dropKept(mine.key);
				mine.key = mine.key.replace(/\.new$/, `.${filed.id}`);
				opts.current.onCreated?.(filed.id);
			}
			setSavedAt(Date.now());
			if (mine.dirty) keep(mine.key, { input: mine.input, draft: mine.draft, at: Date.now() });
			else dropKept(mine.key);
			setState(mine.dirty ? "waiting" : "saved");
		} catch (error) {
			mine.dirty = true;
			const found = error instanceof Problem ? error : new Problem({ title: String(error), status: 0, code: "client" });
			setProblem(found);
			setState(found.status === 412 ? "conflict" : "local");
			throw found;
		}
		return mine.draft;
	}, [path]);

	const flush = useCallback(async (): Promise<DraftRef | null> => {
		clearTimeout(timer.current);
		while (running.current) await running.current.catch(() => null);
		if (!now.current.dirty) return now.current.draft;
		running.current = saveOnce().finally(() => { running.current = null; });
		return running.current;
	}, [saveOnce]);

	const change = useCallback((part: Partial<T>) => {
		const mine = now.current;
		mine.input = { ...mine.input, ...part };
		mine.dirty = true;
		setInput(mine.input);
		keep(mine.key, { input: mine.input, draft: mine.draft, at: Date.now() });
		clearTimeout(timer.current);
		if (!onServer) {
			setState("local");
			setSavedAt(Date.now());
		} else if (opts.current.worth(mine.input)) {
			setState((old) => (old === "conflict" ? old : "waiting"));
			timer.current = setTimeout(() => { void flush().catch(() => undefined); }, PAUSE_MS);
		}
	}, [flush, onServer]);

	useEffect(() => {
		const mine = now.current;
		return () => {                                  /* leaving the page: save what waits, without holding the person up */
			clearTimeout(timer.current);
			if (onServer && mine.dirty && !mine.gone && opts.current.worth(mine.input)) void saveOnce().catch(() => undefined);
		};
	}, [onServer, saveOnce]);

	const forget = useCallback(() => {
		now.current.gone = true;
		clearTimeout(timer.current);
		dropKept(now.current.key);
	}, []);
	return {
		input, change, state, savedAt, problem, flush, forget,
		ref: () => now.current.draft,
		overwrite: async (version) => {
			if (now.current.draft) now.current.draft = { ...now.current.draft, version };
			now.current.dirty = true;
			return flush();
		},
		discard: async () => {
			forget();
			while (running.current) await running.current.catch(() => null);
			const draft = now.current.draft;
			if (draft && onServer) await remove(`${path}/${draft.id}`);
		},
	};
}

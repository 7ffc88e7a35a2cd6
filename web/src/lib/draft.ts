/* A draft that cannot be lost: every change goes to this browser's storage at once and to the server when the typing pauses.
 * One save at a time; a lost race (412) is the person's to settle. The storage copy is dropped once the draft is sent or thrown away. */
import { useCallback, useEffect, useRef, useState } from "react";
import { patch, post, Problem, remove } from "../api/client";
import type { AdvisoryFiled, Filed } from "../api/types";

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

/* What editing a draft on the server goes on from. The copy kept here stands on the version it was typed over, so that saving it
 * cannot undo what somebody else saved meanwhile. */
export function draftBegun<T>(saved: DraftRef, kept: Kept<T> | undefined): { draft: DraftRef; stale: boolean } {
	const draft = kept?.draft?.id === saved.id ? kept.draft : saved;
	return { draft, stale: draft.version !== saved.version };
}

/* Pasted from elsewhere: a vertical tab or a form feed is a new line; what cannot be seen and the server refuses goes. */
function visible(text: string): string {
	return text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n").replace(/[\0-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, "");
}

/* Without what is empty: the server takes absent members, not empty ones. */
export function tidy<T>(value: T): T {
	if (Array.isArray(value)) return value.map(tidy).filter((one) => one !== undefined && one !== "" && one !== null) as T;
	if (typeof value === "string") return visible(value).trim() as T;
	if (value === null || typeof value !== "object") return value;
	const entries = Object.entries(value).map(([name, one]) => [name, tidy(one)] as const)
		.filter(([, one]) => one !== undefined && one !== null && one !== "" && !(typeof one === "object" && !Object.keys(one as object).length));
	return Object.fromEntries(entries) as T;
}

export interface Draft<T> {
	input: T;
	change: (part: Partial<T> | ((input: T) => Partial<T>)) => void;      /* a function where several may come at once */
	state: SaveState;
	savedAt: number | undefined;
	problem: Problem | undefined;
	ref: () => DraftRef | null;
	flush: () => Promise<DraftRef | null>;
	overwrite: (version: number) => Promise<DraftRef | null>;
	forget: () => void;
	discard: () => Promise<void>;
	release: () => Promise<boolean>;                        /* takes the draft off the server and goes on here only; true: there was one */
}

interface Options<T> { path: "/reports" | "/advisories"; key: string; first: T; draft: DraftRef | null; extra?: object; onServer: boolean; worth: (input: T) => boolean; onCreated?: (id: string) => void; dirty?: boolean; stale?: boolean; here?: (input: T) => boolean; wire: (input: T) => object }

/* `here`: this input must not go to the server (it will be sealed). */
export function useDraft<T extends object>(options: Options<T>): Draft<T> {
	const { path, key, onServer } = options;
	const [input, setInput] = useState(options.first);
	const [state, setState] = useState<SaveState>(options.stale ? "conflict" : options.dirty ? "local" : options.draft ? "saved" : "empty");
	const [savedAt, setSavedAt] = useState<number>();
	const [problem, setProblem] = useState<Problem>();
	const now = useRef({ input: options.first, draft: options.draft, dirty: options.dirty ?? false, gone: false, key });
	const running = useRef<Promise<DraftRef | null> | null>(null);
	const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
	const opts = useRef(options);
	opts.current = options;

	const saveOnce = useCallback(async (): Promise<DraftRef | null> => {
		const mine = now.current;
		if (mine.gone || !mine.dirty || opts.current.here?.(mine.input)) return mine.draft;
		mine.dirty = false;
		setState("saving");
		setProblem(undefined);
		try {
			const body = opts.current.wire(mine.input);
			if (mine.draft) {
				const filed = await patch<Filed | AdvisoryFiled | undefined>(`${path}/${mine.draft.id}`, body, { ifMatch: mine.draft.version });
				mine.draft = { id: mine.draft.id, version: filed?.version ?? mine.draft.version + 1 };
			} else {
				const filed = await post<Filed | AdvisoryFiled>(path, { ...body, ...opts.current.extra });
				mine.draft = { id: filed.id, version: filed.version };
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

	const change = useCallback((part: Partial<T> | ((input: T) => Partial<T>)) => {
		const mine = now.current;
		mine.input = { ...mine.input, ...(typeof part === "function" ? part(mine.input) : part) };
		mine.dirty = true;
		setInput(mine.input);
		keep(mine.key, { input: mine.input, draft: mine.draft, at: Date.now() });
		clearTimeout(timer.current);
		if (!onServer || opts.current.here?.(mine.input)) {
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
			if (onServer && mine.dirty && !mine.gone && !opts.current.here?.(mine.input) && opts.current.worth(mine.input)) void saveOnce().catch(() => undefined);
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
		release: async () => {
			clearTimeout(timer.current);
			while (running.current) await running.current.catch(() => null);
			const mine = now.current, draft = mine.draft;
			if (!draft) return false;
			await remove(`${path}/${draft.id}`);
			dropKept(mine.key);
			mine.draft = null;
			mine.key = mine.key.replace(`.${draft.id}`, ".new");
			keep(mine.key, { input: mine.input, draft: null, at: Date.now() });
			setState("local");
			return true;
		},
		discard: async () => {
			forget();
			while (running.current) await running.current.catch(() => null);
			const draft = now.current.draft;
			if (draft && (onServer || opts.current.here)) await remove(`${path}/${draft.id}`);
		},
	};
}

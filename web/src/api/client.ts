/* One way to the server: JSON in and out, problem details as `Problem`, the CSRF header on every change, and a second try after
 * the person signed in again, so that an expired session loses nothing that was typed. */
import type { FieldProblem, ProblemBody } from "./types";

export class Problem extends Error {
	constructor(readonly body: ProblemBody, readonly retryAfter = 0) {
		super(body.title);
	}
	get status(): number { return this.body.status; }
	get code(): string { return this.body.code; }
	get errors(): FieldProblem[] { return this.body.errors ?? []; }
}

let csrf = "";
let lang = "ja";
let askToSignIn: (() => Promise<boolean>) | undefined;

export function setCsrf(value: string): void { csrf = value; }
export function setRequestLang(value: string): void { lang = value; }
/* The shell says how to sign in again over the present page; true: try once more. */
export function onExpired(ask: () => Promise<boolean>): void { askToSignIn = ask; }

export interface Options { ifMatch?: number | undefined; key?: string | undefined; signal?: AbortSignal | undefined; quiet?: boolean }

export async function problemOf(answer: Response): Promise<Problem> {
	const text = await answer.text().catch(() => "");
	let body: Partial<ProblemBody> = {};
	try { body = JSON.parse(text) as ProblemBody; } catch { /* a proxy's page, not ours */ }
	return new Problem({ ...body, title: body.title ?? answer.statusText, status: answer.status, code: body.code ?? `http.${answer.status}` },
		Number(answer.headers.get("Retry-After") ?? 0));
}

async function send(method: string, path: string, body: unknown, options: Options): Promise<Response> {
	const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": lang };
	if (body !== undefined) headers["Content-Type"] = "application/json";
	if (method !== "GET") headers["X-CSRF-Token"] = csrf;
	if (options.ifMatch !== undefined) headers["If-Match"] = `"${options.ifMatch}"`;
	if (options.key) headers["Idempotency-Key"] = options.key;
	const init: RequestInit = { method, headers, credentials: "same-origin", signal: options.signal ?? null };
	if (body !== undefined) init.body = JSON.stringify(body);
	try {
		return await fetch(`/api/v1${path}`, init);
	} catch (error) {
		if (options.signal?.aborted) throw error;
		throw new Problem({ title: "", status: 0, code: "network" });
	}
}

export async function call<T>(method: string, path: string, body: unknown, options: Options): Promise<T> {
	let answer = await send(method, path, body, options);
	if (answer.status === 401 && !options.quiet && askToSignIn && await askToSignIn())
		answer = await send(method, path, body, options);
	if (!answer.ok) throw await problemOf(answer);
	if (answer.status === 204) return undefined as T;
	const text = await answer.text();
	return (text ? JSON.parse(text) : undefined) as T;
}

export const get = <T>(path: string, options: Options = {}) => call<T>("GET", path, undefined, options);
export const post = <T>(path: string, body?: unknown, options: Options = {}) => call<T>("POST", path, body, options);
export const patch = <T>(path: string, body: unknown, options: Options = {}) => call<T>("PATCH", path, body, options);
export const remove = <T>(path: string, body?: unknown, options: Options = {}) => call<T>("DELETE", path, body, options);

/* Unique per attempt a person makes; the same for its repeats. Works without a secure context, unlike crypto.randomUUID. */
export function newKey(): string {
	return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
}

export function query(values: Record<string, string | number | boolean | undefined>): string {
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(values))
		if (value !== undefined && value !== "" && value !== false) search.set(name, String(value));
	const text = search.toString();
	return text ? `?${text}` : "";
}

/* A file with its progress (fetch tells nothing while sending). */
export function upload<T>(path: string, file: File, progress: (part: number) => void, signal: AbortSignal): Promise<T> {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.open("POST", `/api/v1${path}`);
		request.setRequestHeader("X-CSRF-Token", csrf);
		request.setRequestHeader("Accept-Language", lang);
		request.setRequestHeader("Content-Type", "application/octet-stream");
		request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
		request.onload = () => {
			let body: unknown;
			try { body = JSON.parse(request.responseText); } catch { body = {}; }
			if (request.status < 300) resolve(body as T);
			else reject(new Problem({ title: request.statusText, code: `http.${request.status}`, ...(body as object), status: request.status }));
		};
		request.onerror = () => reject(new Problem({ title: "", status: 0, code: "network" }));
		request.onabort = () => reject(new DOMException("aborted", "AbortError"));
		signal.addEventListener("abort", () => request.abort());
		request.send(file);
	});
}

/* A report on its way through the CEPTOAR: which of its fields are texts, and the content that goes on. Pure. */
import type { Content, ReportInput, Tlp } from "../api/types";
import { valueAt } from "./content";
import { coarseTime } from "./redaction";

/* Everything that people wrote freely; the note on consent is between member and CEPTOAR, and stays. */
export const textFields = ["title", "summary", "system", "effect.extent", "spill_over", "progress", "recovery", "cause_text", "disclosure.note", "told", "source"] as const;
export const timeFields = ["noticed_at", "occurred_at", "aware_at", "classified_at", "effect.from", "effect.until", "disclosure.at"] as const;
export const plainFields = ["service", "causes", "effect.state", "effect.users", "level_breached", "disclosure.state", "near_miss_counts", "month"] as const;
const needed = ["noticed_at", "sector", "event_type", "basis", "title", "summary"];
export function mayLeaveOut(path: string): boolean { return !needed.includes(path); }

export type Precision = "minute" | "hour" | "day";
/* What the officer sets beside the texts. */
export interface Frame { precision: Precision; tlp: Tlp; consent: "none" | "anonymised" | "named"; out: string[]; users?: number | undefined; files: Record<string, string> }

const tlps: Tlp[] = ["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"];
/* A relay may narrow the marking, never widen it. */
export function tlpsFrom(tlp: Tlp | undefined): Tlp[] { return tlps.slice(Math.max(0, tlps.indexOf(tlp ?? "AMBER"))); }
const kinds = ["none", "anonymised", "named"] as const;
export function consentsUpTo(kind: Frame["consent"]): Frame["consent"][] { return kinds.slice(0, kinds.indexOf(kind) + 1) as Frame["consent"][]; }

export function given(content: Content, path: string): boolean {
	const value = valueAt(content, path);
	return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && !value.length);
}
/* Lists are texts with a line each. */
export function textOf(content: Content, path: string): string {
	const value = valueAt(content, path);
	return Array.isArray(value) ? value.map(String).join("\n") : typeof value === "string" ? value : "";
}

function put(content: Content, path: string, value: unknown): void {
	const [head = "", tail] = path.split(".");
	if (value === undefined || value === "") return;
	if (!tail) content[head] = value;
	else content[head] = { ...(content[head] as Content | undefined), [tail]: value };
}

/* `texts`: the derived ones, by path. */
export function relayContent(original: Content, texts: Record<string, string>, frame: Frame, files: string[]): ReportInput {
	const made: Content = { route: "ministry", tlp: frame.tlp, consent: frame.consent, times_precision: frame.precision };
	for (const path of ["sector", "event_type", "basis"]) put(made, path, valueAt(original, path));
	const told = (path: string) => given(original, path) && !frame.out.includes(path);
	for (const path of plainFields) if (told(path)) put(made, path, path === "effect.users" ? frame.users ?? valueAt(original, path) : valueAt(original, path));
	for (const path of timeFields) if (told(path)) put(made, path, coarseTime(String(valueAt(original, path)), frame.precision));
	for (const path of textFields) {
		const text = (texts[path] ?? "").trim();
		if (!text || frame.out.includes(path)) continue;
		put(made, path, path === "told" ? text.split("\n").map((line) => line.trim()).filter(Boolean) : text);
	}
	if (original["exercise"]) made["exercise"] = true;
	if (files.length) made["attachments"] = files;
	return made as unknown as ReportInput;
}

/* "/content/effect/extent" is the field "effect.extent". */
export function fieldOf(pointer: string): string {
	const [, head = "", tail = ""] = pointer.replace(/^\/content(?=\/|$)/, "").split("/");
	return /^\d*$/.test(tail) ? head : `${head}.${tail}`;
}

/* Times for people: always Japan Standard Time, with UTC on hover; how long is left; what input fields hold. */
import type { Lang } from "../api/types";

const zone = "Asia/Tokyo";
const locale: Record<Lang, string> = { ja: "ja-JP", en: "en-GB" };
const cache = new Map<string, Intl.DateTimeFormat>();

function format(lang: Lang, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = lang + JSON.stringify(options);
	let made = cache.get(key);
	if (!made) cache.set(key, made = new Intl.DateTimeFormat(locale[lang], { timeZone: zone, ...options }));
	return made;
}

const year = (at: Date) => format("en", { year: "numeric" }).format(at);
const clock: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

/* "11/20 18:05", with the year where it is not this one (or `full`). */
export function moment(iso: string, lang: Lang, full = false): string {
	const at = new Date(iso);
	const withYear = full || year(at) !== year(new Date());
	return format(lang, lang === "ja"
		? { ...(withYear ? { year: "numeric" } : {}), month: "numeric", day: "numeric", ...clock, ...(full ? { second: "2-digit" } : {}) }
		: { ...(withYear ? { year: "numeric" } : {}), month: "short", day: "numeric", ...clock, ...(full ? { second: "2-digit" } : {}) }).format(at);
}

export function utc(iso: string): string {
	return `${new Date(iso).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/* A calendar day, "2026-11-20", as people read it. */
export function day(date: string, lang: Lang): string {
	return format(lang, { year: "numeric", month: lang === "ja" ? "numeric" : "short", day: "numeric" }).format(new Date(`${date.slice(0, 10)}T00:00:00+09:00`));
}

/* 令和8年11月20日, where forms need it. */
export function era(date: string): string {
	return new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { timeZone: zone, era: "long", year: "numeric", month: "long", day: "numeric" })
		.format(new Date(`${date.slice(0, 10)}T00:00:00+09:00`));
}

export function today(): string {
	return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date());
}

/* Whole minutes from now; negative when past. */
export function minutesUntil(iso: string, now: number): number {
	return Math.round((Date.parse(iso) - now) / 60_000);
}

export interface Span { unit: "minutes" | "hours" | "days"; count: number }
export function span(minutes: number): Span {
	const size = Math.abs(minutes);
	if (size < 120) return { unit: "minutes", count: size };
	if (size < 48 * 60) return { unit: "hours", count: Math.floor(size / 60) };
	return { unit: "days", count: Math.floor(size / 1440) };
}

/* "2026-11" as people read it. */
export function month(value: string, lang: Lang): string {
	return format(lang, { year: "numeric", month: "long" }).format(new Date(`${value}-01T00:00:00+09:00`));
}

/* This month and those before it, newest first, as "2026-11". */
export function months(count: number): string[] {
	const [y = 0, m = 1] = today().split("-").map(Number);
	return Array.from({ length: count }, (_, i) => new Date(Date.UTC(y, m - 1 - i, 1)).toISOString().slice(0, 7));
}

/* The day and the hour of a moment, as Japan counts them. */
export function japanDay(iso: string): string { return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date(iso)); }
export function japanHour(iso: string): number { return new Date(Date.parse(iso) + 9 * 3_600_000).getUTCHours(); }

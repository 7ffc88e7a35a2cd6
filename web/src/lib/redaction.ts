/* What the officer decides about what was found in a report, and the text that follows from it. Pure: the finds come from the engine
 * (lib/engine.ts), the decisions from the page (ui/redaction.tsx).
 *
 * A thing is one name, address, number: all finds of one group. It is decided once, wherever it stands. Words of the officer's own come
 * first where they overlap with a find. Decisions are kept by the words themselves, so that they hold for the next notice too. */
import type { Edit, Find, FindClass } from "./engine";

export type Decision = { as: "replace"; with: string } | { as: "keep" };
export interface Own { words: string; with: string }            /* wherever these words stand */
export interface Spot { text: number; from: number; to: number; was: string; with: string }   /* one place, by a warning; while `was` stands there */
export interface Choices { made: Record<string, Decision>; own: Own[]; spots: Spot[] }
export const noChoices: Choices = { made: {}, own: [], spots: [] };

export interface Place { text: number; from: number; to: number }
export interface Thing {
	key: string; class: FindClass; why: Find["why"]; proposal: Find["proposal"];
	placeholder: string;                                            /* what is proposed in its place */
	words: string[]; places: Place[];
}

/* The same words, however wide and however written. */
export function folded(words: string): string {
	return words.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
export function decisionKey(cls: FindClass, words: string): string { return `${cls}:${folded(words)}`; }

/* The next of a row of placeholders: A becomes B, Z becomes AA, 9 becomes 10. */
export function nextPlaceholder(text: string): string {
	const number = /\d+(?=\D*$)/.exec(text);
	if (number) return text.slice(0, number.index) + String(Number(number[0]) + 1) + text.slice(number.index + number[0].length);
	const letters = [...text.matchAll(/[A-Z]+(?![a-z])/g)].at(-1);
	if (!letters) return `${text}2`;
	const next = [...letters[0]];
	let at = next.length - 1;
	while (at >= 0 && next[at] === "Z") next[at--] = "A";
	if (at < 0) next.unshift("A");
	else next[at] = String.fromCharCode(next[at]!.charCodeAt(0) + 1);
	return text.slice(0, letters.index) + next.join("") + text.slice(letters.index + letters[0].length);
}

/* Finds gathered into things. What an earlier decision put in the place of words keeps it; nothing new takes a placeholder that is used. */
export function thingsOf(texts: string[], finds: Find[], lang: "ja" | "en", made: Record<string, Decision>): Thing[] {
	const things = new Map<number, Thing>();
	for (const find of finds) {
		const words = texts[find.text]!.slice(find.from, find.to), place = { text: find.text, from: find.from, to: find.to };
		const thing = things.get(find.group);
		if (!thing) things.set(find.group, { key: decisionKey(find.class, words), class: find.class, why: find.why, proposal: find.proposal, placeholder: find[lang], words: [words], places: [place] });
		else {
			thing.places.push(place);
			if (!thing.words.some((one) => folded(one) === folded(words))) thing.words.push(words);
			if (find.proposal === "replace" && thing.proposal === "keep") { thing.proposal = "replace"; thing.why = find.why; }
		}
	}
	const found = [...things.values()];
	const used = new Set<string>();
	for (const thing of found) {
		const earlier = thing.words.map((words) => decisionKey(thing.class, words)).find((key) => made[key]);
		if (!earlier) continue;
		thing.key = earlier;
		const decision = made[earlier]!;
		if (decision.as === "replace" && decision.with) { thing.placeholder = decision.with; used.add(decision.with); }
	}
	for (const thing of found) {
		if (made[thing.key]) continue;
		while (used.has(thing.placeholder)) thing.placeholder = nextPlaceholder(thing.placeholder);
		used.add(thing.placeholder);
	}
	return found;
}

function within(a: Place, b: Place): boolean { return a.text === b.text && a.from < b.to && b.from < a.to; }

/* All places where these words stand, in any width. */
export function placesOf(texts: string[], words: string): Place[] {
	const wanted = words.trim();
	if (!wanted) return [];
	return texts.flatMap((text, n) => {
		const places: Place[] = [];
		for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) places.push({ text: n, from: at, to: at + wanted.length });
		return places;
	});
}

/* Every edit of every text, in order and not overlapping: a single place first, then words of the officer's own, then what was found.
 * Undecided things go as proposed. */
export function editsOf(texts: string[], things: Thing[], choices: Choices): Edit[][] {
	const taken: (Place & { with: string })[] = [];
	const add = (place: Place, words: string) => { if (!taken.some((one) => within(one, place))) taken.push({ ...place, with: words }); };
	for (const spot of choices.spots) if (texts[spot.text]?.slice(spot.from, spot.to) === spot.was) add({ text: spot.text, from: spot.from, to: spot.to }, spot.with);
	for (const own of [...choices.own].sort((a, b) => b.words.length - a.words.length)) for (const place of placesOf(texts, own.words)) add(place, own.with);
	for (const thing of things) {
		const decision = choices.made[thing.key] ?? (thing.proposal === "keep" ? { as: "keep" as const } : { as: "replace" as const, with: thing.placeholder });
		if (decision.as === "replace") for (const place of thing.places) add(place, decision.with);
	}
	return texts.map((_, n) => taken.filter((one) => one.text === n).sort((a, b) => a.from - b.from).map(({ from, to, with: words }) => ({ from, to, with: words })));
}

export interface Piece { kind: "same" | "changed"; before: string; after: string; from: number }
/* A text in pieces: what stays and what is replaced by what. */
export function piecesOf(text: string, edits: Edit[]): Piece[] {
	const pieces: Piece[] = [];
	let at = 0;
	for (const edit of edits) {
		if (edit.from > at) pieces.push({ kind: "same", before: text.slice(at, edit.from), after: text.slice(at, edit.from), from: at });
		pieces.push({ kind: "changed", before: text.slice(edit.from, edit.to), after: edit.with, from: edit.from });
		at = edit.to;
	}
	if (at < text.length) pieces.push({ kind: "same", before: text.slice(at), after: text.slice(at), from: at });
	return pieces;
}
export function derivedText(text: string, edits: Edit[]): string { return piecesOf(text, edits).map((piece) => piece.after).join(""); }

/* Where a range of the derived text came from; what touches a replacement takes in the whole of what that replaced. */
export function sourceRange(text: string, edits: Edit[], from: number, to: number): { from: number; to: number } {
	let at = 0, start = -1, end = -1;
	for (const piece of piecesOf(text, edits)) {
		const stop = at + piece.after.length;
		if (start < 0 && from < stop) start = piece.kind === "same" ? piece.from + (from - at) : piece.from;
		if (end < 0 && to <= stop) end = piece.kind === "same" ? piece.from + (to - at) : piece.from + piece.before.length;
		at = stop;
	}
	return { from: start < 0 ? text.length : start, to: end < 0 ? text.length : end };
}

export function undecided(things: Thing[], choices: Choices): Thing[] { return things.filter((thing) => !choices.made[thing.key]); }

/* What was decided in an earlier notice, learnt from its original and what was made of it: every placeholder in the derived text stands for
 * what stands between the same neighbours in the original; what was found and still stands there was kept. */
const placeholders = /【[^】\n]{1,40}】|\[[A-Z][^\]\n]{0,40}\]/g;
const near = 12;
export function learn(originals: string[], deriveds: string[], things: Thing[]): Choices {
	const replaced = new Map<string, string>();
	originals.forEach((original, n) => {
		const derived = deriveds[n] ?? "";
		let at = 0;
		for (const found of derived.matchAll(placeholders)) {
			const start = found.index, stop = start + found[0].length;
			const before = derived.slice(0, start).split(placeholders).at(-1)!.slice(-near), after = derived.slice(stop).split(placeholders)[0]!.slice(0, near);
			const from = before ? original.indexOf(before, at) + before.length : at;
			if (before && from < before.length) continue;
			const to = after ? original.indexOf(after, from) : original.length;
			if (to <= from || to - from > 200) continue;
			replaced.set(folded(original.slice(from, to)), found[0]);
			if (!original.slice(from, to).includes("\n")) at = to;
		}
	});
	const learnt: Choices = { made: {}, own: [], spots: [] };
	const known = new Set<string>();
	for (const thing of things) {
		const place = thing.words.map((words) => replaced.get(folded(words))).find((words) => words !== undefined);
		thing.words.forEach((words) => known.add(folded(words)));
		const stands = thing.places.every((one) => (deriveds[one.text] ?? "").includes(originals[one.text]!.slice(one.from, one.to)));
		for (const words of thing.words) {
			if (place !== undefined) learnt.made[decisionKey(thing.class, words)] = { as: "replace", with: place };
			else if (stands) learnt.made[decisionKey(thing.class, words)] = { as: "keep" };
		}
	}
	for (const [words, place] of replaced) {
		if (known.has(words)) continue;
		const original = originals.find((text) => folded(text).includes(words));
		if (original?.includes(words)) learnt.own.push({ words, with: place });
	}
	return learnt;
}

/* 09:12:34 told to the hour is 09:00, as the server will tell it (days are Japan's). */
export function coarseTime(iso: string, precision: "minute" | "hour" | "day"): string {
	const unit = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[precision], japan = 9 * 3_600_000;
	const at = Date.parse(iso);
	if (Number.isNaN(at)) return iso;
	return `${new Date(Math.floor((at + japan) / unit) * unit - japan).toISOString().slice(0, 19)}Z`;
}

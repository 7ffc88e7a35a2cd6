/* Redaction at the officer's side: the engine's finds, the decision about each, words of one's own, and the original beside what follows.
 * Used for reports (pages/relay.tsx) and for inquiries and answers (ui/thread.tsx). What is decided stays in this page's memory. */
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from "react";
import { useQuery } from "../api/query";
import type { RelayDraft, RelayNames } from "../api/types";
import { useText, type Key } from "../i18n";
import { FIND_CLASSES, openEngine, type Engine, type EngineName, type Find, type FindClass } from "../lib/engine";
import { derivedText, editsOf, learn, noChoices, piecesOf, placesOf, thingsOf, undecided, type Choices, type Decision, type Thing } from "../lib/redaction";
import { Button, Chip, Loading, Notice, Panel } from "./basic";
import { TextField } from "./form";

/* A remark in brackets at the end of a name is no part of what people write: both are looked for. */
function spellings(name: string): string[] {
	const bare = name.replace(/\s*[(\uff08][^()\uff08\uff09]*[)\uff09]$/, "");
	return bare && bare !== name ? [name, bare] : [name];
}

/* The names to look for: every org's of the registry, and of the CEPTOAR's own members their people and addresses. */
export function engineNames(names: RelayNames, draft: RelayDraft | undefined): EngineName[] {
	const orgs = new Map<string, number>();
	const who = (org: string) => orgs.get(org) ?? (orgs.set(org, orgs.size + 1), orgs.size);
	const found: EngineName[] = names.items.flatMap((one) => one.names.flatMap(spellings).map((text) => ({ class: "org" as const, who: who(one.org), text })));
	draft?.members.forEach((one) => [one.ja, one.en, ...one.aliases].flatMap(spellings).forEach((text) => text && found.push({ class: "org", who: who(one.id), text })));
	let last = 0;
	draft?.people.forEach((one) => { last++; [one.ja, one.en].forEach((text) => text && found.push({ class: "person", who: last, text })); });
	draft?.addresses.forEach((one) => {
		last++;
		const cls = one.kind === "mail" ? "mail" : one.kind === "phone" || one.kind === "fax" ? "phone" : undefined;
		if (cls) found.push({ class: cls, who: last, text: one.address });
		if (one.name) found.push({ class: "person", who: last, text: one.name });
	});
	return found;
}

export interface EngineState { engine: Engine | undefined; failed: boolean; turn: number }
/* The engine, with the names in it. `turn` changes when the names did. */
export function useEngine(draft: RelayDraft | undefined): EngineState {
	const names = useQuery<RelayNames>("/relay/names").data;
	const [state, setState] = useState<EngineState>({ engine: undefined, failed: false, turn: 0 });
	useEffect(() => {
		let gone = false;
		if (!names || !draft) return undefined;
		openEngine().then((engine) => {
			engine.names(engineNames(names, draft));
			if (!gone) setState((old) => ({ engine, failed: false, turn: old.turn + 1 }));
		}).catch(() => { if (!gone) setState((old) => ({ ...old, failed: true })); });
		return () => { gone = true; };
	}, [names, draft]);
	return state;
}

export interface Redaction {
	ready: boolean; failed: boolean; things: Thing[]; choices: Choices; change: (part: (old: Choices) => Choices) => void;
	texts: string[]; derived: string[]; edits: ReturnType<typeof editsOf>; open: Thing[];
}
/* Earlier: originals of an earlier notice and what was made of them. `key` names what is kept in memory while the page lives: decisions hold
 * by the words, so a follow-up that arrives meanwhile finds them. */
const memory = new Map<string, Choices>();
export function forgetChoices(key: string): void { memory.delete(key); }
export function useRedaction(key: string, texts: string[], state: EngineState, earlier?: { originals: string[]; deriveds: string[] }): Redaction {
	const { lang } = useText();
	const [choices, setChoices] = useState<Choices>(() => memory.get(key) ?? noChoices);
	const taught = useRef(memory.has(key));
	const joined = texts.join("\u0000");
	const finds = useMemo<Find[]>(() => {
		try { return state.engine ? state.engine.scan(texts) : []; } catch { return []; }
	}, [state.engine, state.turn, joined]); // eslint-disable-line
	useEffect(() => {
		if (!state.engine || !earlier || taught.current) return;
		taught.current = true;
		const then = thingsOf(earlier.originals, state.engine.scan(earlier.originals), lang, {});
		const learnt = learn(earlier.originals, earlier.deriveds, then);
		setChoices((old) => ({ made: { ...learnt.made, ...old.made }, own: [...learnt.own, ...old.own], spots: old.spots }));
	}, [state.engine, earlier]); // eslint-disable-line
	useEffect(() => { if (choices !== noChoices) memory.set(key, choices); }, [key, choices]);
	const things = useMemo(() => thingsOf(texts, finds, lang, choices.made), [finds, lang, choices.made]); // eslint-disable-line
	const edits = useMemo(() => editsOf(texts, things, choices), [things, choices, joined]); // eslint-disable-line
	const derived = texts.map((text, n) => derivedText(text, edits[n] ?? []));
	return { ready: !!state.engine, failed: state.failed, things, choices, change: (part) => setChoices((old) => part(old)), texts, derived, edits, open: undecided(things, choices) };
}

const why: Record<Find["why"], Key> = { name: "redact.why.name", form: "redact.why.form", own: "redact.why.own", attack: "redact.why.attack" };
function proposalOf(thing: Thing): Decision { return thing.proposal === "keep" ? { as: "keep" } : { as: "replace", with: thing.placeholder }; }

/* What was found, by class: accept, say otherwise, keep. */
export function Things({ redaction }: { redaction: Redaction }) {
	const { t } = useText();
	const { things, choices, change, open } = redaction;
	const accept = (some: Thing[]) => change((old) => ({ ...old, made: { ...old.made, ...Object.fromEntries(some.filter((one) => !old.made[one.key]).map((one) => [one.key, proposalOf(one)])) } }));
	const groups: [FindClass, Thing[]][] = FIND_CLASSES.map((cls) => [cls, things.filter((one) => one.class === cls)]);
	const decided = things.length - open.length;
	return (
		<div className="@container"><Panel id="things" flush title={t("redact.things")} action={
			<span className="flex flex-wrap items-center gap-3"><span role="status" className="text-[0.9375rem] tabular-nums">{!things.length ? null : open.length ? t("redact.count", { done: decided, all: things.length }) : <Chip tone="good" icon="check">{t("redact.all_done", { count: things.length })}</Chip>}</span>
				{open.length > 0 && <Button scale="sm" icon="check" onPress={() => accept(open)}>{t("redact.accept_all", { n: open.length })}</Button>}</span>}>
			{!things.length && <p className="p-4">{t("redact.nothing")}</p>}
			{groups.filter(([, some]) => some.length).map(([cls, some]) => {
				const left = some.filter((one) => !choices.made[one.key]);
				return (
					<section key={cls} aria-label={t(`redact.class.${cls}`)}>
						<div className="bg-solid-gray-50 border-b border-solid-gray-200 px-4 py-1.5 flex flex-wrap items-center justify-between gap-2">
							<h3 className="text-[0.9375rem] font-700">{t(`redact.class.${cls}`)} <span className="tabular-nums font-400">({some.length})</span></h3>
							{left.length > 1 && <Button kind="tertiary" scale="sm" onPress={() => accept(left)}>{t("redact.accept_class", { n: left.length })}</Button>}
						</div>
						<ul>{some.map((thing) => <ThingRow key={thing.key} thing={thing} decision={choices.made[thing.key]} onDecide={(decision) => change((old) => ({ ...old, made: { ...old.made, [thing.key]: decision } }))} />)}</ul>
					</section>
				);
			})}
		</Panel></div>
	);
}

export function thingId(key: string): string { return `thing-${encodeURIComponent(key)}`; }

function ThingRow({ thing, decision, onDecide }: { thing: Thing; decision: Decision | undefined; onDecide: (decision: Decision) => void }) {
	const { t } = useText();
	const name = useId();
	const replacing = decision ? decision.as === "replace" : thing.proposal === "replace";
	const shown = decision?.as === "replace" ? decision.with : thing.placeholder;
	const words = thing.words.map((one) => one.replace(/\s+/g, " ")).join(t("comma"));
	return (
		<li id={thingId(thing.key)} className={`px-4 py-2.5 border-b border-solid-gray-200 last:border-b-0 grid gap-x-4 gap-y-2 @3xl:grid-cols-[minmax(0,1fr)_auto] items-center ${decision ? "" : "border-l-4 border-l-warning-yellow-2 pl-3"}`}>
			<div className="min-w-0">
				<p className="flex flex-wrap items-center gap-x-2 gap-y-1"><span className="font-700 text-solid-gray-900 break-all">{words}</span><span className="text-[0.875rem] text-solid-gray-700 tabular-nums">{t("redact.places", { count: thing.places.length })}</span>{decision ? <Chip tone="good" icon="check">{t(decision.as === "keep" ? "redact.kept" : "redact.replaced")}</Chip> : <Chip tone="warn">{t("redact.open")}</Chip>}</p>
				<p className="text-[0.875rem] text-solid-gray-700">{t(thing.proposal === "keep" ? "redact.keep_attack" : why[thing.why])}</p>
			</div>
			<fieldset className="flex flex-wrap items-center gap-x-3 gap-y-2 min-w-0">
				<legend className="sr-only">{words}</legend>
				<label className="inline-flex items-center gap-1.5"><input type="radio" name={name} className="size-5 accent-blue-900" checked={replacing} onChange={() => onDecide({ as: "replace", with: shown })} />{t("redact.replace")}</label>
				<input aria-label={t("redact.with", { words })} className="input-box w-52! min-h-9! py-1!" value={shown} disabled={!replacing} onChange={(event) => onDecide({ as: "replace", with: event.target.value })} />
				<label className="inline-flex items-center gap-1.5"><input type="radio" name={name} className="size-5 accent-blue-900" checked={!replacing} onChange={() => onDecide({ as: "keep" })} />{t("redact.keep")}</label>
				{decision ? <span aria-hidden className="w-24" /> : <Button scale="sm" className="w-24" icon="check" aria-label={t("redact.accept.named", { words })} onPress={() => onDecide(proposalOf(thing))}>{t("redact.accept")}</Button>}
			</fieldset>
		</li>
	);
}

/* Words that the engine did not propose: typed, or selected in the original. */
export function OwnWords({ redaction, texts, picked }: { redaction: Redaction; texts: string[]; picked: string }) {
	const { t } = useText();
	const [words, setWords] = useState(""), [instead, setInstead] = useState("");
	useEffect(() => { if (picked) setWords(picked); }, [picked]);
	const count = placesOf(texts, words).length;
	function add() {
		redaction.change((old) => ({ ...old, own: [...old.own.filter((one) => one.words !== words.trim()), { words: words.trim(), with: instead.trim() || t("redact.own.default") }] }));
		setWords("");
		setInstead("");
	}
	return (
		<div className="@container"><Panel id="own-words" title={t("redact.own")}>
			<form className="grid gap-3 @2xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-end" onSubmit={(event) => { event.preventDefault(); if (count) add(); }}>
				<TextField label={t("redact.own.words")} help={t("redact.own.help")} value={words} onChange={setWords} />
				<TextField label={t("redact.own.with")} help={t("redact.own.with.help", { words: t("redact.own.default") })} value={instead} placeholder={t("redact.own.default")} onChange={setInstead} />
				<Button type="submit" icon="plus" isDisabled={!count}>{words.trim() ? t("redact.own.add_n", { n: count }) : t("redact.own.add")}</Button>
			</form>
			{words.trim() && !count && <p className="mt-1 text-[0.9375rem]">{t("redact.own.nowhere")}</p>}
			{(redaction.choices.own.length > 0 || redaction.choices.spots.length > 0) && (
				<ul className="mt-3 grid gap-1.5">
					{redaction.choices.own.map((one) => <OwnRow key={one.words} words={one.words} instead={one.with} onRemove={() => redaction.change((old) => ({ ...old, own: old.own.filter((other) => other !== one) }))} />)}
					{redaction.choices.spots.filter((one) => texts[one.text]?.slice(one.from, one.to) === one.was).map((one, i) => <OwnRow key={`s${i}`} words={one.was} instead={one.with} onRemove={() => redaction.change((old) => ({ ...old, spots: old.spots.filter((other) => other !== one) }))} />)}
				</ul>
			)}
		</Panel></div>
	);
}

function OwnRow({ words, instead, onRemove }: { words: string; instead: string; onRemove: () => void }) {
	const { t } = useText();
	return <li className="flex flex-wrap items-center gap-2"><del>{words}</del><span aria-hidden>→</span><ins>{instead || t("redact.empty")}</ins><Button kind="tertiary" scale="sm" aria-label={t("redact.undo_words", { words })} onPress={onRemove}>{t("redact.undo")}</Button></li>;
}

/* One text, as it came and as it goes on. */
export function Pair({ label, text, index, redaction, onPick, fault }: { label: ReactNode; text: string; index: number; redaction: Redaction; onPick: (words: string) => void; fault?: ReactNode }) {
	const { t } = useText();
	const pieces = piecesOf(text, redaction.edits[index] ?? []);
	const changed = pieces.filter((piece) => piece.kind === "changed").length;
	const pick = () => {
		const chosen = getSelection()?.toString().trim() ?? "";
		if (chosen && chosen.length <= 200 && text.includes(chosen)) onPick(chosen);
	};
	return (
		<section className="border-b border-solid-gray-200 last:border-0 px-4 py-3">
			<h3 className="text-[0.9375rem] font-700 mb-1">{label} <span className="font-400 text-solid-gray-700 text-[0.875rem]">{changed ? t("redact.changed", { count: changed }) : t("redact.same")}</span></h3>
			<div className="grid gap-x-6 gap-y-2 @2xl:grid-cols-2">
				<div className="min-w-0"><p className="@2xl:sr-only text-[0.875rem] text-solid-gray-700">{t("redact.original")}</p>
					<div className="whitespace-pre-wrap leading-170" onMouseUp={pick} onKeyUp={pick}>{pieces.map((piece, i) => piece.kind === "same" ? <Kept key={i} text={piece.before} from={piece.from} index={index} redaction={redaction} /> : <del key={i}><span className="sr-only">{t("diff.removed")}</span>{piece.before}</del>)}</div></div>
				<div className="min-w-0 @max-2xl:border-l-4 @max-2xl:border-blue-300 @max-2xl:pl-3"><p className="@2xl:sr-only text-[0.875rem] text-solid-gray-700">{t("redact.derived")}</p>
					<div className="whitespace-pre-wrap leading-170" data-derived>{pieces.map((piece, i) => piece.kind === "same" ? <span key={i}>{piece.after}</span> : piece.after ? <ins key={i}><span className="sr-only">{t("diff.added")}</span>{piece.after}</ins> : null)}</div></div>
			</div>
			{fault}
		</section>
	);
}

/* What stays, with what was found and is kept dotted below. */
function Kept({ text, from, index, redaction }: { text: string; from: number; index: number; redaction: Redaction }) {
	const { t } = useText();
	const kept = redaction.things.flatMap((thing) => thing.places.filter((place) => place.text === index && place.from >= from && place.to <= from + text.length)).sort((a, b) => a.from - b.from);
	const parts: ReactNode[] = [];
	let at = from;
	for (const place of kept) {
		if (place.from < at) continue;
		parts.push(text.slice(at - from, place.from - from), <span key={place.from} title={t("redact.kept")} className="underline decoration-dotted decoration-2 decoration-blue-900 underline-offset-4">{text.slice(place.from - from, place.to - from)}</span>);
		at = place.to;
	}
	parts.push(text.slice(at - from));
	return <>{parts}</>;
}

export function Pairs({ title, children }: { title?: ReactNode; children: ReactNode }) {
	const { t } = useText();
	return (
		<div className="@container"><Panel id="pairs" flush title={title ?? t("redact.pairs")} action={<span className="text-[0.875rem]"><del>{t("redact.legend.out")}</del> <ins>{t("redact.legend.in")}</ins> <span className="underline decoration-dotted decoration-2 decoration-blue-900 underline-offset-4">{t("redact.legend.kept")}</span></span>}>
			<div aria-hidden className="hidden @2xl:grid grid-cols-2 gap-x-6 px-4 py-1.5 bg-solid-gray-50 border-b border-solid-gray-200 font-700 text-[0.875rem]"><span>{t("redact.original")}</span><span>{t("redact.derived")}</span></div>
			{children}
		</Panel></div>
	);
}

export function EngineNotice({ state }: { state: EngineState }) {
	const { t } = useText();
	if (state.failed) return <Notice tone="bad" role="alert" title={t("redact.failed")} action={<Button scale="sm" icon="reload" onPress={() => location.reload()}>{t("error.reload")}</Button>}>{t("redact.failed.next")}</Notice>;
	return state.engine ? null : <Loading lines={4} />;
}

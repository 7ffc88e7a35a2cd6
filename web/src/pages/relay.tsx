/* The CEPTOAR's officer makes, of a member's report, a new one without the name (doc/RELAY.md). The redaction runs in this page. */
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { newKey, post, Problem } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { Attachment, Content, FieldProblem, Filed, Message, RelayDraft, ReportInput, ReportPreview, Revision, Tlp, Tombstone } from "../api/types";
import { useText } from "../i18n";
import { valueAt, valueText } from "../lib/content";
import type { GroupWarning } from "../lib/engine";
import { coarseTime, sourceRange } from "../lib/redaction";
import { consentsUpTo, fieldOf, given, mayLeaveOut, plainFields, relayContent, textFields, textOf, timeFields, tlpsFrom, type Frame, type Precision } from "../lib/relayed";
import type { SealedFile } from "../lib/seal";
import { day, japanDay, japanHour, moment } from "../lib/time";
import { Link } from "../router";
import { useAction, useCatalog } from "../session";
import { announce } from "../ui/announce";
import { Audience } from "../ui/audience";
import { Button, Chip, Empty, ExerciseMark, Failure, Heading, LinkButton, Loading, Notice, OrgName, Panel, problemText, Time, TlpLabel } from "../ui/basic";
import { ConsentPanel } from "../ui/consent";
import { Check, FaultAt, Faults, faultMap, FaultSummary, Radios, Select, TextArea, TextField } from "../ui/form";
import { Confirm } from "../ui/overlay";
import { EngineNotice, OwnWords, Pair, Pairs, Things, useEngine, useRedaction, type Redaction } from "../ui/redaction";
import { RelayFiles, type FileSource } from "../ui/relay-files";
import { sealedOf, useOpened } from "../ui/sealed";
import { Unlock } from "../ui/unlock";

export default function RelayPage({ params }: { params: Record<string, string> }) {
	const { t } = useText();
	const id = params["id"] ?? "";
	const draft = useQuery<RelayDraft>(`/reports/${id}/relay-draft`);
	const message = useQuery<Message | Tombstone>(`/messages/${id}`);
	useEffect(() => { document.title = `${t("relay.title")} ${draft.data?.report.number ?? ""} | ${t("brand")}`; }, [t, draft.data?.report.number]);
	if (draft.error && !draft.data) return <Failure problem={draft.error} retry={draft.reload} />;
	if (message.error && !message.data) return <Failure problem={message.error} retry={message.reload} />;
	if (!draft.data || !message.data) return <Loading lines={10} />;
	if ("recalled" in message.data) return <Empty head title={t("relay.gone")} action={<LinkButton to="/relay">{t("relay.list")}</LinkButton>} />;
	const latest = draft.data.revisions.at(-1), revision = message.data.revisions.find((one) => one.id === latest?.id);
	if (!latest || !revision) return <Loading lines={10} />;
	return <Opening key={latest.id} draft={draft.data} message={message.data} revision={revision} />;
}

/* The original, opened where it came sealed. */
function Opening({ draft, message, revision }: { draft: RelayDraft; message: Message; revision: Revision }) {
	const { t } = useText();
	const sealed = sealedOf(revision.content);
	const { opened, why, keys, held } = useOpened(sealed);
	const content = useMemo<Content | undefined>(() => (sealed ? opened && { ...opened.content } : { ...revision.content, ...(revision.title ? { title: revision.title } : {}) }), [sealed, opened, revision]);
	const source: FileSource | undefined = sealed ? (opened ? { opened, files: opened.files } : undefined) : { files: (revision.attachments ?? []).map((one): SealedFile => one) };
	/* What was made of the notice before, to carry its decisions over: where it can be read. */
	const before = [...draft.revisions].reverse().find((one) => one.derived && one.id !== revision.id);
	const beforeRevision = message.revisions.find((one) => one.id === before?.id);
	const beforeSealed = sealedOf(beforeRevision?.content);
	const earlierOpened = useOpened(beforeSealed);
	const derived = useQuery<Message>(before && draft.derived ? `/messages/${draft.derived.id}` : null).data;
	const earlier = useMemo(() => {
		const made = derived?.revisions.find((one) => one.id === before?.derived);
		const original: Content | undefined = beforeSealed ? earlierOpened.opened?.content : beforeRevision && { ...beforeRevision.content, title: beforeRevision.title };
		if (!made || !original) return undefined;
		const after: Content = { ...made.content, title: made.title };
		return { originals: textFields.map((path) => textOf(original, path)), deriveds: textFields.map((path) => textOf(after, path)) };
	}, [derived, before, beforeSealed, earlierOpened.opened, beforeRevision]);
	return (
		<>
			<Heading title={<span className="inline-flex flex-wrap items-center gap-3">{t("relay.title")}{message.exercise && <ExerciseMark />}</span>} lead={t("relay.lead")}>
				<LinkButton to="/relay" kind="tertiary">{t("relay.list")}</LinkButton>
			</Heading>
			<Origin draft={draft} message={message} revision={revision} content={content} />
			{sealed && <div className="mb-5"><Unlock keys={keys} lead={t("relay.unlock")} />
				{why && <Notice tone="bad" role="alert" title={t("sealed.altered")}>{t(`seal.why.${why}`, { group: 0 })}</Notice>}
				{held && !opened && !why && <Loading />}</div>}
			{content && source && <Work draft={draft} message={message} revision={revision} content={content} source={source} earlier={earlier} sealed={!!sealed} />}
		</>
	);
}

function Origin({ draft, message, revision, content }: { draft: RelayDraft; message: Message; revision: Revision; content: Content | undefined }) {
	const { t } = useText();
	const at = draft.revisions.findIndex((one) => one.id === revision.id);
	return (
		<div className="card px-4 py-3 mb-5 grid gap-2">
			<p className="flex flex-wrap items-center gap-x-3 gap-y-1"><TlpLabel tlp={message.tlp} /><span className="font-700 tabular-nums">{message.number}</span><Chip>{t("revision.report", { n: draft.revisions[at]?.number ?? 1 })}</Chip><OrgName org={message.author} /><span className="text-[0.875rem] text-solid-gray-700">{t("col.submitted")} <Time at={revision.submitted_at} /></span>{message.sealed && <Chip icon="hidden">{t("sealed.chip")}</Chip>}</p>
			{content && <p className="font-700"><Link to={`/messages/${message.id}`} className="link">{String(content["title"] ?? t("untitled"))}</Link></p>}
			{!draft.member && <Notice tone="warn" title={t("relay.left_member")} />}
			{draft.derived && <p className="flex flex-wrap gap-2 items-center"><Chip tone="good" icon="check">{t("relay.made")}</Chip><Link className="link" to={`/messages/${draft.derived.id}`}>{draft.derived.number}</Link>{!draft.revisions[at]?.derived && <span className="text-[0.875rem] text-solid-gray-700">{t("relay.made.next", { n: draft.derived.revision + 1 })}</span>}</p>}
		</div>
	);
}

interface WorkProps { draft: RelayDraft; message: Message; revision: Revision; content: Content; source: FileSource; earlier: { originals: string[]; deriveds: string[] } | undefined; sealed: boolean }
interface KeptFrame { revision: string; frame: Frame; note: string; seen: string[] }
/* Beside the decisions (ui/redaction.tsx): in this page's memory and nowhere else. */
const frames = new Map<string, KeptFrame>();

function firstFrame(content: Content, message: Message, kind: Frame["consent"]): Frame {
	const said = (content["consent"] as Frame["consent"] | undefined) ?? "none";
	return { precision: "hour", tlp: (message.tlp ?? "AMBER") as Tlp, consent: consentsUpTo(kind).includes(said) ? said : "none", out: [], files: {} };
}

function Work({ draft, message, revision, content, source, earlier, sealed }: WorkProps) {
	const { t, tv } = useText();
	const done = draft.revisions.find((one) => one.id === revision.id)?.derived;
	const paths = useMemo(() => textFields.filter((path) => given(content, path)), [content]);
	const texts = useMemo(() => textFields.map((path) => textOf(content, path)), [content]);
	const engine = useEngine(draft);
	const redaction = useRedaction(message.id, texts, engine, earlier);
	const [kept] = useState(() => {
		const found = frames.get(message.id);
		return found && found.revision !== revision.id ? { ...found, frame: { ...found.frame, users: undefined }, note: "", seen: [] } : found;       /* another notice: its numbers are its own */
	});
	const [frame, setFrame] = useState<Frame>(kept?.frame ?? firstFrame(content, message, draft.consent.kind));
	const [note, setNote] = useState(kept?.note ?? ""), [seen, setSeen] = useState<string[]>(kept?.seen ?? []);
	const [picked, setPicked] = useState("");
	useEffect(() => { frames.set(message.id, { revision: revision.id, frame, note, seen }); }, [message.id, revision.id, frame, note, seen]);
	const [faults, setFaults] = useState<FieldProblem[]>([]);
	const [confirming, setConfirming] = useState<{ key: string }>();
	const [filed, setFiled] = useState<Filed>();
	const [files, setFiles] = useState<Attachment[]>([]);
	const derived = Object.fromEntries(textFields.map((path, n) => [path, redaction.derived[n] ?? ""]));
	const input = relayContent(content, derived, frame, files.map((one) => one.id));
	const warnings = useWarnings(draft, content, redaction, frame, engine);
	const send = useAction(async () => {
		try {
			const said = note.trim();
			setFiled(await post<Filed>(`/reports/${message.id}/relay`, { revision: revision.id, content: input, ...(said ? { note: said } : {}) }, { ifMatch: draft.version, key: confirming?.key }));
		} catch (error) {
			setConfirming(undefined);
			if (error instanceof Problem) setFaults(error.errors.map((one) => ({ ...one, pointer: `/${fieldOf(one.pointer).replace(".", "/")}` })));
			throw error;
		}
		setConfirming(undefined);
		announce(t("relay.done"));
		invalidate("/reports", "/messages", "/inbox", "/me", "/relay");
	});
	if (filed) return <Done filed={filed} />;
	if (done) return <Notice tone="good" title={t("relay.already")} action={draft.derived ? <LinkButton to={`/messages/${draft.derived.id}`} scale="sm">{t("relay.see")}</LinkButton> : undefined}>{t("relay.already.next")}</Notice>;
	const consent = draft.consent.kind !== "none";
	const reason = !redaction.ready ? t("redact.wait") : !consent ? t(draft.consent.asked ? "relay.wait.asked" : "relay.wait.consent") : redaction.open.length ? t("relay.wait.open", { count: redaction.open.length }) : "";
	const quicker = send.problem?.code === "relay.done";
	return (
		<Faults value={faultMap(faults)}>
			<div className="grid gap-5 grid-cols-[minmax(0,1fr)]">
				{send.problem && !quicker && !faults.length && <Notice tone="bad" role="alert" title={problemText(send.problem, t)}>{send.problem.status === 412 ? t("relay.stale") : t("relay.kept")}</Notice>}
				{quicker && <Notice tone="warn" role="alert" title={t("relay.quicker")} action={<LinkButton scale="sm" to={`/messages/${send.problem?.body.instance?.split("/").at(-1) ?? ""}`}>{t("relay.see")}</LinkButton>}>{t("relay.quicker.next")}</Notice>}
				<FaultSummary errors={faults} label={(pointer) => tv("f", fieldOf(pointer))} />
				{sealed && <p className="text-[0.9375rem] text-solid-gray-700">{t("relay.memory_sealed")}</p>}
				<ConsentPanel draft={draft} message={message.id} />
				{!redaction.ready ? <Panel title={t("redact.things")}><EngineNotice state={engine} /></Panel> : (
					<>
						{earlier && <Notice tone="info" title={t("relay.carried")}>{t("relay.carried.lead")}</Notice>}
						<Things redaction={redaction} />
						<Pairs>{paths.map((path) => {
							const n = textFields.indexOf(path), at = `/${path.replace(".", "/")}`;
							return <div key={path} id={`f${at.replace(/\W/g, "-")}`} tabIndex={-1}><Pair label={tv("f", path)} text={texts[n] ?? ""} index={n} redaction={redaction} onPick={setPicked} fault={<FaultAt at={at} />} /></div>;
						})}</Pairs>
						<OwnWords redaction={redaction} texts={texts} picked={picked} />
						<Groups warnings={warnings} redaction={redaction} frame={frame} setFrame={setFrame} seen={seen} setSeen={setSeen} k={draft.settings.k} sector={String(content["sector"] ?? "")} />
						<Fields content={content} frame={frame} setFrame={setFrame} message={message} consent={draft.consent.kind} />
						<RelayFiles source={source} engine={engine.engine} onFiles={setFiles} />
						<Reach input={input} sector={String(content["sector"] ?? "")} />
						<Panel id="note" title={t("relay.note")}><TextArea label={t("relay.note.label")} help={t("relay.note.help")} value={note} onChange={setNote} rows={2} maxLength={2000} /></Panel>
					</>
				)}
			</div>
			<div className="sticky bottom-0 mt-8 -mx-4 sm:-mx-6 xl:-mx-8 px-4 sm:px-6 xl:px-8 py-3 bg-white border-t border-solid-gray-420 flex flex-wrap items-center gap-x-4 gap-y-2 z-10 no-print">
				<Button kind="primary" scale="lg" icon="pass" isDisabled={!!reason} aria-describedby="relay-reason" busy={send.busy} onPress={() => { setFaults([]); setConfirming({ key: newKey() }); }}>{t("relay.go")}</Button>
				<span id="relay-reason" role="status" className="text-[0.9375rem]">{reason || t("relay.ready")}</span>
				{warnings.filter((one) => !seen.includes(one.key)).length > 0 && <a className="link text-[0.9375rem]" href="#groups">{t("relay.warnings", { count: warnings.filter((one) => !seen.includes(one.key)).length })}</a>}
				<span className="ml-auto text-[0.875rem] text-solid-gray-700">{t("relay.memory")}</span>
			</div>
			<Confirm title={t("relay.confirm")} open={!!confirming} onClose={() => setConfirming(undefined)} onConfirm={() => void send.run()} label={t("relay.go")} busy={send.busy} wide>
				<p>{t("relay.confirm.lead")}</p>
				<p className="font-700">{input.title}</p>
				<p className="whitespace-pre-wrap max-h-60 overflow-y-auto border border-solid-gray-300 rounded-8 p-3" tabIndex={0}>{input.summary}</p>
				{warnings.some((one) => !seen.includes(one.key)) && <Notice tone="warn" title={t("relay.warnings", { count: warnings.filter((one) => !seen.includes(one.key)).length })} />}
			</Confirm>
		</Faults>
	);
}

function Done({ filed }: { filed: Filed }) {
	const { t } = useText();
	return (
		<div className="card p-6 grid gap-4 justify-items-start">
			<h2 tabIndex={-1} className="text-std-20B-150">{t("relay.done")}</h2>
			<p>{t("relay.done.lead")}</p>
			<p className="font-700 tabular-nums text-std-20B-150">{filed.number}</p>
			<p className="flex flex-wrap gap-3"><LinkButton kind="primary" to={`/messages/${filed.id}`}>{t("relay.see")}</LinkButton><LinkButton to="/relay">{t("relay.list")}</LinkButton></p>
		</div>
	);
}

interface Warning extends GroupWarning { key: string; words: string }
function useWarnings(draft: RelayDraft, content: Content, redaction: Redaction, frame: Frame, state: ReturnType<typeof useEngine>): Warning[] {
	const told = redaction.derived.join("\u0000"), out = frame.out.join();
	return useMemo(() => {
		if (!state.engine) return [];
		const texts = textFields.map((path, n) => (frame.out.includes(path) ? "" : redaction.derived[n] ?? ""));
		const users = frame.out.includes("effect.users") ? 0 : frame.users ?? Number(valueAt(content, "effect.users") ?? 0);
		try {
			return state.engine.smallGroups(draft.members.map((one) => ({ sector: one.sector ?? "", area: one.area ?? null })), { sector: String(content["sector"] ?? ""), users, texts }, draft.settings.k).map((one) => {
				const words = one.text === undefined ? (one.field === "number" ? users.toLocaleString("en") : "") : texts[one.text]!.slice(one.from, one.to);
				return { ...one, words, key: `${one.field}:${one.text ?? ""}:${words}` };
			});
		} catch { return []; }
	}, [state.engine, state.turn, told, out, frame.users, draft.members, draft.settings.k]); // eslint-disable-line
}

/* What narrows the source down, and the coarser value. */
function Groups({ warnings, redaction, frame, setFrame, seen, setSeen, k, sector }: { sector: string; warnings: Warning[]; redaction: Redaction; frame: Frame; setFrame: (change: (old: Frame) => Frame) => void; seen: string[]; setSeen: (change: (old: string[]) => string[]) => void; k: number }) {
	const { t, tv, name } = useText();
	const catalog = useCatalog();
	function apply(one: Warning, coarser: string) {
		if (one.text === undefined) {
			const n = Number(one.en.replace(/\D/g, ""));
			setFrame((old) => (n ? { ...old, users: n } : { ...old, out: [...old.out, "effect.users"] }));
			return;
		}
		const original = sourceRange(redaction.texts[one.text] ?? "", redaction.edits[one.text] ?? [], one.from ?? 0, one.to ?? 0);
		redaction.change((old) => ({ ...old, spots: [...old.spots.filter((spot) => spot.text !== one.text || spot.to <= original.from || spot.from >= original.to), { text: one.text!, ...original, was: (redaction.texts[one.text!] ?? "").slice(original.from, original.to), with: coarser }] }));
	}
	return (
		<Panel id="groups" flush title={t("group.title")} action={<span className="text-[0.9375rem] tabular-nums">{warnings.length ? t("group.count", { count: warnings.length }) : <Chip tone="good" icon="check">{t("group.none")}</Chip>}</span>}>
			<p className="px-4 py-3 text-[0.9375rem] text-solid-gray-700">{t("group.lead", { k })}</p>
			{warnings.length > 0 && <ul className="border-t border-solid-gray-200">
				{warnings.map((one) => {
					const coarser = name({ ja: one.ja, en: one.en });
					const where = one.text === undefined ? (one.field === "number" ? tv("f", "effect.users") : tv("f", "sector")) : tv("f", textFields[one.text]);
					const words = one.words || (one.field === "sector" ? name(catalog?.sectors.find((each) => each.id === sector)) : "");
					return (
						<li key={one.key} className={`px-4 py-2.5 border-b border-solid-gray-200 last:border-b-0 flex flex-wrap items-center gap-x-4 gap-y-2 ${seen.includes(one.key) ? "" : "border-l-4 border-l-warning-yellow-2 pl-3"}`}>
							<div className="min-w-0 flex-1 basis-72"><p className="flex flex-wrap items-center gap-2"><Chip tone="warn" icon="warn">{t(`group.field.${one.field}`)}</Chip>{words && <span className="font-700">{words}</span>}<span className="text-[0.875rem] text-solid-gray-700">{where}</span></p>
								<p className="text-[0.9375rem]">{one.left >= 0 ? t("group.left", { count: one.left, k }) : t("group.exact")}{one.left_coarser >= 0 && coarser && ` ${t("group.coarser", { count: one.left_coarser })}`}</p></div>
							<span className="flex flex-wrap gap-2">
								{coarser && <Button scale="sm" onPress={() => apply(one, coarser)}>{t("group.apply", { coarser })}</Button>}
								{!coarser && one.text !== undefined && <Button scale="sm" onPress={() => apply(one, "")}>{t("group.drop")}</Button>}
								{seen.includes(one.key) ? <Chip icon="check">{t("group.seen")}</Chip> : <Button scale="sm" kind="tertiary" onPress={() => setSeen((old) => [...old, one.key])}>{t("group.leave")}</Button>}
							</span>
						</li>
					);
				})}
			</ul>}
			{frame.users !== undefined && <p className="px-4 py-2 border-t border-solid-gray-200">{t("group.users_now", { n: frame.users.toLocaleString("en") })} <Button kind="tertiary" scale="sm" onPress={() => setFrame((old) => ({ ...old, users: undefined }))}>{t("redact.undo")}</Button></p>}
		</Panel>
	);
}

/* What is no free text: told, left out, or told more coarsely. */
function Fields({ content, frame, setFrame, message, consent }: { content: Content; frame: Frame; setFrame: (change: (old: Frame) => Frame) => void; message: Message; consent: Frame["consent"] }) {
	const texts = useText(), { t, tv, lang } = texts;
	const catalog = useCatalog();
	const say = (path: string, value: unknown) => valueText(path, value, texts, catalog);
	const rows = ["sector", "event_type", "basis", ...plainFields, ...timeFields].filter((path) => given(content, path));
	const later = (path: string): ReactNode => {
		if (frame.out.includes(path)) return <del>{t("relay.left_out")}</del>;
		const value = valueAt(content, path);
		if ((timeFields as readonly string[]).includes(path)) {
			const coarse = coarseTime(String(value), frame.precision);
			return <ins>{frame.precision === "minute" ? `${moment(coarse, lang, true).replace(/:\d\d$/, "")} JST` : frame.precision === "day" ? day(japanDay(coarse), lang) : t("relay.time.hour", { day: day(japanDay(coarse), lang), hour: japanHour(coarse) })}</ins>;
		}
		if (path === "effect.users" && frame.users !== undefined) return <ins>{frame.users.toLocaleString("en")}</ins>;
		return say(path, value);
	};
	return (
		<Panel id="fields" flush title={t("relay.fields")}>
			<div className="p-4 grid gap-5 lg:grid-cols-3 border-b border-solid-gray-200">
				<Radios label={t("relay.precision")} help={t("relay.precision.help")} at="/times_precision" value={frame.precision} onChange={(precision) => setFrame((old) => ({ ...old, precision }))} choices={(["minute", "hour", "day"] as Precision[]).map((id) => ({ id, text: t(`relay.precision.${id}`) }))} />
				<Select label={tv("f", "tlp")} at="/tlp" value={frame.tlp} onChange={(tlp) => tlp && setFrame((old) => ({ ...old, tlp }))} choices={tlpsFrom(message.tlp).map((id) => ({ id, text: `TLP:${id}` }))} />
				<Select label={t("relay.wider")} help={t("relay.wider.help")} at="/consent" value={frame.consent} onChange={(value) => value && setFrame((old) => ({ ...old, consent: value }))} choices={consentsUpTo(consent === "none" ? "anonymised" : consent).map((id) => ({ id, text: tv("consent", id) }))} />
			</div>
			<div className="overflow-x-auto">
				<table className="w-full text-[0.9375rem]">
					<caption className="sr-only">{t("relay.fields")}</caption>
					<thead><tr className="bg-solid-gray-50 text-left text-[0.875rem]"><th scope="col" className="px-4 py-1.5">{t("relay.field")}</th><th scope="col" className="px-4 py-1.5">{t("redact.original")}</th><th scope="col" className="px-4 py-1.5">{t("redact.derived")}</th><th scope="col" className="px-4 py-1.5 whitespace-nowrap">{t("relay.tell")}</th></tr></thead>
					<tbody>{rows.map((path) => (
						<tr key={path} id={`f-${path.replace(".", "-")}`} tabIndex={-1} className="border-t border-solid-gray-200 align-top">
							<th scope="row" className="px-4 py-2 text-left font-400 text-solid-gray-700 whitespace-nowrap">{tv("f", path)}</th><td className="px-4 py-2 whitespace-pre-wrap">{say(path, valueAt(content, path))}</td><td className="px-4 py-2 whitespace-pre-wrap">{later(path)}<FaultAt at={`/${path.replace(".", "/")}`} /></td>
							<td className="px-4 py-2 whitespace-nowrap">{mayLeaveOut(path) ? <Check checked={!frame.out.includes(path)} label={t("relay.tell_field", { field: tv("f", path) })} onChange={(on) => setFrame((old) => ({ ...old, out: on ? old.out.filter((one) => one !== path) : [...old.out, path] }))} /> : <span className="text-[0.875rem] text-solid-gray-700">{t("relay.needed")}</span>}</td>
						</tr>
					))}</tbody>
				</table>
			</div>
			{given(content, "effect.users") && <div className="p-4 border-t border-solid-gray-200 max-w-80"><TextField label={t("relay.users")} inputMode="numeric" value={String(frame.users ?? valueAt(content, "effect.users") ?? "")} onChange={(value) => setFrame((old) => ({ ...old, users: value ? Number(value.replace(/\D/g, "")) : undefined }))} /></div>}
		</Panel>
	);
}

/* Who will get what is made, as the preview of any report tells it. */
function Reach({ input, sector }: { input: ReportInput; sector: string }) {
	const { t } = useText();
	const [preview, setPreview] = useState<ReportPreview>(), [problem, setProblem] = useState<Problem>();
	const basis = input.basis, tlp = input.tlp;
	const told = Object.keys(input).filter((name) => !["route", "tlp", "consent", "times_precision"].includes(name)).length;
	useEffect(() => {
		let gone = false;
		const timer = setTimeout(() => {
			post<ReportPreview>("/reports/preview", input).then((found) => { if (!gone) { setPreview(found); setProblem(undefined); } }, (error: unknown) => { if (!gone && error instanceof Problem) setProblem(error); });
		}, 300);
		return () => { gone = true; clearTimeout(timer); };
	}, [sector, basis, tlp, told]); // eslint-disable-line
	return <Panel id="reach" title={t("relay.reach")}><p className="mb-3 text-[0.9375rem] text-solid-gray-700">{t("relay.reach.lead")}</p>{problem ? <p>{problemText(problem, t)}</p> : preview ? <Audience preview={preview} given={told} /> : <Loading lines={2} />}</Panel>;
}

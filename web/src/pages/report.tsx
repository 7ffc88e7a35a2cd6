/* A report: first notice, near miss, monthly count, or follow-up; beside it, live, who will see what. */
import { useEffect, useMemo, useRef, useState } from "react";
import { get, newKey, post, Problem, remove } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { Attachment, Catalog, FieldProblem, Filed, Me, Message, ReportInput, ReportPreview } from "../api/types";
import { useText } from "../i18n";
import { draftBegun, dropKept, keptDraft, tidy, useDraft, type Draft, type DraftRef } from "../lib/draft";
import { navigate, usePath } from "../router";
import { useAction, useCatalog, useMe } from "../session";
import { Audience } from "../ui/audience";
import { Button, Empty, ExerciseMark, Failure, Heading, LinkButton, Loading, Notice, Panel, problemText, reach, TlpLabel } from "../ui/basic";
import { announce } from "../ui/announce";
import { DraftTrouble, SaveMark } from "../ui/draftbar";
import { Faults, faultMap, FaultSummary } from "../ui/form";
import { ContentView } from "../ui/message";
import { Confirm } from "../ui/overlay";
import { ReceiptPart } from "../ui/receipt";
import { ReportForm, type FormKind } from "./report-form";
import { KeepCopy, missing, outside, sendSealed, useWay, WayNotice, type Way } from "./report-sealed";
import { sealedOf, useOpened } from "../ui/sealed";
import { Unlock, useSealing } from "../ui/unlock";

/* What the editor holds: the input and, beside it, what only the screen needs. */
export interface Edited extends ReportInput { files?: Attachment[]; final?: boolean; form?: FormKind }
type Mode = "new" | "edit" | "follow_up";

export function bodyOf(edited: Edited): ReportInput {
	const { files, final: _final, form: _form, ...input } = edited;
	return tidy({ ...input, attachments: files?.map((file) => file.id) ?? [] });
}
export function formOf(input: ReportInput): FormKind {
	if (input.near_miss_counts?.length || input.month) return "monthly";
	return input.event_type === "near_miss" ? "near_miss" : "first";
}

function firstInput(me: Me): Edited {
	const now = new Date();
	now.setSeconds(0, 0);
	return { tlp: "AMBER", route: "ministry", noticed_at: now.toISOString().replace(".000Z", "Z"), form: "first", ...(me.org.sector ? { sector: me.org.sector } : {}) };
}

export default function ReportPage({ params }: { params: Record<string, string> }) {
	const { t } = useText();
	const { path } = usePath();
	const me = useMe(), catalog = useCatalog();
	const id = params["id"];
	const mode: Mode = !id ? "new" : path.endsWith("/follow-up") ? "follow_up" : "edit";
	const message = useQuery<Message>(id ? `/messages/${id}` : null);
	useEffect(() => { document.title = `${t(`report.title.${mode}`)} | ${t("brand")}`; }, [t, mode]);
	const [base] = useState<{ message?: Message }>({});
	base.message ??= message.data;                          /* what editing began from; live events do not change it */
	if (message.error && !base.message) return <Failure problem={message.error} retry={message.reload} />;
	if (!catalog || (id && !base.message)) return <Loading lines={10} />;
	if (mode === "edit" && base.message?.status !== "draft") return <Empty head title={t("report.not_draft")} action={<LinkButton to={`/messages/${id}`}>{t("open")}</LinkButton>} />;
	const newest = base.message?.revisions?.find((one) => one.status === "current") ?? base.message?.revisions?.[0];
	if (mode === "follow_up" && sealedOf(newest?.content)) return <OpenFirst me={me} catalog={catalog} message={base.message} content={newest?.content} />;
	return <Editor me={me} catalog={catalog} mode={mode} message={base.message} />;
}

/* A follow-up replaces the whole text: the last notice is opened first, where one's own organisation can. */
function OpenFirst({ me, catalog, message, content }: { me: Me; catalog: Catalog; message: Message | undefined; content: Message["revisions"][number]["content"] | undefined }) {
	const { t } = useText();
	const sealed = sealedOf(content);
	const { opened, keys } = useOpened(sealed);
	const [start, setStart] = useState<Edited>();
	const blank: Edited = { ...firstInput(me), route: "ceptoar", ...(sealed ? { tlp: sealed.tlp, basis: sealed.basis, ...(sealed.consent ? { consent: sealed.consent } : {}), ...(sealed.exercise ? { exercise: true } : {}) } : {}) };
	if (start) return <Editor me={me} catalog={catalog} mode="follow_up" message={message} begun={start} />;
	if (opened) return <Editor me={me} catalog={catalog} mode="follow_up" message={message} begun={{ ...(opened.content as Edited), form: formOf(opened.content as ReportInput) }} />;
	return (
		<>
			<Heading title={t("report.title.follow_up")} lead={t("report.lead.follow_up", { number: message?.number ?? "" })} />
			<div className="grid gap-4 max-w-2xl"><Unlock keys={keys} lead={t("sealed.follow_up")} /><div><Button onPress={() => setStart(blank)}>{t("sealed.follow_up.blank")}</Button></div></div>
		</>
	);
}

function begin(me: Me, mode: Mode, message: Message | undefined, key: string, begun: Edited | undefined) {
	const kept = keptDraft<Edited>(key);
	const revision = message?.revisions?.find((one) => (mode === "edit" ? one.status === "draft" : one.status === "current")) ?? message?.revisions?.[0];
	const content = { ...(revision?.content as ReportInput | undefined), ...(revision?.title ? { title: revision.title } : {}) };
	const saved: Edited = message ? { ...content, files: revision?.attachments ?? [], form: formOf(content) } : firstInput(me);
	if (begun) return { first: kept ? kept.input : begun, restored: !!kept, stale: false, draft: null, before: begun as ReportInput };
	const edit = mode === "edit" && message ? draftBegun({ id: message.id, version: message.version }, kept) : undefined;
	return { first: kept ? kept.input : saved, restored: !!kept, stale: edit?.stale ?? false, draft: edit?.draft ?? (mode === "new" ? kept?.draft ?? null : null), before: mode === "follow_up" ? content : undefined };
}

function Editor({ me, catalog, mode, message, begun }: { me: Me; catalog: Catalog; mode: Mode; message: Message | undefined; begun?: Edited }) {
	const texts = useText();
	const { t } = texts;
	const key = `noroshi.report.${me.user.id}.${mode === "follow_up" ? "f." : ""}${message?.id ?? "new"}`;
	const [start] = useState(() => begin(me, mode, message, key, begun));
	const restored = start.restored;
	const sealing = useRef<{ state: Way["state"]; route?: string | undefined }>({ state: "checking" });
	const inSeal = useSealing();
	const draft = useDraft<Edited>({
		path: "/reports", key, first: start.first, draft: start.draft, dirty: start.restored, stale: start.stale, extra: { draft: true }, onServer: mode !== "follow_up",
		worth: (input) => !!(input.title?.trim() || input.summary?.trim() || input.files?.length),
		onCreated: (id) => { history.replaceState(null, "", `/reports/${id}/edit`); invalidate("/me", "/reports"); },
		wire: bodyOf, here: (input) => input.route === "ceptoar" && (sealing.current.route !== "ceptoar" || sealing.current.state !== "open"),
	});
	const way = useWay(me, catalog, draft.input.route, draft.input.sector, mode === "follow_up" ? message?.who_sees.map((one) => one.org) : undefined);
	sealing.current = { state: way.state, route: draft.input.route };
	const [localFiles, setLocalFiles] = useState<File[]>([]), [moved, setMoved] = useState(false);
	const inPage = way.state !== "open";
	/* What was saved on the server before this way was chosen goes from there. */
	useEffect(() => {
		if (way.state !== "sealed" || mode === "follow_up") return;
		const uploaded = draft.input.files ?? [];
		void draft.release().then((was) => {
			if (was) {
				history.replaceState(null, "", "/reports/new");
				invalidate("/me", "/reports");
			}
			for (const file of uploaded) void remove(`/attachments/${file.id}`).catch(() => undefined);
			if (uploaded.length) draft.change({ files: [] });
			if (was || uploaded.length) setMoved(true);
		}, () => undefined);
	}, [way.state, mode]); // eslint-disable-line
	const [shown, setShown] = useState<FieldProblem[]>([]);        /* faults to show; none before the first try */
	const [tried, setTried] = useState(false);
	const [confirming, setConfirming] = useState<{ preview: ReportPreview; key: string; sealed: boolean }>();
	const [filed, setFiled] = useState<Filed>();
	const [discarding, setDiscarding] = useState(false);
	const live = usePreview(inPage ? outside(draft.input) : bodyOf(draft.input), mode === "follow_up" ? message?.id : undefined);
	const wrong = (preview: ReportPreview) => inPage ? [...(preview.errors ?? []).filter((error) => ["/route", "/tlp", "/consent", "/exercise"].includes(error.pointer)), ...missing(draft.input, texts)] : preview.errors ?? [];
	useEffect(() => { if (tried && live.preview) { const now = wrong(live.preview); setShown((old) => same(old, now) ? old : now); } }, [tried, live.preview, inPage ? draft.input : null]); // eslint-disable-line

	const [overtaken, setOvertaken] = useState(false);
	const latest = useRef(message?.version);
	const check = useAction(async () => {
		if (mode === "follow_up" && message) {                  /* somebody may have reviewed it meanwhile, or followed up */
			const now = await get<Message>(`/messages/${message.id}`);
			latest.current = now.version;
			setOvertaken((now.revisions?.[0]?.number ?? 0) !== (message.revisions?.[0]?.number ?? 0));
		}
		const preview = await post<ReportPreview>("/reports/preview", previewBody(inPage ? outside(draft.input) : bodyOf(draft.input), mode === "follow_up" ? message?.id : undefined)).catch((error: unknown) => {
			if (error instanceof Problem) setShown(error.errors);
			throw error;
		});
		setTried(true);
		const faults = wrong(preview);
		setShown(faults);
		if (!faults.length && way.state !== "checking") setConfirming({ preview, key: newKey(), sealed: way.state === "sealed" });
	});
	const send = useAction(async () => {
		if (way.state === "checking" || (confirming?.sealed && way.state === "open")) {      /* never in the open what was to go sealed */
			if (way.state === "open") setConfirming(undefined);
			return;
		}
		try {
			const follow = message && { id: message.id, version: latest.current ?? message.version };
			if (way.state === "sealed") setFiled(await inSeal(() => sendSealed(draft.input, localFiles, way, mode === "follow_up" ? follow : undefined, confirming?.key ?? newKey())));
			else setFiled(await submit(mode, draft, follow, confirming?.key ?? newKey()));
		} catch (error) {
			if (error instanceof Problem && ["seal.key_old", "seal.no_key", "report.seal_needed"].includes(error.code)) {
				way.again();
				if (confirming) setConfirming({ ...confirming, key: newKey() });
			}
			if (error instanceof Problem && error.errors.length) {
				setShown(error.errors);
				setConfirming(undefined);
			}
			throw error;
		}
		draft.forget();
		setConfirming(undefined);
		invalidate("/me", "/reports", "/messages", "/inbox");
	});
	const discard = useAction(async () => {
		await draft.discard();
		dropKept(key);
		invalidate("/me", "/reports");
		announce(t("delete.done"));
		navigate("/reports");
	});
	const faults = useMemo(() => faultMap(shown), [shown]);
	if (filed) return <Receipt filed={filed} mode={mode} copy={way.state === "sealed" ? draft.input : undefined} />;
	return (
		<Faults value={faults}>
			<Heading title={<span className="inline-flex flex-wrap items-center gap-3">{t(`report.title.${mode}`)}{draft.input.exercise && <ExerciseMark />}</span>} lead={mode === "follow_up" ? t("report.lead.follow_up", { number: message?.number ?? "" }) : t("report.lead")} />
			<div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_24rem] items-start">
				<div className="min-w-0 grid gap-5">
					{restored && draft.state !== "conflict" && <Notice tone="info" role="status" title={t("draft.restored")} action={<Button scale="sm" onPress={() => { draft.forget(); location.reload(); }}>{t(mode === "edit" ? "draft.take_latest" : "draft.throw_away")}</Button>}>{t("draft.restored.lead")}</Notice>}
					<DraftTrouble draft={draft} id={draft.ref()?.id} />
					<FaultSummary errors={shown} label={(pointer) => fieldLabel(pointer, t)} />
					{check.problem && !shown.length && <Notice tone="bad" role="alert" title={problemText(check.problem, t)}>{t("report.kept")}</Notice>}
					{overtaken && <Notice tone="warn" role="status" title={t("follow_up.overtaken")} />}
					<WayNotice way={way} moved={moved} />
					<ReportForm sealed={inPage ? { files: localFiles, onFiles: setLocalFiles } : undefined} input={draft.input} change={draft.change} catalog={catalog} followUp={mode === "follow_up"} kept={start.first.files?.map((file) => file.id) ?? []} />
				</div>
				<aside className="xl:sticky xl:top-4 grid gap-4" aria-label={t("audience.title")}>
					<Panel id="audience" title={t("audience.title")} action={live.preview && <span className="text-[0.875rem] tabular-nums">{reach(live.preview.orgs, live.preview.people, t)}</span>}>
						<p className="mb-3 text-[0.875rem] text-solid-gray-700">{t("audience.lead")}</p>
						{draft.input.tlp && <p className="mb-3"><TlpLabel tlp={draft.input.tlp} /> <span className="text-[0.875rem]">{t(`tlp.${draft.input.tlp}`)}</span></p>}
						<div aria-live="polite" aria-busy={live.busy}>
							{live.problem ? <p className="text-red-900">{problemText(live.problem, t)} {live.problem.errors.map((error) => `${fieldLabel(error.pointer, t)}: ${error.title}`).join(t("comma"))}</p> : live.preview ? <Audience preview={live.preview} given={givenFields(draft.input)} /> : <Loading lines={3} />}
						</div>
					</Panel>
					{mode === "follow_up" && start.before && <Panel id="changes" title={t("diff.since")}><ContentView kind="report" content={bodyOf(draft.input) as Record<string, unknown>} before={start.before as Record<string, unknown>} /></Panel>}
				</aside>
			</div>
			<div className="sticky bottom-0 mt-8 -mx-4 sm:-mx-6 xl:-mx-8 px-4 sm:px-6 xl:px-8 py-3 bg-white border-t border-solid-gray-420 flex flex-wrap items-center gap-3 z-10 no-print">
				<Button kind="primary" scale="lg" busy={check.busy} onPress={() => void check.run()}>{t(mode === "follow_up" ? "report.check.follow_up" : "report.check")}</Button>
				{live.preview && <span className="text-[0.9375rem] tabular-nums">{t("report.goes_to", { reach: reach(live.preview.orgs, live.preview.people, t) })}</span>}
				<span className="ml-auto flex flex-wrap items-center gap-3"><SaveMark draft={draft} /><Button kind="tertiary" scale="sm" onPress={() => setDiscarding(true)}>{t("draft.discard")}</Button></span>
			</div>
			<SendDialog confirming={confirming?.preview} input={draft.input} before={start.before} onClose={() => { setConfirming(undefined); send.clear(); }} onSend={() => void send.run()} busy={send.busy} problem={send.problem} followUp={mode === "follow_up"} />
			<Confirm title={t("draft.discard.title")} open={discarding} onClose={() => setDiscarding(false)} onConfirm={() => void discard.run()} label={t("draft.discard")} danger busy={discard.busy}>{discard.problem && <Notice tone="bad" role="alert" title={problemText(discard.problem, t)} />}<p>{t("draft.discard.lead")}</p></Confirm>
		</Faults>
	);
}

function same(a: FieldProblem[], b: FieldProblem[]): boolean { return JSON.stringify(a) === JSON.stringify(b); }
function fieldLabel(pointer: string, t: ReturnType<typeof useText>["t"]): string {
	const path = pointer.split("/").slice(1).filter((part) => !/^\d+$/.test(part));
	return t(`f.${path.join(".")}` as "f.title");
}
function previewBody(input: ReportInput, report: string | undefined): object { return { ...input, ...(report ? { report } : {}) }; }
function givenFields(input: Edited): number { return Object.keys(bodyOf(input)).length; }

async function submit(mode: Mode, draft: Draft<Edited>, message: DraftRef | undefined, key: string): Promise<Filed> {
	if (mode === "follow_up")
		return post<Filed>(`/reports/${message?.id}/revisions`, { ...bodyOf(draft.input), final: draft.input.final ?? false }, { key, ifMatch: message?.version });
	const ref = await draft.flush();
	if (!ref) return post<Filed>("/reports", bodyOf(draft.input), { key });
	return post<Filed>(`/reports/${ref.id}/submit`, undefined, { key, ifMatch: ref.version });
}

function usePreview(input: ReportInput, report: string | undefined) {
	const [result, setResult] = useState<{ preview?: ReportPreview; problem?: Problem; busy: boolean }>({ busy: true });
	const body = JSON.stringify(previewBody(input, report));
	useEffect(() => {
		const stop = new AbortController();
		const timer = setTimeout(() => {
			setResult((old) => ({ ...old, busy: true }));
			post<ReportPreview>("/reports/preview", JSON.parse(body), { signal: stop.signal }).then(
				(preview) => setResult({ preview, busy: false }),
				(error: unknown) => { if (error instanceof Problem) setResult((old) => ({ ...old, problem: error, busy: false })); });
		}, 400);
		return () => {
			clearTimeout(timer);
			stop.abort();
		};
	}, [body]);
	return result;
}

function SendDialog({ confirming, input, before, onClose, onSend, busy, problem, followUp }: { confirming: ReportPreview | undefined; input: Edited; before: ReportInput | undefined; onClose: () => void; onSend: () => void; busy: boolean; problem: Problem | undefined; followUp: boolean }) {
	const { t, tv } = useText();
	return (
		<Confirm wide title={t("send.title")} open={!!confirming} onClose={onClose} onConfirm={onSend} label={t("send.go")} busy={busy}>
			{problem && <Notice tone="bad" role="alert" title={problemText(problem, t)}>{problem.code === "network" ? null : t("report.kept")}</Notice>}
			<div className="grid gap-1">
				<p className="flex flex-wrap gap-2 items-center">{input.tlp && <TlpLabel tlp={input.tlp} />}{input.exercise && <ExerciseMark />}<span>{tv("basis.short", input.basis)}</span></p>
				<p className="font-700 text-[1.0625rem]">{input.title}</p>
				<p className="whitespace-pre-wrap line-clamp-4">{input.summary}</p>
			</div>
			{followUp && before && <section><h3 className="text-std-16B-170 mb-2">{t("diff.since")}</h3><ContentView level={4} kind="report" content={bodyOf(input) as Record<string, unknown>} before={before as Record<string, unknown>} /></section>}
			<section>
				<h3 className="text-std-16B-170 mb-2">{t("report.goes_to", { reach: reach(confirming?.orgs ?? 0, confirming?.people ?? 0, t) })}</h3>
				{confirming && <Audience preview={confirming} given={givenFields(input)} />}
			</section>
			<p className="text-[0.875rem] text-solid-gray-700">{t("send.final")}</p>
		</Confirm>
	);
}

function Receipt({ filed, mode, copy }: { filed: Filed; mode: Mode; copy: Edited | undefined }) {
	const { t } = useText();
	useEffect(() => { window.scrollTo(0, 0); document.querySelector<HTMLElement>("h1")?.focus(); }, []);
	return (
		<div className="max-w-3xl">
			<Notice tone="good" title={<h1 tabIndex={-1} className="text-std-22B-150">{t(mode === "follow_up" ? "filed.title.follow_up" : "filed.title")}</h1>}>
				<p className="mt-1">{t("filed.lead", { count: filed.deliveries ?? 0 })}</p>
			</Notice>
			<div className="mt-5 card p-5 grid gap-4">
				<p><span className="block text-[0.875rem] text-solid-gray-700">{t("number")}</span><span className="text-std-28B-150 tabular-nums">{filed.number}</span></p>
				{filed.entry && <section><h2 className="text-std-17B-170 mb-1">{t("receipt.title")}</h2><p className="mb-3 text-solid-gray-700">{t("receipt.lead")}</p><ReceiptPart primary entry={filed.entry} name={`${filed.number ?? filed.id}-${filed.revision?.number ?? 1}`} /></section>}
			</div>
			{copy && <div className="mt-5"><KeepCopy input={copy} name={filed.number ?? filed.id} /></div>}
			<div className="mt-5 flex flex-wrap gap-3"><LinkButton kind="primary" to={`/messages/${filed.id}`}>{t("filed.open")}</LinkButton><LinkButton to="/">{t("nav.now")}</LinkButton></div>
		</div>
	);
}

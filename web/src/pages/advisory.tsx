/* Writing an advisory: what it says, who it is for, and beside it, live, the exact audience and what bounds it. */
import { useEffect, useMemo, useState } from "react";
import { post, Problem } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { AdvisoryInput, AdvisoryPreview, Attachment, Catalog, FieldProblem, AdvisoryFiled, Me, Message, Page, Recipients, Row, Tlp } from "../api/types";
import { useText } from "../i18n";
import { draftBegun, dropKept, keptDraft, tidy, useDraft, type Draft } from "../lib/draft";
import { navigate, usePath } from "../router";
import { useAction, useCatalog, useMe } from "../session";
import { announce } from "../ui/announce";
import { Button, Empty, ExerciseMark, Failure, Heading, LinkButton, Loading, Notice, Panel, problemText, reach, TlpLabel } from "../ui/basic";
import { AdvisoryAudience } from "../ui/publish";
import { DateTimeField } from "../ui/date";
import { DraftTrouble, SaveMark } from "../ui/draftbar";
import { Files } from "../ui/files";
import { Check, Checks, FaultAt, Faults, faultMap, FaultSummary, Field, Fold, Lines, Select, TextArea, TextField, type Choice } from "../ui/form";
import { OrgPicker } from "../ui/orgpick";
import { Confirm } from "../ui/overlay";

interface Edited extends AdvisoryInput { files?: Attachment[] }
type Change = Draft<Edited>["change"];
const tlps: Tlp[] = ["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"];

function bodyOf(edited: Edited): AdvisoryInput {
	const { files, ...input } = edited;
	const body = tidy({ ...input, attachments: files?.map((file) => file.id) ?? [] });
	const recipients = body.recipients;
	if (recipients && !recipients.all) delete recipients.all;
	return { ...body, ack_required: input.ack_required ?? true };
}

export default function AdvisoryPage({ params }: { params: Record<string, string> }) {
	const { t } = useText();
	const { path, search } = usePath();
	const me = useMe(), catalog = useCatalog();
	const id = params["id"];
	const mode = !id ? "new" : path.endsWith("/new-version") ? "version" : "edit";
	const message = useQuery<Message>(id ? `/messages/${id}` : null);
	const source = search.get("from");
	const [base] = useState<{ message?: Message }>({});
	base.message ??= message.data;
	useEffect(() => { document.title = `${t(`advisory.title.${mode}`)} | ${t("brand")}`; }, [t, mode]);
	if (message.error && !base.message) return <Failure problem={message.error} retry={message.reload} />;
	if (!catalog || (id && !base.message)) return <Loading lines={10} />;
	if (mode === "edit" && !base.message?.may?.includes("edit")) return <Empty head title={t("advisory.not_draft")} action={<LinkButton to={`/messages/${id}`}>{t("open")}</LinkButton>} />;
	return <Editor me={me} catalog={catalog} mode={mode} message={base.message} source={source} />;
}

function begin(mode: "new" | "edit" | "version", message: Message | undefined, key: string, source: string | null) {
	const kept = keptDraft<Edited>(key);
	const revision = message?.revisions?.find((one) => one.status === (mode === "edit" ? "draft" : "current")) ?? message?.revisions?.[0];
	const content = (revision?.content ?? {}) as AdvisoryInput;
	const saved: Edited = message ? { ...content, ...(revision?.title ? { title: revision.title } : {}), files: revision?.attachments ?? [] } : { tlp: "AMBER", ack_required: true, recipients: {}, ...(source ? { based_on: [source] } : {}) };
	const begun = mode === "edit" && message ? draftBegun({ id: message.id, version: message.version }, kept) : undefined;
	return { first: kept?.input ?? saved, restored: !!kept, stale: begun?.stale ?? false, draft: begun?.draft ?? (mode === "new" ? kept?.draft ?? null : null) };
}

function Editor({ me, catalog, mode, message, source }: { me: Me; catalog: Catalog; mode: "new" | "edit" | "version"; message: Message | undefined; source: string | null }) {
	const { t } = useText();
	const key = `noroshi.advisory.${me.user.id}.${mode === "version" ? "v." : ""}${message?.id ?? "new"}`;
	const [start] = useState(() => begin(mode, message, key, source));
	const draft = useDraft<Edited>({
		path: "/advisories", key, first: start.first, draft: start.draft, dirty: start.restored, stale: start.stale, onServer: mode !== "version", wire: bodyOf,
		worth: (input) => !!(input.title?.trim() || input.summary?.trim()),
		onCreated: (id) => { history.replaceState(null, "", `/advisories/${id}/edit`); invalidate("/me", "/advisories"); },
	});
	const [shown, setShown] = useState<FieldProblem[]>([]);
	const [tried, setTried] = useState(false);
	const [discarding, setDiscarding] = useState(false);
	const live = usePreview(draft.input, message && message.status === "published" ? message.id : undefined);
	useEffect(() => { if (tried && live.preview) setShown((old) => JSON.stringify(old) === JSON.stringify(live.preview?.errors ?? []) ? old : live.preview?.errors ?? []); }, [tried, live.preview]);
	const finish = useAction(async () => {
		try {
			const preview = await post<AdvisoryPreview>("/advisories/preview", bodyOf(draft.input));
			setTried(true);
			setShown(preview.errors ?? []);
			if (preview.errors?.length) return;
			let id = message?.id ?? "";
			if (mode === "version") await post<AdvisoryFiled>(`/advisories/${id}/revisions`, bodyOf(draft.input), { ifMatch: message?.version });
			else id = (await draft.flush())?.id ?? "";
			draft.forget();
			invalidate("/me", "/advisories", "/messages");
			navigate(`/messages/${id}`);
		} catch (error) {
			if (error instanceof Problem && error.errors.length) setShown(error.errors);
			throw error;
		}
	});
	const discard = useAction(async () => {
		await draft.discard();
		dropKept(key);
		invalidate("/me", "/advisories");
		announce(t("delete.done"));
		navigate("/advisories");
	});
	return (
		<Faults value={useMemo(() => faultMap(shown), [shown])}>
			<Heading title={<span className="inline-flex flex-wrap items-center gap-3">{t(`advisory.title.${mode}`)}{draft.input.exercise && <ExerciseMark />}</span>} lead={t("advisory.lead")} />
			<div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_26rem] items-start">
				<div className="min-w-0 grid gap-6">
					{start.restored && draft.state !== "conflict" && <Notice tone="info" role="status" title={t("draft.restored")} action={<Button scale="sm" onPress={() => { draft.forget(); location.reload(); }}>{t(mode === "edit" ? "draft.take_latest" : "draft.throw_away")}</Button>}>{t("draft.restored.lead")}</Notice>}
					<DraftTrouble draft={draft} id={draft.ref()?.id} />
					<FaultSummary errors={shown} label={(pointer) => t(`f.${pointer.split("/")[1] ?? ""}` as "f.title")} />
					{finish.problem && !shown.length && <Notice tone="bad" role="alert" title={problemText(finish.problem, t)}>{t("report.kept")}</Notice>}
					<Text input={draft.input} change={draft.change} catalog={catalog} />
					<RecipientBuilder value={draft.input.recipients ?? {}} onChange={(recipients) => draft.change({ recipients })} catalog={catalog} />
					<More input={draft.input} change={draft.change} kept={start.first.files?.map((file) => file.id) ?? []} />
				</div>
				<aside className="xl:sticky xl:top-4" aria-label={t("advisory.audience")}>
					<Panel id="audience" title={t("advisory.audience")}>
						{draft.input.tlp && <p className="mb-3"><TlpLabel tlp={draft.input.tlp} /> <span className="text-[0.875rem]">{t(`tlp.${draft.input.tlp}`)}</span></p>}
						<div aria-live="polite" aria-busy={live.busy}>{live.problem ? <p className="text-red-900">{problemText(live.problem, t)}</p> : live.preview ? <AdvisoryAudience preview={live.preview} /> : <Loading />}</div>
					</Panel>
				</aside>
			</div>
			<div className="sticky bottom-0 mt-8 -mx-4 sm:-mx-6 xl:-mx-8 px-4 sm:px-6 xl:px-8 py-3 bg-white border-t border-solid-gray-420 flex flex-wrap items-center gap-3 z-10 no-print">
				<Button kind="primary" scale="lg" busy={finish.busy} onPress={() => void finish.run()}>{t("advisory.to_approval")}</Button>
				{live.preview && <span className="text-[0.9375rem] tabular-nums">{t("report.goes_to", { reach: reach(live.preview.orgs, live.preview.people, t) })}</span>}
				<span className="ml-auto flex flex-wrap items-center gap-3"><SaveMark draft={draft} /><Button kind="tertiary" scale="sm" onPress={() => setDiscarding(true)}>{t("draft.discard")}</Button></span>
			</div>
			<Confirm title={t("draft.discard.title")} open={discarding} onClose={() => setDiscarding(false)} onConfirm={() => void discard.run()} label={t("draft.discard")} danger busy={discard.busy}>{discard.problem && <Notice tone="bad" role="alert" title={problemText(discard.problem, t)} />}<p>{t("draft.discard.lead")}</p></Confirm>
		</Faults>
	);
}

function usePreview(input: Edited, published: string | undefined) {
	const [result, setResult] = useState<{ preview?: AdvisoryPreview; problem?: Problem; busy: boolean }>({ busy: true });
	const body = JSON.stringify({ ...bodyOf(input), ...(published ? { message: published } : {}) });
	useEffect(() => {
		const stop = new AbortController();
		const timer = setTimeout(() => {
			setResult((old) => ({ ...old, busy: true }));
			post<AdvisoryPreview>("/advisories/preview", JSON.parse(body), { signal: stop.signal }).then(
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

function Text({ input, change, catalog }: { input: Edited; change: Change; catalog: Catalog }) {
	const { t, name } = useText();
	const choices = (list: { id: string; ja: string; en: string }[]): Choice[] => list.map((one) => ({ id: one.id, text: name(one) }));
	return (
		<Panel id="text" title={t("section.advice")} action={<span className="text-[0.875rem] text-red-900">{t("form.required_legend")}</span>}>
			<div className="grid gap-6">
				<TextField at="/title" label={t("f.title")} required value={input.title ?? ""} onChange={(title) => change({ title })} maxLength={200} autoFocus />
				<div className="grid gap-6 sm:grid-cols-2">
					<Select at="/kind" label={t("f.kind")} required value={input.kind} empty={t("choose")} onChange={(kind) => change({ kind })} choices={choices(catalog.advisory_kinds)} />
					<Select at="/tlp" label={t("f.tlp")} required help={input.tlp ? t(`tlp.${input.tlp}`) : undefined} value={input.tlp} onChange={(tlp) => tlp && change({ tlp })} choices={tlps.map((id) => ({ id, text: `TLP:${id}` }))} />
				</div>
				<Select at="/reason" label={t("f.reason")} required value={input.reason} empty={t("choose")} onChange={(reason) => change({ reason })} choices={choices(catalog.provision_reasons)} />
				<TextArea at="/summary" label={t("f.summary")} required value={input.summary ?? ""} onChange={(summary) => change({ summary })} rows={5} maxLength={20000} />
				<TextArea at="/action" label={t("f.action")} help={t("h.action")} required value={input.action ?? ""} onChange={(action) => change({ action })} rows={5} maxLength={20000} />
				<div className="grid gap-6 sm:grid-cols-2">
					<div><Check checked={input.ack_required ?? true} onChange={(ack_required) => change({ ack_required, ...(ack_required ? {} : { due_at: undefined }) })}>{t("f.ack_required")}<span className="block text-[0.875rem] text-solid-gray-700">{t("h.ack_required")}</span></Check></div>
					{(input.ack_required ?? true) && <DateTimeField at="/due_at" label={t("f.due_at")} value={input.due_at} onChange={(due_at) => change({ due_at })} />}
				</div>
			</div>
		</Panel>
	);
}

function RecipientBuilder({ value, onChange, catalog }: { value: Recipients; onChange: (value: Recipients) => void; catalog: Catalog }) {
	const { t, name } = useText();
	const set = (part: Partial<Recipients>) => onChange({ ...value, ...part });
	const sectorName = (id: string | undefined) => name(catalog.sectors.find((one) => one.id === id)) || undefined;
	return (
		<Panel id="recipients" title={<>{t("recipients.title")} <span className="text-red-900 text-[0.875rem] font-400">{t("field.required")}</span></>}>
			<div id="f-recipients" tabIndex={-1} className="grid gap-4">
				<p className="text-solid-gray-700 text-[0.9375rem]">{t("recipients.lead")}</p>
				<FaultAt at="/recipients" />
				<Check checked={value.all ?? false} onChange={(all) => set({ all })}>{t("recipients.all")}</Check>
				<div className="border-b border-solid-gray-300">
					<Fold title={t("recipients.sectors")} filled={value.sectors?.length ?? 0} open><Checks label={t("recipients.sectors.label")} value={value.sectors ?? []} onChange={(sectors) => set({ sectors })} choices={catalog.sectors.map((one) => ({ id: one.id, text: name(one) }))} /></Fold>
					<Fold title={t("recipients.ceptoars")} filled={value.ceptoars?.length ?? 0}><Checks label={t("recipients.ceptoars.label")} value={value.ceptoars ?? []} onChange={(ceptoars) => set({ ceptoars })} choices={catalog.ceptoars.map((one) => ({ id: one.id, text: name(one), group: sectorName(one.sector) }))} /></Fold>
					<Fold title={t("recipients.kinds")} filled={value.kinds?.length ?? 0}><Checks label={t("recipients.kinds.label")} value={value.kinds ?? []} onChange={(kinds) => set({ kinds: kinds as Recipients["kinds"] & string[] })} choices={catalog.org_kinds.filter((one) => one.id !== "centre").map((one) => ({ id: one.id, text: name(one) }))} /></Fold>
					<Fold title={t("recipients.orgs")} filled={value.orgs?.length ?? 0}><OrgPicker label={t("recipients.orgs.label")} value={value.orgs ?? []} onChange={(orgs) => set({ orgs })} /></Fold>
					<Fold title={t("recipients.except")} filled={value.except?.length ?? 0}><OrgPicker label={t("recipients.except.label")} value={value.except ?? []} onChange={(except) => set({ except })} /></Fold>
				</div>
			</div>
		</Panel>
	);
}

function More({ input, change, kept }: { input: Edited; change: Change; kept: string[] }) {
	const { t } = useText();
	const reports = useQuery<Page<Row>>("/reports?box=received&limit=50");
	const count = (...values: unknown[]) => values.filter((value) => (Array.isArray(value) ? value.length : value)).length;
	return (
		<div className="border-b border-solid-gray-300">
			<Fold title={t("section.technical")} hint={t("optional")} filled={count(input.products, input.effect, input.indicators)}>
				<Lines at="/products" label={t("f.products")} help={t("h.lines")} value={input.products ?? []} onChange={(products) => change({ products })} rows={2} />
				<TextArea at="/effect" label={t("f.effect")} value={input.effect ?? ""} onChange={(effect) => change({ effect })} rows={3} maxLength={20000} />
				<Indicators value={(input.indicators ?? []).map(({ type = "", value = "" }) => ({ type, value }))} onChange={(indicators) => change({ indicators })} />
			</Fold>
			<Fold title={t("section.sources")} hint={t("optional")} filled={count(input.purpose, input.sources, input.contact, input.based_on)}>
				<TextArea at="/purpose" label={t("f.purpose")} value={input.purpose ?? ""} onChange={(purpose) => change({ purpose })} rows={2} maxLength={1000} />
				<Lines at="/sources" label={t("f.sources")} help={t("h.sources")} value={input.sources ?? []} onChange={(sources) => change({ sources })} rows={2} />
				<TextArea at="/contact" label={t("f.contact")} value={input.contact ?? ""} onChange={(contact) => change({ contact })} rows={2} maxLength={1000} />
				{!!reports.data?.items.length && <Checks at="/based_on" columns={1} label={t("f.based_on")} help={t("h.based_on")} value={input.based_on ?? []} onChange={(based_on) => change({ based_on })} choices={reports.data.items.map((row) => ({ id: row.id, text: `${row.number ?? ""} ${row.title}` }))} />}
			</Fold>
			<Fold title={t("section.attachments")} hint={t("optional")} filled={input.files?.length ?? 0}><FaultAt at="/attachments" /><Files files={input.files ?? []} kept={kept} onChange={(next) => change((latest) => ({ files: next(latest.files ?? []) }))} /></Fold>
			<Fold title={t("section.other")} hint={t("optional")} filled={count(input.exercise)}><Check checked={input.exercise ?? false} onChange={(exercise) => change({ exercise })}>{t("f.exercise")}<span className="block text-[0.875rem] text-solid-gray-700">{t("h.exercise")}</span></Check></Fold>
		</div>
	);
}

/* One per line: kind, a space, the value — as people paste them. */
function Indicators({ value, onChange }: { value: { type: string; value: string }[]; onChange: (value: { type: string; value: string }[]) => void }) {
	const { t } = useText();
	const [text, setText] = useState(() => value.map((one) => `${one.type} ${one.value}`).join("\n"));
	function take(next: string) {
		setText(next);
		onChange(next.split("\n").map((line) => /^\s*(\S+)\s+(\S.*?)\s*$/.exec(line)).filter((found) => found !== null).map((found) => ({ type: found[1] ?? "", value: found[2] ?? "" })));
	}
	return <Field at="/indicators" label={t("f.indicators")} help={t("h.indicators")}>{(wiring) => <textarea {...wiring} rows={3} spellCheck={false} className="input-box font-mono text-[0.9375rem]" value={text} onChange={(event) => take(event.target.value)} />}</Field>;
}

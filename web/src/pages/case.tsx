/* One case 案件: its reports, what may belong to it, the timeline of all their clocks, severity, and the step to an advisory. */
import { useState, type ReactNode } from "react";
import { patch, post, remove } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { Case, CaseAction, CaseAdvisory, CaseConsents, CaseDone, CaseMoment, CaseRow, CaseSource, Person } from "../api/types";
import { useText } from "../i18n";
import { Link, navigate, setSearch } from "../router";
import { useAction, useCatalog, useMay } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, ExerciseMark, Facts, Failure, Loading, Notice, OrgName, Panel, Time, TlpLabel } from "../ui/basic";
import { CaseStateChip, LevelChip, ReportLine, useLevelText, useSchemes, Why } from "../ui/case";
import { Checks, Radios, Select, TextArea, TextField } from "../ui/form";
import { Confirm, Menu } from "../ui/overlay";
import { WithFaults } from "../ui/parts";
import { RateDialog } from "../ui/rating";
import { Tabs } from "../ui/tabs";
import { SuggestionList } from "./triage";

type Asked = "edit" | "state" | "merge" | "split" | "rate" | "advise" | null;
const refresh = () => invalidate("/cases", "/triage", "/severity", "/situation");

export default function CasePage({ params }: { params: Record<string, string> }) {
	const { t } = useText();
	const id = params["id"] ?? "";
	const { data, error, reload } = useQuery<Case | CaseRow>(`/cases/${id}`);
	if (error && !data) return <Failure problem={error} retry={reload} />;
	if (!data) return <Loading lines={8} />;
	if (!("reports" in data)) return <Notice tone="info" title={`${data.number} ${data.title}`}>{data.merged_into && <p>{t("case.went")} <Link to={`/cases/${data.merged_into.id}`}>{data.merged_into.number} {data.merged_into.title}</Link></p>}</Notice>;
	return <Whole found={data} />;
}

function Whole({ found }: { found: Case }) {
	const { t, name } = useText();
	const catalog = useCatalog(), schemes = useSchemes(), mayDo = useMay();
	const [asked, setAsked] = useState<Asked>(null);
	const may = (action: CaseAction) => found.may.includes(action);
	const current = found.ratings.filter((one) => one.current);
	const choices = [
		...(may("edit") ? [{ id: "edit", text: t("edit") }] : []), ...(may("watch") || may("open") || may("close") ? [{ id: "state", text: t("case.change_state") }] : []),
		...(may("merge") ? [{ id: "merge", text: t("case.merge") }] : []), ...(may("split") && found.reports.length > 1 ? [{ id: "split", text: t("case.split") }] : []),
		...(mayDo("mode") ? [{ id: "mode", text: t("nav.modes") }] : []),
	];
	return (
		<article>
			{found.exercise && <p className="mb-3"><ExerciseMark /></p>}
			<div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 mb-5">
				<div className="min-w-0 max-w-[48em]">
					<p className="flex flex-wrap items-center gap-2 mb-1"><span className="font-700 tabular-nums">{found.number}</span><CaseStateChip state={found.state} />{current.map((one) => <LevelChip key={one.id} rating={one} scheme={schemes?.items.find((scheme) => scheme.id === one.scheme)} />)}</p>
					<h1 tabIndex={-1} className="text-std-28B-150 break-words">{found.title}</h1>
					{found.summary && <p className="mt-1 whitespace-pre-wrap">{found.summary}</p>}
					<div className="mt-2"><Why why={found.why} urgency={found.urgency} /></div>
				</div>
				<div className="flex flex-wrap gap-2 no-print">
					{may("advise") && <Button kind="primary" icon="megaphone" onPress={() => setAsked("advise")}>{t("case.advise")}</Button>}
					{may("rate") && <Button onPress={() => setAsked("rate")}>{t("rating.rate")}</Button>}
					{choices.length > 0 && <Menu label={t("case.more")} scale="md" choices={choices} onPick={(id) => (id === "mode" ? navigate(`/modes?case=${found.id}`) : setAsked(id as Asked))} />}
				</div>
			</div>
			<div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_22rem] grid-cols-[minmax(0,1fr)] items-start">
				<Tabs label={t("case.tabs")} items={[
					{ id: "reports", title: t("nav.reports"), count: found.reports.length, body: () => <Reports found={found} may={may} /> },
					{ id: "timeline", title: t("case.timeline"), body: () => <Timeline found={found} /> },
					{ id: "severity", title: t("case.severity"), count: found.ratings.length, body: () => <Ratings found={found} rate={may("rate") ? () => setAsked("rate") : undefined} /> },
					{ id: "consents", title: t("case.consents"), body: () => <Consents found={found} /> },
				]} />
				<aside className="grid gap-4" aria-label={t("case.aside")}>
					<Panel title={t("case.about")}><Facts rows={[
						[t("case.owner"), found.owner ? name(found.owner) : t("case.no_owner")], [t("f.sector"), name(catalog?.sectors.find((one) => one.id === found.sector)) || t("none")],
						[t("case.opened"), <Time key="o" at={found.opened_at} />], [t("col.updated"), <Time key="u" at={found.updated_at} />],
						...(found.closed_at ? [[t("case.closed"), <Time key="c" at={found.closed_at} />] as [string, ReactNode]] : []),
					]} /></Panel>
					<Panel title={t("case.advisories")}>{found.advisories.length === 0 ? <p className="text-solid-gray-700">{t("case.no_advisories")}</p> : <ul className="grid gap-3">{found.advisories.map((one) => <li key={one.id}><ReportLine row={one} /></li>)}</ul>}</Panel>
					{may("edit") && <NotePanel found={found} />}
				</aside>
			</div>
			{asked === "edit" && <Edit found={found} onClose={() => setAsked(null)} />}
			{asked === "state" && <ChangeState found={found} may={may} onClose={() => setAsked(null)} />}
			{asked === "merge" && <Merge found={found} onClose={() => setAsked(null)} />}
			{asked === "split" && <Split found={found} onClose={() => setAsked(null)} />}
			{asked === "rate" && <RateDialog found={found} onClose={() => setAsked(null)} />}
			{asked === "advise" && <Advise found={found} onClose={() => setAsked(null)} />}
		</article>
	);
}

function Reports({ found, may }: { found: Case; may: (action: CaseAction) => boolean }) {
	const { t } = useText();
	const take = useAction(async (id: string) => { await remove(`/cases/${found.id}/reports/${id}`); announce(t("case.taken_out")); refresh(); }, true);
	const add = useAction(async (id: string) => { await post(`/cases/${found.id}/reports`, { reports: [id] }); announce(t("triage.joined", { number: found.number })); refresh(); }, true);
	return (
		<div className="grid gap-6">
			{found.hidden ? <Notice tone="warn" title={t("case.hidden", { count: found.hidden })} /> : null}
			{found.reports.length === 0 ? <Empty title={t("case.no_reports")}>{t("case.no_reports.next")}</Empty> : (
				<ul className="card divide-y divide-solid-gray-300">{found.reports.map((one) => (
					<li key={one.report.id} className="p-4 flex flex-wrap justify-between items-start gap-3"><div className="min-w-0 flex-1"><ReportLine row={one.report} /><p className="text-[0.875rem] text-solid-gray-700 flex flex-wrap gap-x-4">{one.arrived_at && <span>{t("triage.arrived")} <Time at={one.arrived_at} /></span>}<span>{t("case.added")} <Time at={one.added_at} /></span></p></div>
						{may("edit") && <Button scale="sm" onPress={() => void take.run(one.report.id)}>{t("case.take_out")}</Button>}</li>
				))}</ul>
			)}
			{may("edit") && <Panel title={t("case.suggestions")}><p className="mb-3 text-solid-gray-700">{t("case.suggestions.lead")}</p><SuggestionList path={`/cases/${found.id}/suggestions`} act={(one) => <Button scale="sm" isDisabled={!!one.case} onPress={() => void add.run(one.report.id)}>{t(one.case ? "suggest.elsewhere" : "suggest.add")}</Button>} /></Panel>}
		</div>
	);
}

function Timeline({ found }: { found: Case }) {
	const { t } = useText();
	return (
		<>
			{found.more_timeline && <p className="mb-2 text-solid-gray-700">{t("case.more_timeline")}</p>}
			<ol className="border-l-2 border-solid-gray-420 ml-2 grid gap-3">{found.timeline.map((one, i) => <li key={i} className="pl-4 relative"><span aria-hidden className="absolute -left-[7px] top-2 size-3 rounded-full bg-blue-900" /><Moment one={one} /></li>)}</ol>
		</>
	);
}

function Moment({ one }: { one: CaseMoment }) {
	const { tv, name } = useText();
	const schemes = useSchemes();
	const text = useLevelText();
	const to = one.subject?.kind === "case" ? `/cases/${one.subject.id}` : `/messages/${one.subject?.id}`;
	return (
		<>
			<p className="flex flex-wrap gap-x-2 items-baseline"><Time at={one.at} /><span className="font-700">{tv("moment", one.what)}</span>{one.state && <CaseStateChip state={one.state} />}{one.level !== undefined && <span>{text(schemes?.items.find((scheme) => scheme.id === one.scheme), one.level)}</span>}{one.org && <OrgName org={one.org} />}{one.by && <span className="text-solid-gray-700">{name(one.by)}</span>}</p>
			{one.subject && one.subject.kind !== "person" && <p className="text-[0.9375rem]"><Link to={to} className="link inline-block py-0.5">{one.subject.number} {one.subject.title}</Link></p>}
			{one.text && <p className="whitespace-pre-wrap text-[0.9375rem]">{one.what === "owner" && one.subject ? name(one.subject as unknown as Person) : one.text}</p>}
		</>
	);
}

/* Names of axes and questions are long: half the width each. */
function Levels({ rows }: { rows: [string, string][] }) {
	return <dl className="grid gap-1.5 text-[0.9375rem]">{rows.map(([what, value]) => <div key={what} className="grid grid-cols-2 gap-x-4"><dt className="text-solid-gray-700">{what}</dt><dd>{value}</dd></div>)}</dl>;
}

/* All ratings, the newest first: none is ever changed. Schemes stand side by side. */
function Ratings({ found, rate }: { found: Case; rate: (() => void) | undefined }) {
	const { t, name } = useText();
	const schemes = useSchemes();
	const text = useLevelText();
	if (!found.ratings.length) return <Empty title={t("rating.none")} action={rate && <Button kind="primary" onPress={rate}>{t("rating.rate")}</Button>}>{t("rating.none.next")}</Empty>;
	return (
		<ul className="grid gap-4 lg:grid-cols-2">{found.ratings.map((one) => {
			const scheme = schemes?.items.find((s) => s.id === one.scheme);
			const question = (id: string) => scheme?.questions?.find((q) => q.id === id);
			return (
				<li key={one.id} className={`card p-4 grid gap-2 content-start ${one.current ? "" : "text-solid-gray-700"}`}>
					<p className="flex flex-wrap gap-2 items-center"><LevelChip rating={one} scheme={scheme} />{!one.current && <Chip>{t("rating.superseded")}</Chip>}</p>
					<p className="text-[0.875rem]">{name(scheme)}</p>
					<Levels rows={[
						...one.axes.map((axis) => [name(scheme?.axes?.find((a) => a.id === axis.axis) as Person | undefined) || axis.axis, text(scheme, axis.level)] as [string, string]),
						...one.answers.map((answer) => [name(question(answer.question)), [name(question(answer.question)?.choices.find((c) => c.id === answer.choice)), answer.number?.toLocaleString("en"), answer.text].filter(Boolean).join(" / ")] as [string, string]),
					]} />
					<p className="whitespace-pre-wrap">{one.rationale}</p>
					{one.evidence && <p className="text-[0.875rem] break-all">{t("rating.evidence")}: {one.evidence}</p>}
					<p className="text-[0.875rem] text-solid-gray-700">{one.by && name(one.by)} <Time at={one.at} /></p>
				</li>
			);
		})}</ul>
	);
}

function SourceLine({ source }: { source: CaseSource }) {
	const { t, tv, name } = useText();
	return (
		<div className="grid gap-1">
			<ReportLine row={source.report} />
			<p className="flex flex-wrap gap-2 items-center"><Chip tone={source.allowed ? "good" : "bad"} icon={source.allowed ? "check" : "error"}>{t(source.allowed ? "consent.allowed" : "consent.refused")}</Chip><span>{tv("consent", source.consent)}</span><span className="text-solid-gray-700">{t(`case.answer.${source.answer}`)}</span></p>
			{!source.allowed && <p className="text-[0.9375rem]">{name(source.why)}</p>}
			{source.note && <p className="text-[0.9375rem] whitespace-pre-wrap">{source.note}</p>}
		</div>
	);
}

function Consents({ found }: { found: Case }) {
	const { t } = useText();
	const path = `/cases/${found.id}/consents`;
	const { data, error, reload } = useQuery<CaseConsents>(path);
	const [note, setNote] = useState(""), [kind, setKind] = useState<"anonymised" | "named">("anonymised"), [asking, setAsking] = useState<string[]>();
	const action = useAction(async () => {
		await post(path, { reports: asking ?? [], kind, ...(note.trim() ? { note } : {}) });
		announce(t("case.asked", { count: asking?.length ?? 0 }));
		setAsking(undefined);
		invalidate(path);
		refresh();
	});
	if (error) return <Failure problem={error} retry={reload} />;
	if (!data) return <Loading />;
	const open = data.sources.filter((one) => !one.allowed && one.answer !== "asked").map((one) => one.report.id);
	return (
		<div className="grid gap-4">
			<p className="text-solid-gray-700 max-w-[46em]">{t("case.consents.lead")}{data.tlp && <> <TlpLabel tlp={data.tlp} /></>}</p>
			{!data.sources.length ? <Empty title={t("case.no_reports")}>{t("case.no_reports.next")}</Empty> : <ul className="card divide-y divide-solid-gray-300">{data.sources.map((one) => <li key={one.report.id} className="p-4"><SourceLine source={one} /></li>)}</ul>}
			{open.length > 0 && <div className="no-print"><Button kind="primary" onPress={() => setAsking(open)}>{t("case.ask", { count: open.length })}</Button></div>}
			<Confirm title={t("case.ask", { count: asking?.length ?? 0 })} open={!!asking} onClose={() => setAsking(undefined)} onConfirm={() => void action.run()} label={t("case.ask.go")} busy={action.busy}>
				<WithFaults action={action}>
					<Radios at="/kind" label={t("case.ask.kind")} value={kind} onChange={setKind} choices={(["anonymised", "named"] as const).map((id) => ({ id, text: t(`consent.${id}`) }))} />
					<TextArea at="/note" label={t("case.ask.note")} help={t("case.ask.note.help")} value={note} onChange={setNote} rows={3} maxLength={1000} />
				</WithFaults>
			</Confirm>
		</div>
	);
}

function Advise({ found, onClose }: { found: Case; onClose: () => void }) {
	const { t } = useText();
	const consents = useQuery<CaseConsents>(`/cases/${found.id}/consents`);
	const allowed = consents.data?.sources.filter((one) => one.allowed) ?? [];
	const action = useAction(async () => {
		const draft = await post<CaseAdvisory>(`/cases/${found.id}/advisory`);
		refresh();
		invalidate("/advisories");
		navigate(`/advisories/${draft.id}/edit`);
	});
	return (
		<Confirm wide title={t("case.advise")} open onClose={onClose} onConfirm={() => void action.run()} label={t("case.advise.go")} busy={action.busy} disabled={!allowed.length}>
			<WithFaults action={action}>
				<p>{allowed.length || !consents.data ? t("case.advise.lead", { count: allowed.length }) : t("case.advise.nothing")}</p>
				{!consents.data ? <Loading /> : <ul className="divide-y divide-solid-gray-300">{consents.data.sources.map((one) => <li key={one.report.id} className="py-3"><SourceLine source={one} /></li>)}</ul>}
				{consents.data && allowed.length < consents.data.sources.length && <Notice tone="warn" title={t("case.advise.left_out", { count: consents.data.sources.length - allowed.length })} action={<Button scale="sm" onPress={() => { onClose(); setSearch({ tab: "consents" }); }}>{t("case.consents.open")}</Button>}>{t("case.advise.ask")}</Notice>}
			</WithFaults>
		</Confirm>
	);
}

function NotePanel({ found }: { found: Case }) {
	const { t } = useText();
	const [text, setText] = useState("");
	const action = useAction(async () => { await post(`/cases/${found.id}/notes`, { text }); setText(""); announce(t("case.noted")); refresh(); });
	return <Panel title={t("case.note")}><WithFaults action={action}><TextArea at="/text" label={t("case.note.label")} value={text} onChange={setText} rows={3} maxLength={4000} /><div className="mt-2"><Button busy={action.busy} isDisabled={!text.trim()} onPress={() => void action.run()}>{t("case.note.add")}</Button></div></WithFaults></Panel>;
}

function Edit({ found, onClose }: { found: Case; onClose: () => void }) {
	const { t, name } = useText();
	const catalog = useCatalog();
	const owners = useQuery<{ items: Person[] }>("/cases/owners").data?.items ?? [];
	const [title, setTitle] = useState(found.title), [summary, setSummary] = useState(found.summary ?? ""), [sector, setSector] = useState<string | undefined>(found.sector), [owner, setOwner] = useState<string | undefined>(found.owner?.id);
	const action = useAction(async () => {
		await patch(`/cases/${found.id}`, { title, summary, ...(sector ? { sector } : {}), ...(owner ? { owner } : found.owner ? { unassign: true } : {}) }, { ifMatch: found.version });
		announce(t("saved"));
		refresh();
		onClose();
	});
	return (
		<Confirm title={t("edit")} open onClose={onClose} onConfirm={() => void action.run()} label={t("save")} busy={action.busy} disabled={!title.trim()}>
			<WithFaults action={action}>
				<TextField at="/title" label={t("f.title")} required value={title} onChange={setTitle} maxLength={200} />
				<TextArea at="/summary" label={t("case.summary")} value={summary} onChange={setSummary} rows={4} />
				<Select at="/sector" label={t("f.sector")} value={sector} onChange={setSector} empty={t("none")} choices={(catalog?.sectors ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
				<Select at="/owner" label={t("case.owner")} value={owner} onChange={setOwner} empty={t("case.no_owner")} choices={owners.map((one) => ({ id: one.id, text: name(one) }))} />
			</WithFaults>
		</Confirm>
	);
}

function ChangeState({ found, may, onClose }: { found: Case; may: (action: CaseAction) => boolean; onClose: () => void }) {
	const { t } = useText();
	const next = ([["open", "open"], ["watch", "watching"], ["close", "closed"]] as const).filter(([action]) => may(action)).map(([, state]) => state);
	const [state, setState] = useState<"open" | "watching" | "closed" | undefined>(next[0]), [note, setNote] = useState("");
	const action = useAction(async () => { await post(`/cases/${found.id}/state`, { state, ...(note.trim() ? { note } : {}) }); announce(t("saved")); refresh(); onClose(); });
	return (
		<Confirm title={t("case.change_state")} open onClose={onClose} onConfirm={() => void action.run()} label={t("save")} busy={action.busy} disabled={!state}>
			<WithFaults action={action}>
				<Radios at="/state" label={t("col.status")} value={state} onChange={setState} choices={next.map((id) => ({ id, text: t(`case.state.${id}`) }))} columns={3} />
				<TextArea at="/note" label={t("case.note.label")} value={note} onChange={setNote} rows={3} maxLength={1000} />
			</WithFaults>
		</Confirm>
	);
}

function Merge({ found, onClose }: { found: Case; onClose: () => void }) {
	const { t } = useText();
	const cases = useQuery<{ items: CaseRow[] }>("/cases?limit=200").data?.items.filter((one) => one.id !== found.id && one.exercise === found.exercise && one.state !== "merged") ?? [];
	const [into, setInto] = useState<string>(), [note, setNote] = useState("");
	const action = useAction(async () => {
		const done = await post<CaseDone>(`/cases/${found.id}/merge`, { into, ...(note.trim() ? { note } : {}) });
		announce(t("case.merged", { number: done.number }));
		refresh();
		navigate(`/cases/${done.id}`);
		onClose();
	});
	return (
		<Confirm title={t("case.merge")} open onClose={onClose} onConfirm={() => void action.run()} label={t("case.merge")} busy={action.busy} disabled={!into}>
			<WithFaults action={action}>
				<p>{t("case.merge.lead")}</p>
				<Select at="/into" label={t("case.merge.into")} required value={into} onChange={setInto} empty={t("choose")} choices={cases.map((one) => ({ id: one.id, text: `${one.number} ${one.title}` }))} />
				<TextArea at="/note" label={t("case.note.label")} value={note} onChange={setNote} rows={2} maxLength={1000} />
			</WithFaults>
		</Confirm>
	);
}

function Split({ found, onClose }: { found: Case; onClose: () => void }) {
	const { t } = useText();
	const [reports, setReports] = useState<string[]>([]), [title, setTitle] = useState("");
	const action = useAction(async () => {
		const done = await post<CaseDone>(`/cases/${found.id}/split`, { reports, ...(title.trim() ? { title } : {}) });
		announce(t("case.made", { number: done.number }));
		refresh();
		navigate(`/cases/${done.id}`);
		onClose();
	});
	return (
		<Confirm wide title={t("case.split")} open onClose={onClose} onConfirm={() => void action.run()} label={t("case.split")} busy={action.busy} disabled={!reports.length || reports.length === found.reports.length}>
			<WithFaults action={action}>
				<p>{t("case.split.lead")}</p>
				<Checks at="/reports" label={t("nav.reports")} value={reports} onChange={setReports} columns={1} choices={found.reports.map((one) => ({ id: one.report.id, text: `${one.report.number ?? ""} ${one.report.title ?? ""}` }))} />
				<TextField at="/title" label={t("case.split.title")} value={title} onChange={setTitle} maxLength={200} />
			</WithFaults>
		</Confirm>
	);
}

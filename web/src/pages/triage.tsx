/* トリアージ: reports that nobody has taken up and the open cases, by urgency with its reasons; suggested joins, never automatic. */
import { useState, type ReactNode } from "react";
import { post } from "../api/client";
import { invalidate, usePages, useQuery } from "../api/query";
import type { CaseDone, CaseRow, SeverityCompare, Suggestion, Suggestions, Triage, TriageReport } from "../api/types";
import { useText, type Key } from "../i18n";
import { Link, navigate, setSearch, usePath } from "../router";
import { useAction, useCatalog } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, ExerciseMark, Failure, Heading, Loading, Panel, Time } from "../ui/basic";
import { CaseStateChip, LevelChip, ReportLine, useLevelText, useSchemes, Why } from "../ui/case";
import { Check, Filter, SearchBox, Select, TextField } from "../ui/form";
import { Confirm } from "../ui/overlay";
import { WithFaults } from "../ui/parts";
import { DataTable, type Column } from "../ui/table";
import { Tabs } from "../ui/tabs";

export default function TriagePage() {
	const { t } = useText();
	return (
		<>
			<Heading title={t("triage.title")} lead={t("triage.lead")} />
			<Tabs label={t("triage.title")} items={[
				{ id: "queue", title: t("triage.queue"), body: () => <Queue /> },
				{ id: "cases", title: t("triage.cases"), body: () => <Cases /> },
				{ id: "compare", title: t("triage.compare"), body: () => <Compare /> },
			]} />
		</>
	);
}

function Queue() {
	const { t } = useText();
	const { data, error, reload } = useQuery<Triage>("/triage");
	const [chosen, setChosen] = useState<Set<string>>(new Set()), [making, setMaking] = useState(false);
	if (error) return <Failure problem={error} retry={reload} />;
	if (!data) return <Loading lines={8} />;
	const picked = data.reports.filter((one) => chosen.has(one.report.id));
	const toggle = (id: string, on: boolean) => setChosen((before) => { const next = new Set(before); if (on) next.add(id); else next.delete(id); return next; });
	return (
		<div className="grid gap-6 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start">
			<div className="min-w-0">
			<Panel flush title={t("triage.waiting", { count: data.total })}>
				{data.reports.length === 0 ? <Empty title={t("triage.none")}>{t("triage.none.next")}</Empty> : <ol className="divide-y divide-solid-gray-300">{data.reports.map((one) => <Waiting key={one.report.id} one={one} chosen={chosen.has(one.report.id)} toggle={(on) => toggle(one.report.id, on)} />)}</ol>}
			</Panel>
			{data.reports.length > 0 && <div className="sticky bottom-0 z-10 py-3 px-4 bg-white border-t border-solid-gray-420 flex flex-wrap items-center gap-x-4 gap-y-2 no-print"><Button kind="primary" icon="plus" isDisabled={!picked.length} aria-describedby="triage-chosen" onPress={() => setMaking(true)}>{t("case.make")}</Button><span id="triage-chosen" role="status" className="text-[0.9375rem]">{picked.length ? t("triage.chosen", { count: picked.length }) : t("triage.choose_first")}</span></div>}
			</div>
			<Panel flush title={t("triage.open_cases", { count: data.cases.length })}>
				{data.cases.length === 0 ? <Empty title={t("triage.no_cases")}>{t("triage.no_cases.next")}</Empty> : <ol className="divide-y divide-solid-gray-300">{data.cases.map((one) => <CaseLine key={one.id} row={one} />)}</ol>}
			</Panel>
			{making && <NewCase reports={picked} onClose={() => setMaking(false)} onMade={() => setChosen(new Set())} />}
		</div>
	);
}

function Waiting({ one, chosen, toggle }: { one: TriageReport; chosen: boolean; toggle: (on: boolean) => void }) {
	const { t } = useText();
	const [open, setOpen] = useState(false);
	return (
		<li className={`px-4 py-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-2 ${chosen ? "bg-blue-50" : ""}`}>
			<Check checked={chosen} onChange={toggle} label={t("triage.choose", { name: one.report.number ?? one.report.title ?? "" })} />
			<div className="grid gap-2 min-w-0">
				<ReportLine row={one.report} />
				<Why why={one.why} urgency={one.urgency} />
				<p className="text-[0.875rem] text-solid-gray-700 flex flex-wrap items-center gap-3"><span>{t("triage.arrived")} <Time at={one.arrived_at} /></span><Button scale="sm" kind="tertiary" icon={open ? "up" : "down"} aria-expanded={open} onPress={() => setOpen(!open)}>{t("triage.suggest")}</Button></p>
				{open && <SuggestionList path={`/reports/${one.report.id}/suggestions`} act={(suggestion) => <Join report={one.report.id} suggestion={suggestion} />} />}
			</div>
		</li>
	);
}

export function SuggestionList({ path, act }: { path: string; act: (suggestion: Suggestion) => ReactNode }) {
	const { t, name } = useText();
	const { data, error, reload } = useQuery<Suggestions>(path);
	if (error) return <Failure problem={error} retry={reload} />;
	if (!data) return <Loading lines={2} />;
	if (!data.items.length) return <p className="text-solid-gray-700">{t("suggest.none")}</p>;
	return (
		<ul className="grid gap-2">
			{data.items.map((one) => (
				<li key={one.report.id} className="border border-solid-gray-300 rounded-8 bg-white p-3 grid gap-2">
					<ReportLine row={one.report} />
					<div className="flex flex-wrap gap-1.5 items-center"><span className="text-[0.875rem] whitespace-nowrap mr-1">{t("suggest.score")} <span className="text-[1.125rem] font-700 tabular-nums">{one.score}</span></span>{one.why.map((why) => <Chip key={why.code}>{name(why)} +{why.points}</Chip>)}</div>
					{one.why.flatMap((why) => why.shared ?? []).length > 0 && <p className="text-[0.875rem] break-all">{t("suggest.shared")}: {one.why.flatMap((why) => why.shared ?? []).map((shared) => <code key={shared.value} className="mr-2">{shared.value}</code>)}</p>}
					<div className="flex flex-wrap gap-2 items-center">{one.case && <Link className="link" to={`/cases/${one.case.id}`}>{one.case.number} {one.case.title}</Link>}{act(one)}</div>
				</li>
			))}
		</ul>
	);
}

/* A person joins them; the program only proposes. */
function Join({ report, suggestion }: { report: string; suggestion: Suggestion }) {
	const { t } = useText();
	const action = useAction(async () => {
		const done = suggestion.case ? await post<CaseDone>(`/cases/${suggestion.case.id}/reports`, { reports: [report] })
			: await post<CaseDone>("/cases", { reports: [report, suggestion.report.id] });
		announce(t(suggestion.case ? "triage.joined" : "case.made", { number: done.number }));
		invalidate("/triage", "/cases", "/reports");
		navigate(`/cases/${done.id}`);
	}, true);
	return <Button scale="sm" busy={action.busy} onPress={() => void action.run()}>{t(suggestion.case ? "suggest.to_case" : "suggest.new_case")}</Button>;
}

function CaseLine({ row }: { row: CaseRow }) {
	const { t, name } = useText();
	const catalog = useCatalog(), schemes = useSchemes();
	return (
		<li className="px-4 py-3 grid gap-1.5">
			<p className="flex flex-wrap gap-2 items-center"><span className="tabular-nums text-[0.875rem]">{row.number}</span><CaseStateChip state={row.state} />{row.exercise && <ExerciseMark />}{row.level !== undefined && <LevelChip rating={{ level: row.level, provisional: false }} scheme={schemes?.items.find((one) => one.id === schemes.current)} />}</p>
			<Link to={`/cases/${row.id}`} className="link font-700 break-words">{row.title}</Link>
			<p className="text-[0.875rem] text-solid-gray-700 flex flex-wrap gap-x-3"><span>{name(catalog?.sectors.find((one) => one.id === row.sector))}</span><span>{t("case.reports.count", { count: row.report_count })}</span><span>{row.owner ? name(row.owner) : t("case.no_owner")}</span></p>
			<Why why={row.why} urgency={row.urgency} />
		</li>
	);
}

function NewCase({ reports, onClose, onMade }: { reports: TriageReport[]; onClose: () => void; onMade: () => void }) {
	const { t, name } = useText();
	const catalog = useCatalog();
	const [title, setTitle] = useState(reports[0]?.report.title ?? ""), [sector, setSector] = useState<string | undefined>(reports[0]?.report.sector);
	const action = useAction(async () => {
		const done = await post<CaseDone>("/cases", { title, ...(sector ? { sector } : {}), reports: reports.map((one) => one.report.id) });
		announce(t("case.made", { number: done.number }));
		onMade();
		invalidate("/triage", "/cases");
		navigate(`/cases/${done.id}`);
	});
	return (
		<Confirm title={t("triage.make", { count: reports.length })} open onClose={onClose} onConfirm={() => void action.run()} label={t("case.make")} busy={action.busy} disabled={!title.trim()}>
			<WithFaults action={action}>
				<TextField at="/title" label={t("f.title")} required value={title} onChange={setTitle} maxLength={200} />
				<Select at="/sector" label={t("f.sector")} value={sector} onChange={setSector} empty={t("none")} choices={(catalog?.sectors ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
				<ul className="grid gap-2">{reports.map((one) => <li key={one.report.id}><ReportLine row={one.report} /></li>)}</ul>
			</WithFaults>
		</Confirm>
	);
}

const states = ["open", "watching", "closed", "merged", "all"] as const;

function Cases() {
	const { t, name } = useText();
	const catalog = useCatalog(), schemes = useSchemes();
	const { search } = usePath();
	const state = search.get("state") ?? "", q = search.get("q") ?? "", sector = search.get("sector") ?? "";
	const query = new URLSearchParams({ ...(state ? { state } : {}), ...(q ? { q } : {}), ...(sector ? { sector } : {}) });
	const pages = usePages<CaseRow>(`/cases?${query.toString()}`);
	const scheme = schemes?.items.find((one) => one.id === schemes.current);
	const text = useLevelText();
	const columns: Column<CaseRow>[] = [
		{ id: "number", title: t("case.number"), value: (row) => row.number, cell: (row) => <span className="tabular-nums">{row.number}</span> },
		{ id: "title", title: t("f.title"), wide: true, value: (row) => row.title, cell: (row) => <><Link to={`/cases/${row.id}`} className="link font-700">{row.title}</Link>{row.exercise && <> <ExerciseMark /></>}</> },
		{ id: "state", title: t("col.status"), value: (row) => t(`case.state.${row.state}`), cell: (row) => <CaseStateChip state={row.state} /> },
		{ id: "level", title: t("rating.level"), value: (row) => row.level, cell: (row) => row.level === undefined ? t("situation.unrated") : text(scheme, row.level) },
		{ id: "sector", title: t("f.sector"), value: (row) => name(catalog?.sectors.find((one) => one.id === row.sector)) },
		{ id: "reports", title: t("nav.reports"), number: true, value: (row) => row.report_count },
		{ id: "owner", title: t("case.owner"), minor: true, value: (row) => (row.owner ? name(row.owner) : t("case.no_owner")) },
		{ id: "opened", title: t("case.opened"), minor: true, value: (row) => row.opened_at, cell: (row) => <Time at={row.opened_at} /> },
	];
	if (pages.error) return <Failure problem={pages.error} retry={pages.reload} />;
	return (
		<>
			<div className="flex flex-wrap gap-3 mb-4 items-end no-print">
				<SearchBox label={t("search")} value={q} onChange={(value) => setSearch({ q: value || undefined })} />
				<Filter label={t("col.status")} value={state || undefined} onChange={(value) => setSearch({ state: value })} empty={t("case.state.current")} choices={states.map((id) => ({ id, text: t(`case.state.${id}` as Key) }))} />
				<Filter label={t("f.sector")} value={sector || undefined} onChange={(value) => setSearch({ sector: value })} empty={t("all")} choices={(catalog?.sectors ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
			</div>
			{!pages.data ? <Loading /> : <DataTable caption={t("triage.cases")} rows={pages.data} columns={columns} rowKey={(row) => row.id} hasMore={pages.hasMore} more={pages.more} empty={<Empty title={t("case.none")}>{t("case.none.next")}</Empty>} />}
		</>
	);
}

/* One fiscal year: sectors by level, so that they can be compared; and which cases these are. */
function Compare() {
	const { t, name } = useText();
	const catalog = useCatalog(), schemes = useSchemes();
	const { search } = usePath();
	const id = search.get("scheme") ?? schemes?.current ?? schemes?.items[0]?.id;
	const scheme = schemes?.items.find((one) => one.id === id);
	const fy = search.get("fy");
	const { data, error, reload } = useQuery<SeverityCompare>(id ? `/severity/compare?scheme=${id}${fy ? `&fy=${fy}` : ""}` : null);
	const text = useLevelText();
	if (error) return <Failure problem={error} retry={reload} />;
	if (!data || !scheme) return <Loading />;
	const levels = [...scheme.levels].sort((a, b) => b.level - a.level);
	const years = Array.from({ length: 12 }, (_, i) => String(new Date().getFullYear() - i));
	return (
		<>
			<div className="flex flex-wrap gap-3 mb-4 items-end no-print">
				<Filter label={t("rating.scheme")} value={id} onChange={(value) => setSearch({ scheme: value })} empty={t("choose")} choices={(schemes?.items ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
				<Filter label={t("compare.fy")} value={String(data.fy)} onChange={(value) => setSearch({ fy: value })} empty={t("choose")} choices={years.map((year) => ({ id: year, text: year }))} />
			</div>
			<p className="mb-3 text-solid-gray-700 max-w-[46em]">{name(scheme)}{data.partial && <> <Chip tone="warn">{t("compare.partial")}</Chip></>}</p>
			{data.sectors.length === 0 ? <Empty title={t("compare.none")}>{t("compare.none.next")}</Empty> : (
				<div className="overflow-x-auto card"><table className="w-full text-left tabular-nums">
					<caption className="sr-only">{t("triage.compare")}</caption>
					<thead><tr className="border-b border-solid-gray-420"><th className="p-2.5">{t("f.sector")}</th>{levels.map((one) => <th key={one.level} className="p-2.5 text-right">{text(scheme, one.level)}</th>)}<th className="p-2.5 text-right">{t("situation.unrated")}</th></tr></thead>
					<tbody>{data.sectors.map((row) => <tr key={row.sector ?? ""} className="border-b border-solid-gray-200"><th scope="row" className="p-2.5 font-400">{name(catalog?.sectors.find((one) => one.id === row.sector)) || row.sector || t("none")}</th>{levels.map((one) => { const n = row.counts.find((count) => count.level === one.level)?.cases ?? 0; return <td key={one.level} className={`p-2.5 text-right ${n ? "font-700" : "text-solid-gray-600"}`}>{n}</td>; })}<td className="p-2.5 text-right">{row.unrated}</td></tr>)}</tbody>
				</table></div>
			)}
			{data.cases.length > 0 && <section className="mt-6"><h2 className="text-std-20B-150 mb-2">{t("compare.cases")}</h2><ul className="grid gap-2">{data.cases.map((one) => <li key={one.id} className="flex flex-wrap gap-2 items-center"><LevelChip rating={one} scheme={scheme} /><span className="tabular-nums text-[0.875rem]">{one.number}</span><Link className="link" to={`/cases/${one.id}`}>{one.title}</Link></li>)}</ul></section>}
		</>
	);
}

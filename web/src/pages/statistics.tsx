/* Statistics: one figure at a time, by fiscal year; the program's own counts beside what was published, each said to be what it is. */
import { lazy, Suspense, useEffect, useMemo } from "react";
import { query } from "../api/client";
import { useQuery } from "../api/query";
import type { Stat, StatCell, StatDefinition, StatList } from "../api/types";
import { useText, type Key } from "../i18n";
import { Link, setSearch, usePath } from "../router";
import { useCatalog } from "../session";
import { buttonClass, Empty, Facts, Failure, Heading, Loading, Notice, Panel } from "../ui/basic";
import { Check, Filter } from "../ui/form";
import { Icon } from "../ui/icon";
import { DataTable, type Column } from "../ui/table";
import type { Series } from "../ui/chart";

const Chart = lazy(() => import("../ui/chart"));
const filters = ["sector", "event_type", "basis", "route", "origin"] as const;

export default function Statistics() {
	const { t, name, lang } = useText();
	const { search } = usePath();
	const list = useQuery<StatList>("/stats");
	const catalog = useCatalog();
	useEffect(() => { document.title = `${t("stats.title")} | ${t("brand")}`; }, [t]);
	const value = (id: string) => search.get(id) ?? undefined;
	const chosen = list.data?.items.find((one) => one.name === value("name")) ?? list.data?.items[0];
	const years = { from: value("from"), to: value("to") };
	const asked = { ...years, ...Object.fromEntries(filters.map((id) => [id, chosen?.kind === "report" ? value(id) : undefined])), public: value("public") };
	const path = chosen ? `/stats/${chosen.name}${query(asked)}` : null;
	const stat = useQuery<Stat>(path);
	if (!list.data) return list.error ? <Failure problem={list.error} retry={list.reload} /> : <Loading lines={8} />;
	const now = list.data.fy;
	const choices = Array.from({ length: now - 2004 }, (_, i) => ({ id: String(now - i), text: t("stats.fy", { fy: now - i }) }));
	const reports = chosen?.kind === "report";
	return (
		<>
			<Heading title={t("stats.title")} lead={t("stats.lead")} />
			<div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 no-print">
				<Filter label={t("stats.figure")} value={chosen?.name === list.data.items[0]?.name ? undefined : chosen?.name} empty={list.data.items[0]?.[lang] ?? ""} onChange={(one) => setSearch({ name: one })} choices={list.data.items.slice(1).map((one) => ({ id: one.name, text: one[lang] }))} />
				<Filter label={t("stats.from")} value={years.from} empty={t("stats.ten")} onChange={(one) => setSearch({ from: one })} choices={choices} />
				<Filter label={t("stats.to")} value={years.to} empty={t("stats.now")} onChange={(one) => setSearch({ to: one })} choices={choices} />
				{reports && <>
					<Filter label={t("f.sector")} value={value("sector")} empty={t("all")} onChange={(one) => setSearch({ sector: one })} choices={(catalog?.sectors ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
					<Filter label={t("f.event_type")} value={value("event_type")} empty={t("all")} onChange={(one) => setSearch({ event_type: one })} choices={(catalog?.event_types ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
					<Filter label={t("f.basis")} value={value("basis")} empty={t("all")} onChange={(one) => setSearch({ basis: one })} choices={(["law", "severe", "fit"] as const).map((id) => ({ id, text: t(`basis.short.${id}`) }))} />
				</>}
				<Check checked={value("public") === "true"} onChange={(on) => setSearch({ public: on ? "true" : undefined })}>{t("stats.public")}</Check>
			</div>
			{stat.error && <div className="mb-4"><Failure problem={stat.error} retry={stat.reload} /></div>}
			{chosen && stat.data ? <Figure stat={stat.data} path={path ?? ""} /> : !stat.error && <Loading lines={8} />}
		</>
	);
}

/* Seconds as people say them: the two largest units. */
function useDuration(): (seconds: number) => string {
	const { t } = useText();
	return useMemo(() => (seconds) => {
		const units: [Key, number][] = [["stats.days", 86_400], ["stats.hours", 3600], ["stats.minutes", 60]];
		const [key, size] = units.find(([, one]) => seconds >= one) ?? ["stats.seconds", 1];
		return t(key, { n: Number((seconds / size).toFixed(seconds < 10 * size && size > 1 ? 1 : 0)) });
	}, [t]);
}

function Figure({ stat, path }: { stat: Stat; path: string }) {
	const { t, lang } = useText();
	const d = stat.definition, durations = d.unit === "seconds";
	const some = stat.cells.some((cell) => cell.n || cell.suppressed) || stat.published.length > 0;
	const partial = stat.years.filter((year) => year.partial);
	const table = (format: string) => `/api/v1${path}${path.includes("?") ? "&" : "?"}format=${format}`;
	return (
		<div className="grid gap-6 grid-cols-[minmax(0,1fr)]">
			<Panel id="figure" title={d[lang]} action={<span className="flex gap-2 no-print"><a className={buttonClass("tertiary", "sm")} href={table("csv")} download><Icon name="download" />CSV</a><a className={buttonClass("tertiary", "sm")} href={table("xlsx")} download><Icon name="download" />{t("stats.xlsx")}</a></span>}>
				{!some ? <Empty title={t("stats.empty")}>{t("stats.empty.next")}</Empty> : durations ? <TimesChart stat={stat} /> : <CountsChart stat={stat} />}
			</Panel>
			{partial.length > 0 && <Notice tone="warn" title={t("stats.partial", { years: partial.map((year) => t("stats.fy", { fy: year.fy })).join(t("comma")) })}>{t("stats.partial.help")}</Notice>}
			<section aria-label={t("stats.own")}><h2 className="text-std-20B-150 mb-2">{t("stats.own")}<span className="ml-2 text-[1rem] font-400 text-solid-gray-700">{t(`stats.scope.${stat.scope}`)}</span></h2>{durations ? <TimesTable stat={stat} /> : <CountsTable stat={stat} />}</section>
			{stat.published.length > 0 && <Published stat={stat} />}
			<Definition stat={stat} d={d} />
		</div>
	);
}

/* Nothing is known of a year before the records begin: no zero. */
const cellOf = (stat: Stat, fy: number, key: string): StatCell | undefined => (stat.years.find((year) => year.fy === fy)?.recorded ? stat.cells.find((cell) => cell.fy === fy && cell.key === key) : undefined);

function useYearName(stat: Stat): (fy: number) => string {
	const { t } = useText();
	return (fy) => `${fy}${stat.years.find((year) => year.fy === fy)?.partial ? ` ${t("stats.partial.mark")}` : ""}`;
}

function CountsChart({ stat }: { stat: Stat }) {
	const { t, name } = useText();
	const yearName = useYearName(stat);
	const d = stat.definition;
	/* Years of both series, so that they stand side by side where both have them. */
	const years = useMemo(() => [...new Set([...stat.years.map((year) => year.fy), ...(d.dimension === "event_type" ? [] : stat.published.map((one) => one.fy))])].sort(), [stat, d]);
	const series = useMemo(() => {
		const keys = stat.keys.filter((key) => stat.cells.some((cell) => cell.key === key.id && cell.n));
		const own: Series[] = d.dimension === "none" ? [{ name: t("stats.own"), values: years.map((fy) => cellOf(stat, fy, "all")?.n ?? null) }]
			: keys.map((key) => ({ name: stat.published.length && d.dimension !== "event_type" ? `${t("stats.own")}: ${name(key)}` : name(key), stack: d.dimension === "cause_type" ? key.id : "own", values: years.map((fy) => cellOf(stat, fy, key.id)?.n ?? null) }));
		const published: Series[] = d.dimension === "event_type" ? [] : [...new Set(stat.published.map((one) => one.key))].map((key) => ({ name: `${t("stats.published")}${key === "all" ? "" : `: ${name(stat.keys.find((one) => one.id === key))}`}`, stack: "published", published: true, values: years.map((fy) => stat.published.find((one) => one.fy === fy && one.key === key)?.n ?? null) }));
		return [...published, ...own];
	}, [stat, d, years, t, name]);
	const categories = useMemo(() => years.map(yearName), [years, stat, t]);
	return <Suspense fallback={<Loading lines={6} />}><Chart label={t("stats.chart", { name: t("stats.own") })} categories={categories} series={series} height={series.length > 6 ? 420 : 340} /></Suspense>;
}

function TimesChart({ stat }: { stat: Stat }) {
	const { t } = useText();
	const yearName = useYearName(stat), duration = useDuration();
	const series = useMemo(() => [{ name: t("stats.median"), values: stat.years.map((year) => cellOf(stat, year.fy, "all")?.median_s ?? null) }, { name: t("stats.p90"), values: stat.years.map((year) => cellOf(stat, year.fy, "all")?.p90_s ?? null) }], [stat, t]);
	const categories = useMemo(() => stat.years.map((year) => yearName(year.fy)), [stat, t]);
	return <Suspense fallback={<Loading lines={6} />}><Chart label={t("stats.chart", { name: t("stats.own") })} categories={categories} series={series} unit={duration} /></Suspense>;
}

interface YearRow { fy: number; partial: boolean; recorded: boolean; until: string; plan: string }
function useYearColumns(): Column<YearRow>[] {
	const { t } = useText();
	return [{ id: "fy", title: t("stats.year"), value: (row) => row.fy, cell: (row) => <span className="whitespace-nowrap">{t("stats.fy", { fy: row.fy })}{row.partial && <span className="block text-[0.875rem] font-700">{t("stats.partial.until", { days: row.until })}</span>}{!row.recorded && <span className="block text-[0.875rem] text-solid-gray-700">{t("stats.unrecorded")}</span>}</span> }];
}
function useRows(stat: Stat): YearRow[] {
	const { lang } = useText();
	return useMemo(() => stat.years.map((year) => ({ fy: year.fy, partial: year.partial, recorded: year.recorded, until: `${year.first_day} – ${year.last_day}`, plan: (lang === "ja" ? year.plan_ja : year.plan_en) ?? "" })).reverse(), [stat, lang]);
}

/* A figure, with the way to what was counted. */
function Count({ cell }: { cell: StatCell | undefined }) {
	const { t } = useText();
	if (!cell) return <>{t("none")}</>;
	if (cell.suppressed) return <span title={t("stats.hidden")}>*<span className="sr-only">{t("stats.hidden")}</span></span>;
	const n = (cell.n ?? 0).toLocaleString("en");
	return cell.rows ? <Link to={cell.rows} className="link">{n}</Link> : <>{n}</>;
}

function CountsTable({ stat }: { stat: Stat }) {
	const { t, name, lang } = useText();
	const rows = useRows(stat);
	const keys = stat.keys.filter((key) => stat.definition.dimension === "origin" || stat.cells.some((cell) => cell.key === key.id && (cell.n || cell.suppressed)));
	const columns: Column<YearRow>[] = [...useYearColumns(),
		{ id: "all", title: t("stats.all"), number: true, value: (row) => cellOf(stat, row.fy, "all")?.n, cell: (row) => <strong><Count cell={cellOf(stat, row.fy, "all")} /></strong> },
		...keys.map((key): Column<YearRow> => ({ id: `k-${key.id}`, title: name(key), number: true, value: (row) => cellOf(stat, row.fy, key.id)?.n, cell: (row) => <Count cell={cellOf(stat, row.fy, key.id)} /> })),
		{ id: "plan", title: t("stats.plan"), minor: true, value: (row) => row.plan }];
	return <DataTable caption={t("stats.table", { name: stat.definition[lang] })} rows={rows} columns={columns} rowKey={(row) => String(row.fy)} empty={<Empty title={t("stats.empty")} />} />;
}

function TimesTable({ stat }: { stat: Stat }) {
	const { t, lang } = useText();
	const rows = useRows(stat), duration = useDuration();
	const cell = (row: YearRow) => cellOf(stat, row.fy, "all");
	const bins = [...(stat.bins_s ?? []).map((upper) => t("stats.within", { span: duration(upper) })), t("stats.over", { span: duration(stat.bins_s?.at(-1) ?? 0) })];
	const columns: Column<YearRow>[] = [...useYearColumns(),
		{ id: "n", title: t("stats.n"), number: true, value: (row) => cell(row)?.n, cell: (row) => <Count cell={cell(row)} /> },
		{ id: "median", title: t("stats.median"), number: true, value: (row) => cell(row)?.median_s, cell: (row) => { const s = cell(row)?.median_s; return s === undefined ? t("none") : <strong>{duration(s)}</strong>; } },
		{ id: "p90", title: t("stats.p90"), number: true, value: (row) => cell(row)?.p90_s, cell: (row) => { const s = cell(row)?.p90_s; return s === undefined ? t("none") : duration(s); } },
		...bins.map((title, i): Column<YearRow> => ({ id: `b${i}`, title, number: true, value: (row) => cell(row)?.bins?.[i], cell: (row) => cell(row)?.bins?.[i]?.toLocaleString("en") ?? t("none") }))];
	return <DataTable caption={t("stats.table", { name: stat.definition[lang] })} rows={rows} columns={columns} rowKey={(row) => String(row.fy)} empty={<Empty title={t("stats.empty")} />} />;
}

function Published({ stat }: { stat: Stat }) {
	const { t, name, lang } = useText();
	const years = [...new Set(stat.published.map((one) => one.fy))].sort((a, b) => b - a);
	const keys = [...new Set(stat.published.map((one) => one.key))];
	const of = (fy: number, key: string) => stat.published.find((one) => one.fy === fy && one.key === key);
	const note = (fy: number) => stat.published.find((one) => one.fy === fy)?.scope ?? "";
	const columns: Column<number>[] = [{ id: "fy", title: t("stats.year"), value: (fy) => fy, cell: (fy) => <span className="whitespace-nowrap">{t("stats.fy", { fy })}</span> },
		...keys.map((key): Column<number> => ({ id: `k-${key}`, title: key === "all" ? t("stats.all") : name(stat.keys.find((one) => one.id === key)) || key, number: true, value: (fy) => of(fy, key)?.n, cell: (fy) => of(fy, key)?.n.toLocaleString("en") ?? t("none") })),
		{ id: "note", title: t("stats.note"), value: note },
		{ id: "sources", title: t("stats.sources"), value: (fy) => stat.published.find((one) => one.fy === fy)?.sources.join(", "), cell: (fy) => <span className="whitespace-nowrap">{stat.published.find((one) => one.fy === fy)?.sources.map((id) => <a key={id} href={`#source-${id}`} className="link mr-2">{id}</a>)}</span> }];
	return (
		<section aria-labelledby="published" className="border-2 border-dashed border-solid-gray-700 rounded-8 p-4">
			<h2 id="published" className="text-std-20B-150">{t("stats.published")}</h2>
			<p className="mb-3 text-solid-gray-700">{t("stats.published.help")}</p>
			<DataTable caption={t("stats.table", { name: t("stats.published") })} rows={years} columns={columns} rowKey={String} empty={null} />
			<ul className="mt-3 text-[0.9375rem] grid gap-1">{stat.sources.map((source) => <li key={source.id} id={`source-${source.id}`}><strong>{source.id}</strong> {source[lang]}{source.where && <> ({/^https?:/.test(source.where) ? <a className="link" href={source.where} rel="noreferrer">{source.where}</a> : source.where})</>}</li>)}</ul>
		</section>
	);
}

function Definition({ stat, d }: { stat: Stat; d: StatDefinition }) {
	const { t, lang } = useText();
	return (
		<Panel id="definition" title={t("stats.definition")}>
			<div className="@container"><Facts wide rows={[[t("stats.definition"), lang === "ja" ? d.definition_ja : d.definition_en], [t("stats.scope"), t(`stats.scope.${stat.scope}`)], [t("stats.records"), stat.records_begin], [t("stats.until"), stat.counted_until], [t("stats.version"), `${d.name} v${d.version}`]]} /></div>
		</Panel>
	);
}

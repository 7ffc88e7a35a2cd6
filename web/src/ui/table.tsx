/* A table that sorts, filters, selects, and goes to a spreadsheet (copied as tab-separated text, or the server's CSV). */
import { useMemo, useState, type ReactNode } from "react";
import { useText } from "../i18n";
import { announce } from "./announce";
import { Button, buttonClass, copyText } from "./basic";
import { Check, SearchBox } from "./form";
import { Icon } from "./icon";

export interface Column<T> {
	id: string;
	title: string;
	/* What sorting, filtering and the spreadsheet use. */
	value: (row: T) => string | number | undefined;
	cell?: (row: T) => ReactNode;
	wide?: boolean;
	minor?: boolean;                /* left out unless the screen is wide */
	extra?: boolean;                /* left out where the screen is narrow */
	number?: boolean;
	actions?: boolean;              /* buttons: not sorted, not copied, not printed */
}
interface Props<T> {
	caption: string;
	rows: T[];
	columns: Column<T>[];
	rowKey: (row: T) => string;
	empty: ReactNode;
	csv?: string;
	filter?: boolean;
	selected?: Set<string>;
	onSelect?: (selected: Set<string>) => void;
	selectLabel?: (row: T) => string;
	tools?: ReactNode;
	hasMore?: boolean;
	more?: () => void;
	loading?: boolean;
	mark?: (row: T) => boolean;
}

export function DataTable<T>(props: Props<T>) {
	const { t } = useText();
	const [sort, setSort] = useState<{ id: string; down: boolean }>();
	const [words, setWords] = useState("");
	const rows = useMemo(() => arrange(props.rows, props.columns, words, sort), [props.rows, props.columns, words, sort]);
	const { columns, rowKey, selected, onSelect } = props;
	const all = rows.length > 0 && rows.every((row) => selected?.has(rowKey(row)));
	async function copy() {
		const clean = (value: string | number | undefined) => String(value ?? "").replace(/[\t\r\n]+/g, " ");
		const told = columns.filter((c) => !c.actions);
		await copyText([told.map((c) => c.title), ...rows.map((row) => told.map((c) => clean(c.value(row))))].map((line) => line.join("\t")).join("\n"));
		announce(t("table.copied", { count: rows.length }));
	}
	if (!props.rows.length && !words) return <div className="card">{props.empty}</div>;
	return (
		<div>
			<div className="mb-2 flex flex-wrap items-center gap-2 no-print">
				{props.tools}
				{props.filter && <SearchBox label={t("table.filter")} value={words} onChange={setWords} />}
				<span className="ml-auto text-[0.875rem] text-solid-gray-700" role="status">{t("table.rows", { count: rows.length })}{props.hasMore ? t("table.and_more") : ""}</span>
				<Button scale="sm" kind="tertiary" icon="copy" onPress={() => void copy()}>{t("table.copy")}</Button>
				{props.csv && <a className={buttonClass("tertiary", "sm")} href={`/api/v1${props.csv}${props.csv.includes("?") ? "&" : "?"}format=csv`} download><Icon name="download" />{t("table.csv")}</a>}
			</div>
			<div className="card overflow-x-auto" role="region" tabIndex={0} aria-label={props.caption}>
				<table className="w-full border-collapse text-[0.9375rem] leading-150">
					<caption className="sr-only">{props.caption}</caption>
					<thead>
						<tr className="bg-solid-gray-50 border-b border-solid-gray-420">
							{onSelect && <th scope="col" className="pl-3 pr-1 w-10 text-left"><Check checked={all} label={t("table.select_all")} onChange={(on) => onSelect(on ? new Set(rows.map(rowKey)) : new Set())} /></th>}
							{columns.map((column) => {
								const on = sort?.id === column.id;
								return (
									<th key={column.id} scope="col" aria-sort={on ? (sort.down ? "descending" : "ascending") : undefined} className={`text-left font-700 p-0 ${hiding(column)} ${column.number ? "text-right" : ""}`}>
										{column.actions ? <span className="block px-2 lg:px-3 py-2">{column.title}</span> : <button type="button" className="w-full px-2 lg:px-3 py-2 text-left flex items-center gap-1 hover:bg-solid-gray-100 whitespace-nowrap" onClick={() => setSort(on && sort.down ? undefined : { id: column.id, down: on })}>
											{column.title}<span className={on ? "text-blue-900" : "text-solid-gray-536"}><Icon name={on ? (sort.down ? "down" : "up") : "updown"} small /></span>
										</button>}
									</th>
								);
							})}
						</tr>
					</thead>
					<tbody>
						{rows.map((row) => {
							const key = rowKey(row), on = selected?.has(key) ?? false;
							return (
								<tr key={key} className={`border-b border-solid-gray-200 last:border-0 align-top ${on ? "bg-blue-50" : props.mark?.(row) ? "bg-red-50/60" : "hover:bg-solid-gray-50"}`}>
									{onSelect && <td className="pl-3 pr-1 py-2"><Check checked={on} label={t("table.select", { name: props.selectLabel?.(row) ?? key })} onChange={(next) => {
										const copyOf = new Set(selected);
										if (next) copyOf.add(key);
										else copyOf.delete(key);
										onSelect(copyOf);
									}} /></td>}
									{columns.map((column) => <td key={column.id} className={`px-2 lg:px-3 py-2.5 ${hiding(column)} ${column.wide ? "min-w-44 lg:min-w-56" : ""} ${column.number ? "text-right tabular-nums" : ""}`}>{column.cell ? column.cell(row) : column.value(row) ?? t("none")}</td>)}
								</tr>
							);
						})}
						{!rows.length && <tr><td colSpan={columns.length + 1} className="px-4 py-6 text-center">{t("table.no_match")}</td></tr>}
					</tbody>
				</table>
			</div>
			{props.hasMore && <div className="mt-3 text-center no-print"><Button onPress={props.more} isDisabled={props.loading ?? false}>{t("table.more")}</Button></div>}
		</div>
	);
}

function hiding(column: { minor?: boolean; extra?: boolean; actions?: boolean }): string {
	if (column.extra) return "max-lg:hidden print:table-cell";
	if (column.minor) return "hidden 2xl:table-cell print:table-cell";
	return column.actions ? "print:hidden" : "";
}

function arrange<T>(rows: T[], columns: Column<T>[], words: string, sort: { id: string; down: boolean } | undefined): T[] {
	const wanted = words.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
	let result = wanted.length ? rows.filter((row) => {
		const text = columns.map((column) => column.value(row) ?? "").join(" ").normalize("NFKC").toLowerCase();
		return wanted.every((word) => text.includes(word));
	}) : rows;
	const column = columns.find((c) => c.id === sort?.id);
	if (column && sort) {
		const order = new Intl.Collator("ja", { numeric: true });
		result = [...result].sort((a, b) => {
			const x = column.value(a) ?? "", y = column.value(b) ?? "";
			const by = typeof x === "number" && typeof y === "number" ? x - y : order.compare(String(x), String(y));
			return sort.down ? -by : by;
		});
	}
	return result;
}

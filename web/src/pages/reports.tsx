/* Reports this org wrote or received. */
import { useEffect, useState } from "react";
import { query } from "../api/client";
import { usePages } from "../api/query";
import type { Row } from "../api/types";
import { useText } from "../i18n";
import { setSearch, usePath } from "../router";
import { useCatalog, useMay } from "../session";
import { Button, Empty, Failure, Heading, LinkButton, Loading, Time } from "../ui/basic";
import { Filter, SearchBox } from "../ui/form";
import { MessageTitle, StatusChip } from "../ui/message";
import { DataTable, type Column } from "../ui/table";

const boxes = ["all", "own", "received", "drafts"] as const;
const statuses = ["submitted", "in_review", "accepted", "revision_requested", "closed"];

export default function Reports() {
	const { t, tv, name } = useText();
	const { search } = usePath();
	const may = useMay(), catalog = useCatalog();
	const box = boxes.find((one) => one === search.get("box")) ?? "all";
	const [words, setWords] = useState(""), [sought, setSought] = useState("");
	useEffect(() => {
		const timer = setTimeout(() => setSought(words), 300);
		return () => clearTimeout(timer);
	}, [words]);
	useEffect(() => { document.title = `${t("reports.title")} | ${t("brand")}`; }, [t]);
	const value = (id: string) => search.get(id) ?? undefined;
	const path = `/reports${query({ box, status: value("status"), sector: value("sector"), event_type: value("event_type"), exercise: value("exercise"), fy: value("fy"), origin: value("origin"), route: value("route"), cause: value("cause"), q: sought })}`;
	const pages = usePages<Row>(path);
	const sector = (row: Row) => name(catalog?.sectors.find((one) => one.id === row.sector));
	const event = (row: Row) => name(catalog?.event_types.find((one) => one.id === row.event_type));
	const columns: Column<Row>[] = [
		{ id: "title", title: t("col.message"), wide: true, value: (row) => `${row.number ?? ""} ${row.title}`, cell: (row) => <MessageTitle row={row} to={row.status === "draft" ? `/reports/${row.id}/edit` : `/messages/${row.id}`} /> },
		{ id: "author", title: t("col.author"), value: (row) => name(row.author), cell: (row) => <span className="block min-w-28 max-w-56">{name(row.author)}</span> },
		{ id: "event", title: t("reports.event"), value: (row) => [sector(row), event(row), tv("basis.short", row.basis)].filter(Boolean).join(" / "), cell: (row) => <span className="block min-w-28 lg:min-w-36">{sector(row)}<span className="block text-[0.875rem] text-solid-gray-700">{event(row)}</span><span className="block text-[0.875rem] text-solid-gray-700">{tv("basis.short", row.basis)}</span></span> },
		{ id: "updated", title: t("col.updated"), value: (row) => row.updated_at, cell: (row) => <span><Time at={row.updated_at} />{row.submitted_at && row.submitted_at !== row.updated_at && <span className="block text-[0.875rem] text-solid-gray-700">{t("col.submitted")} <Time at={row.submitted_at} /></span>}</span> },
		{ id: "status", title: t("col.status"), value: (row) => tv("status", row.status), cell: (row) => <StatusChip status={row.status} /> },
	];
	return (
		<>
			<Heading title={t("reports.title")} lead={t("reports.lead")}>{may("report.write") && <LinkButton to="/reports/new" kind="primary" icon="plus">{t("report.new")}</LinkButton>}</Heading>
			<div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 no-print">
				<Filter label={t("reports.box")} value={box === "all" ? undefined : box} empty={t("reports.box.all")} onChange={(one) => setSearch({ box: one })} choices={boxes.slice(1).map((id) => ({ id, text: t(`reports.box.${id}`) }))} />
				<Filter label={t("col.status")} value={value("status")} empty={t("all")} onChange={(one) => setSearch({ status: one })} choices={statuses.map((id) => ({ id, text: tv("status", id) }))} />
				<Filter label={t("f.sector")} value={value("sector")} empty={t("all")} onChange={(one) => setSearch({ sector: one })} choices={(catalog?.sectors ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
				<Filter label={t("f.event_type")} value={value("event_type")} empty={t("all")} onChange={(one) => setSearch({ event_type: one })} choices={(catalog?.event_types ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
				{value("fy") && <Button scale="sm" kind="tertiary" icon="close" onPress={() => setSearch({ fy: undefined, origin: undefined, route: undefined, cause: undefined, exercise: undefined })}>{t("reports.counted", { fy: value("fy") ?? "" })}</Button>}
				<SearchBox label={t("reports.search")} value={words} onChange={setWords} />
			</div>
			{pages.error && <div className="mb-4"><Failure problem={pages.error} retry={pages.reload} /></div>}
			{!pages.data ? (!pages.error && <Loading lines={8} />) : <DataTable caption={t("reports.title")} rows={pages.data} columns={columns} rowKey={(row) => row.id} csv={path} hasMore={pages.hasMore} more={pages.more} loading={pages.loading}
				empty={<Empty title={t("reports.empty")} action={may("report.write") ? <LinkButton to="/reports/new" icon="plus">{t("report.new")}</LinkButton> : undefined}>{t("reports.empty.next")}</Empty>} />}
		</>
	);
}

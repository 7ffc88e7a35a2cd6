/* Advisories: those written here and those received. */
import { useEffect, useState } from "react";
import { query } from "../api/client";
import { usePages } from "../api/query";
import type { Row } from "../api/types";
import { useText } from "../i18n";
import { setSearch, usePath } from "../router";
import { useMay } from "../session";
import { Button, Empty, Failure, Heading, LinkButton, Loading, Time } from "../ui/basic";
import { Filter, SearchBox } from "../ui/form";
import { MessageTitle, StatusChip } from "../ui/message";
import { DataTable, type Column } from "../ui/table";

const boxes = ["all", "own", "received", "drafts"] as const;
const statuses = ["draft", "approved", "published", "withdrawn"];

export default function Advisories() {
	const { t, tv, name } = useText();
	const { search } = usePath();
	const may = useMay();
	const box = boxes.find((one) => one === search.get("box")) ?? "all";
	const status = search.get("status") ?? undefined, fy = search.get("fy") ?? undefined;
	const [words, setWords] = useState(""), [sought, setSought] = useState("");
	useEffect(() => {
		const timer = setTimeout(() => setSought(words), 300);
		return () => clearTimeout(timer);
	}, [words]);
	useEffect(() => { document.title = `${t("advisories.title")} | ${t("brand")}`; }, [t]);
	const path = `/advisories${query({ box, status, fy, exercise: search.get("exercise") ?? undefined, q: sought })}`;
	const pages = usePages<Row>(path);
	const columns: Column<Row>[] = [
		{ id: "title", title: t("col.message"), wide: true, value: (row) => `${row.number ?? ""} ${row.title}`, cell: (row) => <MessageTitle row={row} /> },
		{ id: "author", title: t("col.author"), value: (row) => name(row.author), cell: (row) => <span className="block min-w-32 max-w-56">{name(row.author)}</span> },
		{ id: "published", title: t("col.published"), value: (row) => row.submitted_at, cell: (row) => <Time at={row.submitted_at} /> },
		{ id: "updated", title: t("col.updated"), value: (row) => row.updated_at, cell: (row) => <Time at={row.updated_at} /> },
		{ id: "status", title: t("col.status"), value: (row) => tv("status", row.status), cell: (row) => <StatusChip status={row.status} /> },
	];
	return (
		<>
			<Heading title={t("advisories.title")} lead={t("advisories.lead")}>{may("advisory.write") && <LinkButton to="/advisories/new" kind="primary" icon="plus">{t("advisory.new")}</LinkButton>}</Heading>
			<div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2 no-print">
				{may("advisory.write") && <Filter label={t("reports.box")} value={box === "all" ? undefined : box} empty={t("reports.box.all")} onChange={(one) => setSearch({ box: one })} choices={boxes.slice(1).map((id) => ({ id, text: t(`reports.box.${id}`) }))} />}
				<Filter label={t("col.status")} value={status} empty={t("all")} onChange={(one) => setSearch({ status: one })} choices={statuses.filter((id) => may("advisory.write") || id === "published" || id === "withdrawn").map((id) => ({ id, text: tv("status", id) }))} />
				{fy && <Button scale="sm" kind="tertiary" icon="close" onPress={() => setSearch({ fy: undefined, exercise: undefined })}>{t("reports.counted", { fy })}</Button>}
				<SearchBox label={t("advisories.search")} value={words} onChange={setWords} />
			</div>
			{pages.error && <div className="mb-4"><Failure problem={pages.error} retry={pages.reload} /></div>}
			{!pages.data ? (!pages.error && <Loading lines={8} />) : <DataTable caption={t("advisories.title")} rows={pages.data} columns={columns} rowKey={(row) => row.id} csv={path} hasMore={pages.hasMore} more={pages.more} loading={pages.loading}
				empty={<Empty title={t("advisories.empty")} action={may("advisory.write") ? <LinkButton to="/advisories/new" icon="plus">{t("advisory.new")}</LinkButton> : undefined}>{t("advisories.empty.next")}</Empty>} />}
		</>
	);
}

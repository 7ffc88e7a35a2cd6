/* The sender's board: who has been reached at each hop, who has not and since when, and by which other way to reach them. Live. */
import { useEffect, useState } from "react";
import { query } from "../api/client";
import { usePages } from "../api/query";
import type { Board as BoardPage, Delivery, DeliveryState, Outcome } from "../api/types";
import { useText } from "../i18n";
import { minutesUntil, span } from "../lib/time";
import { Chip, Empty, Failure, Loading, OrgName, Time, useNow } from "./basic";
import { Check, Filter, SearchBox } from "./form";
import { DeliveryChips } from "./message";
import { outcomes } from "./outcome";
import { DataTable, type Column } from "./table";

const states: DeliveryState[] = ["delivered", "opened", "acknowledged", "outcome", "failed", "recalled"];

export function Board({ message }: { message: string }) {
	const { t, tv, name } = useText();
	const [state, setState] = useState<DeliveryState>();
	const [hop, setHop] = useState<string>();
	const [late, setLate] = useState(false);
	const [words, setWords] = useState(""), [sought, setSought] = useState("");
	useEffect(() => {
		const timer = setTimeout(() => setSought(words), 300);
		return () => clearTimeout(timer);
	}, [words]);
	const path = `/messages/${message}/deliveries${query({ state, hop, late: late ? 1 : undefined, q: sought })}`;
	const pages = usePages<Delivery, BoardPage>(path);
	const summary = pages.first?.summary;
	const columns: Column<Delivery>[] = [
		{ id: "org", title: t("col.org"), wide: true, value: (row) => name(row.org), cell: (row) => <span><OrgName org={row.org} />{row.via && <span className="block text-[0.875rem] text-solid-gray-700">{t("via", { name: name(row.via) })}</span>}</span> },
		{ id: "hop", title: t("board.hop"), number: true, value: (row) => row.hop },
		{ id: "state", title: t("col.state"), value: (row) => `${row.late ? t("overdue") : ""} ${row.outcome ? tv("outcome", row.outcome) : tv("delivery", row.state)}`, cell: (row) => <span className="grid gap-1 justify-items-start"><DeliveryChips delivery={row} withLeft={false} /><Waiting delivery={row} />{row.note && <span className="text-[0.875rem] whitespace-pre-wrap">{row.note}</span>}</span> },
		{ id: "sent", title: t("board.sent"), value: (row) => row.sent_at, cell: (row) => <Time at={row.sent_at} /> },
		{ id: "opened", title: t("board.opened"), minor: true, value: (row) => row.opened_at, cell: (row) => <Time at={row.opened_at} /> },
		{ id: "acked", title: t("board.acked"), value: (row) => row.acknowledged_at, cell: (row) => <Time at={row.acknowledged_at} /> },
		{ id: "contacts", title: t("board.contacts"), value: (row) => row.contacts?.map((one) => `${one.name ?? ""} ${one.address}`).join(", "), cell: (row) => row.contacts?.length ? <ul className="text-[0.875rem]">{row.contacts.map((one, i) => <li key={i}>{tv("contact", one.kind)} <span className="tabular-nums">{one.address}</span>{one.name ? ` (${one.name})` : ""}</li>)}</ul> : null },
	];
	if (pages.error && !summary) return <Failure problem={pages.error} retry={pages.reload} />;
	if (!summary) return <Loading />;
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] gap-5">
			<Summary summary={summary} />
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2 no-print">
				<Filter label={t("col.state")} value={state} empty={t("all")} onChange={setState} choices={states.map((id) => ({ id, text: tv("delivery", id) }))} />
				<Filter label={t("board.hop")} value={hop} empty={t("all")} onChange={setHop} choices={summary.hops.map((one) => ({ id: String(one.hop), text: `${one.hop} ${tv("hop", one.to)}` }))} />
				<Check checked={late} onChange={setLate}>{t("board.late_only")} ({summary.late})</Check>
				<SearchBox label={t("board.search")} value={words} onChange={setWords} />
			</div>
			{pages.data && <DataTable caption={t("board.title")} rows={pages.data} columns={columns} rowKey={(row) => row.id} csv={path} hasMore={pages.hasMore} more={pages.more} loading={pages.loading} empty={<Empty title={t("board.empty")} />} />}
		</div>
	);
}

/* Since when nothing was heard. */
function Waiting({ delivery }: { delivery: Delivery }) {
	const { t } = useText();
	const now = useNow();
	if (!delivery.sent_at || ["acknowledged", "outcome", "recalled"].includes(delivery.state)) return null;
	const { unit, count } = span(minutesUntil(delivery.sent_at, now));
	return <span className="text-[0.875rem] text-solid-gray-700">{t("board.since", { span: t(`span.${unit}`, { count }) })}</span>;
}

function Summary({ summary }: { summary: BoardPage["summary"] }) {
	const { t, tv } = useText();
	return (
		<div className="grid gap-4" aria-live="polite">
			<div className="flex flex-wrap gap-x-8 gap-y-3 items-end">
				<Big label={t("board.total")} value={summary.total} />
				<Big label={t("board.opened")} value={summary.opened} of={summary.total} />
				<Big label={t("board.acked")} value={summary.acknowledged} of={summary.total} />
				<Big label={t("board.outcome")} value={summary.outcome} of={summary.total} />
				<Big label={t("board.late")} value={summary.late} bad={summary.late > 0} />
				{summary.still_sending && <Chip tone="info" icon="clock">{t("board.still_sending")}</Chip>}
			</div>
			<ul className="grid gap-3 lg:grid-cols-3">
				{summary.hops.map((hop) => (
					<li key={hop.hop} className="card p-3">
						<p className="font-700">{t("board.hop_n", { n: hop.hop })} {tv("hop", hop.to)}</p>
						<Bar part={hop.acknowledged} of={hop.total} label={t("board.hop_acked", { n: hop.acknowledged, total: hop.total })} />
						<p className="mt-1 text-[0.875rem] text-solid-gray-700">{t("board.hop_more", { opened: hop.opened })}{hop.late > 0 && <span className="text-red-900 font-700"> {t("board.hop_late", { n: hop.late })}</span>}{hop.waiting_to_pass > 0 && <span className="text-blue-1000 font-700"> {t("board.hop_waiting", { n: hop.waiting_to_pass })}</span>}</p>
					</li>
				))}
			</ul>
			{!!summary.outcome && <p className="flex flex-wrap gap-2 items-center"><span className="text-[0.875rem] text-solid-gray-700">{t("board.outcomes")}</span>{outcomes.filter((id: Outcome) => summary.outcomes?.[id]).map((id) => <Chip key={id} tone={id === "affected" ? "bad" : "plain"}>{tv("outcome", id)} {summary.outcomes?.[id]}</Chip>)}</p>}
		</div>
	);
}

export function Big({ label, value, of, bad = false }: { label: string; value: number; of?: number; bad?: boolean }) {
	return (
		<p className="leading-120"><span className="block text-[0.875rem] text-solid-gray-700">{label}</span>
			<span className={`text-[1.75rem] font-700 tabular-nums ${bad ? "text-red-900" : "text-solid-gray-900"}`}>{value.toLocaleString("en")}</span>
			{of !== undefined && <span className="text-solid-gray-700 tabular-nums"> / {of.toLocaleString("en")}</span>}</p>
	);
}

export function Bar({ part, of, label }: { part: number; of: number; label: string }) {
	return (
		<div className="mt-1.5">
			<p className="text-[0.9375rem] tabular-nums">{label}</p>
			<progress className="w-full h-2 appearance-none rounded-full overflow-hidden bg-solid-gray-200 [&::-webkit-progress-bar]:bg-solid-gray-200 [&::-webkit-progress-value]:bg-blue-900 [&::-moz-progress-bar]:bg-blue-900" max={of || 1} value={part} aria-label={label} />
		</div>
	);
}

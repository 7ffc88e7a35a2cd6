/* The inbox: what was sent to this org; confirming and stating an outcome, one or many at once. */
import { useEffect, useState } from "react";
import { post, query } from "../api/client";
import { invalidate, usePages } from "../api/query";
import type { BulkResult, InboxItem, InboxPage, MessageKind, Outcome } from "../api/types";
import { useText } from "../i18n";
import { day } from "../lib/time";
import { setSearch, usePath } from "../router";
import { useAction } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, Failure, Heading, Left, LinkButton, Loading, Notice, Time } from "../ui/basic";
import { Check, Filter, SearchBox } from "../ui/form";
import { DeliveryChips, MessageTitle } from "../ui/message";
import { OutcomeDialog, outcomes } from "../ui/outcome";
import { Menu } from "../ui/overlay";
import { DeletedDialog } from "../ui/recall";
import { DataTable, type Column } from "../ui/table";

const states = ["open", "done", "to_delete", "all"] as const;

export default function Inbox() {
	const { t } = useText();
	const { search } = usePath();
	const asked = search.get("state");
	const state = states.find((one) => one === asked) ?? "open";
	const kind = (search.get("kind") ?? undefined) as MessageKind | undefined;
	const overdue = search.get("overdue") === "1";
	const [words, setWords] = useState(search.get("q") ?? "");
	const [sought, setSought] = useState(words);
	useEffect(() => {
		const timer = setTimeout(() => setSought(words), 300);
		return () => clearTimeout(timer);
	}, [words]);
	useEffect(() => { document.title = `${t("inbox.title")} | ${t("brand")}`; }, [t]);
	const path = `/inbox${query({ state, kind, overdue: overdue ? 1 : undefined, q: sought })}`;
	const pages = usePages<InboxItem, InboxPage>(path);
	const counts = pages.first?.counts;
	return (
		<>
			<Heading title={t("inbox.title")} lead={t("inbox.lead")} />
			<div className="mb-4 flex flex-wrap items-center gap-x-5 gap-y-2 no-print">
				<div role="group" aria-label={t("inbox.state")} className="inline-flex border border-blue-900 rounded-8 overflow-hidden">
					{states.map((one) => (
						<button key={one} type="button" aria-pressed={state === one} onClick={() => setSearch({ state: one === "open" ? undefined : one })} className={`px-4 min-h-9 text-[0.9375rem] border-l border-blue-900 first:border-l-0 outline-offset-[-3px]! ${state === one ? "bg-blue-900 text-white font-700" : "bg-white text-blue-900 hover:bg-blue-50"}`}>
							{t(`inbox.state.${one}`)}{one === "open" && counts ? ` (${counts.open})` : one === "to_delete" && counts ? ` (${counts.to_delete})` : ""}
						</button>
					))}
				</div>
				<Filter label={t("kind")} value={kind} empty={t("all")} onChange={(value) => setSearch({ kind: value })} choices={[{ id: "report", text: t("kind.report") }, { id: "advisory", text: t("kind.advisory") }, { id: "inquiry", text: t("kind.inquiry") }, { id: "answer", text: t("kind.answer") }]} />
				<Check checked={overdue} onChange={(on) => setSearch({ overdue: on ? "1" : undefined })}>{t("inbox.overdue_only")}{counts ? ` (${counts.overdue})` : ""}</Check>
				<SearchBox label={t("inbox.search")} value={words} onChange={setWords} />
			</div>
			{pages.error && <div className="mb-4"><Failure problem={pages.error} retry={pages.reload} /></div>}
			{!pages.data ? (!pages.error && <Loading lines={8} />) : <InboxTable items={pages.data} path={path} hasMore={pages.hasMore} more={pages.more} loading={pages.loading} toDelete={state === "to_delete"} filtered={state !== "open" || !!kind || overdue || !!sought} />}
		</>
	);
}

function InboxTable({ items, path, hasMore, more, loading, filtered, toDelete }: { items: InboxItem[]; path: string; hasMore: boolean; more: () => void; loading: boolean; filtered: boolean; toDelete: boolean }) {
	const texts = useText();
	const { t, tv, name } = texts;
	const [selected, setSelected] = useState<Set<string>>(new Set());
	const [asking, setAsking] = useState<{ ids: string[]; outcome: Outcome }>();
	const [deleting, setDeleting] = useState<string[]>();
	const [refused, setRefused] = useState<string[]>([]);
	const chosen = items.filter((item) => selected.has(item.delivery.id)).map((item) => item.delivery.id);
	const tell = (result: BulkResult) => {
		const bad = result.results.filter((one) => !one.ok);
		setRefused(bad.map((one) => `${items.find((item) => item.delivery.id === one.id)?.message.title ?? one.id}: ${one.title ?? one.code ?? ""}`));
		setSelected(new Set(bad.map((one) => one.id)));
		announce(t("bulk.done", { count: result.results.length - bad.length }));
		invalidate("/inbox", "/me", "/messages");
	};
	const ack = useAction(async (ids: string[]) => {
		if (ids.length === 1) {
			await post(`/deliveries/${ids[0]}/ack`);
			announce(t("ack.done"));
			invalidate("/inbox", "/me", "/messages");
		} else tell(await post<BulkResult>("/inbox/ack", { deliveries: ids }));
	}, true);
	const outcomeChoices = outcomes.map((id) => ({ id, text: tv("outcome", id) }));
	const columns: Column<InboxItem>[] = [
		{ id: "title", title: t("col.message"), wide: true, value: ({ message }) => `${message.number ?? ""} ${message.title}`, cell: ({ message }) => <MessageTitle row={message} /> },
		{ id: "kind", title: t("kind"), minor: true, value: ({ message }) => t(`kind.${message.kind}`), cell: ({ message }) => <span className="whitespace-nowrap">{t(`kind.${message.kind}`)}</span> },
		{ id: "author", title: t("col.author"), value: ({ message }) => name(message.author), cell: ({ message, delivery }) => <span className="block min-w-28 max-w-56">{name(message.author)}{delivery.via && delivery.via.id !== message.author.id && <span className="block text-[0.875rem] text-solid-gray-700">{t("via", { name: name(delivery.via) })}</span>}</span> },
		{ id: "sent", extra: true, title: t("col.received"), value: ({ delivery }) => delivery.sent_at, cell: ({ delivery }) => <Time at={delivery.sent_at} /> },
		{ id: "state", title: t("col.state"), value: ({ delivery }) => `${delivery.late ? t("overdue") : ""} ${delivery.outcome ? tv("outcome", delivery.outcome) : tv("delivery", delivery.state)}`, cell: ({ delivery }) => (
			<span className="grid gap-1 justify-items-start"><DeliveryChips delivery={delivery} />{delivery.pass?.state === "waiting" && <span className="inline-flex flex-wrap gap-1"><Chip tone="info" icon="pass">{t("pass.waiting")}</Chip>{delivery.pass.due_at && <Left until={delivery.pass.due_at} />}</span>}{delivery.outcome_date && <span className="text-[0.875rem]">{day(delivery.outcome_date, texts.lang)}</span>}</span>) },
		{ id: "act", actions: true, title: t("col.action"), value: () => undefined, cell: ({ delivery, message }) => delivery.delete_asked_at && !delivery.complied_at ? <span className="no-print"><Button scale="sm" icon="check" onPress={() => setDeleting([delivery.id])}>{t("deleted.go")}</Button></span> : delivery.state === "recalled" ? null : (
			<span className="flex flex-col items-start gap-1.5 no-print">
				{!["acknowledged", "outcome"].includes(delivery.state) && <Button scale="sm" icon="check" isDisabled={ack.busy} onPress={() => void ack.run([delivery.id])}>{t("ack.go")}</Button>}
				{message.kind === "advisory" && <Menu label={t("outcome.go")} choices={outcomeChoices} onPick={(id) => setAsking({ ids: [delivery.id], outcome: id as Outcome })} />}
			</span>) },
	];
	return (
		<>
			{refused.length > 0 && <div className="mb-4"><Notice tone="bad" role="alert" title={t("bulk.refused", { count: refused.length })}><ul className="list-disc pl-5">{refused.map((line) => <li key={line}>{line}</li>)}</ul></Notice></div>}
			<DataTable caption={t("inbox.title")} rows={items} columns={columns} rowKey={(item) => item.delivery.id} csv={path} hasMore={hasMore} more={more} loading={loading}
				selected={selected} onSelect={setSelected} selectLabel={(item) => item.message.title ?? item.message.number ?? ""}
				mark={({ delivery }) => !!delivery.late && !["acknowledged", "outcome", "recalled"].includes(delivery.state)}
				tools={<span className="inline-flex flex-wrap items-center gap-2">
					{toDelete ? <Button scale="sm" icon="check" isDisabled={!chosen.length} onPress={() => setDeleting(chosen)}>{chosen.length ? t("bulk.deleted", { n: chosen.length }) : t("bulk.deleted_none")}</Button> : <>
					<Button scale="sm" icon="check" isDisabled={!chosen.length || ack.busy} onPress={() => void ack.run(chosen)}>{chosen.length ? t("bulk.ack", { count: chosen.length }) : t("bulk.ack_none")}</Button>
					<Menu label={chosen.length ? t("bulk.outcome", { count: chosen.length }) : t("bulk.outcome_none")} disabled={!chosen.length} choices={outcomeChoices} onPick={(id) => setAsking({ ids: chosen, outcome: id as Outcome })} /></>}
				</span>}
				empty={<Empty title={t(filtered ? "inbox.no_match" : "inbox.empty")} action={<LinkButton to="/inbox?state=all">{t("inbox.see_all")}</LinkButton>}>{filtered ? null : t("inbox.empty.next")}</Empty>} />
			<DeletedDialog asking={deleting} onClose={() => setDeleting(undefined)} onResult={tell} />
			<OutcomeDialog asking={asking} onClose={() => setAsking(undefined)} onResult={tell} />
		</>
	);
}

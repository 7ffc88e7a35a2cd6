/* 「いまやること」: everything that waits for this person, by time left, and what changed lately. */
import { useEffect } from "react";
import { post } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { Delivery, InboxPage, Mode, Page, RelayList, Row } from "../api/types";
import { useText, type Key } from "../i18n";
import { Link } from "../router";
import { useAction, useMay, useMe } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, Failure, Heading, Left, LinkButton, Loading, Panel, Time, useNow } from "../ui/basic";
import { MessageTitle, pathOf, StatusChip, useTitleOf } from "../ui/message";

interface Todo { id: string; verb: Key; due?: string | undefined; since?: string | undefined; row: Row; delivery?: Delivery; to?: string; pass?: boolean }

function inboxTodos(...pages: (InboxPage | undefined)[]): Todo[] {
	const items = new Map(pages.flatMap((page) => page?.items ?? []).map((item) => [item.delivery.id, item]));
	return [...items.values()].flatMap(({ delivery, message }): Todo[] => {
		const found: Todo[] = [];
		if (delivery.delete_asked_at && !delivery.complied_at)
			return [{ id: `${delivery.id}d`, verb: "todo.delete", since: delivery.delete_asked_at, row: message }];
		if (delivery.pass?.state === "waiting")
			found.push({ id: `${delivery.id}p`, verb: "todo.pass", due: delivery.pass.due_at, since: delivery.sent_at, row: message, delivery, pass: true });
		if (!["acknowledged", "outcome", "recalled"].includes(delivery.state))
			found.push({ id: delivery.id, verb: "todo.ack", due: delivery.due_at, since: delivery.sent_at, row: message, delivery });
		else if (delivery.state === "acknowledged" && message.kind === "advisory")
			found.push({ id: delivery.id, verb: "todo.outcome", since: delivery.acknowledged_at, row: message, delivery });
		return found;
	});
}

function order(a: Todo, b: Todo): number {
	if (a.due && b.due) return a.due.localeCompare(b.due);
	if (a.due || b.due) return a.due ? -1 : 1;
	return (b.since ?? "").localeCompare(a.since ?? "");
}

export default function Now() {
	const { t, name } = useText();
	const me = useMe(), may = useMay();
	const inbox = useQuery<InboxPage>(may("inbox") ? "/inbox?state=open&limit=100" : null);
	/* The inbox comes newest first: where it is long, what is late may be far down, and is what matters most. */
	const late = useQuery<InboxPage>(inbox.data?.next ? "/inbox?state=open&overdue=true&limit=100" : null);
	const recalled = useQuery<InboxPage>(me.counts?.to_delete ? "/inbox?state=to_delete&limit=100" : null);
	const drafts = useQuery<Page<Row>>(may("report.write") ? "/reports?box=drafts&limit=50" : null);
	const asked = useQuery<Page<Row>>(may("report.write") ? "/reports?box=own&status=revision_requested&limit=50" : null);
	const centre = may("advisory.write") || may("advisory.approve") || may("advisory.publish");
	const writing = useQuery<Page<Row>>(centre ? "/advisories?box=drafts&limit=50" : null);
	const approved = useQuery<Page<Row>>(may("advisory.publish") ? "/advisories?box=all&status=approved&limit=50" : null);
	useEffect(() => { document.title = `${t("now.title")} | ${t("brand")}`; }, [t]);
	const todos: Todo[] = [
		...inboxTodos(inbox.data, late.data, recalled.data),
		...(asked.data?.items ?? []).map((row): Todo => ({ id: row.id, verb: "todo.revise", since: row.updated_at, row, to: `/reports/${row.id}/follow-up` })),
		...(drafts.data?.items ?? []).map((row): Todo => ({ id: row.id, verb: "todo.draft", since: row.updated_at, row, to: `/reports/${row.id}/edit` })),
		...(writing.data?.items ?? []).filter((row) => row.status === "draft").map((row): Todo => ({ id: row.id, verb: may("advisory.approve") ? "todo.approve" : "todo.advisory", since: row.updated_at, row, to: `/messages/${row.id}` })),
		...(approved.data?.items ?? []).map((row): Todo => ({ id: row.id, verb: "todo.publish", since: row.updated_at, row, to: `/messages/${row.id}` })),
	].sort(order);
	const relay = useQuery<RelayList>(may("relay") ? "/relay?state=waiting" : null);
	const modes = useQuery<{ items: Mode[] }>(may("mode") ? "/modes" : null);
	/* What stands on a page of its own: how many, and the way there. */
	const counted = ([
		["todo.mode", modes.data?.items.filter((mode) => mode.may?.includes("confirm")).length ?? 0, "/modes"],
		["todo.consent", me.counts?.consents_to_answer ?? 0, "/consents"],
		["todo.relay", relay.data?.items.length ?? 0, "/relay"],
	] as [Key, number, string][]).filter(([, n]) => n > 0);
	const elsewhere = counted.reduce((all, [, n]) => all + n, 0);
	const loading = [inbox, drafts, asked, writing, approved].some((q) => q.loading && !q.data);
	const problem = [inbox, drafts, asked, writing, approved].find((q) => q.error)?.error;
	const works = may("inbox") || may("report.write") || centre, admin = may("admin.org") || may("admin.platform");
	return (
		<>
			<Heading title={t("now.title")} lead={works ? t("now.lead", { name: name(me.org) }) : undefined}>{may("report.write") && <span className="lg:hidden"><LinkButton to="/reports/new" kind="primary" icon="plus">{t("report.new")}</LinkButton></span>}</Heading>
			{problem && <div className="mb-4"><Failure problem={problem} retry={() => invalidate("/inbox", "/reports", "/advisories")} /></div>}
			{!works ? <div className="card"><Empty title={t(admin ? "now.no_work" : "now.audit")} action={<LinkButton to={admin ? "/admin" : "/journal"}>{t(admin ? "nav.admin" : "nav.journal")}</LinkButton>}>{t("now.no_work.next")}</Empty></div> : (
				<div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_24rem] items-start">
					<Panel id="todo" title={<>{t("now.todo")} <span className="tabular-nums">({todos.length + elsewhere}{inbox.data?.next ? "+" : ""})</span></>} flush>
						{counted.length > 0 && <ul>{counted.map(([title, n, to]) => <li key={to} className="px-4 py-3 border-b border-solid-gray-200 flex items-center justify-between gap-3"><span><span className="font-700 text-solid-gray-900">{t(title)}</span> <span className="tabular-nums">({n})</span></span><LinkButton scale="sm" to={to}>{t("open")}<span className="sr-only">: {t(title)}</span></LinkButton></li>)}</ul>}
						{loading && !todos.length ? <div className="px-4"><Loading lines={6} /></div> : !todos.length && elsewhere > 0 ? null : !todos.length
							? <Empty title={t("now.empty")} action={may("report.write") ? <LinkButton to="/reports/new" icon="plus">{t("report.new")}</LinkButton> : undefined}>{t("now.empty.next")}</Empty>
							: <TodoList todos={todos} />}
					</Panel>
					<Recent />
				</div>
			)}
		</>
	);
}

function TodoList({ todos }: { todos: Todo[] }) {
	const { t } = useText();
	const now = useNow();
	const groups: [Key, Todo[]][] = [
		["now.overdue", todos.filter((todo) => todo.due && Date.parse(todo.due) < now)],
		["now.timed", todos.filter((todo) => todo.due && Date.parse(todo.due) >= now)],
		["now.untimed", todos.filter((todo) => !todo.due)],
	];
	return (
		<>
			{groups.filter(([, rows]) => rows.length).map(([title, rows]) => (
				<section key={title} aria-label={t(title)}>
					<h3 className={`px-4 py-1.5 text-[0.875rem] font-700 border-b border-solid-gray-200 ${title === "now.overdue" ? "bg-red-50 text-red-1000" : "bg-solid-gray-50 text-solid-gray-800"}`}>{t(title)} ({rows.length})</h3>
					<ul>{rows.map((todo) => <TodoRow key={todo.id + todo.verb} todo={todo} />)}</ul>
				</section>
			))}
		</>
	);
}

function TodoRow({ todo }: { todo: Todo }) {
	const { t, name } = useText();
	const action = useAction(async () => {
		if (!todo.delivery) return;
		await (todo.pass ? post(`/deliveries/${todo.delivery.id}/pass`, {}) : post(`/deliveries/${todo.delivery.id}/ack`));
		announce(t(todo.pass ? "pass.done" : "ack.done"));
		invalidate("/inbox", "/me", "/messages", "/reports");
	}, true);
	const direct = todo.delivery && todo.verb !== "todo.outcome";
	return (
		<li className="px-4 py-3 border-b border-solid-gray-200 last:border-0 grid gap-x-4 gap-y-2 sm:grid-cols-[1fr_auto] items-center">
			<div className="min-w-0">
				<p className="flex flex-wrap items-center gap-2 mb-1 text-[0.875rem]"><span className="font-700 text-solid-gray-900">{t(todo.verb)}</span>{todo.due ? <Left until={todo.due} /> : todo.since && <span className="text-solid-gray-700"><Time at={todo.since} /></span>}</p>
				<MessageTitle row={todo.row} to={todo.to ?? pathOf(todo.row)} />
				<p className="text-[0.875rem] text-solid-gray-700">{name(todo.row.author)}</p>
			</div>
			<div className="flex gap-2">
				{direct ? <Button scale="sm" kind="secondary" icon={todo.pass ? "pass" : "check"} busy={action.busy} onPress={() => void action.run()}>{t(todo.pass ? "pass.go" : "ack.go")}</Button>
					: <LinkButton scale="sm" to={todo.to ?? pathOf(todo.row)}>{t(todo.verb === "todo.outcome" ? "outcome.go" : todo.verb === "todo.draft" ? "draft.go" : "open")}</LinkButton>}
			</div>
		</li>
	);
}

function Recent() {
	const { t, name } = useText();
	const may = useMay();
	const reports = useQuery<Page<Row>>("/reports?box=all&limit=12");
	const titleOf = useTitleOf();
	const advisories = useQuery<Page<Row>>("/advisories?box=all&limit=12");
	const rows = [...(reports.data?.items ?? []), ...(advisories.data?.items ?? [])].filter((row) => row.status !== "draft").sort((a, b) => b.updated_at.localeCompare(a.updated_at)).slice(0, 12);
	return (
		<Panel id="recent" title={t("now.recent")} flush>
			{!rows.length ? (reports.loading || advisories.loading ? <div className="px-4"><Loading /></div> : <Empty title={t("now.recent.empty")} />) : (
				<ul>
					{rows.map((row) => (
						<li key={row.id} className="px-4 py-2.5 border-b border-solid-gray-200 last:border-0 text-[0.9375rem]">
							<p className="flex items-center gap-2 text-[0.875rem] text-solid-gray-700"><Time at={row.updated_at} /><StatusChip status={row.status} />{row.exercise && <Chip tone="warn">{t("exercise.short")}</Chip>}</p>
							<p className="mt-0.5"><Link to={`/messages/${row.id}`} className="link">{titleOf(row)}</Link></p>
							<p className="text-[0.875rem] text-solid-gray-700">{name(row.author)}</p>
						</li>
					))}
				</ul>
			)}
			{may("inbox") && <p className="px-4 py-2.5 border-t border-solid-gray-200 text-[0.9375rem]"><Link className="link" to="/inbox?state=all">{t("now.all")}</Link></p>}
		</Panel>
	);
}

/* One message: what it says, how it changed, where it went, who can see it, and everything this person may do with it. */
import { useEffect, useState, type ReactNode } from "react";
import { post, remove } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { Delivery, Message, MessageAction, Outcome, Revision, Tombstone } from "../api/types";
import { useText, type Key } from "../i18n";
import { day } from "../lib/time";
import { navigate, usePath } from "../router";
import { useAction, useCatalog, useMe } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, ExerciseMark, Facts, Failure, Left, LinkButton, Loading, Notice, OrgName, Panel, problemText, Time, TlpLabel } from "../ui/basic";
import { Board } from "../ui/board";
import { AskConsent } from "../ui/consent";
import { Select, TextArea } from "../ui/form";
import { Icon } from "../ui/icon";
import { AttachmentList, ContentView, DeliveryChips, revisionText, StatusChip } from "../ui/message";
import { OutcomeDialog, outcomes } from "../ui/outcome";
import { Confirm, Menu } from "../ui/overlay";
import { PublishPanel } from "../ui/publish";
import { DeletedButton, RecallBoard } from "../ui/recall";
import { ReceiptPart } from "../ui/receipt";
import { sealedOf, SealedView } from "../ui/sealed";
import { Tabs, type TabItem } from "../ui/tabs";
import { ThreadView } from "../ui/thread";

type Asked = "pass" | "review" | "close" | "withdraw" | "delete" | null;

export default function MessagePage({ params }: { params: Record<string, string> }) {
	const { t } = useText();
	const id = params["id"] ?? "";
	const { data: message, error, reload } = useQuery<Message | Tombstone>(`/messages/${id}`);
	const whole = message && !("recalled" in message) ? message : undefined;
	const title = whole?.revisions[0]?.title;
	useEffect(() => { document.title = `${message?.number ?? ""} ${title ?? ""} | ${t("brand")}`; }, [t, message?.number, title]);
	/* Reading opens the delivery, which the lists show. */
	useEffect(() => { if (whole?.delivery) invalidate("/inbox"); }, [whole?.id, whole?.delivery?.id]); // eslint-disable-line
	if (error && !message) return <Failure problem={error} retry={reload} />;
	if (!message) return <Loading lines={8} />;
	return "recalled" in message ? <Recalled message={message} /> : <Whole message={message} />;
}

function Marks({ message, foot = false }: { message: Message; foot?: boolean }) {
	return (
		<div className={`bg-black flex items-center justify-center gap-4 rounded-4 min-h-9 ${foot ? "mt-8" : "mb-5"}`}>
			<TlpLabel tlp={message.tlp} large />{message.exercise && <ExerciseMark />}
		</div>
	);
}

function Recalled({ message }: { message: Tombstone }) {
	const { t, name } = useText();
	return (
		<>
			<h1 tabIndex={-1} className="text-std-28B-150 mb-4">{message.number ?? t("number.none")}</h1>
			<Notice tone="warn" title={t(`recalled.title.${message.why}`)}>
				<p>{t(`recalled.lead.${message.why}`, { name: name(message.why === "left" && message.group ? message.group : message.author) })}</p>
				{message.reason && <p className="mt-2 whitespace-pre-wrap">{t("recalled.reason")}: {message.reason}</p>}
				<p className="mt-2"><Time at={message.recalled_at} /></p>
			</Notice>
			{message.derived && <div className="mt-5"><Notice tone="warn" title={t("recalled.derived.title")}>
				<p>{t("recalled.derived.lead")}</p>
				<div className="mt-2"><LinkButton scale="sm" to={`/reports/${message.derived.id}`}>{message.derived.number}</LinkButton></div>
			</Notice></div>}
			<section className="card p-4 mt-5 grid gap-3 justify-items-start" aria-live="polite">
				{message.complied_at ? <>
					<p className="flex flex-wrap items-center gap-2"><Chip tone="good" icon="check">{t("deleted.state")}</Chip><Time at={message.complied_at} /></p>
					{message.complied_note && <p className="whitespace-pre-wrap">{message.complied_note}</p>}
				</> : message.delete_asked_at ? <>
					<p>{t("recalled.ask")}</p>
					<DeletedButton delivery={message.delivery} />
				</> : <p>{t("recalled.unseen")}</p>}
			</section>
		</>
	);
}

function Whole({ message }: { message: Message }) {
	const { t, tv, name } = useText();
	const catalog = useCatalog(), me = useMe();
	const { search } = usePath();
	const revisions = message.revisions ?? [];
	const current = revisions.find((one) => one.status === "current") ?? revisions[0];
	const may = (action: MessageAction) => message.may?.includes(action) ?? false;
	const deciding = message.kind === "advisory" && (message.status === "draft" || message.status === "approved" || revisions.some((one) => one.status === "draft"));
	const toDelete = message.deliveries_own?.find((one) => one.delete_asked_at && !one.complied_at);
	const shown = deciding ? revisions.find((one) => one.status === "draft") ?? current : current;
	const letter = message.kind === "inquiry" || message.kind === "answer";
	const threaded = letter || (message.status !== "draft" && message.status !== "approved" && message.kind !== "notice");
	const tabs: TabItem[] = [
		...(letter ? [] : [{ id: "content", title: t("tab.content"), body: () => shown ? <Content message={message} revision={shown} /> : <p>{t("message.no_content")}</p> }]),
		...(threaded ? [{ id: "thread", title: t("tab.thread"), body: () => <ThreadView message={message} /> }] : []),
		...(revisions.length > 1 ? [{ id: "revisions", title: t("tab.revisions"), count: revisions.length, body: () => <Revisions message={message} revisions={revisions} /> }] : []),
		...(message.recalls ? [{ id: "recall", title: t("tab.recall"), body: () => <RecallBoard message={message.id} /> }] : []),
		...(may("board") && message.status !== "draft" && message.status !== "approved" ? [{ id: "board", title: t("tab.board"), body: () => <Board message={message.id} /> }] : []),
	];
	return (
		<article className={message.tlp && `print-tlp-${message.tlp.toLowerCase().replace("+", "-")}${message.exercise ? "-exercise" : ""}`}>
			<Marks message={message} />
			<div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 mb-5">
				<div className="min-w-0 max-w-[48em]">
					<p className="flex flex-wrap items-center gap-2 mb-1"><span className="font-700 tabular-nums">{message.number ?? t("number.none")}</span>{current && <span>{revisionText(message.kind, current.number, current.stage, t)}</span>}<StatusChip status={message.status} /><Chip>{t(`kind.${message.kind}`)}</Chip></p>
					<h1 tabIndex={-1} className="text-std-28B-150">{shown?.title || t(message.sealed ? "sealed.title" : "untitled")}</h1>
					<p className="mt-1 text-solid-gray-700 flex flex-wrap gap-x-4">
						<span>{t("col.author")}: <OrgName org={message.author} /></span>
						{message.sector && <span>{t("f.sector")}: {name(catalog?.sectors.find((one) => one.id === message.sector))}</span>}
						{message.basis && <span>{t("f.basis")}: {tv("basis.short", message.basis)}</span>}
						<span>{t(message.submitted_at ? (message.kind === "report" ? "col.submitted" : "col.published") : "col.created")}: <Time at={message.submitted_at ?? message.created_at} /></span>
					</p>
				</div>
				<Actions message={message} may={may} />
			</div>
			{toDelete && <div className="mb-6"><Notice tone="warn" title={t("leaving.title")} action={<DeletedButton delivery={toDelete.id} />}>{t("leaving.lead")}</Notice></div>}
			{deciding && shown && <div className="mb-6"><PublishPanel message={message} revision={shown} may={may} /></div>}
			<div className={`grid grid-cols-[minmax(0,1fr)] gap-6 items-start ${["board", "recall"].includes(search.get("tab") ?? "") ? "" : "xl:grid-cols-[minmax(0,1fr)_22rem]"}`}>
				<div className="min-w-0"><Tabs items={tabs} label={t("message.tabs")} /></div>
				<aside className={`grid gap-4 items-start ${["board", "recall"].includes(search.get("tab") ?? "") ? "lg:grid-cols-2" : ""}`} aria-label={t("message.aside")}>
					{message.delivery && <Own delivery={message.delivery} own={name(me.org)} author={message.author.id} />}
					{!!message.who_sees?.length && <WhoSees message={message} />}
					<Timeline message={message} />
					<Receipts message={message} revisions={revisions} />
				</aside>
			</div>
			<Marks message={message} foot />
		</article>
	);
}

function Content({ message, revision }: { message: Message; revision: Revision }) {
	const { t } = useText();
	if (sealedOf(revision.content)) return <SealedView revision={revision} />;
	return (
		<div className="grid gap-5">
			<ContentView level={2} kind={message.kind} content={revision.content} />
			{!!revision.attachments?.length && <section><h2 className="text-std-16B-170 border-b border-solid-gray-300 mb-2">{t("section.attachments")}</h2><AttachmentList files={revision.attachments} /></section>}
			{revision.author_user && <p className="text-[0.875rem] text-solid-gray-700"><By revision={revision} /></p>}
		</div>
	);
}

function By({ revision }: { revision: Revision }) {
	const { t, name } = useText();
	return <>{revision.author_user && t("by.author", { name: name(revision.author_user) })}{revision.approved_by && ` ${t("by.approver", { name: name(revision.approved_by) })}`}</>;
}

function Revisions({ message, revisions }: { message: Message; revisions: Revision[] }) {
	const { t } = useText();
	const [chosen, setChosen] = useState(revisions[0]?.id);
	const at = Math.max(0, revisions.findIndex((one) => one.id === chosen));
	const revision = revisions[at], before = revisions[at + 1];
	if (!revision) return null;
	return (
		<div className="grid gap-5">
			<ol className="card divide-y divide-solid-gray-200">
				{revisions.map((one) => (
					<li key={one.id}>
						<button type="button" aria-pressed={one.id === revision.id} onClick={() => setChosen(one.id)} className={`w-full text-left px-4 py-2.5 flex flex-wrap items-center gap-x-3 gap-y-1 outline-offset-[-3px]! ${one.id === revision.id ? "bg-blue-50 border-l-4 border-blue-900" : "border-l-4 border-transparent hover:bg-solid-gray-50"}`}>
							<span className="font-700">{revisionText(message.kind, one.number, one.stage, t)}</span><StatusChip status={one.status} /><Time at={one.submitted_at} /><span className="text-[0.875rem] text-solid-gray-700"><By revision={one} /></span>
						</button>
					</li>
				))}
			</ol>
			<section>
				<h2 className="text-std-18B-160 mb-3">{before ? t("diff.title", { from: revisionText(message.kind, before.number, before.stage, t), to: revisionText(message.kind, revision.number, revision.stage, t) }) : revisionText(message.kind, revision.number, revision.stage, t)}</h2>
				{before && !sealedOf(revision.content) && !sealedOf(before.content) && <p className="mb-3 text-[0.875rem]"><ins>{t("diff.legend.added")}</ins> <del>{t("diff.legend.removed")}</del></p>}
				{sealedOf(revision.content) ? <SealedView revision={revision} level={3} /> : <ContentView kind={message.kind} content={{ ...revision.content, title: revision.title }} before={before && !sealedOf(before.content) ? { ...before.content, title: before.title } : undefined} />}
			</section>
		</div>
	);
}

function Own({ delivery, own, author }: { delivery: Delivery; own: string; author: string }) {
	const { t, name, lang } = useText();
	const rows: [ReactNode, ReactNode][] = [
		[t("col.state"), <DeliveryChips key="s" delivery={delivery} />],
		[t("col.received"), <span key="r"><Time at={delivery.sent_at} />{delivery.via && delivery.via.id !== author && <span className="block text-[0.875rem] text-solid-gray-700">{t("via", { name: name(delivery.via) })}</span>}</span>],
	];
	if (delivery.acknowledged_at) rows.push([t("board.acked"), <Time key="a" at={delivery.acknowledged_at} />]);
	if (delivery.outcome_date) rows.push([t("outcome.date"), day(delivery.outcome_date, lang)]);
	if (delivery.note) rows.push([t("outcome.note"), <span key="n" className="whitespace-pre-wrap">{delivery.note}</span>]);
	if (delivery.pass && delivery.pass.state !== "none")
		rows.push([t("pass.label"), delivery.pass.state === "waiting" ? <span key="p" className="inline-flex flex-wrap gap-1.5"><Chip tone="info" icon="pass">{t("pass.waiting")}</Chip>{delivery.pass.due_at && <Left until={delivery.pass.due_at} />}</span> : <span key="p">{t(`pass.${delivery.pass.state}`)} <Time at={delivery.pass.at} /></span>]);
	return <Panel id="own" title={t("own.title", { name: own })}><Facts rows={rows} /></Panel>;
}

function WhoSees({ message }: { message: Message }) {
	const { t, name } = useText();
	const [all, setAll] = useState(false);
	const rows = message.who_sees ?? [];
	const shown = all ? rows : rows.slice(0, 12);
	return (
		<Panel id="who" title={<>{t("who.title")} ({rows.length})</>}>
			{message.published === 2 && <p className="mb-2">{t("who.everyone")}</p>}
			<ul className="grid gap-2.5">
				{shown.map((row, i) => (
					<li key={i} className="flex gap-2"><span className="mt-0.5 text-solid-gray-700"><Icon name="eye" small /></span><span className="min-w-0"><OrgName org={row.org} /><span className="block text-[0.875rem] text-solid-gray-700">{row.hop === 0 ? t("who.author") : <><Time at={row.since} /> {row.via && row.via.id !== message.author.id && t("via", { name: name(row.via) })}</>}</span></span></li>
				))}
			</ul>
			{rows.length > shown.length && <div className="mt-3"><Button scale="sm" onPress={() => setAll(true)}>{t("who.all", { count: rows.length })}</Button></div>}
		</Panel>
	);
}

function Timeline({ message }: { message: Message }) {
	const { t, tv, name } = useText();
	const [all, setAll] = useState(false);
	const items = [...(message.timeline ?? [])].sort((a, b) => b.at.localeCompare(a.at));
	if (!items.length) return null;
	const shown = all ? items : items.slice(0, 10);
	return (
		<Panel id="timeline" title={t("timeline.title")}>
			<ol className="grid gap-0">
				{shown.map((item, i) => (
					<li key={i} className="relative pl-5 pb-3 last:pb-0 border-l-2 border-solid-gray-300 last:border-transparent ml-1.5">
						<span aria-hidden className="absolute -left-[7px] top-1.5 size-3 rounded-full bg-white border-2 border-blue-900" />
						<p className="text-[0.875rem] text-solid-gray-700 leading-130"><Time at={item.at} /></p>
						<p className="text-[0.9375rem]"><span className="font-700">{tv("what", item.what)}</span> {item.org && name(item.org)}</p>
						{item.text && <p className="text-[0.9375rem] whitespace-pre-wrap">{item.what === "outcome" ? tv("outcome", item.text) : item.what === "reviewed" ? tv("status", item.text) : /^v\d+$/.test(item.text) ? t("revision.version", { n: item.text.slice(1) }) : item.text}</p>}
					</li>
				))}
			</ol>
			{items.length > shown.length && <div className="mt-3"><Button scale="sm" onPress={() => setAll(true)}>{t("timeline.all", { count: items.length })}</Button></div>}
		</Panel>
	);
}

function Receipts({ message, revisions }: { message: Message; revisions: Revision[] }) {
	const { t } = useText();
	const rows = revisions.filter((one) => one.entry && one.status !== "draft");
	if (!message.may?.includes("receipt") || !rows.length) return null;
	return (
		<Panel id="receipts" title={t("receipt.title")}>
			<p className="text-[0.875rem] text-solid-gray-700 mb-3">{t("receipt.lead")}</p>
			<ul className="grid gap-4">{rows.map((one) => <li key={one.id}><p className="font-700 mb-1">{revisionText(message.kind, one.number, one.stage, t)} <span className="font-400"><Time at={one.submitted_at} /></span></p><ReceiptPart entry={one.entry ?? ""} name={`${message.number ?? message.id}-${one.number}`} /></li>)}</ul>
		</Panel>
	);
}

/* An inquiry is read at the message that it is about. */
function letterAbout(message: Message): boolean { return message.kind === "inquiry" && !!message.about; }

function Actions({ message, may }: { message: Message; may: (action: MessageAction) => boolean }) {
	const { t, tv } = useText();
	const [asked, setAsked] = useState<Asked>(null);
	const [askingConsent, setAskingConsent] = useState(false);
	const [outcome, setOutcome] = useState<{ ids: string[]; outcome: Outcome }>();
	const delivery = message.delivery;
	const ack = useAction(async () => {
		await post(`/deliveries/${delivery?.id}/ack`);
		announce(t("ack.done"));
		invalidate("/inbox", "/me", `/messages/${message.id}`);
	}, true);
	const canAck = may("acknowledge") && delivery && !delivery.acknowledged_at;
	const edit = `/reports/${message.id}/edit`;
	const waiting = delivery?.pass?.state === "waiting" && may("pass");
	return (
		<div className="flex flex-wrap items-center gap-2 no-print">
			{canAck && <Button kind="primary" icon="check" busy={ack.busy} onPress={() => void ack.run()}>{t("ack.go")}</Button>}
			{waiting && <Button kind={canAck ? "secondary" : "primary"} icon="pass" onPress={() => setAsked("pass")}>{t("pass.go")}</Button>}
			{may("outcome") && delivery && message.kind === "advisory" && <Menu kind={canAck ? "secondary" : "primary"} scale="md" label={t("outcome.go")} choices={outcomes.map((id) => ({ id, text: tv("outcome", id) }))} onPick={(id) => setOutcome({ ids: [delivery.id], outcome: id as Outcome })} />}
			{letterAbout(message) && <LinkButton to={`/messages/${message.about}?tab=thread`}>{t("thread.about")}</LinkButton>}
			{may("consent.ask") && !may("relay") && message.kind === "report" && <Button icon="send" onPress={() => setAskingConsent(true)}>{t("consents.ask.go")}</Button>}
			{may("relay") && message.kind === "report" && <LinkButton to={`/relay/${message.id}`} kind={canAck ? "secondary" : "primary"} icon="pass">{t("relay.title")}</LinkButton>}
			{may("review") && <Button kind={canAck || waiting ? "secondary" : "primary"} onPress={() => setAsked("review")}>{t("review.go")}</Button>}
			{may("edit") && message.kind === "report" && <LinkButton to={edit} kind="secondary">{t("edit")}</LinkButton>}
			{may("follow_up") && <LinkButton to={`/reports/${message.id}/follow-up`} kind={may("acknowledge") || may("review") ? "secondary" : "primary"}>{t("follow_up.go")}</LinkButton>}
			{may("new_version") && <LinkButton to={`/advisories/${message.id}/new-version`}>{t("new_version.go")}</LinkButton>}
			{may("close") && <Button onPress={() => setAsked("close")}>{t("close_report.go")}</Button>}
			{may("withdraw") && <Button kind="danger" onPress={() => setAsked("withdraw")}>{t("withdraw.go")}</Button>}
			{may("delete") && <Button kind="danger" onPress={() => setAsked("delete")}>{t("delete.go")}</Button>}
			<Button kind="tertiary" icon="print" onPress={() => print()}>{t("print")}</Button>
			<OutcomeDialog asking={outcome} onClose={() => setOutcome(undefined)} />
			<AskConsent message={message.id} use="wider" open={askingConsent} onClose={() => setAskingConsent(false)} />
			<Ask message={message} asked={asked} onClose={() => setAsked(null)} />
		</div>
	);
}

const asks: Record<Exclude<Asked, null>, { title: Key; lead: Key; label: Key; danger?: boolean; note?: Key; needsNote?: boolean; done: Key }> = {
	pass: { done: "pass.done", title: "pass.title", lead: "pass.lead", label: "pass.go", note: "pass.note" },
	review: { done: "review.done", title: "review.title", lead: "review.lead", label: "review.send", note: "review.note" },
	close: { done: "close_report.done", title: "close_report.title", lead: "close_report.lead", label: "close_report.go", note: "close_report.note" },
	withdraw: { done: "withdraw.done", title: "withdraw.title", lead: "withdraw.lead", label: "withdraw.go", danger: true, note: "withdraw.reason", needsNote: true },
	delete: { done: "delete.done", title: "delete.title", lead: "delete.lead", label: "delete.go", danger: true },
};

function Ask({ message, asked, onClose }: { message: Message; asked: Asked; onClose: () => void }) {
	const { t, tv } = useText();
	const [note, setNote] = useState("");
	const [decision, setDecision] = useState<"in_review" | "accepted" | "revision_requested">("accepted");
	useEffect(() => { if (asked) setNote(""); }, [asked]);
	const base = message.kind === "report" ? `/reports/${message.id}` : `/advisories/${message.id}`;
	const action = useAction(async () => {
		const said = note.trim() ? { note: note.trim() } : {};
		if (asked === "pass") await post(`/deliveries/${message.delivery?.id}/pass`, said);
		if (asked === "review") await post(`${base}/review`, { decision, ...said });
		if (asked === "close") await post(`${base}/close`, said);
		if (asked === "withdraw") await post(`${base}/withdraw`, { reason: note.trim() });
		if (asked === "delete") await remove(base);
		if (ask) announce(t(ask.done));
		onClose();
		invalidate("/inbox", "/me", "/reports", "/advisories", "/messages");
		if (asked === "delete") navigate(message.kind === "report" ? "/reports" : "/advisories");
	});
	const ask = asked ? asks[asked] : undefined;
	const needed = (ask?.needsNote || (asked === "review" && decision === "revision_requested")) && !note.trim();
	return (
		<Confirm title={ask ? t(asked === "withdraw" && message.kind === "report" ? "withdraw.report.title" : ask.title) : ""} open={!!ask} onClose={onClose} onConfirm={() => void action.run()} label={ask ? t(ask.label) : ""} danger={ask?.danger ?? false} busy={action.busy} disabled={!!needed}>
			{action.problem && <Notice tone="bad" role="alert" title={problemText(action.problem, t)} />}
			{ask && <p>{t(asked === "withdraw" && message.kind === "report" ? "withdraw.report.lead" : ask.lead)}</p>}
			{asked === "review" && <Select label={t("review.decision")} value={decision} onChange={(value) => value && setDecision(value)} choices={(["in_review", "accepted", "revision_requested"] as const).map((id) => ({ id, text: tv("status", id) }))} />}
			{ask?.note && <TextArea label={t(ask.note)} required={!!ask.needsNote || (asked === "review" && decision === "revision_requested")} value={note} onChange={setNote} rows={3} maxLength={2000} />}
		</Confirm>
	);
}

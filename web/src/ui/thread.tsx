/* Asking back (照会) about a message, and the answers. A CEPTOAR's officer sends both on: the question to the member, the answer without its
 * name, by the same redaction as reports (ui/redaction.tsx). Answers to a CEPTOAR that has a key are sealed in this page. */
import { lazy, Suspense, useMemo, useState, type ReactNode } from "react";
import { get, newKey, post, Problem } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { Attachment, Content, Filed, Message, OrgKey, OrgRef, PublicKey, RelayDraft, Thread, ThreadAnswer, ThreadInquiry } from "../api/types";
import { useText } from "../i18n";
import { newContentKey, sealContent } from "../lib/seal";
import { Link } from "../router";
import { useAction, useMe } from "../session";
import { announce } from "./announce";
import { Button, Chip, Empty, Failure, Left, Loading, Notice, OrgName, problemText, Time } from "./basic";
import { ConsentPanel } from "./consent";
import { Files } from "./files";
import { Select, TextArea } from "./form";
import { AttachmentList } from "./message";
import { EngineNotice, forgetChoices, OwnWords, Pair, Pairs, Things, useEngine, useRedaction } from "./redaction";
import { sealedOf, useOpened } from "./sealed";
import { Unlock, useSealing } from "./unlock";

const DateTimeField = lazy(() => import("./date").then((module) => ({ default: module.DateTimeField })));
const touched = ["/messages", "/inbox", "/me", "/reports", "/advisories"];

export function ThreadView({ message }: { message: Message }) {
	const { t } = useText();
	const thread = useQuery<Thread>(`/messages/${message.id}/thread`);
	const [asking, setAsking] = useState(false);
	const may = message.may.includes("ask");
	if (thread.error && !thread.data) return <Failure problem={thread.error} retry={thread.reload} />;
	if (!thread.data) return <Loading lines={4} />;
	const { items } = thread.data;
	return (
		<div className="grid gap-5">
			{may && !asking && items.length > 0 && <div><Button icon="plus" onPress={() => setAsking(true)}>{t("thread.ask.go")}</Button></div>}
			{asking && <AskForm message={message} onClose={() => setAsking(false)} />}
			{!items.length && !asking && <div className="card"><Empty title={t("thread.empty")} action={may ? <Button icon="plus" onPress={() => setAsking(true)}>{t("thread.ask.go")}</Button> : undefined}>{t("thread.empty.next")}</Empty></div>}
			<ol className="grid gap-5">{items.map((item, i) => <Question key={item.message?.id ?? i} item={item} />)}</ol>
		</div>
	);
}

function textIn(content: Content | undefined): string { return typeof content?.["text"] === "string" ? content["text"] : ""; }

/* One of the two, with who and when. */
function Letter({ item, kind, children, text }: { item: ThreadInquiry | ThreadAnswer; kind: "inquiry" | "answer"; children?: ReactNode; text: ReactNode }) {
	const { t } = useText();
	const due = (item.content as Content | undefined)?.["due_at"];
	if (!item.message) return <p className="text-solid-gray-700">{t("recalled.short")}</p>;
	return (
		<>
			<div className="flex flex-wrap items-center gap-x-3 gap-y-1">
				<Chip tone={kind === "inquiry" ? "info" : "good"}>{t(`kind.${kind}`)}</Chip><span className="font-700 tabular-nums">{item.message.number}</span>
				<span className="inline-flex flex-wrap items-center gap-1.5"><OrgName org={item.message.author} /><span aria-hidden>→</span><span className="sr-only">{t("thread.to")}</span><OrgName org={item.to} /></span>
				<span className="text-[0.875rem] text-solid-gray-700"><Time at={item.message.submitted_at} /></span>
				{typeof due === "string" && item.message.status !== "closed" && <Left until={due} />}
				{item.made && <span className="inline-flex items-center gap-1.5"><Chip tone="good" icon="check">{t(kind === "inquiry" ? "thread.forwarded" : "thread.relayed")}</Chip><Link className="link tabular-nums" to={`/messages/${item.made.id}`}>{item.made.number}</Link></span>}
			</div>
			<div className="whitespace-pre-wrap leading-170 max-w-[46em]">{text}</div>
			{!sealedOf(item.content as Content) && !!item.attachments?.length && <AttachmentList files={item.attachments} />}
			{children}
		</>
	);
}

function Question({ item }: { item: ThreadInquiry }) {
	const { t } = useText();
	const [doing, setDoing] = useState<"answer" | "forward" | null>(null);
	const text = textIn(item.content as Content | undefined);
	const id = item.message?.id ?? "";
	return (
		<li className="card p-4 grid gap-3">
			<Letter item={item} kind="inquiry" text={text} />
			{!doing && (item.may.includes("answer") || item.may.includes("forward")) && (
				<div className="flex flex-wrap gap-2">
					{item.may.includes("forward") && <Button kind="primary" icon="pass" onPress={() => setDoing("forward")}>{t("thread.forward.go")}</Button>}
					{item.may.includes("answer") && <Button kind={item.may.includes("forward") ? "secondary" : "primary"} onPress={() => setDoing("answer")}>{t(item.answers.length ? "thread.answer.more" : "thread.answer.go")}</Button>}
				</div>
			)}
			{doing === "answer" && item.message && <AnswerForm inquiry={id} asker={item.message.author} onClose={() => setDoing(null)} />}
			{doing === "forward" && <ForwardForm inquiry={id} text={text} due={(item.content as Content | undefined)?.["due_at"] as string | undefined} onClose={() => setDoing(null)} />}
			{item.answers.length > 0 && <ol className="grid gap-4 border-l-4 border-blue-200 pl-4">{item.answers.map((one, i) => <Answer key={one.message?.id ?? i} item={one} original={item.message?.about} />)}</ol>}
		</li>
	);
}

/* original: the report that the inquiry is about; whose names the officer takes out of the answer. */
function Answer({ item, original }: { item: ThreadAnswer; original: string | undefined }) {
	const { t } = useText();
	const content = item.content as Content | undefined;
	const sealed = sealedOf(content);
	const { opened, keys, why } = useOpened(sealed);
	const [doing, setDoing] = useState(false);
	const text = sealed ? textIn(opened?.content) : textIn(content);
	return (
		<li className="grid gap-3">
			<Letter item={item} kind="answer" text={sealed ? (opened ? text : <Chip icon="hidden">{t("sealed.chip")}</Chip>) : text}>
				{sealed && !opened && <Unlock keys={keys} />}
				{why && <Notice tone="bad" role="alert" title={t("sealed.altered")}>{t(`seal.why.${why}`, { group: 0 })}</Notice>}
			</Letter>
			{item.may.includes("relay") && !doing && (!sealed || opened) && <div><Button kind="primary" icon="pass" onPress={() => setDoing(true)}>{t("thread.relay.go")}</Button></div>}
			{doing && item.message && original && <RelayAnswer answer={item.message.id} original={original} text={text} onClose={() => setDoing(false)} />}
		</li>
	);
}

function Foot({ label, busy, disabled, onSend, onClose, children }: { label: ReactNode; busy: boolean; disabled: boolean; onSend: () => void; onClose: () => void; children?: ReactNode }) {
	const { t } = useText();
	return <div className="flex flex-wrap items-center gap-3"><Button kind="primary" busy={busy} isDisabled={disabled} onPress={onSend}>{label}</Button><Button onPress={onClose}>{t("cancel")}</Button>{children}</div>;
}

function AskForm({ message, onClose }: { message: Message; onClose: () => void }) {
	const { t, name } = useText();
	const me = useMe();
	const [text, setText] = useState(""), [due, setDue] = useState<string>(), [to, setTo] = useState<string>(), [files, setFiles] = useState<Attachment[]>([]), [key] = useState(newKey);
	const own = message.author.id === me.org.id;
	const ask = useAction(async () => {
		await post<Filed>(`/messages/${message.id}/inquiries`, { text: text.trim(), ...(due ? { due_at: due } : {}), ...(own && to ? { to } : {}), ...(files.length ? { attachments: files.map((one) => one.id) } : {}) }, { key });
		announce(t("thread.asked"));
		invalidate(...touched);
		onClose();
	});
	return (
		<section className="card p-4 grid gap-4" aria-label={t("thread.ask.go")}>
			{ask.problem && <Notice tone="bad" role="alert" title={ask.problem.errors[0]?.title ?? problemText(ask.problem, t)} />}
			<p>{own ? t("thread.ask.own") : t("thread.ask.lead", { name: name(message.author) })}</p>
			{own && <Select label={t("thread.to")} required value={to} empty={t("thread.choose")} onChange={setTo} choices={message.who_sees.filter((row) => row.hop > 0).map((row) => ({ id: row.org.id, text: name(row.org) }))} />}
			<TextArea label={t("thread.text")} required value={text} onChange={setText} rows={4} maxLength={20000} />
			<Suspense fallback={<Loading lines={1} />}><DateTimeField label={t("thread.due")} value={due} onChange={setDue} /></Suspense>
			<Files files={files} onChange={(next) => setFiles((old) => next(old))} />
			<Foot label={t("thread.ask.send")} busy={ask.busy} disabled={!text.trim() || (own && !to)} onSend={() => void ask.run()} onClose={onClose} />
		</section>
	);
}

/* To a CEPTOAR with a key: sealed, or not at all. */
function AnswerForm({ inquiry, asker, onClose }: { inquiry: string; asker: OrgRef; onClose: () => void }) {
	const { t, name } = useText();
	const me = useMe();
	const inner = asker.kind === "ceptoar";
	const key = useQuery<OrgKey>(inner ? `/orgs/${asker.id}/key` : null);
	const [text, setText] = useState(""), [files, setFiles] = useState<Attachment[]>([]), [attempt, setAttempt] = useState(newKey);
	const seal = inner ? key.data?.key : undefined;
	const inSeal = useSealing();
	async function sealed(to: PublicKey) {
		const own = await get<OrgKey>(`/orgs/${me.org.id}/key`);
		const envelope = await inSeal(async () => sealContent(await newContentKey(), { content: { text: text.trim() }, files: [] }, [to, ...(own.key ? [own.key] : [])]));
		try {
			await post<Filed>(`/inquiries/${inquiry}/answers/sealed`, { envelope }, { key: attempt });
		} catch (error) {
			/* The key was replaced while this was written: what is typed stays, and is sealed to the new one at the next try. */
			if (error instanceof Problem && ["seal.key_old", "seal.no_key"].includes(error.code)) {
				setAttempt(newKey());
				key.reload();
			}
			throw error;
		}
	}
	const send = useAction(async () => {
		if (seal) await sealed(seal);
		else await post<Filed>(`/inquiries/${inquiry}/answers`, { text: text.trim(), ...(files.length ? { attachments: files.map((one) => one.id) } : {}) }, { key: attempt });
		announce(t("thread.answered"));
		invalidate(...touched);
		onClose();
	});
	return (
		<section className="border border-solid-gray-300 rounded-8 p-4 grid gap-4" aria-label={t("thread.answer.go")}>
			{send.problem && <Notice tone="bad" role="alert" title={send.problem.errors[0]?.title ?? problemText(send.problem, t)} />}
			{inner && <p>{t(seal ? "thread.answer.sealed" : "thread.answer.inner", { name: name(asker) })}</p>}
			<TextArea label={t("thread.answer.text")} required value={text} onChange={setText} rows={4} maxLength={20000} />
			{!inner && <Files files={files} onChange={(next) => setFiles((old) => next(old))} />}
			<Foot label={t("thread.answer.send")} busy={send.busy} disabled={!text.trim() || (inner && !key.data)} onSend={() => void send.run()} onClose={onClose} />
		</section>
	);
}

/* The centre's or the ministry's question, in the officer's words where need be. */
function ForwardForm({ inquiry, text: first, due, onClose }: { inquiry: string; text: string; due: string | undefined; onClose: () => void }) {
	const { t } = useText();
	const [text, setText] = useState(first), [key] = useState(newKey);
	const send = useAction(async () => {
		await post<Filed>(`/inquiries/${inquiry}/forward`, { text: text.trim(), ...(due && Date.parse(due) > Date.now() ? { due_at: due } : {}) }, { key });
		announce(t("thread.forwarded_now"));
		invalidate(...touched);
		onClose();
	});
	return (
		<section className="border border-solid-gray-300 rounded-8 p-4 grid gap-4" aria-label={t("thread.forward.go")}>
			{send.problem && <Notice tone="bad" role="alert" title={send.problem.errors[0]?.title ?? problemText(send.problem, t)} />}
			<p>{t("thread.forward.lead")}</p>
			<TextArea label={t("thread.text")} required value={text} onChange={setText} rows={4} maxLength={20000} />
			<Foot label={t("thread.forward.send")} busy={send.busy} disabled={!text.trim()} onSend={() => void send.run()} onClose={onClose} />
		</section>
	);
}

function RelayAnswer({ answer, original, text, onClose }: { answer: string; original: string; text: string; onClose: () => void }) {
	const { t } = useText();
	const draft = useQuery<RelayDraft>(`/reports/${original}/relay-draft`);
	const engine = useEngine(draft.data);
	const texts = useMemo(() => [text], [text]);
	const redaction = useRedaction(answer, texts, engine);
	const [picked, setPicked] = useState(""), [key] = useState(newKey);
	const send = useAction(async () => {
		await post<Filed>(`/answers/${answer}/relay`, { text: (redaction.derived[0] ?? "").trim() }, { key });
		forgetChoices(answer);
		announce(t("thread.relayed_now"));
		invalidate(...touched);
		onClose();
	});
	if (draft.error && !draft.data) return <Failure problem={draft.error} retry={draft.reload} />;
	if (!draft.data || !redaction.ready) return <EngineNotice state={engine} />;
	const consent = draft.data.consent.kind !== "none";
	return (
		<section className="grid gap-4" aria-label={t("thread.relay.go")}>
			{send.problem && <Notice tone="bad" role="alert" title={send.problem.errors[0]?.title ?? problemText(send.problem, t)} />}
			{!consent && <ConsentPanel draft={draft.data} message={original} />}
			<Things redaction={redaction} />
			<Pairs><Pair label={t("kind.answer")} text={text} index={0} redaction={redaction} onPick={setPicked} /></Pairs>
			<OwnWords redaction={redaction} texts={texts} picked={picked} />
			<Foot label={t("thread.relay.send")} busy={send.busy} disabled={!consent || redaction.open.length > 0 || !(redaction.derived[0] ?? "").trim()} onSend={() => void send.run()} onClose={onClose}>
				<span role="status" className="text-[0.9375rem]">{!consent ? t("relay.wait.consent") : redaction.open.length ? t("relay.wait.open", { count: redaction.open.length }) : t("relay.ready")}</span>
			</Foot>
		</section>
	);
}

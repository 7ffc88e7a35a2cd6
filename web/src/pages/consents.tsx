/* 「同意」: what this org is asked, what it asked, and what it gave in advance, with plain words on what yes means. */
import { lazy, Suspense, useEffect, useState, type ReactNode } from "react";
import { post } from "../api/client";
import { invalidate, usePages } from "../api/query";
import type { Consent, ConsentList, Tlp } from "../api/types";
import { useText } from "../i18n";
import { day } from "../lib/time";
import { Link } from "../router";
import { useAction, useCatalog, useMe } from "../session";
import { announce } from "../ui/announce";
import { Button, Empty, Facts, Failure, Heading, Loading, Notice, problemText, Time } from "../ui/basic";
import { ConsentChip } from "../ui/consent";
import { Checks, Radios, Select, TextArea } from "../ui/form";
import { Confirm, Dialog } from "../ui/overlay";
import { Tabs } from "../ui/tabs";

const DateField = lazy(() => import("../ui/date").then((module) => ({ default: module.DateField })));
type Box = "to_answer" | "given" | "asked";

export default function Consents() {
	const { t } = useText();
	const me = useMe();
	const [adding, setAdding] = useState(false);
	useEffect(() => { document.title = `${t("consents.title")} | ${t("brand")}`; }, [t]);
	const officer = me.may.includes("consent.ask"), source = me.may.includes("consent");
	return (
		<>
			<Heading title={t("consents.title")} lead={t("consents.lead")}>{source && <Button icon="plus" onPress={() => setAdding(true)}>{t("consents.advance.go")}</Button>}</Heading>
			<div className="mb-5"><Notice tone="info" title={t("consents.means")}>{t("consents.means.lead")}</Notice></div>
			<Tabs label={t("consents.title")} param="box" items={[
				...(source ? [{ id: "to_answer", title: t("consents.box.to_answer"), count: me.counts?.consents_to_answer, body: () => <List box="to_answer" /> }] : []),
				...(source ? [{ id: "given", title: t("consents.box.given"), body: () => <List box="given" /> }] : []),
				...(officer ? [{ id: "asked", title: t("consents.box.asked"), body: () => <List box="asked" /> }] : []),
			]} />
			<Advance open={adding} onClose={() => setAdding(false)} />
		</>
	);
}

function List({ box }: { box: Box }) {
	const { t } = useText();
	const pages = usePages<Consent, ConsentList>(`/consents?box=${box}`);
	if (pages.error && !pages.data) return <Failure problem={pages.error} retry={pages.reload} />;
	if (!pages.data) return <Loading lines={5} />;
	if (!pages.data.length) return <div className="card"><Empty title={t(`consents.empty.${box}`)}>{t(`consents.empty.${box}.next`)}</Empty></div>;
	return (
		<div className="grid gap-4">
			<ul className="grid gap-4">{pages.data.map((one) => <One key={one.id} consent={one} box={box} />)}</ul>
			{pages.hasMore && <div><Button onPress={pages.more} busy={pages.loading}>{t("consents.more")}</Button></div>}
		</div>
	);
}

function One({ consent, box }: { consent: Consent; box: Box }) {
	const { t, tv, name, lang } = useText();
	const catalog = useCatalog();
	const [asked, setAsked] = useState<"given" | "refused" | "withdraw" | null>(null);
	const scope = consent.scope;
	const names = (ids: string[] | undefined, list: { id: string; ja: string; en: string }[] | undefined) => (ids?.length ? ids.map((id) => name(list?.find((one) => one.id === id) ?? { ja: id, en: id })).join(t("comma")) : t("consents.any"));
	return (
		<li className="card p-4 grid gap-3" id={`consent-${consent.id}`}>
			<div className="flex flex-wrap items-center gap-x-3 gap-y-1">
				<ConsentChip state={consent.state} /><span className="font-700">{t(consent.advance ? "consents.advance" : `consents.use.${consent.use}`)}</span>
				{consent.message && <Link className="link" to={`/messages/${consent.message.id}`}><span className="tabular-nums">{consent.message.number}</span> {consent.message.title}</Link>}
			</div>
			<Facts rows={[
				[t(box === "asked" ? "consents.of" : "consents.from"), <span key="o">{name(box === "asked" ? consent.org : consent.to)}</span>],
				[t("consents.range"), tv("consents.kind", consent.kind)],
				...(scope ? [[t("f.sector"), names(scope.sectors, catalog?.sectors)], [t("f.event_type"), names(scope.event_types, catalog?.event_types as never)], [t("consents.most"), scope.tlp ? `TLP:${scope.tlp}` : t("consents.any")]] as [string, string][] : []),
				...(consent.until ? [[t("consents.until"), day(consent.until, lang)]] as [string, string][] : []),
				...(consent.asked_at ? [[t("consents.asked_at"), <Time key="a" at={consent.asked_at} />]] as [string, ReactNode][] : []),
				...(consent.answered_at ? [[t("consents.answered_at"), <Time key="b" at={consent.answered_at} />]] as [string, ReactNode][] : []),
				...(consent.note ? [[t("consents.note"), <span key="n" className="whitespace-pre-wrap">{consent.note}</span>]] as [string, ReactNode][] : []),
				...(consent.answer_note ? [[t("consents.answer_note"), <span key="m" className="whitespace-pre-wrap">{consent.answer_note}</span>]] as [string, ReactNode][] : []),
			]} />
			{consent.may.length > 0 && (
				<div className="flex flex-wrap gap-2">
					{consent.may.includes("answer") && <><Button kind="primary" icon="check" onPress={() => setAsked("given")}>{t("consents.give")}</Button><Button onPress={() => setAsked("refused")}>{t("consents.refuse")}</Button></>}
					{consent.may.includes("withdraw") && <Button kind="danger" onPress={() => setAsked("withdraw")}>{t("consents.withdraw")}</Button>}
				</div>
			)}
			<Reply consent={consent} asked={asked} onClose={() => setAsked(null)} />
		</li>
	);
}

function Reply({ consent, asked, onClose }: { consent: Consent; asked: "given" | "refused" | "withdraw" | null; onClose: () => void }) {
	const { t, name } = useText();
	const [note, setNote] = useState("");
	const [kind, setKind] = useState<"anonymised" | "named">(consent.kind === "named" ? "named" : "anonymised");
	const action = useAction(async () => {
		const said = note.trim() ? { note: note.trim() } : {};
		if (asked === "withdraw") await post(`/consents/${consent.id}/withdraw`, said);
		else await post(`/consents/${consent.id}/answer`, { answer: asked, ...(asked === "given" ? { kind } : {}), ...said });
		announce(t(asked === "given" ? "consents.given_now" : asked === "refused" ? "consents.refused_now" : "consents.withdrawn_now"));
		onClose();
		invalidate("/consents", "/me", "/reports", "/messages");
	});
	const what = asked ?? "given";
	return (
		<Confirm title={t(`consents.${what}.title`)} open={!!asked} onClose={onClose} onConfirm={() => void action.run()} label={t(`consents.${what}.go`)} danger={asked === "withdraw"} busy={action.busy}>
			{action.problem && <Notice tone="bad" role="alert" title={problemText(action.problem, t)} />}
			<p>{t(`consents.${what}.lead`, { name: name(consent.to) })}</p>
			{asked === "given" && consent.kind === "named" && <Radios label={t("consents.range")} value={kind} onChange={setKind} choices={[{ id: "anonymised", text: t("consents.kind.anonymised"), help: t("consents.kind.anonymised.help") }, { id: "named", text: t("consents.kind.named"), help: t("consents.kind.named.help") }]} />}
			<TextArea label={t("consents.reply.note")} help={asked === "given" ? t("consents.reply.note.help") : undefined} value={note} onChange={setNote} rows={3} maxLength={2000} />
		</Confirm>
	);
}

/* Given in advance for a scope, to the org's CEPTOAR or to everybody who gets what it reports. */
function Advance({ open, onClose }: { open: boolean; onClose: () => void }) {
	const { t, tv, name } = useText();
	const catalog = useCatalog();
	const [use, setUse] = useState<Consent["use"]>("relay"), [kind, setKind] = useState<"anonymised" | "named">("anonymised");
	const [sectors, setSectors] = useState<string[]>([]), [events, setEvents] = useState<string[]>([]);
	const [tlp, setTlp] = useState<Tlp | undefined>("AMBER"), [until, setUntil] = useState<string>(), [note, setNote] = useState("");
	const give = useAction(async () => {
		await post("/consents", {
			use, kind, ...(note.trim() ? { note: note.trim() } : {}), ...(until ? { until } : {}),
			scope: { ...(sectors.length ? { sectors } : {}), ...(events.length ? { event_types: events } : {}), ...(tlp ? { tlp } : {}) },
		});
		announce(t("consents.given_now"));
		onClose();
		invalidate("/consents", "/me");
	});
	return (
		<Dialog title={t("consents.advance.go")} open={open} onClose={onClose} wide actions={<><Button onPress={onClose}>{t("cancel")}</Button><Button kind="primary" busy={give.busy} onPress={() => void give.run()}>{t("consents.advance.give")}</Button></>}>
			{give.problem && <Notice tone="bad" role="alert" title={problemText(give.problem, t)} />}
			<p>{t("consents.advance.lead")}</p>
			<Radios label={t("consents.for")} value={use} onChange={setUse} choices={[{ id: "relay", text: t("consents.use.relay"), help: t("consents.use.relay.help") }, { id: "wider", text: t("consents.use.wider"), help: t("consents.use.wider.help") }]} />
			<Radios label={t("consents.range")} columns={2} value={kind} onChange={setKind} choices={[{ id: "anonymised", text: t("consents.kind.anonymised"), help: t("consents.kind.anonymised.help") }, { id: "named", text: t("consents.kind.named"), help: t("consents.kind.named.help") }]} />
			<details><summary className="link">{t("consents.scope.sectors")} ({sectors.length || t("consents.any")})</summary><Checks label={t("f.sector")} value={sectors} onChange={setSectors} choices={(catalog?.sectors ?? []).map((one) => ({ id: one.id, text: name(one) }))} /></details>
			<details><summary className="link">{t("consents.scope.events")} ({events.length || t("consents.any")})</summary><Checks label={t("f.event_type")} value={events} onChange={setEvents} choices={(catalog?.event_types ?? []).map((one) => ({ id: one.id, text: name(one) }))} /></details>
			<Select label={t("consents.most")} help={t("consents.most.help")} value={tlp} empty={t("consents.any")} onChange={setTlp} choices={(["CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"] as Tlp[]).map((id) => ({ id, text: `TLP:${id}`, help: tv("tlp", id) }))} />
			<Suspense fallback={<Loading lines={1} />}><DateField label={t("consents.until")} help={t("consents.until.help")} value={until} onChange={setUntil} /></Suspense>
			<TextArea label={t("consents.reply.note")} value={note} onChange={setNote} rows={2} maxLength={2000} />
		</Dialog>
	);
}

/* The organisation's key: made, unlocked, its copies, replaced. Every private part is made, locked and shown here in the page; the
 * server gets public keys and locked copies only. The words are for people who know nothing of cryptography (doc/KEYS.md). */
import { useEffect, useState, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { post, remove, type Problem } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { KeyCopy, KeyList, OwnKey, PublicKey } from "../api/types";
import { useText } from "../i18n";
import { chain, codeSecret, heldPair, hold, lock, newCode, newPair, passphraseMinChars, passphraseText, type Pair } from "../lib/seal";
import { moment } from "../lib/time";
import { useAction, useMay, useMe } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, Facts, Failure, Heading, Loading, Notice, Panel, problemText, Time } from "../ui/basic";
import { Select, TextField } from "../ui/form";
import { Confirm, Dialog } from "../ui/overlay";
import { Trouble } from "../ui/parts";
import { DataTable, type Column } from "../ui/table";
import { Unlock, useHeld, useSealing } from "../ui/unlock";

type Asked = "create" | "rotate" | "passphrase" | "share" | "invite" | "retire";

export default function KeysPage() {
	const { t } = useText();
	const may = useMay();
	const list = useQuery<KeyList>(may("key") ? "/keys" : null);
	useEffect(() => { document.title = `${t("keys.title")} | ${t("brand")}`; }, [t]);
	const [asked, setAsked] = useState<Asked>();
	if (!may("key")) return <Empty head title={t("unlock.not_keeper")} />;
	if (list.error && !list.data) return <Failure problem={list.error} retry={list.reload} />;
	if (!list.data) return <Loading lines={6} />;
	const now = list.data.items.find((key) => key.in_force), former = list.data.items.filter((key) => !key.in_force);
	return (
		<>
			<Heading title={t("keys.title")} lead={t("keys.lead")} />
			<div className="grid gap-6 max-w-5xl">
				{now ? <InForce own={now} keys={list.data} ask={setAsked} /> : <NoKey former={former.length > 0} onCreate={() => setAsked("create")} />}
				{former.length > 0 && <Former items={former} />}
			</div>
			{(asked === "create" || asked === "rotate") && <Wizard old={asked === "rotate" ? now : former[0]} keys={list.data} onClose={() => setAsked(undefined)} />}
			{asked === "passphrase" && now && <NewPassphrase own={now} onClose={() => setAsked(undefined)} />}
			{asked === "share" && now && <NewShare own={now} onClose={() => setAsked(undefined)} />}
			{asked === "invite" && now && <Invite own={now} keys={list.data} onClose={() => setAsked(undefined)} />}
			{asked === "retire" && now && <Retire own={now} onClose={() => setAsked(undefined)} />}
		</>
	);
}

function NoKey({ former, onCreate }: { former: boolean; onCreate: () => void }) {
	const { t } = useText();
	const me = useMe();
	return (
		<section className="card p-6 grid gap-4">
			<h2 className="text-std-20B-150">{t(former ? "keys.none.again" : "keys.none")}</h2>
			<p className="max-w-[46em]">{t(me.org.kind === "ceptoar" ? "keys.why.ceptoar" : "keys.why.member")}</p>
			<ol className="list-decimal pl-6 grid gap-1 max-w-[46em]"><li>{t("keys.step.1")}</li><li>{t("keys.step.2")}</li><li>{t("keys.step.3")}</li></ol>
			<Notice tone="warn" title={t("keys.lost.title")}>{t("keys.lost")}</Notice>
			<div><Button kind="primary" scale="lg" onPress={onCreate}>{t("keys.create")}</Button></div>
		</section>
	);
}

/* What the key is made of, who can open it, and what may be done. */
function InForce({ own, keys, ask }: { own: OwnKey; keys: KeyList; ask: (what: Asked) => void }) {
	const { t, name } = useText();
	const held = useHeld([own.id]);
	const mine = own.copies.find((copy) => copy.mine && copy.kind === "passphrase");
	const share = own.copies.find((copy) => copy.kind === "share");
	return (
		<>
			{own.rotate && <Notice tone="warn" title={t("keys.rotate.advised")} action={<Button onPress={() => ask("rotate")}>{t("keys.rotate")}</Button>}>{t("keys.rotate.advised.lead")}</Notice>}
			{!mine && <Notice tone="info" title={t("keys.join")} action={<Button kind="primary" onPress={() => ask("passphrase")}>{t("keys.join.go")}</Button>}>{t("keys.join.lead")}</Notice>}
			{!share && <Notice tone="bad" title={t("keys.no_share")} action={<Button onPress={() => ask("share")}>{t("keys.share.new")}</Button>}>{t("keys.no_share.lead")}</Notice>}
			<Panel id="inforce" title={t("keys.in_force")} action={<Chip tone="good" icon="check">{t("keys.in_use")}</Chip>}>
				<Facts wide rows={[
					[t("keys.fingerprint"), <span key="f"><code className="font-mono text-[1.0625rem]">{own.fingerprint}</code><span className="block text-[0.875rem] text-solid-gray-700">{t("keys.fingerprint.help")}</span></span>],
					[t("keys.since"), <span key="s"><Time at={own.created_at} /> {own.created_by && name(own.created_by)}</span>],
				]} />
				<div className="mt-4 flex flex-wrap gap-2">
					<Button onPress={() => ask("passphrase")}>{t(mine ? "keys.passphrase.change" : "keys.join.go")}</Button>
					<Button onPress={() => ask("invite")} isDisabled={!others(own, keys).length}>{t("keys.invite")}</Button>
					<Button onPress={() => ask("share")}>{t("keys.share.new")}</Button>
					<Button onPress={() => ask("rotate")}>{t("keys.rotate")}</Button>
					<Button kind="danger" onPress={() => ask("retire")}>{t("keys.retire")}</Button>
				</div>
			</Panel>
			<Copies own={own} />
			<Panel id="test" title={t("keys.test")}><p className="mb-3 text-solid-gray-700">{t("keys.test.lead")}</p><Unlock keys={[own.id]}>{held && <p>{t("keys.test.good")}</p>}</Unlock></Panel>
		</>
	);
}

function others(own: OwnKey, keys: KeyList) {
	const have = new Set(own.copies.filter((copy) => copy.kind === "passphrase").map((copy) => copy.holder?.id));
	return keys.keepers.filter((one) => !have.has(one.id));
}

function Copies({ own }: { own: OwnKey }) {
	const { t, name } = useText();
	const [ending, setEnding] = useState<KeyCopy>();
	const end = useAction(async () => {
		if (ending) await remove(`/keys/${own.id}/copies/${ending.id}`);
		announce(t("keys.copy.ended"));
		setEnding(undefined);
		invalidate("/keys");
	});
	const columns: Column<KeyCopy>[] = [
		{ id: "kind", title: t("kind"), value: (row) => t(`keys.copy.${row.kind}`), cell: (row) => <Chip tone={row.kind === "share" ? "info" : row.kind === "invitation" ? "warn" : "plain"}>{t(`keys.copy.${row.kind}`)}</Chip> },
		{ id: "who", title: t("keys.copy.who"), wide: true, value: (row) => row.holder ? name(row.holder) : row.label ?? "", cell: (row) => <span className="font-700">{row.holder ? name(row.holder) : row.label || t("keys.copy.paper")}{row.mine && <span className="ml-2 font-400 text-[0.875rem] text-solid-gray-700">{t("keys.copy.mine")}</span>}</span> },
		{ id: "made", title: t("admin.created"), value: (row) => row.created_at, cell: (row) => <Time at={row.created_at} /> },
		{ id: "until", title: t("session.expires"), minor: true, value: (row) => row.expires_at, cell: (row) => row.expires_at ? <Time at={row.expires_at} /> : <>–</> },
		{ id: "act", actions: true, title: t("col.action"), value: () => undefined, cell: (row) => row.kind === "chain" ? null : <Button scale="sm" kind="danger" onPress={() => setEnding(row)}>{t("keys.copy.end")}</Button> },
	];
	return (
		<section>
			<h2 className="text-std-18B-160 mb-1">{t("keys.copies")}</h2>
			<p className="mb-3 text-solid-gray-700 max-w-[46em]">{t("keys.copies.lead")}</p>
			<DataTable caption={t("keys.copies")} rows={own.copies} columns={columns} rowKey={(row) => row.id} empty={<Empty title={t("keys.copies")} />} />
			<Confirm title={t("keys.copy.end")} open={!!ending} onClose={() => { setEnding(undefined); end.clear(); }} onConfirm={() => void end.run()} label={t("keys.copy.end")} danger busy={end.busy}><Trouble action={end} /><p>{t("keys.copy.end.lead", { name: ending ? (ending.holder ? name(ending.holder) : ending.label || t("keys.copy.paper")) : "" })}</p></Confirm>
		</section>
	);
}

function Former({ items }: { items: OwnKey[] }) {
	const { t } = useText();
	const columns: Column<OwnKey>[] = [
		{ id: "fingerprint", title: t("keys.fingerprint"), wide: true, value: (row) => row.fingerprint, cell: (row) => <code className="font-mono">{row.fingerprint}</code> },
		{ id: "since", title: t("keys.since"), value: (row) => row.created_at, cell: (row) => <Time at={row.created_at} /> },
		{ id: "retired", title: t("keys.retired_at"), value: (row) => row.retired_at, cell: (row) => <Time at={row.retired_at} /> },
		{ id: "read", title: t("keys.readable"), value: (row) => row.copies.length, cell: (row) => row.copies.some((copy) => copy.kind === "chain") ? <Chip tone="good">{t("keys.readable.chain")}</Chip> : row.copies.length ? <Chip>{t("keys.readable.copies")}</Chip> : <Chip tone="bad">{t("keys.readable.no")}</Chip> },
	];
	return <section><h2 className="text-std-18B-160 mb-3">{t("keys.former")}</h2><DataTable caption={t("keys.former")} rows={items} columns={columns} rowKey={(row) => row.id} empty={<Empty title={t("keys.former")} />} /></section>;
}

/* Making a passphrase: twice the same, long enough. */
function usePassphrase() {
	const { t } = useText();
	const [first, setFirst] = useState(""), [again, setAgain] = useState("");
	const text = passphraseText(first);
	const short = [...text].length < passphraseMinChars;
	const good = !short && text === passphraseText(again);
	const fields = (
		<>
			<TextField label={t("keys.passphrase.new")} help={t("keys.passphrase.help", { count: passphraseMinChars })} required type="password" autoComplete="new-password" value={first} onChange={setFirst} error={first && short ? t("keys.passphrase.short", { count: passphraseMinChars }) : undefined} />
			<TextField label={t("keys.passphrase.again")} required type="password" autoComplete="new-password" value={again} onChange={setAgain} error={again && !short && !good ? t("keys.passphrase.differs") : undefined} />
		</>
	);
	return { good, text, fields };
}

/* The sheet for the second officer: on the screen once, and on paper. */
function CodeSheet({ title, code, lead, label }: { title: string; code: string; lead: string; label?: string }) {
	const { t, name, lang } = useText();
	const me = useMe();
	const sheet = (
		<div className="print-sheet p-10">
			<h1 className="text-std-28B-150 mb-4">{title}</h1>
			<p className="mb-2">{name(me.org)}</p>
			{label && <p className="mb-2">{label}</p>}
			<p className="mb-6">{moment(new Date().toISOString(), lang)}</p>
			<p className="font-mono text-[1.375rem] mb-6">{code}</p>
			<p className="max-w-[40em]">{lead}</p>
		</div>
	);
	return (
		<div className="grid gap-3">
			<p>{lead}</p>
			<p><code className="font-mono text-[1.125rem] bg-solid-gray-50 border border-solid-gray-420 rounded-4 px-3 py-2 inline-block break-all" data-code>{code}</code></p>
			<p><Button scale="sm" onPress={() => window.print()}>{t("keys.print")}</Button></p>
			{createPortal(sheet, document.body)}
		</div>
	);
}

/* Typing two groups back proves that the code was written down: group 2 and group 6. */
function useTypedBack(code: string) {
	const { t } = useText();
	const [two, setTwo] = useState(""), [six, setSix] = useState("");
	const groups = code.split("-");
	const same = (typed: string, group: string | undefined) => typed.normalize("NFKC").trim().toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1") === group;
	const good = same(two, groups[1]) && same(six, groups[5]);
	const said = (typed: string, at: number) => typed.trim().length >= 5 && !same(typed, groups[at]) ? t("keys.back.wrong") : undefined;
	const fields = (
		<div className="grid gap-4 sm:grid-cols-2">
			<TextField label={t("keys.back", { n: 2 })} required autoComplete="off" value={two} onChange={setTwo} error={said(two, 1)} />
			<TextField label={t("keys.back", { n: 6 })} required autoComplete="off" value={six} onChange={setSix} error={said(six, 5)} />
		</div>
	);
	return { good, fields };
}

/* Making a key, or a new one in place of the old: passphrase, share written down, share typed back, in force. */
function Wizard({ old, keys, onClose }: { old: OwnKey | undefined; keys: KeyList; onClose: () => void }) {
	const { t } = useText();
	const rotating = !!old?.in_force;
	const heldOld = useHeld(old ? [old.id] : []);
	const [step, setStep] = useState<"unlock" | "passphrase" | "share" | "back">(rotating && !heldOld ? "unlock" : "passphrase");
	const [lost, setLost] = useState(false);
	const [label, setLabel] = useState(""), [code] = useState(newCode);
	const passphrase = usePassphrase(), back = useTypedBack(code);
	const sealing = useSealing();
	const make = useAction(async () => {
		const before = old ? heldPair(old.id) : undefined;
		const made = await sealing(() => makeKey(passphrase.text, code, before));
		const key = await post<PublicKey>("/keys", {
			public: made.pair.public, ...(old && (old.in_force || before) ? { replaces: old.id } : {}), ...(made.chained ? { chain: made.chained } : {}),
			copies: [{ kind: "passphrase", blob: made.byPassphrase }, { kind: "share", blob: made.byCode, label: label.trim() }],
		});
		hold(key.id, made.pair);
		announce(t("keys.made"));
		invalidate("/keys", "/orgs");
		onClose();
	});
	const next = { unlock: heldOld || lost, passphrase: passphrase.good && !!label.trim(), share: true, back: back.good }[step];
	const go = () => {
		if (step === "unlock") setStep("passphrase");
		else if (step === "passphrase") setStep("share");
		else if (step === "share") setStep("back");
		else void make.run();
	};
	const body: Record<typeof step, ReactNode> = {
		unlock: <><p>{t("keys.rotate.unlock")}</p>{old && <Unlock keys={[old.id]} />}{!heldOld && <Button kind="tertiary" scale="sm" onPress={() => setLost(!lost)}>{t(lost ? "keys.rotate.lost.on" : "keys.rotate.lost")}</Button>}{lost && <Notice tone="bad" title={t("keys.rotate.lost.lead")} />}</>,
		passphrase: <>{passphrase.fields}<TextField label={t("keys.share.keeper")} help={t("keys.share.keeper.help")} required value={label} onChange={setLabel} maxLength={100} />{rotating && keys.keepers.length > 1 && <Notice tone="info" title={t("keys.rotate.invite")} />}</>,
		share: <><Notice tone="warn" title={t("once.warning")}>{t("keys.share.once")}</Notice><CodeSheet title={t("keys.share.sheet")} code={code} lead={t("keys.share.lead", { name: label })} label={label} /></>,
		back: <><p>{t("keys.back.lead")}</p>{back.fields}</>,
	};
	const titles = { unlock: t("keys.wizard.unlock"), passphrase: t("keys.wizard.passphrase"), share: t("keys.wizard.share"), back: t("keys.wizard.back") };
	return (
		<Dialog wide fixed title={`${t(rotating ? "keys.rotate" : "keys.create")}: ${titles[step]}`} open onClose={onClose}
			actions={<><Button onPress={onClose}>{t("cancel")}</Button>{step === "back" && <Button onPress={() => setStep("share")}>{t("keys.wizard.again")}</Button>}<Button kind="primary" busy={make.busy} isDisabled={!next || make.busy} onPress={go}>{t(step === "back" ? "keys.wizard.finish" : "keys.wizard.next")}</Button></>}>
			<Said problem={make.problem} />
			{body[step]}
		</Dialog>
	);
}

function Said({ problem }: { problem: Problem | undefined }) {
	const { t } = useText();
	return problem ? <Notice tone="bad" role="alert" title={problemText(problem, t)} /> : null;
}

async function makeKey(passphrase: string, code: string, before: Pair | undefined) {
	const pair = await newPair();
	return { pair, byPassphrase: await lock(pair, passphrase), byCode: await lock(pair, codeSecret(code)), chained: before && await chain(before, pair.public) };
}

/* A new passphrase of one's own: for who knows the old one, has a code on paper, or was invited. */
function NewPassphrase({ own, onClose }: { own: OwnKey; onClose: () => void }) {
	const { t } = useText();
	const held = useHeld([own.id]);
	const passphrase = usePassphrase();
	const sealing = useSealing();
	const set = useAction(async () => {
		const pair = heldPair(own.id);
		if (!pair) return;
		const blob = await sealing(() => lock(pair, passphrase.text));
		await post(`/keys/${own.id}/copies`, { kind: "passphrase", blob });
		announce(t("keys.passphrase.set"));
		invalidate("/keys");
		onClose();
	});
	return (
		<Dialog wide title={t("keys.passphrase.title")} open onClose={onClose} actions={<><Button onPress={onClose}>{t("cancel")}</Button><Button kind="primary" busy={set.busy} isDisabled={!held || !passphrase.good || set.busy} onPress={() => void set.run()}>{t("save")}</Button></>}>
			<Said problem={set.problem} />
			<Unlock keys={[own.id]} lead={t("keys.passphrase.unlock")}>{passphrase.fields}</Unlock>
		</Dialog>
	);
}

function NewShare({ own, onClose }: { own: OwnKey; onClose: () => void }) {
	const { t } = useText();
	const held = useHeld([own.id]);
	const [code] = useState(newCode), [label, setLabel] = useState(""), [shown, setShown] = useState(false);
	const back = useTypedBack(code);
	const sealing = useSealing();
	const save = useAction(async () => {
		const pair = heldPair(own.id);
		if (!pair) return;
		const blob = await sealing(() => lock(pair, codeSecret(code)));
		await post(`/keys/${own.id}/copies`, { kind: "share", blob, label: label.trim() });
		announce(t("keys.share.made"));
		invalidate("/keys");
		onClose();
	});
	return (
		<Dialog wide fixed title={t("keys.share.new")} open onClose={onClose} actions={<><Button onPress={onClose}>{t("cancel")}</Button>{shown ? <Button kind="primary" busy={save.busy} isDisabled={!back.good || save.busy} onPress={() => void save.run()}>{t("save")}</Button> : <Button kind="primary" isDisabled={!held || !label.trim()} onPress={() => setShown(true)}>{t("keys.wizard.next")}</Button>}</>}>
			<Said problem={save.problem} />
			<Unlock keys={[own.id]}>
				{shown ? <><Notice tone="warn" title={t("once.warning")}>{t("keys.share.replaces")}</Notice><CodeSheet title={t("keys.share.sheet")} code={code} lead={t("keys.share.lead", { name: label })} label={label} />{back.fields}</>
					: <TextField label={t("keys.share.keeper")} help={t("keys.share.keeper.help")} required value={label} onChange={setLabel} maxLength={100} />}
			</Unlock>
		</Dialog>
	);
}

function Invite({ own, keys, onClose }: { own: OwnKey; keys: KeyList; onClose: () => void }) {
	const { t, name } = useText();
	const held = useHeld([own.id]);
	const choices = others(own, keys);
	const [who, setWho] = useState<string | undefined>(choices[0]?.id), [code] = useState(newCode), [made, setMade] = useState(false);
	const sealing = useSealing();
	const invite = useAction(async () => {
		const pair = heldPair(own.id);
		if (!pair || !who) return;
		const blob = await sealing(() => lock(pair, codeSecret(code)));
		await post(`/keys/${own.id}/copies`, { kind: "invitation", blob, holder: who });
		invalidate("/keys");
		setMade(true);
	});
	const chosen = choices.find((one) => one.id === who);
	return (
		<Dialog wide fixed={made} title={t("keys.invite")} open onClose={onClose} actions={made ? <Button kind="primary" onPress={onClose}>{t("once.done")}</Button> : <><Button onPress={onClose}>{t("cancel")}</Button><Button kind="primary" busy={invite.busy} isDisabled={!held || !who || invite.busy} onPress={() => void invite.run()}>{t("keys.invite.make")}</Button></>}>
			<Said problem={invite.problem} />
			{made ? <><Notice tone="warn" title={t("once.warning")}>{t("keys.invite.once")}</Notice><CodeSheet title={t("keys.invite.sheet")} code={code} lead={t("keys.invite.lead", { name: chosen ? name(chosen) : "" })} /></>
				: <Unlock keys={[own.id]}><Select label={t("keys.invite.who")} required value={who} onChange={setWho} choices={choices.map((one) => ({ id: one.id, text: `${name(one)} (${one.login})` }))} /></Unlock>}
		</Dialog>
	);
}

function Retire({ own, onClose }: { own: OwnKey; onClose: () => void }) {
	const { t } = useText();
	const retire = useAction(async () => {
		await post(`/keys/${own.id}/retire`);
		announce(t("keys.retired"));
		invalidate("/keys", "/orgs");
		onClose();
	});
	return <Confirm title={t("keys.retire")} open onClose={onClose} onConfirm={() => void retire.run()} label={t("keys.retire")} danger busy={retire.busy}><Trouble action={retire} /><p>{t("keys.retire.lead")}</p></Confirm>;
}

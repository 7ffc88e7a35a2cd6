/* The journal: who did what, and the proof that nothing was altered, checked here in the browser. */
import { useEffect, useId, useRef, useState } from "react";
import { get, query } from "../api/client";
import { usePages, useQuery } from "../api/query";
import type { JournalEntry, JournalHead, Receipt } from "../api/types";
import { useText } from "../i18n";
import { setSearch, usePath } from "../router";
import { useAction, useMe } from "../session";
import { announce } from "../ui/announce";
import { Button, buttonClass, Empty, Facts, Failure, Heading, Loading, Notice, Panel, problemText, Time } from "../ui/basic";
import { Filter } from "../ui/form";
import { Icon } from "../ui/icon";
import { check, Steps } from "../ui/receipt";
import { DataTable, type Column } from "../ui/table";
import type { Step } from "../lib/receipt";

const verbs = ["report.draft", "report.drop", "report.submit", "report.follow_up", "report.review", "report.close", "report.withdraw", "message.read", "attachment.add", "attachment.read", "attachment.drop", "delivery.acknowledge", "delivery.outcome", "delivery.pass", "delivery.pass_by_itself", "delivery.comply", "advisory.draft", "advisory.drop", "advisory.approve", "advisory.publish", "advisory.withdraw", "list.export", "journal.export", "session.start", "session.end", "session.fail",
	"account.add", "account.change", "account.disable", "account.enable", "account.password", "account.reset", "account.totp_begin", "account.totp_on", "account.totp_off",
	"token.add", "token.revoke", "org.add", "org.edit", "org.rename", "membership.join", "membership.leave", "contact.add", "contact.edit", "contact.drop", "settings.fact",
	"report.relay", "relay.setting", "consent.ask", "consent.give", "consent.refuse", "consent.withdraw", "consent.advance", "inquiry.send", "inquiry.forward", "answer.send", "answer.relay",
	"case.open", "case.edit", "case.read", "case.add", "case.remove", "case.state", "case.note", "case.merge", "case.split", "case.rate", "case.ask", "case.advisory", "join.read",
	"mode.propose", "mode.confirm", "mode.emergency", "mode.end", "mode.drop", "mode.share", "notice.publish", "key.create", "key.copy", "key.copy_end", "key.retire"];

/* The journal's own spelling of times: six digits of a second. */
function journalTime(at: string): string {
	const found = /^(.*?)(?:\.(\d+))?Z$/.exec(at);
	return found ? `${found[1]}.${(found[2] ?? "").padEnd(6, "0").slice(0, 6)}Z` : at;
}

export default function Journal() {
	const { t, tv, name } = useText();
	const { search } = usePath();
	const me = useMe();
	const verb = search.get("verb") ?? undefined, object = search.get("object") ?? "";
	const [wanted, setWanted] = useState(object);
	const path = `/journal${query({ verb, object, order: "desc" })}`;
	const pages = usePages<JournalEntry>(path);
	const [rowsState, setRowsState] = useState<{ good: number; bad: number[] }>();
	useEffect(() => { document.title = `${t("journal.title")} | ${t("brand")}`; }, [t]);
	const verify = useAction(async () => {
		const { entryText, leafHash, toHex } = await import("../lib/receipt");
		const rows = (pages.data ?? []).filter((row) => !row.masked);
		const bad = rows.filter((row) => toHex(leafHash(entryText({ id: row.id ?? "", at: journalTime(row.at ?? ""), verb: row.verb ?? "", object: row.object ?? "-", ...(row.account ? { account: row.account.id } : {}), ...(row.org ? { org: row.org.id } : {}), ...(row.digest ? { digest: row.digest } : {}) }))) !== row.leaf_hash);
		setRowsState({ good: rows.length - bad.length, bad: bad.map((row) => row.seq) });
		announce(t(bad.length ? "journal.rows_bad" : "journal.rows_good", { count: bad.length || rows.length }), bad.length > 0);
	}, true);
	const columns: Column<JournalEntry>[] = [
		{ id: "seq", title: t("journal.seq"), number: true, value: (row) => row.seq },
		{ id: "at", title: t("journal.at"), value: (row) => row.at, cell: (row) => row.at ? <Time at={row.at} full /> : <span className="text-[0.875rem] text-solid-gray-700" title={t("journal.masked.help")}>{t("journal.masked")}</span> },
		{ id: "verb", title: t("journal.verb"), value: (row) => row.verb && tv("verb", row.verb), cell: (row) => row.verb && <span>{tv("verb", row.verb)}<code className="block font-mono text-[0.8125rem] text-solid-gray-700 whitespace-nowrap">{row.verb}</code></span> },
		{ id: "account", title: t("journal.account"), value: (row) => `${name(row.account)} ${name(row.org)}`, cell: (row) => !row.masked && <span>{name(row.account) || t("journal.system")}<span className="block text-[0.875rem] text-solid-gray-700">{name(row.org)}</span></span> },
		{ id: "object", title: t("journal.object"), value: (row) => row.object, cell: (row) => row.object ? <button type="button" className="font-mono text-[0.8125rem] text-left link" title={t("journal.only_this")} onClick={() => { setWanted(row.object ?? ""); setSearch({ object: row.object }); }}>{row.object}</button> : t("none") },
		{ id: "hash", title: t("journal.leaf_hash"), minor: true, value: (row) => row.leaf_hash, cell: (row) => <code className="font-mono text-[0.75rem]" title={row.leaf_hash}>{row.leaf_hash?.slice(0, 16)}…</code> },
	];
	return (
		<>
			<Heading title={t("journal.title")} lead={t("journal.lead")}>{me.user.roles.includes("auditor") && <a className={buttonClass("secondary", "md")} href="/api/v1/journal/entries.ndjson" download><Icon name="download" />{t("journal.export")}</a>}</Heading>
			<div className="mb-6 grid gap-4 lg:grid-cols-2 items-start"><HeadPanel /><ReceiptPanel /></div>
			<div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 no-print">
				<Filter label={t("journal.verb")} value={verb} empty={t("all")} onChange={(one) => setSearch({ verb: one })} choices={verbs.map((id) => ({ id, text: tv("verb", id) }))} />
				<form className="inline-flex items-center gap-2" onSubmit={(event) => { event.preventDefault(); setSearch({ object: wanted.trim() || undefined }); }}>
					<ObjectBox value={wanted} onChange={setWanted} /><Button type="submit" scale="sm">{t("search")}</Button>
				</form>
				{object && <Button scale="sm" kind="tertiary" onPress={() => { setWanted(""); setSearch({ object: undefined }); }}>{t("journal.all_objects")}</Button>}
				<Button scale="sm" kind="tertiary" icon="chain" isDisabled={!pages.data?.length} onPress={() => void verify.run()}>{t("journal.verify_rows")}</Button>
			</div>
			{rowsState && <div className="mb-3"><Notice tone={rowsState.bad.length ? "bad" : "good"} role="status" title={rowsState.bad.length ? t("journal.rows_bad", { count: rowsState.bad.length }) : t("journal.rows_good", { count: rowsState.good })}>{rowsState.bad.length ? rowsState.bad.join(", ") : null}</Notice></div>}
			{pages.error && <Failure problem={pages.error} retry={pages.reload} />}
			{!pages.data ? !pages.error && <Loading lines={10} /> : <DataTable caption={t("journal.title")} rows={pages.data} columns={columns} rowKey={(row) => String(row.seq)} hasMore={pages.hasMore} more={pages.more} loading={pages.loading} empty={<Empty title={t("journal.empty")} />} />}
		</>
	);
}

function ObjectBox({ value, onChange }: { value: string; onChange: (value: string) => void }) {
	const { t } = useText();
	const id = useId();
	return <><label htmlFor={id} className="text-[0.875rem] text-solid-gray-700 whitespace-nowrap">{t("journal.object")}</label><input id={id} className="input-box min-h-9! py-1! w-80! max-w-full font-mono text-[0.875rem]" value={value} onChange={(event) => onChange(event.target.value)} spellCheck={false} /></>;
}

function HeadPanel() {
	const { t } = useText();
	const head = useQuery<JournalHead>("/journal/head");
	const [good, setGood] = useState<boolean>();
	const verify = useAction(async () => {
		const { headHolds } = await import("../lib/receipt");
		const fresh = await get<JournalHead>("/journal/head");
		setGood(headHolds(fresh.store, fresh, fresh.public_key));
		head.reload();
	});
	return (
		<Panel id="head" title={t("journal.head")}>
			{head.error ? <Failure problem={head.error} retry={head.reload} /> : !head.data ? <Loading /> : (
				<div className="grid gap-3">
					<p className="text-[0.9375rem] text-solid-gray-700">{t("journal.head.lead")}</p>
					<Facts rows={[[t("journal.size"), <span key="n" className="tabular-nums">{head.data.size.toLocaleString("en")}</span>], [t("journal.signed_at"), <Time key="t" at={head.data.signed_at} full />], [t("journal.root"), <code key="r" className="font-mono text-[0.8125rem] break-all">{head.data.root}</code>], [t("journal.key"), <code key="k" className="font-mono text-[0.8125rem] break-all">{head.data.key}</code>]]} />
					<div className="no-print"><Button scale="sm" icon="chain" busy={verify.busy} onPress={() => void verify.run()}>{t("journal.verify_head")}</Button></div>
					{verify.problem && <Notice tone="bad" role="alert" title={problemText(verify.problem, t)} />}
					{good !== undefined && <Notice tone={good ? "good" : "bad"} role="status" title={t(good ? "journal.head.good" : "journal.head.bad")} />}
				</div>
			)}
		</Panel>
	);
}

function ReceiptPanel() {
	const { t } = useText();
	const input = useRef<HTMLInputElement>(null);
	const [over, setOver] = useState(false);
	const [result, setResult] = useState<{ receipt: Receipt; steps: Step[] }>();
	const [fault, setFault] = useState(false);
	async function take(file: File | undefined) {
		if (!file) return;
		setFault(false);
		setResult(undefined);
		try {
			const receipt = JSON.parse(await file.text()) as Receipt;
			if (receipt.noroshi !== "receipt/1") throw new Error("not a receipt");
			setResult({ receipt, steps: await check(receipt) });
		} catch { setFault(true); }
	}
	return (
		<Panel id="receipt" title={t("journal.receipt")}>
			<div className="grid gap-3">
				<p className="text-[0.9375rem] text-solid-gray-700">{t("journal.receipt.lead")}</p>
				<div onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={(event) => { event.preventDefault(); setOver(false); void take(event.dataTransfer.files[0]); }} className={`border-2 border-dashed rounded-8 px-4 py-4 no-print ${over ? "border-blue-900 bg-blue-50" : "border-solid-gray-420"}`}>
					<input ref={input} type="file" accept="application/json,.json" className="sr-only" tabIndex={-1} aria-label={t("journal.receipt.choose")} onChange={(event) => { void take(event.target.files?.[0]); event.target.value = ""; }} />
					<span className="flex flex-wrap items-center gap-3"><Button scale="sm" icon="file" onPress={() => input.current?.click()}>{t("journal.receipt.choose")}</Button><span className="text-[0.875rem] text-solid-gray-700">{t("journal.receipt.drop")}</span></span>
				</div>
				{fault && <Notice tone="bad" role="alert" title={t("journal.receipt.unreadable")} />}
				{result && <Steps receipt={result.receipt} steps={result.steps} />}
			</div>
		</Panel>
	);
}

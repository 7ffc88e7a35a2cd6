/* The attachments of a report that is relayed: what each tells beside its content, the text to read in it, and a clean copy. Left out
 * unless the officer says otherwise. Files are read in this page; only the copy that goes on is sent to the server. */
import { useEffect, useState } from "react";
import { upload } from "../api/client";
import type { Attachment } from "../api/types";
import { useText } from "../i18n";
import type { Engine, Find, MetaFind, MetaRefusal, MetaReport, MetaText } from "../lib/engine";
import type { Opened, SealedFile } from "../lib/seal";
import { useAction } from "../session";
import { bytes, Button, Chip, Loading, Notice, Panel, problemText } from "./basic";
import { Icon } from "./icon";
import { fetchFile } from "./sealed";

/* opened: where they came sealed. */
export interface FileSource { files: SealedFile[]; opened?: Opened }

interface Seen { file: SealedFile; bytes?: Uint8Array; meta?: MetaReport | MetaRefusal; text?: MetaText | MetaRefusal; finds?: { find: Find; words: string }[]; failed?: boolean }
interface Copy { bytes?: Uint8Array; left?: MetaFind[]; refused?: MetaRefusal; unchanged?: boolean }

async function plainBytes(file: SealedFile, opened: Opened | undefined): Promise<Uint8Array> {
	if (opened) return fetchFile(file, opened);
	const answer = await fetch(`/api/v1/attachments/${encodeURIComponent(file.id)}`, { credentials: "same-origin" });
	if (!answer.ok) throw new Error(String(answer.status));
	return new Uint8Array(await answer.arrayBuffer());
}

function same(a: Uint8Array, b: Uint8Array): boolean { return a.length === b.length && a.every((one, i) => one === b[i]); }

export function RelayFiles({ source, engine, onFiles }: { source: FileSource; engine: Engine | undefined; onFiles: (change: (old: Attachment[]) => Attachment[]) => void }) {
	const { t } = useText();
	if (!source.files.length) return null;
	return (
		<Panel id="files" flush title={t("section.attachments")}>
			<p className="px-4 py-3 text-[0.9375rem] text-solid-gray-700">{t("relay.files.lead")}</p>
			<ul className="border-t border-solid-gray-200">{source.files.map((file) => <OneFile key={file.id} file={file} opened={source.opened} engine={engine} onFiles={onFiles} />)}</ul>
		</Panel>
	);
}

function OneFile({ file, opened, engine, onFiles }: { file: SealedFile; opened: Opened | undefined; engine: Engine | undefined; onFiles: (change: (old: Attachment[]) => Attachment[]) => void }) {
	const { t, name } = useText();
	const [seen, setSeen] = useState<Seen>({ file });
	const [copy, setCopy] = useState<Copy>();
	const [sent, setSent] = useState<Attachment>();
	useEffect(() => {
		let gone = false;
		if (!engine) return undefined;
		plainBytes(file, opened).then((found) => {
			if (gone) return;
			const meta = engine.readMeta(file.name, found), text = engine.textOf(file.name, found);
			const finds = text.refused === undefined ? engine.scan([text.text]).filter((find) => find.proposal === "replace").map((find) => ({ find, words: text.text.slice(find.from, find.to) })) : [];
			setSeen({ file, bytes: found, meta, text, finds });
		}).catch(() => { if (!gone) setSeen({ file, failed: true }); });
		return () => { gone = true; };
	}, [file.id, engine, opened?.key]); // eslint-disable-line
	const forward = useAction(async () => {
		if (!engine || !seen.bytes) return;
		const made = engine.cleanMeta(file.name, seen.bytes);
		if (made.refused !== undefined) { setCopy({ refused: made }); return; }
		if (same(made.bytes, seen.bytes)) { setCopy({ unchanged: true }); return; }
		const plain = `${t("relay.files.name")}${/\.[A-Za-z0-9]{1,8}$/.exec(file.name)?.[0] ?? ""}`;
		const done = await upload<Attachment>(`/attachments?name=${encodeURIComponent(plain)}`, new File([made.bytes as BlobPart], plain), () => undefined, new AbortController().signal);
		setCopy({ bytes: made.bytes, left: made.finds });
		setSent(done);
		onFiles((old) => [...old, done]);
	});
	function leaveOut() {
		if (sent) onFiles((old) => old.filter((one) => one.id !== sent.id));
		setSent(undefined);
		setCopy(undefined);
	}
	const refused = seen.meta?.refused !== undefined ? seen.meta : undefined;
	/* What is named inside a file is not taken out of it: such a file stays behind. */
	const named = seen.finds?.some((one) => one.find.why === "name" || one.find.why === "own") ?? false;
	return (
		<li className="px-4 py-3 border-b border-solid-gray-200 last:border-0 grid gap-2">
			<div className="flex flex-wrap items-center gap-x-3 gap-y-1">
				<Icon name="file" /><span className="font-700 break-all">{file.name}</span><span className="text-[0.875rem] text-solid-gray-700">{bytes(file.size)}</span>
				<Chip tone={sent ? "good" : "plain"} icon={sent ? "check" : undefined as never}>{t(sent ? "relay.files.goes" : "relay.left_out")}</Chip>
				<span className="ml-auto">{sent ? <Button scale="sm" onPress={leaveOut}>{t("relay.files.leave")}</Button> : <Button scale="sm" isDisabled={!seen.bytes || !!refused || !!copy?.unchanged || named} busy={forward.busy} onPress={() => void forward.run()}>{t("relay.files.forward")}</Button>}</span>
			</div>
			{forward.problem && <Notice tone="bad" role="alert" title={problemText(forward.problem, t)} />}
			{seen.failed && <Notice tone="bad" title={t("sealed.file.bad")} />}
			{!seen.bytes && !seen.failed && <Loading lines={1} />}
			{refused && <Notice tone="warn" title={t("relay.files.unread")}>{name(refused)}</Notice>}
			{copy?.refused && <Notice tone="warn" title={t("relay.files.not_clean")}>{name(copy.refused)}</Notice>}
			{copy?.unchanged && <Notice tone="warn" title={t("relay.files.unchanged")}>{t("relay.files.unchanged.next")}</Notice>}
			{seen.meta?.refused === undefined && seen.meta && <MetaList finds={sent && copy?.left ? copy.left : seen.meta.finds} more={seen.meta.more} after={!!sent} />}
			{seen.finds && seen.finds.length > 0 && <Notice tone="warn" title={t("relay.files.names", { n: seen.finds.length })}>{[...new Set(seen.finds.map((one) => one.words))].slice(0, 12).join(t("comma"))}<p className="mt-1">{t("relay.files.names.next")}</p></Notice>}
			{seen.text?.refused === undefined && seen.text && seen.text.text && <details><summary className="link">{t("relay.files.text")}</summary><pre tabIndex={0} className="mt-2 whitespace-pre-wrap max-h-72 overflow-y-auto border border-solid-gray-300 rounded-8 p-3 text-[0.9375rem] font-sans">{seen.text.text}</pre>{seen.text.cut && <p className="text-[0.875rem]">{t("relay.files.cut")}</p>}</details>}
			{seen.text?.refused !== undefined && !refused && <p className="text-[0.9375rem]">{name(seen.text)}</p>}
		</li>
	);
}

function MetaList({ finds, more, after }: { finds: MetaFind[]; more: boolean; after: boolean }) {
	const { t, tv } = useText();
	if (!finds.length) return <p className="text-[0.9375rem]">{t(after ? "relay.files.clean" : "relay.files.no_meta")}</p>;
	return (
		<details open={finds.length <= 6}>
			<summary className="text-[0.9375rem] font-700">{t(after ? "relay.files.still" : "relay.files.meta", { n: finds.length })}{more ? "+" : ""}</summary>
			<ul className="mt-1 grid gap-1 text-[0.9375rem]">{finds.slice(0, 100).map((one, i) => <li key={i} className="flex flex-wrap gap-x-2"><span className="text-solid-gray-700">{tv("meta", one.what)}</span><span className="break-all">{one.value}</span>{!one.removable && <Chip tone="warn">{t("relay.files.stays")}</Chip>}</li>)}</ul>
		</details>
	);
}

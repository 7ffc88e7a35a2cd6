/* A notice that came sealed: opened in this page once a key is unlocked. Neither its title nor its content goes to the server. */
import { useEffect, useState } from "react";
import type { Content, Revision, SealedContent } from "../api/types";
import { useText } from "../i18n";
import { openFile, openSealed, SealError, type Opened, type SealedFile, type Why } from "../lib/seal";
import { useAction } from "../session";
import { bytes, Button, Loading, Notice, problemText } from "./basic";
import { Icon } from "./icon";
import { ContentView } from "./message";
import { Unlock, useHeld, useSealing } from "./unlock";

export function sealedOf(content: Content | undefined): SealedContent | undefined {
	return content && "envelope" in content ? (content as unknown as SealedContent) : undefined;
}

/* Opened content of an envelope, while a key is held. */
export function useOpened(sealed: SealedContent | undefined): { opened?: Opened; why?: Why; keys: string[]; held: boolean } {
	const keys = sealed?.envelope.keys.map((one) => one.key) ?? [];
	const held = useHeld(keys);
	const [result, setResult] = useState<{ opened?: Opened; why?: Why }>({});
	const box = sealed?.envelope.box;
	useEffect(() => {
		let gone = false;
		if (!held || !sealed) setResult({});
		else openSealed(sealed.envelope).then((opened) => { if (!gone) setResult({ opened }); }, (error: unknown) => { if (!gone) setResult({ why: error instanceof SealError ? error.why : "altered" }); });
		return () => { gone = true; };
	}, [held, box]); // eslint-disable-line
	return { ...result, keys, held };
}

/* What the server was told beside the envelope must be what the sender put inside. */
function agrees(sealed: SealedContent, inside: Content): boolean {
	return (["tlp", "basis", "consent", "exercise"] as const).every((name) => (inside[name] ?? undefined) === (sealed[name] ?? undefined) || (!inside[name] && !sealed[name]));
}

export function SealedView({ revision, level = 2 }: { revision: Revision; level?: 2 | 3 }) {
	const { t } = useText();
	const sealed = sealedOf(revision.content);
	const { opened, why, keys, held } = useOpened(sealed);
	if (!sealed) return null;
	return (
		<div className="grid gap-5">
			<Notice tone="info" title={t("sealed.title")}>{t("sealed.lead")} {t(opened ? "sealed.opened" : "sealed.readers")}</Notice>
			<Unlock keys={keys}>
				{why && <Notice tone="bad" role="alert" title={t("sealed.altered")}>{t(`seal.why.${why}`, { group: 0 })}</Notice>}
				{held && !opened && !why && <Loading />}
				{opened && (
					<>
						{!agrees(sealed, opened.content) && <Notice tone="warn" role="alert" title={t("sealed.mismatch")} />}
						<p className="text-std-20B-150">{String(opened.content["title"] ?? "")}</p>
						<ContentView level={level} kind="report" content={opened.content} />
						{opened.files.length > 0 && <section><h3 className="text-std-16B-170 border-b border-solid-gray-300 mb-2">{t("section.attachments")}</h3><ul className="grid gap-2">{opened.files.map((file) => <OneFile key={file.id} file={file} opened={opened} />)}</ul></section>}
					</>
				)}
			</Unlock>
		</div>
	);
}

/* The sealed bytes come from the server, are opened here and saved under the name that was inside. */
export async function fetchFile(file: SealedFile, opened: Opened): Promise<Uint8Array> {
	const answer = await fetch(`/api/v1/attachments/${encodeURIComponent(file.id)}`, { credentials: "same-origin" });
	if (!answer.ok) throw new SealError("none");
	return openFile(opened.key, new Uint8Array(await answer.arrayBuffer()));
}

function OneFile({ file, opened }: { file: SealedFile; opened: Opened }) {
	const { t } = useText();
	const sealing = useSealing();
	const save = useAction(async () => {
		const plain = await sealing(() => fetchFile(file, opened));
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([plain as BlobPart], { type: "application/octet-stream" }));
		link.download = file.name.replace(/[\\/:*?"<>|\u0000-\u001f\u202a-\u202e\u2066-\u2069]/g, "_");
		link.click();
		setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
	});
	return (
		<li className="flex flex-wrap items-center gap-x-3 gap-y-1">
			<Icon name="file" /><span className="min-w-0">{file.name}</span><span className="text-[0.875rem] text-solid-gray-700">{bytes(file.size)}</span>
			<Button kind="tertiary" scale="sm" icon="download" busy={save.busy} onPress={() => void save.run()}>{t("download")}</Button>
			{save.problem && <span role="alert" className="text-red-900">{problemText(save.problem, t)}</span>}
		</li>
	);
}

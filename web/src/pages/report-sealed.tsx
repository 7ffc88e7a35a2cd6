/* The report form's sealed way: whether the CEPTOAR takes sealed reports only, who can read them, files kept here until they are sealed,
 * and sending. Content leaves the page in an envelope or not at all. */
import { useEffect, useId, useRef, useState } from "react";
import { get, post, upload } from "../api/client";
import { useQuery } from "../api/query";
import type { Attachment, Catalog, FieldProblem, Filed, Me, Org, OrgKey, OrgRef, PublicKey, ReportInput } from "../api/types";
import { useText, type Texts } from "../i18n";
import { fileMaxBytes, newContentKey, sealContent, sealFile, type SealedFile } from "../lib/seal";
import { bytes, Button, Notice, saveFile } from "../ui/basic";
import { Icon } from "../ui/icon";
import { bodyOf, type Edited } from "./report";

/* open: as any other report. checking: not known yet, so nothing is sent. sealed: to `to` by `key`. */
export interface Way { state: "open" | "checking" | "sealed"; to?: OrgRef; key?: PublicKey; own?: PublicKey; changed?: boolean; again: () => void }

const seenKey = (org: string) => `noroshi.key.${org}`;
function seen(org: string): string | null {
	try { return localStorage.getItem(seenKey(org)); } catch { return null; }
}
function see(org: string, fingerprint: string): void {
	try { localStorage.setItem(seenKey(org), fingerprint); } catch { /* then a change is not noticed here */ }
}

/* `holders`: of a follow-up, who has the report. It goes to the CEPTOAR that has it, also after the organisation has left that one. */
export function useWay(me: Me, catalog: Catalog, route: string | undefined, sector: string | undefined, holders?: OrgRef[]): Way {
	const wanted = route === "ceptoar";
	const org = useQuery<Org>(wanted ? `/orgs/${me.org.id}` : null);
	const [found, setFound] = useState<{ of: string; way: Omit<Way, "again"> }>();
	const [turn, setTurn] = useState(0);
	const held = holders?.filter((one) => one.kind === "ceptoar") ?? [];
	const all = held.length ? held : org.data?.ceptoars ?? [];
	const sectorOf = (id: string) => catalog.ceptoars.find((one) => one.id === id)?.sector;
	const fitting = held.length ? held : all.filter((one) => sectorOf(one.id) === sector);
	const candidates = fitting.length ? fitting : all;
	const asked = org.data ? `${turn} ${candidates.map((one) => one.id).join(" ")}` : "";
	useEffect(() => {
		if (!wanted || !asked) return;
		let gone = false;
		Promise.all([...candidates.map((one) => get<OrgKey>(`/orgs/${one.id}/key`)), get<OrgKey>(`/orgs/${me.org.id}/key`)]).then((keys) => {
			if (gone) return;
			const at = candidates.findIndex((_, i) => keys[i]?.key);
			const to = candidates[at], key = keys[at]?.key, own = keys.at(-1)?.key;
			const before = to && seen(to.id);
			setFound({ of: asked, way: to && key ? { state: "sealed", to, key, ...(own ? { own } : {}), changed: !!before && before !== key.fingerprint } : { state: "open" } });
		}, () => undefined);                            /* nothing is sent before it is known */
		return () => { gone = true; };
	}, [wanted, asked]); // eslint-disable-line
	const again = () => setTurn((old) => old + 1);
	if (!wanted) return { state: "open", again };
	return found?.of === asked && asked ? { ...found.way, again } : { state: "checking", again };
}

/* What the server may know of a sealed report before it is sent. */
export function outside(input: Edited): ReportInput {
	const { route, tlp, basis, consent, exercise, sector } = bodyOf(input);
	return { ...(route ? { route } : {}), ...(tlp ? { tlp } : {}), ...(basis ? { basis } : {}), ...(consent ? { consent } : {}), ...(exercise ? { exercise } : {}), ...(sector ? { sector } : {}) };
}

/* The server cannot check what it cannot read. */
export function missing(input: Edited, texts: Texts): FieldProblem[] {
	const body = bodyOf(input) as Record<string, unknown>;
	const faults: FieldProblem[] = ["title", "sector", "event_type", "basis", "noticed_at", "summary"].filter((name) => !body[name])
		.map((name) => ({ pointer: `/${name}`, code: "field.required", title: texts.t("field.please") }));
	const noticed = Date.parse(String(body["noticed_at"] ?? ""));
	if (noticed > Date.now() + 600_000) faults.push({ pointer: "/noticed_at", code: "report.future", title: texts.t("field.future") });
	return faults;
}

export async function sendSealed(input: Edited, files: File[], way: Way, follow: { id: string; version: number } | undefined, attempt: string): Promise<Filed> {
	if (!way.to || !way.key) throw new Error("no key");
	const key = await newContentKey();
	const sealed: SealedFile[] = [];
	for (const file of files) {
		const box = await sealFile(key, new Uint8Array(await file.arrayBuffer()));
		const kept = await upload<Attachment>("/attachments?sealed=true", new File([box as BlobPart], "sealed"), () => undefined, new AbortController().signal);
		sealed.push({ id: kept.id, name: file.name, type: file.type || "application/octet-stream", size: file.size });
	}
	const { attachments: _attachments, ...content } = bodyOf(input);
	const envelope = await sealContent(key, { content: content as Record<string, unknown>, files: sealed }, [way.key, ...(way.own ? [way.own] : [])]);
	const body = {
		ceptoar: way.to.id, envelope, basis: content.basis, ...(content.tlp ? { tlp: content.tlp } : {}), ...(content.consent ? { consent: content.consent } : {}),
		...(content.exercise ? { exercise: true } : {}), ...(sealed.length ? { attachments: sealed.map((file) => file.id) } : {}),
	};
	const filed = follow ? await post<Filed>(`/reports/${follow.id}/revisions/sealed`, { ...body, ...(input.final ? { final: true } : {}) }, { key: attempt, ifMatch: follow.version })
		: await post<Filed>("/reports/sealed", body, { key: attempt });
	see(way.to.id, way.key.fingerprint);
	return filed;
}

export function WayNotice({ way, moved }: { way: Way; moved: boolean }) {
	const { t, name } = useText();
	if (way.state === "checking") return <Notice tone="info" role="status" title={t("sealed.checking")} />;
	if (way.state !== "sealed") return null;
	return (
		<Notice tone="info" title={<span className="inline-flex gap-2 items-center"><Icon name="key" />{t("sealed.form.title")}</span>}>
			<p>{t("sealed.form.lead", { name: name(way.to) })}</p>
			<p className="mt-1">{t(way.own ? "sealed.form.own" : "sealed.form.not_own")}</p>
			<p className="mt-1 text-[0.875rem]">{t("sealed.form.seen")}</p>
			<p className="mt-1 text-[0.875rem]">{t("sealed.form.fingerprint")}: <code className="font-mono">{way.key?.fingerprint}</code></p>
			{way.changed && <p role="alert" className="mt-2 font-700 text-red-900">{t("sealed.form.changed")}</p>}
			{moved && <p className="mt-2 font-700">{t("sealed.form.draft_removed")} {t("sealed.form.files_again")}</p>}
		</Notice>
	);
}

/* Files stay here until they are sealed. */
export function LocalFiles({ files, onChange }: { files: File[]; onChange: (files: File[]) => void }) {
	const { t } = useText();
	const id = useId();
	const input = useRef<HTMLInputElement>(null);
	const [fault, setFault] = useState<string>();
	function take(list: FileList | null) {
		const chosen = [...(list ?? [])], large = chosen.find((file) => file.size > fileMaxBytes);
		const room = files.length + chosen.length <= 20;
		setFault(large ? `${large.name}: ${t("files.too_large", { limit: bytes(fileMaxBytes) })}` : room ? undefined : t("files.too_many", { limit: 20 }));
		if (room) onChange([...files, ...chosen.filter((file) => file.size <= fileMaxBytes)]);
	}
	return (
		<div className="grid gap-3">
			<p className="flex flex-wrap items-center gap-3">
				<input ref={input} id={id} type="file" multiple className="sr-only" tabIndex={-1} aria-label={t("files.choose")} onChange={(event) => { take(event.target.files); event.target.value = ""; }} />
				<Button scale="sm" icon="plus" onPress={() => input.current?.click()}>{t("files.choose")}</Button>
				<span className="text-[0.875rem] text-solid-gray-700">{t("files.help", { size: bytes(fileMaxBytes), count: 20 })}</span>
			</p>
			{fault && <p role="alert" className="text-red-900">{fault}</p>}
			<ul className="grid gap-2">
				{files.map((file, i) => <li key={i} className="flex flex-wrap items-center gap-x-3 gap-y-1"><Icon name="file" /><span className="min-w-0">{file.name}</span><span className="text-[0.875rem] text-solid-gray-700">{bytes(file.size)}</span><Button scale="sm" kind="tertiary" aria-label={t("files.remove_name", { name: file.name })} onPress={() => onChange(files.filter((_, at) => at !== i))}>{t("files.remove")}</Button></li>)}
			</ul>
		</div>
	);
}

export function KeepCopy({ input, name }: { input: Edited; name: string }) {
	const { t } = useText();
	return <p className="flex flex-wrap items-center gap-3"><Button scale="sm" icon="download" onPress={() => saveFile(`${name}.json`, JSON.stringify(bodyOf(input), null, 2))}>{t("sealed.copy")}</Button><span className="text-[0.875rem] text-solid-gray-700">{t("sealed.copy.help")}</span></p>;
}

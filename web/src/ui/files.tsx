/* Attachments: chosen or dropped, sent at once with their progress, taken back before the message is sent. */
import { useId, useRef, useState, type DragEvent } from "react";
import { Problem, remove, upload } from "../api/client";
import type { Attachment } from "../api/types";
import { useText } from "../i18n";
import { bytes, Button, problemText } from "./basic";
import { Icon } from "./icon";

const MAX_BYTES = 10 * 1024 * 1024, MAX_FILES = 20;
interface Sending { key: number; name: string; part: number; problem?: string; stop: AbortController }

export function Files({ files, onChange, kept = [] }: { files: Attachment[]; onChange: (change: (files: Attachment[]) => Attachment[]) => void; kept?: string[] }) {
	const { t } = useText();
	const id = useId();
	const input = useRef<HTMLInputElement>(null);
	const count = useRef(0);
	const [sending, setSending] = useState<Sending[]>([]);
	const [over, setOver] = useState(false);
	const update = (key: number, part: Partial<Sending>) => setSending((old) => old.map((one) => (one.key === key ? { ...one, ...part } : one)));
	async function send(file: File, room: boolean) {
		const key = ++count.current, stop = new AbortController();
		const fault = file.size > MAX_BYTES ? t("files.too_large", { limit: bytes(MAX_BYTES) }) : !room ? t("files.too_many", { limit: MAX_FILES }) : undefined;
		setSending((old) => [...old, { key, name: file.name, part: 0, stop, ...(fault ? { problem: fault } : {}) }]);
		if (fault) return;
		try {
			const done = await upload<Attachment>(`/attachments?name=${encodeURIComponent(file.name)}`, file, (part) => update(key, { part }), stop.signal);
			setSending((old) => old.filter((one) => one.key !== key));
			onChange((old) => [...old, done]);
		} catch (error) {
			if (error instanceof Problem) update(key, { problem: problemText(error, t) });
			else setSending((old) => old.filter((one) => one.key !== key));
		}
	}
	function take(list: FileList | null) {
		const room = MAX_FILES - files.length - sending.filter((one) => !one.problem).length;
		[...(list ?? [])].forEach((file, i) => void send(file, i < room));
	}
	function drop(event: DragEvent) {
		event.preventDefault();
		setOver(false);
		take(event.dataTransfer.files);
	}
	return (
		<div className="grid gap-3">
			<div onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop} className={`border-2 border-dashed rounded-8 px-4 py-4 flex flex-wrap items-center gap-3 ${over ? "border-blue-900 bg-blue-50" : "border-solid-gray-420"}`}>
				<input ref={input} id={id} type="file" multiple className="sr-only" tabIndex={-1} aria-label={t("files.choose")} onChange={(event) => { take(event.target.files); event.target.value = ""; }} />
				<Button scale="sm" icon="plus" onPress={() => input.current?.click()}>{t("files.choose")}</Button>
				<span className="text-[0.875rem] text-solid-gray-700">{t("files.help", { size: bytes(MAX_BYTES), count: MAX_FILES })}</span>
			</div>
			{(files.length > 0 || sending.length > 0) && (
				<ul className="grid gap-2">
					{files.map((file) => (
						<li key={file.id} className="flex flex-wrap items-center gap-x-3 gap-y-1"><Icon name="file" /><span className="min-w-0">{file.name}</span><span className="text-[0.875rem] text-solid-gray-700">{bytes(file.size)}</span>
							<Button scale="sm" kind="tertiary" aria-label={t("files.remove_name", { name: file.name })} onPress={() => { if (!kept.includes(file.id)) void remove(`/attachments/${file.id}`).catch(() => undefined); onChange((old) => old.filter((one) => one.id !== file.id)); }}>{t("files.remove")}</Button></li>
					))}
					{sending.map((one) => (
						<li key={one.key} className="flex flex-wrap items-center gap-x-3 gap-y-1"><Icon name="file" /><span className="min-w-0">{one.name}</span>
							{one.problem ? <span role="alert" className="text-red-900">{one.problem}</span> : <><progress className="w-40" max={1} value={one.part} aria-label={t("files.sending", { name: one.name })} /><span className="text-[0.875rem] tabular-nums">{Math.round(one.part * 100)}%</span></>}
							<Button scale="sm" kind="tertiary" onPress={() => { one.stop.abort(); setSending((old) => old.filter((other) => other.key !== one.key)); }}>{t(one.problem ? "close" : "cancel")}</Button></li>
					))}
				</ul>
			)}
		</div>
	);
}

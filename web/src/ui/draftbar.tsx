/* Where a draft stands: saved on the server, only in this browser, or changed by somebody else meanwhile. */
import { get } from "../api/client";
import type { Message } from "../api/types";
import { useText } from "../i18n";
import { moment } from "../lib/time";
import type { Draft } from "../lib/draft";
import { Button, Notice, problemText } from "./basic";
import { Icon } from "./icon";

export function SaveMark<T>({ draft }: { draft: Draft<T> }) {
	const { t, lang } = useText();
	const at = draft.savedAt ? moment(new Date(draft.savedAt).toISOString(), lang).split(" ").pop() ?? "" : "";
	const text = draft.state === "saved" && at ? t("draft.saved_at", { at }) : t(`draft.${draft.state}`);
	return <span role="status" className={`inline-flex items-center gap-1.5 text-[0.875rem] ${draft.state === "conflict" ? "text-red-900" : "text-solid-gray-700"}`}><Icon name={draft.state === "saved" || draft.state === "local" ? "check" : draft.state === "conflict" ? "error" : "clock"} small />{text}</span>;
}

export function DraftTrouble<T>({ draft, id }: { draft: Draft<T>; id: string | undefined }) {
	const { t } = useText();
	if (draft.state === "conflict" && id) {
		const overwrite = async () => {
			const latest = await get<Message>(`/messages/${id}`);
			await draft.overwrite(latest.version).catch(() => undefined);
		};
		return (
			<Notice tone="warn" role="alert" title={t("draft.conflict")} action={<span className="flex flex-wrap gap-2"><Button scale="sm" onPress={() => void overwrite()}>{t("draft.overwrite")}</Button><Button scale="sm" onPress={() => { draft.forget(); location.reload(); }}>{t("draft.take_latest")}</Button></span>}>
				{t("draft.conflict.lead")}
			</Notice>
		);
	}
	if (draft.state === "local" && draft.problem) return <Notice tone="warn" role="status" title={t("draft.not_on_server")}>{problemText(draft.problem, t)} {draft.problem.errors.map((error) => error.title).join(" ")}</Notice>;
	return null;
}

/* What dialogs that change something share: their problem, faults at their fields, and secrets that are shown once. */
import type { ReactNode } from "react";
import { useText } from "../i18n";
import type { Action } from "../session";
import { announce } from "./announce";
import { Button, copyText, Notice, problemText } from "./basic";
import { Faults, faultMap } from "./form";
import { Dialog } from "./overlay";

export function Trouble({ action }: { action: Action<never[]> | Action<[]> }) {
	const { t } = useText();
	return action.problem && !action.problem.errors.length ? <Notice tone="bad" role="alert" title={problemText(action.problem, t)} /> : null;
}
export function WithFaults({ action, children }: { action: Action<[]>; children: ReactNode }) {
	return <Faults value={faultMap(action.problem?.errors ?? [])}><Trouble action={action} />{children}</Faults>;
}

/* Something that is shown once and never again. */
export function Once({ title, lead, secret, onClose }: { title: string; lead: string; secret: string | undefined; onClose: () => void }) {
	const { t } = useText();
	return (
		<Dialog title={title} open={!!secret} onClose={onClose} fixed actions={<Button kind="primary" onPress={onClose}>{t("once.done")}</Button>}>
			<Notice tone="warn" title={t("once.warning")}>{lead}</Notice>
			<p className="flex flex-wrap items-center gap-2"><code className="font-mono text-[1.0625rem] bg-solid-gray-50 border border-solid-gray-420 rounded-4 px-3 py-2 break-all">{secret}</code><Button scale="sm" icon="copy" onPress={() => void copyText(secret ?? "").then(() => announce(t("copied")))}>{t("copy")}</Button></p>
		</Dialog>
	);
}

/* What a source allows: the officer's panel beside the relay, and how a consent is asked and shown. */
import { useState } from "react";
import { post } from "../api/client";
import { invalidate } from "../api/query";
import type { Consent, RelayDraft } from "../api/types";
import { useText } from "../i18n";
import { useAction } from "../session";
import { announce } from "./announce";
import { Button, Chip, Notice, Panel, problemText, type Tone } from "./basic";
import { Radios, TextArea } from "./form";
import { Confirm } from "./overlay";

const tones: Record<Consent["state"] | "not_asked", Tone> = { not_asked: "plain", asked: "info", given: "good", refused: "bad", withdrawn: "bad" };
export function ConsentChip({ state }: { state: Consent["state"] | "not_asked" }) {
	const { tv } = useText();
	return state === "given" ? <Chip tone="good" icon="check">{tv("consent.state", state)}</Chip> : <Chip tone={tones[state]}>{tv("consent.state", state)}</Chip>;
}

/* Asks the author of `message`. */
export function AskConsent({ message, use, open, onClose }: { message: string; use: Consent["use"]; open: boolean; onClose: () => void }) {
	const { t } = useText();
	const [note, setNote] = useState(""), [kind, setKind] = useState<"anonymised" | "named">("anonymised");
	const ask = useAction(async () => {
		await post<Consent>(`/messages/${message}/consents`, { use, kind, ...(note.trim() ? { note: note.trim() } : {}) });
		announce(t("consents.asked_now"));
		setNote("");
		onClose();
		invalidate("/reports", "/consents", "/messages", "/relay");
	});
	return (
		<Confirm title={t(`consents.ask.${use}`)} open={open} onClose={onClose} onConfirm={() => void ask.run()} label={t("consents.ask.go")} busy={ask.busy}>
			{ask.problem && <Notice tone="bad" role="alert" title={problemText(ask.problem, t)} />}
			<p>{t(`consents.ask.lead.${use}`)}</p>
			<Radios label={t("consents.kind")} value={kind} onChange={setKind} choices={[{ id: "anonymised", text: t("consents.kind.anonymised"), help: t("consents.kind.anonymised.help") }, { id: "named", text: t("consents.kind.named"), help: t("consents.kind.named.help") }]} />
			<TextArea label={t("consents.ask.note")} help={t("consents.ask.note.help")} value={note} onChange={setNote} rows={3} maxLength={2000} />
		</Confirm>
	);
}

export function ConsentPanel({ draft, message }: { draft: RelayDraft; message: string }) {
	const { t, tv } = useText();
	const [asking, setAsking] = useState(false);
	const { consent } = draft;
	const allowed = consent.kind !== "none";
	const state = consent.asked ? "asked" : consent.answer;
	return (
		<Panel id="consent" title={t("relay.consent")} action={<ConsentChip state={allowed ? "given" : state} />}>
			<div className="flex flex-wrap items-start justify-between gap-3" aria-live="polite">
				<div className="min-w-0 max-w-[46em]">
					<p className="font-700">{allowed ? tv("consents.allows", consent.kind) : t(consent.asked ? "relay.consent.asked" : consent.answer === "refused" ? "relay.consent.refused" : consent.answer === "withdrawn" ? "relay.consent.withdrawn" : "relay.consent.none")}</p>
					{consent.note && <p className="whitespace-pre-wrap mt-1">{t("consents.note_of")}: {consent.note}</p>}
					{allowed && !consent.id && <p className="text-[0.9375rem] text-solid-gray-700 mt-1">{t("relay.consent.in_report")}</p>}
				</div>
				{!allowed && !consent.asked && draft.member && <Button icon="send" onPress={() => setAsking(true)}>{t("consents.ask.go")}</Button>}
			</div>
			<AskConsent message={message} use="relay" open={asking} onClose={() => setAsking(false)} />
		</Panel>
	);
}

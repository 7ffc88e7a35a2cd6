/* Saying what was done about an advisory: the outcome is chosen already; a date and a note are asked only where they help. */
import { lazy, Suspense, useEffect, useState } from "react";
import { post } from "../api/client";
import { invalidate } from "../api/query";
import type { BulkResult, Delivery, Outcome } from "../api/types";
import { useText } from "../i18n";
import { useAction } from "../session";
import { announce } from "./announce";
import { Loading, Notice, problemText } from "./basic";
import { Select, TextArea } from "./form";
import { Confirm } from "./overlay";

const DateField = lazy(() => import("./date").then((module) => ({ default: module.DateField })));

export const outcomes: Outcome[] = ["not_affected", "investigating", "affected", "planned", "done", "not_applicable"];

export function OutcomeDialog({ asking, onClose, onResult }: { asking: { ids: string[]; outcome: Outcome } | undefined; onClose: () => void; onResult?: (result: BulkResult) => void }) {
	const { t, tv } = useText();
	const [outcome, setOutcome] = useState<Outcome>();
	const [note, setNote] = useState("");
	const [date, setDate] = useState<string>();
	useEffect(() => { if (asking) { setOutcome(asking.outcome); setNote(""); setDate(undefined); } }, [asking]);
	const action = useAction(async () => {
		if (!asking || !outcome) return;
		const said = { outcome, ...(note.trim() ? { note: note.trim() } : {}), ...(date && dated ? { date } : {}) };
		if (asking.ids.length === 1) {
			await post<Delivery>(`/deliveries/${asking.ids[0]}/outcome`, said);
			announce(t("outcome.said"));
			invalidate("/inbox", "/me", "/messages");
		} else onResult?.(await post<BulkResult>("/inbox/outcome", { deliveries: asking.ids, ...said }));
		onClose();
	});
	const dated = outcome === "planned" || outcome === "done";
	return (
		<Confirm title={asking && asking.ids.length > 1 ? t("outcome.title_many", { count: asking.ids.length }) : t("outcome.title")} open={!!asking} onClose={onClose} onConfirm={() => void action.run()} label={t("outcome.send")} busy={action.busy}>
			{action.problem && <Notice tone="bad" role="alert" title={problemText(action.problem, t)} />}
			<Select label={t("outcome.label")} value={outcome} onChange={(value) => value && setOutcome(value)} choices={outcomes.map((id) => ({ id, text: tv("outcome", id) }))} />
			{dated && <Suspense fallback={<Loading lines={1} />}><DateField label={t(outcome === "done" ? "outcome.date.done" : "outcome.date.planned")} value={date} onChange={setDate} /></Suspense>}
			<TextArea label={t("outcome.note")} help={t("outcome.note.help")} value={note} onChange={setNote} rows={3} maxLength={2000} />
		</Confirm>
	);
}

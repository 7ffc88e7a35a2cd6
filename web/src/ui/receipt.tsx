/* A receipt to keep and to check: download (waiting until a signed head covers it), and the check done here. */
import { useState } from "react";
import { get, Problem } from "../api/client";
import type { JournalHead, Receipt } from "../api/types";
import { useText } from "../i18n";
import { useAction } from "../session";
import { Button, Facts, Notice, problemText, saveFile, Time } from "./basic";
import { Icon } from "./icon";
import type { Step } from "../lib/receipt";

/* A head is signed at least every second, so a receipt may have to be asked for twice. */
async function fetchReceipt(entry: string): Promise<Receipt> {
	for (let turn = 0; ; turn++) {
		try {
			return await get<Receipt>(`/receipts/${entry}`);
		} catch (error) {
			if (!(error instanceof Problem) || error.code !== "receipt.pending" || turn >= 8) throw error;
			await new Promise((resolve) => setTimeout(resolve, Math.max(1, error.retryAfter) * 700));
		}
	}
}

export async function check(receipt: Receipt): Promise<Step[]> {
	const [{ checkReceipt }, head] = await Promise.all([import("../lib/receipt"), get<JournalHead>("/journal/head").catch(() => undefined)]);
	return checkReceipt(receipt, head);
}

export function ReceiptPart({ entry, name, primary = false }: { entry: string; name: string; primary?: boolean }) {
	const { t } = useText();
	const [result, setResult] = useState<{ receipt: Receipt; steps: Step[] }>();
	const load = useAction(async () => {
		const receipt = await fetchReceipt(entry);
		saveFile(`noroshi-receipt-${name}.json`, JSON.stringify(receipt));
	});
	const verify = useAction(async () => {
		const receipt = await fetchReceipt(entry);
		setResult({ receipt, steps: await check(receipt) });
	});
	const problem = load.problem ?? verify.problem;
	return (
		<div className="grid gap-3">
			<div className="flex flex-wrap gap-2 no-print">
				<Button scale={primary ? "md" : "sm"} icon="download" busy={load.busy} onPress={() => void load.run()}>{t("receipt.download")}</Button>
				<Button scale={primary ? "md" : "sm"} kind="tertiary" icon="chain" busy={verify.busy} onPress={() => void verify.run()}>{t("receipt.verify")}</Button>
			</div>
			{(load.busy || verify.busy) && <p role="status" className="text-[0.875rem]">{t("receipt.waiting")}</p>}
			{problem && <Notice tone="bad" role="alert" title={problem.code === "receipt.pending" ? t("receipt.pending") : problemText(problem, t)} />}
			{result && <Steps receipt={result.receipt} steps={result.steps} />}
		</div>
	);
}

export function Steps({ receipt, steps }: { receipt: Receipt; steps: Step[] }) {
	const { t, tv } = useText();
	const bad = steps.some((step) => step.state === "bad");
	return (
		<div className="grid gap-3" role="status">
			<Notice tone={bad ? "bad" : "good"} title={t(bad ? "receipt.bad" : "receipt.good")}>{bad ? t("receipt.bad.next") : t("receipt.good.means")}</Notice>
			<ul className="grid gap-1.5">
				{steps.map((step) => (
					<li key={step.id} className="flex gap-2 items-start">
						<span className={`mt-0.5 ${step.state === "bad" ? "text-red-900" : step.state === "good" ? "text-success-2" : "text-solid-gray-600"}`}><Icon name={step.state === "bad" ? "error" : step.state === "good" ? "check" : "info"} /></span>
						<span className="min-w-0"><span className="font-700">{t(`receipt.state.${step.state}`)}</span> {tv("receipt.step", step.id)}{step.detail && <code className="block font-mono text-[0.75rem] break-all text-solid-gray-700">{step.detail}</code>}</span>
					</li>
				))}
			</ul>
			<Facts rows={[[t("journal.at"), <Time key="a" at={receipt.entry.at} full />], [t("journal.verb"), tv("verb", receipt.entry.verb)], [t("journal.seq"), String(receipt.seq)], [t("journal.size"), String(receipt.head.size)], [t("journal.signed_at"), <Time key="s" at={receipt.head.signed_at} full />]]} />
		</div>
	);
}

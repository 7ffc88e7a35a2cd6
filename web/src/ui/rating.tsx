/* Rating severity, guided: the scheme's own questions and wording; nothing is computed that the scheme does not state. */
import { useEffect, useState } from "react";
import { post } from "../api/client";
import { invalidate } from "../api/query";
import type { Case, SeverityScheme } from "../api/types";
import { useText } from "../i18n";
import { useAction } from "../session";
import { announce } from "./announce";
import { Loading, Notice } from "./basic";
import { useLevelText, useSchemes } from "./case";
import { Check, Radios, Select, TextArea, TextField } from "./form";
import { Confirm } from "./overlay";
import { WithFaults } from "./parts";

interface Answer { choice?: string | undefined; number?: string; text?: string }

export function RateDialog({ found, onClose }: { found: Case; onClose: () => void }) {
	const { t, name, lang } = useText();
	const schemes = useSchemes();
	const [id, setId] = useState<string>(), [answers, setAnswers] = useState<Record<string, Answer>>({}), [axes, setAxes] = useState<Record<string, string | undefined>>({});
	const [level, setLevel] = useState<string>(), [provisional, setProvisional] = useState(true), [rationale, setRationale] = useState(""), [evidence, setEvidence] = useState("");
	useEffect(() => { if (!id && schemes) setId(schemes.current ?? schemes.items[0]?.id); }, [id, schemes]);
	const scheme = schemes?.items.find((one) => one.id === id);
	const action = useAction(async () => {
		await post(`/cases/${found.id}/severity`, {
			scheme: id, rationale, provisional, ...(evidence.trim() ? { evidence } : {}), ...(scheme?.axes?.length ? {} : { level: Number(level) }),
			axes: Object.entries(axes).filter(([, chosen]) => chosen !== undefined).map(([axis, chosen]) => ({ axis, level: Number(chosen) })),
			answers: Object.entries(answers).filter(([, one]) => one.choice || one.number || one.text).map(([question, one]) => ({ question, ...(one.choice ? { choice: one.choice } : {}), ...(one.number ? { number: Number(one.number) } : {}), ...(one.text ? { text: one.text } : {}) })),
		});
		announce(t("rating.done"));
		invalidate("/cases", "/triage", "/severity", "/situation");
		onClose();
	});
	const chosen = scheme?.axes?.length ? scheme.axes.every((axis) => axes[axis.id] !== undefined) : level !== undefined;
	const overall = scheme?.axes?.length && chosen ? Math.max(...Object.values(axes).map(Number)) : undefined;
	const text = useLevelText();
	return (
		<Confirm wide title={t("rating.rate")} open onClose={onClose} onConfirm={() => void action.run()} label={t("rating.save")} busy={action.busy} disabled={!scheme || !chosen || !rationale.trim()}>
			{!scheme ? <Loading /> : (
				<WithFaults action={action}>
					<Select at="/scheme" label={t("rating.scheme")} required value={id} onChange={(next) => { setId(next); setAxes({}); setAnswers({}); setLevel(undefined); }} choices={(schemes?.items ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
					{(lang === "ja" ? scheme.guide : scheme.guide_en) && <p className="text-[0.9375rem] text-solid-gray-700">{lang === "ja" ? scheme.guide : scheme.guide_en}</p>}
					{scheme.scope && <Notice title={lang === "ja" ? scheme.scope : scheme.scope_en ?? scheme.scope} />}
					{(scheme.axes ?? []).map((axis) => (
						<fieldset key={axis.id} className="border border-solid-gray-300 rounded-8 p-4 grid gap-3">
							<legend className="font-700 px-1">{name(axis as { ja: string; en: string })}</legend>
							<Questions scheme={scheme} axis={axis.id} answers={answers} onChange={setAnswers} />
							<Levels scheme={scheme} label={t("rating.axis_level")} value={axes[axis.id]} onChange={(value) => setAxes({ ...axes, [axis.id]: value })} at={`/axes/${axis.id}`} />
						</fieldset>
					))}
					<Questions scheme={scheme} axis={undefined} answers={answers} onChange={setAnswers} />
					{!scheme.axes?.length && <Levels scheme={scheme} label={t("rating.level")} value={level} onChange={setLevel} at="/level" />}
					{overall !== undefined && <p role="status" className="font-700">{t("rating.overall")}: {text(scheme, overall)}</p>}
					<TextArea at="/rationale" label={t("rating.rationale")} required value={rationale} onChange={setRationale} rows={3} maxLength={4000} />
					<TextField at="/evidence" label={t("rating.evidence")} value={evidence} onChange={setEvidence} maxLength={2000} />
					<Check checked={provisional} onChange={setProvisional}>{t("rating.provisional.label")}</Check>
				</WithFaults>
			)}
		</Confirm>
	);
}

function Questions({ scheme, axis, answers, onChange }: { scheme: SeverityScheme; axis: string | undefined; answers: Record<string, Answer>; onChange: (answers: Record<string, Answer>) => void }) {
	const { name, lang } = useText();
	const asked = (scheme.questions ?? []).filter((one) => one.axis === axis);
	return <>{asked.map((one) => {
		const unit = lang === "ja" ? one.unit_ja : one.unit_en;
		const put = (change: Answer) => onChange({ ...answers, [one.id]: { ...answers[one.id], ...change } });
		return (
			<div key={one.id} className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_12rem] items-end">
				<Select label={name(one)} value={answers[one.id]?.choice} onChange={(choice) => put({ choice })} empty={"—"} choices={one.choices.map((choice) => ({ id: choice.id, text: name(choice) }))} />
				{unit && <TextField label={unit} inputMode="numeric" value={answers[one.id]?.number ?? ""} onChange={(number) => put({ number: number.replace(/[^0-9]/g, "") })} />}
			</div>
		);
	})}</>;
}

function Levels({ scheme, label, value, onChange, at }: { scheme: SeverityScheme; label: string; value: string | undefined; onChange: (value: string) => void; at: string }) {
	const { lang } = useText();
	const text = useLevelText();
	const levels = [...scheme.levels].sort((a, b) => a.level - b.level);
	return <Radios at={at} label={label} required value={value} onChange={onChange} choices={levels.map((one) => ({ id: String(one.level), text: text(scheme, one.level), help: lang === "ja" ? one.effect : one.effect_en ?? one.effect }))} />;
}

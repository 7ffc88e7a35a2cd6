/* The form of a report: the required few first, the rest folded away; light forms for near misses. */
import { useId } from "react";
import type { Catalog, ReportInput, Tlp } from "../api/types";
import { useText } from "../i18n";
import { valueAt } from "../lib/content";
import { month, months } from "../lib/time";
import { Panel } from "../ui/basic";
import { DateTimeField } from "../ui/date";
import { Files } from "../ui/files";
import { Check, Checks, FaultAt, Field, Fold, Lines, Radios, Select, TextArea, TextField, type Choice } from "../ui/form";
import type { Draft } from "../lib/draft";
import type { Edited } from "./report";
import { LocalFiles } from "./report-sealed";

export type FormKind = "first" | "near_miss" | "monthly";
interface Props { input: Edited; change: Draft<Edited>["change"]; catalog: Catalog; followUp: boolean; kept: string[]; sealed?: { files: File[]; onFiles: (files: File[]) => void } | undefined }
const tlps: Tlp[] = ["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"];

export function ReportForm(props: Props) {
	const { t, lang } = useText();
	const { input, change, followUp } = props;
	const form = input.form ?? "first";
	function pick(next: FormKind) {
		if (next === "first") change({ form: next, ...(input.event_type === "near_miss" ? { event_type: undefined } : {}), month: undefined, near_miss_counts: undefined });
		else if (next === "near_miss") change({ form: next, event_type: "near_miss", basis: "fit", month: undefined, near_miss_counts: undefined });
		else {
			const chosen = input.month ?? months(1)[0] ?? "";
			change({ form: next, event_type: "near_miss", basis: "fit", month: chosen, near_miss_counts: input.near_miss_counts ?? [], title: input.title || t("monthly.title", { month: month(chosen, lang) }), summary: input.summary || t("monthly.summary", { month: month(chosen, lang) }) });
		}
	}
	return (
		<div className="grid gap-6" lang={lang}>
			{followUp ? <Final {...props} /> : (
				<Radios label={t("report.form")} value={form} onChange={pick} columns={3} choices={(["first", "near_miss", "monthly"] as const).map((id) => ({ id, text: t(`report.form.${id}`), help: t(`report.form.${id}.help`) }))} />
			)}
			<Panel id="required" title={t(form === "first" ? "section.required" : `report.form.${form}`)} action={<span className="text-[0.875rem] text-red-900">{t("form.required_legend")}</span>}>
				<div className="grid gap-6">{form === "monthly" ? <Monthly {...props} /> : <Few {...props} near={form === "near_miss"} />}</div>
			</Panel>
			<Handling {...props} near={form !== "first"} />
			<div className="border-b border-solid-gray-300">
				{form !== "monthly" && <Rest {...props} near={form === "near_miss"} />}
				<Fold title={t("section.attachments")} filled={props.sealed?.files.length ?? input.files?.length ?? 0} hint={t("optional")}><FaultAt at="/attachments" />{props.sealed ? <LocalFiles files={props.sealed.files} onChange={props.sealed.onFiles} /> : <Files files={input.files ?? []} kept={props.kept} onChange={(next) => change((latest) => ({ files: next(latest.files ?? []) }))} />}</Fold>
				<Fold title={t("section.other")} hint={t("optional")} filled={[input.exercise, input.source].filter(Boolean).length}>
					<Check checked={input.exercise ?? false} onChange={(exercise) => change({ exercise })}>{t("f.exercise")}<span className="block text-[0.875rem] text-solid-gray-700">{t("h.exercise")}</span></Check>
					<TextArea at="/source" label={t("f.source")} help={t("h.source")} value={input.source ?? ""} onChange={(source) => change({ source })} rows={2} maxLength={2000} />
				</Fold>
			</div>
		</div>
	);
}

function Final({ input, change }: Props) {
	const { t } = useText();
	return <Radios label={t("follow_up.stage")} value={input.final ? "final" : "more"} columns={2} onChange={(value) => change({ final: value === "final" })} choices={[{ id: "more", text: t("follow_up.more"), help: t("follow_up.more.help") }, { id: "final", text: t("follow_up.final"), help: t("follow_up.final.help") }]} />;
}

function useChoices(catalog: Catalog) {
	const { name, lang } = useText();
	const group = (row: { group_ja?: string; group_en?: string }) => (lang === "ja" ? row.group_ja : row.group_en);
	return {
		sectors: catalog.sectors.map((one) => ({ id: one.id, text: name(one) })),
		events: catalog.event_types.map((one): Choice => ({ id: one.id, text: name(one), group: group(one) })),
		causes: catalog.cause_types.map((one): Choice => ({ id: one.id, text: name(one), group: group(one) })),
	};
}

function Few({ input, change, catalog, near, followUp }: Props & { near: boolean }) {
	const { t, name } = useText();
	const choices = useChoices(catalog);
	const services = catalog.sectors.find((one) => one.id === input.sector)?.services ?? [];
	return (
		<>
			<TextField at="/title" label={t("f.title")} help={t("h.title")} required value={input.title ?? ""} onChange={(title) => change({ title })} maxLength={200} autoFocus={!followUp} />
			<TextArea at="/summary" label={t("f.summary")} help={t(near ? "h.summary.near" : "h.summary")} required rows={4} value={input.summary ?? ""} onChange={(summary) => change({ summary })} maxLength={20000} />
			<div className="grid gap-6 sm:grid-cols-2">
				{!near && <Select at="/event_type" label={t("f.event_type")} required value={input.event_type} empty={t("choose")} onChange={(event_type) => change({ event_type })} choices={choices.events.filter((one) => one.id !== "near_miss" || input.event_type === "near_miss")} />}
				<DateTimeField at="/noticed_at" label={t("f.noticed_at")} required value={input.noticed_at} onChange={(noticed_at) => change({ noticed_at })} />
				<Select at="/sector" label={t("f.sector")} required value={input.sector} empty={t("choose")} disabled={followUp} onChange={(sector) => change({ sector, service: undefined })} choices={choices.sectors} />
				{services.length > 0 && <Select at="/service" label={t("f.service")} value={input.service} empty={t("not_given")} onChange={(service) => change({ service })} choices={services.map((one) => ({ id: one.id, text: name(one) }))} />}
			</div>
			{!near && <Radios at="/basis" label={t("f.basis")} required value={input.basis} onChange={(basis) => change({ basis, ...(basis === "law" ? { route: "ministry" } : {}) })} choices={(["law", "severe", "fit"] as const).map((id) => ({ id, text: t(`basis.short.${id}`), help: name(catalog.bases.find((one) => one.id === id)) || t(`basis.${id}`), disabled: followUp && input.basis !== id }))} />}
		</>
	);
}

function Monthly({ input, change, catalog }: Props) {
	const { t, name, lang } = useText();
	const choices = useChoices(catalog);
	const counts = input.near_miss_counts ?? [];
	/* The title and summary that were put there follow the month; a person's own words stay. */
	function pick(next: string | undefined) {
		if (!next) return;
		const was = { month: month(input.month ?? next, lang) }, is = { month: month(next, lang) };
		change({ month: next, ...(input.title === t("monthly.title", was) ? { title: t("monthly.title", is) } : {}), ...(input.summary === t("monthly.summary", was) ? { summary: t("monthly.summary", is) } : {}) });
	}
	const set = (event_type: string, count: number) => change({ near_miss_counts: [...counts.filter((one) => one.event_type !== event_type), ...(count > 0 ? [{ event_type, count }] : [])] });
	return (
		<>
			<div className="grid gap-6 sm:grid-cols-2">
				<Select at="/month" label={t("f.month")} required value={input.month} onChange={pick} choices={[...new Set([...(input.month ? [input.month] : []), ...months(24)])].sort().reverse().map((id) => ({ id, text: month(id, lang) }))} />
				<Select at="/sector" label={t("f.sector")} required value={input.sector} empty={t("choose")} onChange={(sector) => change({ sector })} choices={choices.sectors} />
			</div>
			<fieldset id="f-near_miss_counts"><legend className="font-700 text-solid-gray-900">{t("f.near_miss_counts")}</legend>
				<p className="text-[0.875rem] text-solid-gray-700">{t("h.near_miss_counts")}</p>
				<FaultAt at="/near_miss_counts" />
				<ul className="mt-2 grid gap-y-2 gap-x-10 sm:grid-cols-2">{catalog.event_types.map((type) => <CountRow key={type.id} label={name(type)} value={counts.find((one) => one.event_type === type.id)?.count ?? 0} onChange={(count) => set(type.id, count)} />)}</ul>
			</fieldset>
			<TextField at="/title" label={t("f.title")} required value={input.title ?? ""} onChange={(title) => change({ title })} maxLength={200} />
			<TextArea at="/summary" label={t("f.summary")} required rows={2} value={input.summary ?? ""} onChange={(summary) => change({ summary })} maxLength={20000} />
		</>
	);
}

function CountRow({ label, value, onChange }: { label: string; value: number; onChange: (value: number) => void }) {
	const id = useId();
	return <li className="flex items-center justify-between gap-3"><label htmlFor={id}>{label}</label><input id={id} type="number" min={0} max={1000000000} className="input-box w-28! text-right tabular-nums" value={value || ""} placeholder="0" onChange={(event) => onChange(Math.max(0, Number(event.target.value) || 0))} /></li>;
}

function Handling({ input, change, catalog, near, followUp }: Props & { near: boolean }) {
	const { t, name } = useText();
	const purposes = useId();
	const law = input.basis === "law";
	return (
		<Panel id="handling" title={t("section.sharing")}>
			<div className="grid gap-6">
				<Radios at="/route" label={t("f.route")} required columns={2} value={input.route} onChange={(route) => change({ route })} choices={(["ministry", "ceptoar"] as const).map((id) => ({ id, text: t(`route.${id}`), help: id === "ceptoar" && law ? t("route.not_by_law") : t(`route.${id}.help`), disabled: (id === "ceptoar" && law) || (followUp && input.route !== id) }))} />
				<div className="grid gap-6 sm:grid-cols-2">
					<Select at="/tlp" label={t("f.tlp")} help={input.tlp ? t(`tlp.${input.tlp}`) : undefined} value={input.tlp} onChange={(tlp) => tlp && change({ tlp })} choices={tlps.map((id) => ({ id, text: `TLP:${id}` }))} />
					<Select at="/consent" label={t("f.consent")} help={t("h.consent")} value={input.consent} onChange={(consent) => consent && change({ consent })} choices={(["none", "anonymised", "named"] as const).map((id) => ({ id, text: t(`consent.${id}`) }))} />
				</div>
				{!near && <Field at="/purpose" label={t("f.purpose")} help={t("h.purpose")}>{(wiring) => <><input {...wiring} className="input-box" list={purposes} maxLength={1000} value={input.purpose ?? ""} onChange={(event) => change({ purpose: event.target.value })} /><datalist id={purposes}>{catalog.purposes.map((one) => <option key={one.id} value={name(one)} />)}</datalist></>}</Field>}
				{input.consent && input.consent !== "none" && <TextArea at="/consent_note" label={t("f.consent_note")} value={input.consent_note ?? ""} onChange={(consent_note) => change({ consent_note })} rows={2} maxLength={1000} />}
			</div>
		</Panel>
	);
}

function Rest({ input, change, catalog, near }: Props & { near: boolean }) {
	const { t } = useText();
	const choices = useChoices(catalog);
	const effect = input.effect ?? {}, disclosure = input.disclosure ?? {};
	const filled = (...paths: string[]) => paths.filter((path) => { const value = valueAt(input as Record<string, unknown>, path); return Array.isArray(value) ? value.length : value !== undefined && value !== ""; }).length;
	const text = (name: keyof ReportInput & ("spill_over" | "progress" | "recovery" | "cause_text"), rows = 3) => <TextArea at={`/${name}`} label={t(`f.${name}`)} help={t(`h.${name}`)} value={input[name] ?? ""} onChange={(value) => change({ [name]: value })} rows={rows} maxLength={20000} />;
	return (
		<>
			<Fold title={t("section.causes")} hint={t("optional")} filled={filled("causes", "system")}>
				<Checks at="/causes" label={t("f.causes")} help={t("h.causes")} value={input.causes ?? []} onChange={(causes) => change({ causes })} choices={choices.causes} />
				<TextField at="/system" label={t("f.system")} value={input.system ?? ""} onChange={(system) => change({ system })} maxLength={400} />
			</Fold>
			{!near && (
				<Fold title={t("section.effect")} hint={t("optional")} filled={filled("effect.state", "effect.from", "effect.until", "effect.extent", "effect.users", "level_breached", "spill_over")}>
					<Radios at="/effect/state" label={t("f.effect.state")} columns={2} value={effect.state} onChange={(state) => change({ effect: { ...effect, state } })} choices={(["none", "degraded", "stopped", "unknown"] as const).map((id) => ({ id, text: t(`effect.${id}`) }))} />
					<div className="grid gap-6 sm:grid-cols-2">
						<DateTimeField at="/effect/from" label={t("f.effect.from")} value={effect.from} onChange={(from) => change({ effect: { ...effect, from } })} />
						<DateTimeField at="/effect/until" label={t("f.effect.until")} value={effect.until} onChange={(until) => change({ effect: { ...effect, until } })} />
					</div>
					<TextArea at="/effect/extent" label={t("f.effect.extent")} value={effect.extent ?? ""} onChange={(extent) => change({ effect: { ...effect, extent } })} rows={2} maxLength={2000} />
					<div className="grid gap-6 sm:grid-cols-2">
						<Field at="/effect/users" label={t("f.effect.users")}>{(wiring) => <input {...wiring} type="number" min={0} className="input-box" value={effect.users ?? ""} onChange={(event) => change({ effect: { ...effect, users: event.target.value === "" ? undefined : Number(event.target.value) } })} />}</Field>
						<Select at="/level_breached" label={t("f.level_breached")} value={input.level_breached} empty={t("not_given")} onChange={(level_breached) => change({ level_breached })} choices={(["yes", "no", "unknown"] as const).map((id) => ({ id, text: t(`tri.${id}`) }))} />
					</div>
					{text("spill_over", 2)}
				</Fold>
			)}
			{!near && (
				<Fold title={t("section.times")} hint={t("optional")} filled={filled("occurred_at", "aware_at", "classified_at")}>
					<div className="grid gap-6 sm:grid-cols-2">
						<DateTimeField at="/occurred_at" label={t("f.occurred_at")} value={input.occurred_at} onChange={(occurred_at) => change({ occurred_at })} />
						<DateTimeField at="/aware_at" label={t("f.aware_at")} value={input.aware_at} onChange={(aware_at) => change({ aware_at })} />
						<DateTimeField at="/classified_at" label={t("f.classified_at")} value={input.classified_at} onChange={(classified_at) => change({ classified_at })} />
					</div>
				</Fold>
			)}
			<Fold title={t("section.response")} hint={t("optional")} filled={filled("progress", "recovery", "cause_text")}>{text("progress", 4)}{!near && text("recovery")}{text("cause_text")}</Fold>
			{!near && (
				<Fold title={t("section.disclosure")} hint={t("optional")} filled={filled("disclosure.state", "disclosure.at", "disclosure.note", "told")}>
					<Radios at="/disclosure/state" label={t("f.disclosure.state")} columns={3} value={disclosure.state} onChange={(state) => change({ disclosure: { ...disclosure, state } })} choices={(["none", "planned", "done"] as const).map((id) => ({ id, text: t(`disclosure.${id}`) }))} />
					{disclosure.state && disclosure.state !== "none" && <>
						<DateTimeField at="/disclosure/at" label={t("f.disclosure.at")} value={disclosure.at} onChange={(at) => change({ disclosure: { ...disclosure, at } })} />
						<TextArea at="/disclosure/note" label={t("f.disclosure.note")} value={disclosure.note ?? ""} onChange={(note) => change({ disclosure: { ...disclosure, note } })} rows={2} maxLength={2000} />
					</>}
					<Lines at="/told" label={t("f.told")} help={t("h.told")} value={input.told ?? []} onChange={(told) => change({ told })} rows={2} />
				</Fold>
			)}
		</>
	);
}

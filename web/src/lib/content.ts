/* What a report or advisory says, field by field: which sections, in which order, and each value as words. Used to show a message,
 * to compare two revisions, and to summarise before sending. */
import type { Catalog, Content, MessageKind, Named, Recipients } from "../api/types";
import type { Texts } from "../i18n";
import { day, moment, month } from "./time";

export interface Section { id: string; fields: string[] }
const reportSections: Section[] = [
	{ id: "what", fields: ["summary", "event_type", "causes", "sector", "service", "system"] },
	{ id: "near_miss", fields: ["month", "near_miss_counts"] },
	{ id: "effect", fields: ["effect.state", "effect.from", "effect.until", "effect.extent", "effect.users", "level_breached", "spill_over"] },
	{ id: "times", fields: ["noticed_at", "occurred_at", "aware_at", "classified_at"] },
	{ id: "response", fields: ["progress", "recovery", "cause_text"] },
	{ id: "disclosure", fields: ["disclosure.state", "disclosure.at", "disclosure.note", "told"] },
	{ id: "handling", fields: ["basis", "route", "purpose", "tlp", "consent", "consent_note", "source"] },
];
const advisorySections: Section[] = [
	{ id: "advice", fields: ["summary", "action", "effect", "products"] },
	{ id: "indicators", fields: ["indicators"] },
	{ id: "handling", fields: ["kind", "reason", "purpose", "tlp", "ack_required", "due_at", "contact", "sources", "recipients"] },
];
export function sectionsOf(kind: MessageKind): Section[] { return kind === "report" ? reportSections : advisorySections; }
export function fieldsOf(kind: MessageKind): string[] { return ["title", ...sectionsOf(kind).flatMap((section) => section.fields)]; }

export function valueAt(content: Content, path: string): unknown {
	return path.split(".").reduce<unknown>((value, name) => (value && typeof value === "object" ? (value as Content)[name] : undefined), content);
}

function named(list: (Named & { id: string })[] | undefined, id: unknown, texts: Texts): string {
	const found = list?.find((one) => one.id === id);
	return found ? texts.name(found) : String(id);
}

function recipients(value: Recipients, texts: Texts, catalog: Catalog | undefined): string {
	const { t } = texts;
	const lines: string[] = [];
	if (value.all) lines.push(t("recipients.all"));
	if (value.sectors?.length) lines.push(`${t("recipients.sectors")}: ${value.sectors.map((id) => named(catalog?.sectors, id, texts)).join(t("comma"))}`);
	if (value.ceptoars?.length) lines.push(`${t("recipients.ceptoars")}: ${value.ceptoars.map((id) => named(catalog?.ceptoars, id, texts)).join(t("comma"))}`);
	if (value.kinds?.length) lines.push(`${t("recipients.kinds")}: ${value.kinds.map((id) => named(catalog?.org_kinds, id, texts)).join(t("comma"))}`);
	if (value.orgs?.length) lines.push(t("recipients.named", { count: value.orgs.length }));
	if (value.except?.length) lines.push(t("recipients.excepted", { count: value.except.length }));
	return lines.join("\n");
}

/* The value as words; "" where nothing was given. */
export function valueText(path: string, value: unknown, texts: Texts, catalog: Catalog | undefined): string {
	const { t, tv, lang } = texts;
	if (value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length)) return "";
	switch (path) {
	case "sector": return named(catalog?.sectors, value, texts);
	case "service": return named(catalog?.sectors.flatMap((sector) => sector.services ?? []), value, texts);
	case "event_type": return named(catalog?.event_types, value, texts);
	case "causes": return (value as string[]).map((id) => named(catalog?.cause_types, id, texts)).join(t("comma"));
	case "basis": return tv("basis", String(value));
	case "route": return tv("route", String(value));
	case "tlp": return `TLP:${String(value)}`;
	case "consent": return tv("consent", String(value));
	case "purpose": return named(catalog?.purposes, value, texts);
	case "kind": return named(catalog?.advisory_kinds, value, texts);
	case "reason": return named(catalog?.provision_reasons, value, texts);
	case "effect.state": return tv("effect", String(value));
	case "level_breached": return tv("tri", String(value));
	case "disclosure.state": return tv("disclosure", String(value));
	case "ack_required": return t(value ? "yes" : "no");
	case "month": return /^\d{4}-\d{2}$/.test(String(value)) ? month(String(value), lang) : String(value);
	case "near_miss_counts": return (value as { event_type: string; count: number }[]).map((row) => `${named(catalog?.event_types, row.event_type, texts)}: ${row.count}`).join("\n");
	case "indicators": return (value as { type: string; value: string }[]).map((row) => `${row.type}\t${row.value}`).join("\n");
	case "recipients": return recipients(value as Recipients, texts, catalog);
	default: break;
	}
	if (/_at$|\.at$|\.from$|\.until$/.test(path) && typeof value === "string") return value.length === 10 ? day(value, lang) : `${moment(value, lang, true)} JST`;
	if (Array.isArray(value)) return value.map(String).join("\n");
	return String(value);
}

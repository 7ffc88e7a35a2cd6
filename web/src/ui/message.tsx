/* What lists and pages show of a message: its marks, its status, a delivery's state, and its content by section. */
import type { ReactNode } from "react";
import type { Attachment, Content, Delivery, MessageKind, Row } from "../api/types";
import { useText } from "../i18n";
import { sectionsOf, valueAt, valueText } from "../lib/content";
import { diff } from "../lib/diff";
import { Link } from "../router";
import { useCatalog } from "../session";
import { bytes, buttonClass, Chip, ExerciseMark, Facts, Left, Time, TlpLabel, type Tone } from "./basic";
import { Icon } from "./icon";

const statusTone: Record<string, Tone> = { draft: "plain", submitted: "info", in_review: "info", accepted: "good", revision_requested: "warn", closed: "plain", approved: "info", published: "good", withdrawn: "bad", superseded: "plain", recalled: "bad", current: "good" };
export function StatusChip({ status }: { status: string }) {
	const { tv } = useText();
	return <Chip tone={statusTone[status] ?? "plain"}>{tv("status", status)}</Chip>;
}

/* A recalled message comes without its title. */
export function useTitleOf(): (row: Row) => string {
	const { t } = useText();
	return (row) => row.title || t(row.sealed ? "sealed.title" : row.status === "draft" ? "untitled" : "recalled.short");
}

/* An inquiry opens where it belongs: at the message that it is about. */
export function pathOf(row: Row): string { return row.kind === "inquiry" && row.about ? `/messages/${row.about}?tab=thread` : `/messages/${row.id}`; }

export function MessageTitle({ row, to }: { row: Row; to?: string }) {
	const { t, lang } = useText();
	const titleOf = useTitleOf();
	return (
		<span className="block min-w-0">
			<span className="flex flex-wrap items-center gap-1.5 mb-0.5"><TlpLabel tlp={row.tlp} />{row.exercise && <ExerciseMark />}<span className="text-[0.8125rem] text-solid-gray-700 tabular-nums">{row.number ?? t("number.none")}{revisionName(row, t, lang)}</span></span>
			<Link to={to ?? pathOf(row)} className="link font-700">{titleOf(row)}</Link>
		</span>
	);
}

function revisionName(row: Row, t: ReturnType<typeof useText>["t"], lang: string): string {
	if (!row.revision) return "";
	const gap = lang === "ja" ? " " : " · ";
	return gap + revisionText(row.kind, row.revision, row.stage, t);
}
export function revisionText(kind: MessageKind, number: number, stage: string | undefined, t: ReturnType<typeof useText>["t"]): string {
	if (kind === "advisory") return t("revision.version", { n: number });
	if (stage === "final") return t("revision.final", { n: number });
	return t("revision.report", { n: number });
}

/* Where one recipient stands, in words; lateness is said, not only coloured. */
export function DeliveryChips({ delivery, withLeft = true }: { delivery: Delivery; withLeft?: boolean }) {
	const { t, tv } = useText();
	const done = delivery.state === "acknowledged" || delivery.state === "outcome";
	const tone: Tone = delivery.state === "recalled" || delivery.state === "failed" ? "bad" : done ? "good" : delivery.state === "opened" ? "info" : "plain";
	return (
		<span className="inline-flex flex-wrap items-center gap-1.5">
			<Chip tone={tone} icon={done ? "check" : undefined as never}>{delivery.state === "outcome" ? tv("outcome", delivery.outcome) : tv("delivery", delivery.state)}</Chip>
			{delivery.delete_asked_at && !delivery.complied_at && <Chip tone="warn" icon="clock">{t("deleted.wanted")}</Chip>}
			{delivery.complied_at && <Chip tone="good" icon="check">{t("deleted.state")}</Chip>}
			{!done && delivery.late && !delivery.due_at && <Chip tone="bad" icon="error">{t("overdue")}</Chip>}
			{!done && withLeft && delivery.due_at && delivery.state !== "recalled" && <Left until={delivery.due_at} />}
			{done && delivery.late && <Chip tone="warn">{t("was_late")}</Chip>}
		</span>
	);
}

export function ContentView({ kind, content, before, level = 3 }: { kind: MessageKind; content: Content; before?: Content | undefined; level?: 2 | 3 | 4 }) {
	const Title = `h${level}` as const;
	const texts = useText();
	const catalog = useCatalog();
	const say = (path: string, from: Content) => valueText(path, valueAt(from, path), texts, catalog);
	const rowsOf = (fields: string[]): [ReactNode, ReactNode][] => fields.flatMap((path) => {
		const now = say(path, content), then = before ? say(path, before) : now;
		if (!now && !then) return [];
		if (before && now === then) return [];
		return [[texts.tv("f", path), before ? <Difference key={path} before={then} after={now} /> : <Value key={path} path={path} text={now} />]];
	});
	const sections = sectionsOf(kind).map((section) => ({ ...section, rows: rowsOf(section.fields) })).filter((section) => section.rows.length);
	const titleRow = before ? rowsOf(["title"]) : [];
	if (before && !sections.length && !titleRow.length) return <p>{texts.t("diff.none")}</p>;
	return (
		<div className="@container grid gap-5">
			{titleRow.length > 0 && <Facts wide rows={titleRow} />}
			{sections.map((section) => (
				<section key={section.id}>
					<Title className="text-std-16B-170 border-b border-solid-gray-300 mb-2">{texts.tv("section", section.id)}</Title>
					<Facts wide rows={section.rows} />
				</section>
			))}
		</div>
	);
}

function Value({ path, text }: { path: string; text: string }) {
	if (path === "indicators") return <pre className="font-mono text-[0.875rem] whitespace-pre-wrap break-all bg-solid-gray-50 rounded-4 p-2">{text}</pre>;
	return <span className="whitespace-pre-wrap block max-w-[46em]">{text}</span>;
}

export function Difference({ before, after }: { before: string; after: string }) {
	const { t } = useText();
	return (
		<span className="whitespace-pre-wrap block max-w-[46em]">
			{diff(before, after).map((part, i) => part.kind === "same" ? <span key={i}>{part.text}</span>
				: part.kind === "added" ? <ins key={i}><span className="sr-only">{t("diff.added")}</span>{part.text}</ins>
				: <del key={i}><span className="sr-only">{t("diff.removed")}</span>{part.text}</del>)}
		</span>
	);
}

export function AttachmentList({ files }: { files: Attachment[] }) {
	const { t } = useText();
	return (
		<ul className="grid gap-2">
			{files.map((file) => (
				<li key={file.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
					<Icon name="file" /><span className="min-w-0">{file.name}</span><span className="text-[0.875rem] text-solid-gray-700">{bytes(file.size)}</span>
					<a className={buttonClass("tertiary", "sm")} href={`/api/v1/attachments/${file.id}`} download={file.name}><Icon name="download" />{t("download")}</a>
				</li>
			))}
		</ul>
	);
}

export function At({ at }: { at: string | undefined }) { return <Time at={at} />; }

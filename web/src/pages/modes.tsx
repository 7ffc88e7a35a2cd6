/* 大規模障害対応: what is on and why, proposing and confirming by two people, stepping down, and what was before. */
import { useState, type ReactNode } from "react";
import { post } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { Mode } from "../api/types";
import { useText } from "../i18n";
import { usePath } from "../router";
import { useAction, useCatalog, useMay } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, ExerciseMark, Facts, Failure, Heading, Loading, Notice, Panel, Time } from "../ui/basic";
import { Check, Radios, Select, TextArea } from "../ui/form";
import { Confirm } from "../ui/overlay";
import { WithFaults } from "../ui/parts";
import { DataTable, type Column } from "../ui/table";

type Asked = { what: "confirm" | "end" | "drop"; mode: Mode };
const tone = { proposed: "warn", on: "bad", off: "plain", dropped: "plain" } as const;

export function useScopeName(): (mode: Pick<Mode, "scope" | "sector"> & { case_number?: string | undefined }) => string {
	const { t, name } = useText();
	const catalog = useCatalog();
	return (mode) => mode.scope === "sector" ? name(catalog?.sectors.find((one) => one.id === mode.sector)) || mode.sector || ""
		: mode.scope === "case" ? t("mode.scope.case_number", { number: mode.case_number ?? "" }) : t("mode.scope.country");
}

export default function Modes() {
	const { t } = useText();
	const may = useMay();
	const { search } = usePath();
	const list = useQuery<{ items: Mode[] }>(may("mode") ? "/modes?state=all" : "/modes");
	const [asked, setAsked] = useState<Asked>(), [proposing, setProposing] = useState(search.has("case"));
	const modes = list.data?.items ?? [];
	const open = modes.filter((mode) => mode.state === "on" || mode.state === "proposed");
	const past = modes.filter((mode) => mode.state === "off" || mode.state === "dropped");
	return (
		<>
			<Heading title={t("mode.title")} lead={t("mode.lead")}>{may("mode") && <Button kind="primary" icon="plus" onPress={() => setProposing(true)}>{t("mode.propose")}</Button>}</Heading>
			{list.error ? <Failure problem={list.error} retry={list.reload} /> : !list.data ? <Loading /> : (
				<div className="grid gap-6">
					{open.length === 0 && <Empty title={t("mode.none")}>{t("mode.none.next")}</Empty>}
					{open.map((mode) => <Current key={mode.id} mode={mode} ask={setAsked} />)}
					{past.length > 0 && <Past modes={past} />}
				</div>
			)}
			{proposing && <Propose onClose={() => setProposing(false)} incident={search.get("case") ?? undefined} />}
			{asked && <Decide key={asked.what + asked.mode.id} asked={asked} onClose={() => setAsked(undefined)} />}
		</>
	);
}

function Current({ mode, ask }: { mode: Mode; ask: (asked: Asked) => void }) {
	const { t, name } = useText();
	const scope = useScopeName();
	const may = (what: string) => (mode.may as string[] | undefined)?.includes(what);
	return (
		<Panel title={<span className="flex flex-wrap items-center gap-2"><Chip tone={tone[mode.state]} icon={mode.state === "on" ? "warn" : "clock"}>{t(`mode.state.${mode.state}`)}</Chip>{mode.exercise && <ExerciseMark />}{scope(mode)}</span>}>
			{mode.state === "proposed" && <Notice title={may("confirm") ? t("mode.to_confirm") : t("mode.waits")} />}
			<p className={`whitespace-pre-wrap max-w-[46em] mb-3 ${mode.state === "proposed" ? "mt-4" : ""}`}>{mode.reason}</p>
			<Facts rows={[
				...(mode.proposed_at ? [[t("mode.proposed_by"), <>{name(mode.proposed_by)} <Time at={mode.proposed_at} /></>] as [string, ReactNode]] : []),
				...(mode.on_at ? [[t("mode.on_since"), <>{mode.on_by && name(mode.on_by)} <Time at={mode.on_at} />{mode.emergency && <> <Chip tone="warn">{t("mode.emergency")}</Chip></>}</>] as [string, ReactNode]] : []),
				...(mode.shared !== undefined && mode.state === "on" ? [[t("mode.shared"), t("case.reports.count", { count: mode.shared })] as [string, ReactNode]] : []),
			]} />
			{mode.state === "on" && <Changes />}
			<div className="flex flex-wrap gap-2 mt-4 no-print">
				{may("confirm") && <Button kind="primary" icon="check" onPress={() => ask({ what: "confirm", mode })}>{t("mode.confirm")}</Button>}
				{may("end") && <Button kind="primary" onPress={() => ask({ what: "end", mode })}>{t("mode.end")}</Button>}
				{may("drop") && <Button onPress={() => ask({ what: "drop", mode })}>{t("mode.drop")}</Button>}
			</div>
		</Panel>
	);
}

function Hint({ children }: { children: ReactNode }) {
	return <span className="block text-[0.875rem] text-solid-gray-700">{children}</span>;
}

function Changes() {
	const { t } = useText();
	return <div className="mt-3 text-[0.9375rem]"><p className="font-700 mb-1">{t("mode.changes")}</p><ul className="list-disc pl-6 grid gap-1">{(["reports", "limits", "advisories", "running"] as const).map((one) => <li key={one}>{t(`mode.change.${one}`)}</li>)}</ul></div>;
}

function Past({ modes }: { modes: Mode[] }) {
	const { t, name } = useText();
	const scope = useScopeName();
	const columns: Column<Mode>[] = [
		{ id: "scope", title: t("mode.scope"), value: scope, cell: (row) => <span className="flex flex-wrap gap-1.5 items-center">{scope(row)}{row.exercise && <ExerciseMark />}</span> },
		{ id: "state", title: t("col.status"), value: (row) => t(`mode.state.${row.state}`) },
		{ id: "reason", title: t("mode.reason"), wide: true, value: (row) => row.reason, cell: (row) => <><span>{row.reason}</span>{row.off_reason && <span className="block text-solid-gray-700">→ {row.off_reason}</span>}</> },
		{ id: "on", title: t("mode.on_since"), value: (row) => row.on_at, cell: (row) => row.on_at ? <><Time at={row.on_at} />{row.on_by && <span className="block">{name(row.on_by)}</span>}</> : t("none") },
		{ id: "off", title: t("mode.off_at"), value: (row) => row.off_at, cell: (row) => <><Time at={row.off_at} />{row.off_by && <span className="block">{name(row.off_by)}</span>}</> },
	];
	return <Panel title={t("mode.past")}><DataTable caption={t("mode.past")} rows={modes} columns={columns} rowKey={(row) => row.id} empty={null} /></Panel>;
}

function Propose({ onClose, incident }: { onClose: () => void; incident?: string | undefined }) {
	const { t, name } = useText();
	const catalog = useCatalog();
	const [scope, setScope] = useState<"country" | "sector" | "case">(incident ? "case" : "sector"), [sector, setSector] = useState(""), [reason, setReason] = useState("");
	const [exercise, setExercise] = useState(false), [emergency, setEmergency] = useState(false);
	const action = useAction(async () => {
		await post("/modes", { scope, reason, ...(scope === "sector" ? { sector } : {}), ...(scope === "case" ? { case: incident } : {}), ...(exercise ? { exercise } : {}), ...(emergency ? { emergency } : {}) });
		announce(t(emergency ? "mode.switched" : "mode.proposed"));
		invalidate("/modes", "/me", "/situation");
		onClose();
	});
	const scopes = (["country", "sector", ...(incident ? ["case" as const] : [])] as const).map((id) => ({ id, text: t(`mode.scope.${id}`) }));
	return (
		<Confirm wide title={t("mode.propose")} open onClose={onClose} onConfirm={() => void action.run()} label={t(emergency ? "mode.switch_now" : "mode.propose")} danger={emergency} busy={action.busy} disabled={!reason.trim() || (scope === "sector" && !sector)}>
			<WithFaults action={action}>
				<p>{t("mode.propose.lead")}</p>
				<Radios at="/scope" label={t("mode.scope")} value={scope} onChange={setScope} choices={scopes} columns={2} />
				{scope === "sector" && <Select at="/sector" label={t("f.sector")} required value={sector || undefined} onChange={(id) => setSector(id ?? "")} empty={t("choose")} choices={(catalog?.sectors ?? []).map((one) => ({ id: one.id, text: name(one) }))} />}
				<TextArea at="/reason" label={t("mode.reason")} help={t("mode.reason.help")} required value={reason} onChange={setReason} rows={4} maxLength={2000} />
				<Check checked={exercise} onChange={setExercise}>{t("mode.rehearsal")}<Hint>{t("mode.rehearsal.help")}</Hint></Check>
				<Check checked={emergency} onChange={setEmergency}>{t("mode.emergency")}<Hint>{t("mode.emergency.help")}</Hint></Check>
				<Changes />
			</WithFaults>
		</Confirm>
	);
}

function Decide({ asked, onClose }: { asked: Asked; onClose: () => void }) {
	const { t } = useText();
	const scope = useScopeName();
	const [reason, setReason] = useState("");
	const action = useAction(async () => {
		await post(`/modes/${asked.mode.id}/${asked.what}`, asked.what === "confirm" ? undefined : { reason });
		announce(t(`mode.${asked.what}.done`));
		invalidate("/modes", "/me", "/situation");
		onClose();
	});
	return (
		<Confirm title={t(`mode.${asked.what}`)} open onClose={onClose} onConfirm={() => void action.run()} label={t(`mode.${asked.what}`)} danger={asked.what === "confirm"} busy={action.busy} disabled={asked.what !== "confirm" && !reason.trim()}>
			<WithFaults action={action}>
				<p className="font-700">{scope(asked.mode)}{asked.mode.exercise && <> <ExerciseMark /></>}</p>
				<p>{t(`mode.${asked.what}.lead`)}</p>
				{asked.what === "confirm" ? <Changes /> : <TextArea at="/reason" label={t("mode.reason")} required value={reason} onChange={setReason} rows={3} maxLength={2000} />}
			</WithFaults>
		</Confirm>
	);
}

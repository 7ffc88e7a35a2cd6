/* What was taken back: whom it was taken back from and who has deleted it (for the sender), and saying 「削除しました」 (for recipients). */
import { useEffect, useState } from "react";
import { post, query } from "../api/client";
import { invalidate, usePages } from "../api/query";
import type { AudienceChange, BulkResult, Delivery, RecallBoard as RecallPage, RecallRow, RecallState } from "../api/types";
import { useText } from "../i18n";
import { useAction } from "../session";
import { announce } from "./announce";
import { Button, Chip, Empty, Failure, Loading, Notice, OrgName, problemText, Time, type Tone } from "./basic";
import { Bar, Big } from "./board";
import { Filter, SearchBox, TextArea } from "./form";
import { Confirm } from "./overlay";
import { DataTable, type Column } from "./table";

const states: RecallState[] = ["outstanding", "complied", "unseen"];
const tones: Record<RecallState, Tone> = { outstanding: "warn", complied: "good", unseen: "plain" };

export function RecallBoard({ message }: { message: string }) {
	const { t, tv, name } = useText();
	const [state, setState] = useState<RecallState>();
	const [hop, setHop] = useState<string>();
	const [words, setWords] = useState(""), [sought, setSought] = useState("");
	useEffect(() => {
		const timer = setTimeout(() => setSought(words), 300);
		return () => clearTimeout(timer);
	}, [words]);
	const path = `/messages/${message}/recall${query({ state, hop, q: sought })}`;
	const pages = usePages<RecallRow, RecallPage>(path);
	const summary = pages.first?.summary;
	const columns: Column<RecallRow>[] = [
		{ id: "org", title: t("col.org"), wide: true, value: (row) => name(row.org), cell: (row) => <OrgName org={row.org} /> },
		{ id: "hop", title: t("board.hop"), number: true, minor: true, value: (row) => row.hop },
		{ id: "state", title: t("col.state"), value: (row) => tv("recall.state", row.state), cell: (row) => <span className="grid gap-1 justify-items-start"><Chip tone={tones[row.state]} icon={row.state === "complied" ? "check" : undefined as never}>{tv("recall.state", row.state)}</Chip>{row.why !== "withdrawn" && <span className="text-[0.875rem] text-solid-gray-700">{tv("recall.why", row.why)}</span>}{row.complied_note && <span className="text-[0.875rem] whitespace-pre-wrap">{row.complied_note}</span>}</span> },
		{ id: "opened", title: t("board.opened"), value: (row) => row.opened_at, cell: (row) => <Time at={row.opened_at} /> },
		{ id: "acked", title: t("board.acked"), extra: true, value: (row) => row.acknowledged_at, cell: (row) => <Time at={row.acknowledged_at} /> },
		{ id: "recalled", title: t("recall.recalled"), value: (row) => row.recalled_at, cell: (row) => row.recalled_at ? <Time at={row.recalled_at} /> : <span className="text-[0.875rem] text-solid-gray-700">{t("recall.still_readable")}</span> },
		{ id: "complied", title: t("recall.complied"), value: (row) => row.complied_at, cell: (row) => <Time at={row.complied_at} /> },
	];
	if (pages.error && !summary) return <Failure problem={pages.error} retry={pages.reload} />;
	if (!summary) return <Loading />;
	return (
		<div className="grid grid-cols-[minmax(0,1fr)] gap-5">
			<p className="text-solid-gray-800">{t("recall.lead")}</p>
			<Summary summary={summary} />
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2 no-print">
				<Filter label={t("col.state")} value={state} empty={t("all")} onChange={setState} choices={states.map((id) => ({ id, text: tv("recall.state", id) }))} />
				<Filter label={t("board.hop")} value={hop} empty={t("all")} onChange={setHop} choices={summary.hops.map((one) => ({ id: String(one.hop), text: `${one.hop} ${tv("hop", one.to)}` }))} />
				<SearchBox label={t("board.search")} value={words} onChange={setWords} />
			</div>
			{pages.data && <DataTable caption={t("recall.title")} rows={pages.data} columns={columns} rowKey={(row) => row.org.id} csv={path} hasMore={pages.hasMore} more={pages.more} loading={pages.loading} mark={(row) => row.state === "outstanding"} empty={<Empty title={t("board.empty")} />} />}
		</div>
	);
}

function Summary({ summary }: { summary: RecallPage["summary"] }) {
	const { t, tv } = useText();
	return (
		<div className="grid gap-4" aria-live="polite">
			<div className="flex flex-wrap gap-x-8 gap-y-3 items-end">
				<Big label={t("recall.total")} value={summary.total} />
				<Big label={t("recall.seen")} value={summary.seen} of={summary.total} />
				<Big label={t("recall.done")} value={summary.complied} of={summary.seen} />
				<Big label={t("recall.outstanding")} value={summary.outstanding} bad={summary.outstanding > 0} />
				{summary.still_recalling && <Chip tone="info" icon="clock">{t("recall.still")}</Chip>}
			</div>
			<ul className="grid gap-3 lg:grid-cols-3">
				{summary.hops.map((hop) => (
					<li key={hop.hop} className="card p-3">
						<p className="font-700">{t("board.hop_n", { n: hop.hop })} {tv("hop", hop.to)}</p>
						<Bar part={hop.complied} of={hop.seen} label={t("recall.hop", { n: hop.complied, total: hop.seen })} />
						<p className="mt-1 text-[0.875rem] text-solid-gray-700">{t("recall.hop_total", { n: hop.total })}{hop.outstanding > 0 && <span className="text-red-900 font-700"> {t("recall.hop_outstanding", { n: hop.outstanding })}</span>}</p>
					</li>
				))}
			</ul>
		</div>
	);
}

/* One or many; a note is not asked for but may say where copies were. */
export function DeletedDialog({ asking, onClose, onResult }: { asking: string[] | undefined; onClose: () => void; onResult?: (result: BulkResult) => void }) {
	const { t } = useText();
	const [note, setNote] = useState("");
	useEffect(() => { if (asking) setNote(""); }, [asking]);
	const action = useAction(async () => {
		if (!asking) return;
		const said = note.trim() ? { note: note.trim() } : {};
		if (asking.length === 1) {
			await post<Delivery>(`/deliveries/${asking[0]}/comply`, said);
			announce(t("deleted.done"));
			invalidate("/inbox", "/me", "/messages");
		} else onResult?.(await post<BulkResult>("/inbox/comply", { deliveries: asking, ...said }));
		onClose();
	});
	return (
		<Confirm title={asking && asking.length > 1 ? t("deleted.title_many", { n: asking.length }) : t("deleted.title")} open={!!asking} onClose={onClose} onConfirm={() => void action.run()} label={t("deleted.go")} busy={action.busy}>
			{action.problem && <Notice tone="bad" role="alert" title={problemText(action.problem, t)} />}
			<p>{t("deleted.lead")}</p>
			<TextArea label={t("deleted.note")} help={t("deleted.note.help")} value={note} onChange={setNote} rows={3} maxLength={2000} />
		</Confirm>
	);
}

export function DeletedButton({ delivery }: { delivery: string }) {
	const { t } = useText();
	const [asking, setAsking] = useState<string[]>();
	return <><Button kind="primary" icon="check" onPress={() => setAsking([delivery])}>{t("deleted.go")}</Button><DeletedDialog asking={asking} onClose={() => setAsking(undefined)} /></>;
}

/* Before the next version of an advisory: who falls out, who comes in. */
export function ChangeOfAudience({ change }: { change: AudienceChange }) {
	const { t, name } = useText();
	const [all, setAll] = useState(false);
	const shown = all ? change.lost : change.lost.slice(0, 8);
	const quiet = !change.lose && !change.gain && change.everyone_before === change.everyone_after;
	return (
		<section className="border-t border-solid-gray-300 pt-3 grid gap-2" aria-label={t("change.title", { n: change.version })}>
			<h3 className="font-700">{t("change.title", { n: change.version })}</h3>
			{quiet ? <p>{t("change.none")}</p> : <p className="flex flex-wrap gap-1.5"><Chip>{t("change.keep", { n: change.keep })}</Chip>{change.gain > 0 && <Chip tone="info" icon="plus">{t("change.gain", { n: change.gain })}</Chip>}{change.lose > 0 && <Chip tone="bad" icon="hidden">{t("change.lose", { n: change.lose })}</Chip>}</p>}
			{change.everyone_before && !change.everyone_after && <Notice tone="warn" title={t("change.closes")} />}
			{change.everyone_after && !change.everyone_before && <Notice tone="warn" title={t("change.opens")} />}
			{change.lose > 0 && <>
				<p className="text-[0.9375rem]">{t("change.lose.lead", { n: change.lose, seen: change.lose_seen })}</p>
				<ul className="grid gap-1 text-[0.9375rem]">{shown.map((org) => <li key={org.id}>{name(org)}</li>)}</ul>
				{change.lost.length > shown.length && <div><Button scale="sm" onPress={() => setAll(true)}>{t("advisory.show_first", { count: change.lost.length })}</Button></div>}
			</>}
		</section>
	);
}

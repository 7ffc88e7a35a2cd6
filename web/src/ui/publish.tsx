/* An advisory before it goes out: its exact audience, what bounds it, and the second person's approval. */
import { useEffect, useState } from "react";
import { post, Problem } from "../api/client";
import { invalidate } from "../api/query";
import type { AdvisoryFiled, AdvisoryPreview, Message, MessageAction, Revision, Tlp } from "../api/types";
import { useText } from "../i18n";
import { useAction, useCatalog } from "../session";
import { announce } from "./announce";
import { Button, Chip, Failure, LinkButton, Loading, Notice, problemText, reach, TlpLabel } from "./basic";
import { Icon } from "./icon";
import { Confirm } from "./overlay";
import { ChangeOfAudience } from "./recall";

export function AdvisoryAudience({ preview }: { preview: AdvisoryPreview }) {
	const { t, tv, name } = useText();
	const catalog = useCatalog();
	const [all, setAll] = useState(false);
	const items = preview.items ?? [];
	const shown = all ? items : items.slice(0, 8);
	return (
		<div className="grid gap-4">
			<p className="flex flex-wrap gap-x-6 items-end"><span><span className="text-[1.75rem] font-700 tabular-nums text-solid-gray-900">{preview.orgs.toLocaleString("en")}</span> {t("orgs.unit", { count: preview.orgs })}</span>{preview.people > 0 && <span><span className="text-[1.75rem] font-700 tabular-nums text-solid-gray-900">{preview.people.toLocaleString("en")}</span> {t("people.unit", { count: preview.people })}</span>}</p>
			{preview.bounds?.map((bound) => <Notice key={bound.code} tone="warn" title={bound.title} />)}
			{preview.consents?.map((row) => <p key={row.report.id} className="flex flex-wrap gap-2 items-center text-[0.9375rem]"><Chip tone={row.allowed ? "good" : "bad"} icon={row.allowed ? "check" : "error"}>{t(row.allowed ? "consent.allowed" : "consent.refused")}</Chip>{row.report.number} {row.report.title} ({tv("consent", row.consent || "none")})</p>)}
			{preview.change && <ChangeOfAudience change={preview.change} />}
			{preview.orgs === 0 ? <p className="text-solid-gray-700">{t("advisory.nobody")}</p> : <>
				{!!preview.hops?.length && <section><h3 className="font-700">{t("advisory.hops")}</h3><ol className="mt-1 grid gap-1">{preview.hops.map((hop, i) => <li key={i} className="flex flex-wrap items-baseline gap-x-2"><span className="tabular-nums text-solid-gray-700">{hop.hop}.</span><span>{tv("hop", hop.to)}</span><span className="font-700 tabular-nums">{hop.orgs.toLocaleString("en")}</span>{hop.pass === "manual" && hop.limit_min ? <span className="text-[0.875rem] text-solid-gray-700">{t("audience.limit", { minutes: hop.limit_min })}</span> : null}</li>)}</ol></section>}
				{!!preview.by_sector?.length && <section><h3 className="font-700">{t("advisory.by_sector")}</h3><ul className="mt-1 flex flex-wrap gap-1.5">{preview.by_sector.map((row) => <li key={row.sector}><Chip>{name(catalog?.sectors.find((one) => one.id === row.sector)) || row.sector || t("none")} {row.orgs}</Chip></li>)}</ul></section>}
				{!!preview.by_kind?.length && <section><h3 className="font-700">{t("advisory.by_kind")}</h3><ul className="mt-1 flex flex-wrap gap-1.5">{preview.by_kind.map((row) => <li key={row.kind}><Chip>{tv("kind_of_org", row.kind)} {row.orgs}</Chip></li>)}</ul></section>}
				<section><h3 className="font-700">{t("advisory.recipients")}</h3>
					<div className="mt-1 max-h-80 overflow-y-auto" tabIndex={0} role="region" aria-label={t("advisory.recipients")}><ul className="grid gap-1 text-[0.9375rem]">{shown.map((row) => <li key={row.org.id}>{name(row.org)}{row.why && <span className="text-[0.875rem] text-solid-gray-700"> — {name(row.why)}</span>}</li>)}</ul></div>
					{items.length > shown.length && <div className="mt-2"><Button scale="sm" onPress={() => setAll(true)}>{t("advisory.show_first", { count: items.length })}</Button></div>}
					{all && preview.next && <p className="mt-1 text-[0.875rem] text-solid-gray-700">{t("advisory.more_not_shown", { count: preview.orgs - items.length })}</p>}
				</section>
			</>}
		</div>
	);
}

/* The server's own answer for what is stored, asked again whenever the advisory changes. */
function useStoredPreview(message: Message): { preview?: AdvisoryPreview; problem?: Problem } {
	const [result, setResult] = useState<{ preview?: AdvisoryPreview; problem?: Problem }>({});
	useEffect(() => {
		const stop = new AbortController();
		post<AdvisoryPreview>(`/advisories/${message.id}/preview`, {}, { signal: stop.signal }).then((preview) => setResult({ preview }), (error: unknown) => { if (error instanceof Problem) setResult({ problem: error }); });
		return () => stop.abort();
	}, [message.id, message.version]);
	return result;
}

const steps = ["draft", "approved", "published"] as const;

export function PublishPanel({ message, revision, may }: { message: Message; revision: Revision; may: (action: MessageAction) => boolean }) {
	const { t, name } = useText();
	const [asked, setAsked] = useState<"approve" | "publish" | null>(null);
	const load = useStoredPreview(message);
	const action = useAction(async () => {
		if (!asked) return;
		const filed = await post<AdvisoryFiled>(`/advisories/${message.id}/${asked}`, undefined, { ifMatch: message.version });
		announce(asked === "approve" ? t("approve.done") : t("publish.done", { number: filed.number ?? "", count: filed.orgs ?? 0 }));
		setAsked(null);
		invalidate("/me", "/advisories", "/messages", "/inbox");
	});
	const at = revision.status === "draft" && revision.approved_by ? 1 : message.status === "approved" ? 1 : 0;
	const found = load.preview;
	return (
		<section className="card border-blue-900 border-2" aria-labelledby="steps">
			<h2 id="steps" className="sr-only">{t("publish.steps")}</h2>
			<ol className="flex flex-wrap border-b border-solid-gray-300">
				{steps.map((step, i) => <li key={step} aria-current={i === at ? "step" : undefined} className={`flex-1 min-w-40 px-4 py-2.5 flex items-center gap-2 ${i === at ? "bg-blue-50 font-700 text-blue-1000" : "text-solid-gray-700"}`}><span className={`grid place-items-center size-6 rounded-full text-[0.875rem] ${i <= at ? "bg-blue-900 text-white" : "border border-solid-gray-536"}`}>{i < at ? <Icon name="check" small /> : i + 1}</span>{t(`publish.step.${step}`)}</li>)}
			</ol>
			<div className="p-4 grid gap-5 lg:grid-cols-[1fr_18rem] items-start">
				<div>{load.problem ? <Failure problem={load.problem} /> : found ? <AdvisoryAudience preview={found} /> : <Loading />}</div>
				<div className="grid gap-3">
					<p>{at === 0 ? (may("approve") ? t("approve.lead") : t("approve.wait")) : may("publish") ? t("publish.lead") : t("publish.wait")}</p>
					{revision.author_user && <p className="text-[0.875rem] text-solid-gray-700">{t("by.author", { name: name(revision.author_user) })}{revision.approved_by && <> {t("by.approver", { name: name(revision.approved_by) })}</>}</p>}
					{found?.errors?.length ? <Notice tone="bad" title={t("publish.faults")}><ul className="list-disc pl-5">{found.errors.map((error, i) => <li key={i}>{error.title}</li>)}</ul></Notice> : null}
					<div className="flex flex-wrap gap-2 no-print">
						{may("approve") && <Button kind="primary" icon="check" isDisabled={!found || !!found.errors?.length} onPress={() => setAsked("approve")}>{t("approve.go")}</Button>}
						{may("publish") && <Button kind="primary" icon="megaphone" isDisabled={!found || !!found.errors?.length} onPress={() => setAsked("publish")}>{t("publish.go")}</Button>}
						{may("edit") && <LinkButton to={`/advisories/${message.id}/edit`}>{t("edit")}</LinkButton>}
					</div>
				</div>
			</div>
			<Confirm wide title={t(asked === "publish" ? "publish.title" : "approve.title")} open={!!asked} onClose={() => { setAsked(null); action.clear(); }} onConfirm={() => void action.run()} busy={action.busy} label={t(asked === "publish" ? "publish.send" : "approve.go")}>
				{action.problem && <Notice tone="bad" role="alert" title={problemText(action.problem, t)} />}
				<p className="flex flex-wrap gap-2 items-center"><TlpLabel tlp={(revision.content["tlp"] as Tlp | undefined) ?? message.tlp} /><span className="font-700">{revision.title}</span></p>
				{found && asked === "publish" && <p className="text-[1.0625rem]">{t("publish.confirm", { reach: reach(found.orgs, found.people, t) })}</p>}
				{asked && !!found?.change?.lose && <Notice tone="warn" title={t("change.confirm", { n: found.change.lose })}>{t("change.lose.lead", { n: found.change.lose, seen: found.change.lose_seen })}</Notice>}
				{asked === "approve" && <p>{t("approve.confirm")}</p>}
			</Confirm>
		</section>
	);
}

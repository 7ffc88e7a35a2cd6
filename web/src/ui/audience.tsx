/* Who will see what, before it is sent: each org in the order it is reached, why, how many people, and which fields. */
import type { AudienceRow, ReportPreview } from "../api/types";
import { useText } from "../i18n";
import { Chip } from "./basic";
import { Icon } from "./icon";

export function Audience({ preview, given }: { preview: ReportPreview; given: number }) {
	const { t, name } = useText();
	if (!preview.audience.length) return <p className="text-solid-gray-700">{t("audience.nobody")}</p>;
	return (
		<div className="grid gap-4">
			<ol className="grid gap-0">
				{preview.audience.map((row, i) => <Step key={`${row.org.id}${i}`} row={row} before={preview.audience.find((one) => one.org.id === row.via?.id)} last={i === preview.audience.length - 1} given={given} />)}
			</ol>
			{!!preview.never?.length && (
				<div className="border-t border-solid-gray-300 pt-3">
					<p className="font-700 text-[0.9375rem]">{t("audience.never")}</p>
					<ul className="mt-1 grid gap-1 text-[0.9375rem]">{preview.never.map((one, i) => <li key={i} className="flex gap-2"><span className="mt-0.5 text-solid-gray-700"><Icon name="hidden" small /></span>{name(one)}</li>)}</ul>
				</div>
			)}
		</div>
	);
}

/* `before`: the hop that hands it on to this one; whether by hand, and how long at most, is its. */
function Step({ row, before, last, given }: { row: AudienceRow; before: AudienceRow | undefined; last: boolean; given: number }) {
	const { t, tv, name } = useText();
	const sees = row.sees ?? [];
	const everything = sees.length >= given;
	return (
		<li className={`relative pl-6 ${last ? "" : "pb-4"}`}>
			{!last && <span aria-hidden className="absolute left-[7px] top-4 bottom-0 w-0.5 bg-blue-300" />}
			<span aria-hidden className={`absolute left-0 top-1 size-4 rounded-full border-2 border-blue-900 ${row.at === "after_pass" ? "bg-white" : "bg-blue-900"}`} />
			<p className="font-700 text-solid-gray-900 leading-150">{name(row.org)}{!!row.people && <span className="font-400 text-solid-gray-700"> {t("people", { count: row.people })}</span>}</p>
			<p className="mt-0.5"><Chip tone={row.at === "after_pass" ? "plain" : "info"}>{row.at === "after_pass" ? t("audience.after_pass", { name: row.via ? name(row.via) : "" }) : t("audience.now")}</Chip></p>
			{before?.pass && row.at === "after_pass" && <p className="mt-0.5 text-[0.875rem] text-solid-gray-700">{before.pass === "manual" && before.limit_min ? t("audience.limit", { minutes: before.limit_min }) : t(`audience.pass.${before.pass}`)}</p>}
			{row.why && <p className="mt-0.5 text-[0.875rem] text-solid-gray-700">{name(row.why)}</p>}
			{sees.length > 0 && (
				<details className="mt-1 text-[0.875rem] group">
					<summary className="inline-flex items-center gap-1 text-blue-1000 underline underline-offset-4 list-none"><Icon name="eye" small />{everything ? t("audience.sees_all", { count: sees.length }) : t("audience.sees", { count: sees.length })}</summary>
					<p className="mt-1">{sees.map((field) => tv("f", field)).join(t("comma"))}</p>
				</details>
			)}
		</li>
	);
}

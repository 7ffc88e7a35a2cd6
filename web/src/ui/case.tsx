/* What the pages of triage and cases share: why something is urgent, severity in number and word, lines of reports. */
import { useQuery } from "../api/query";
import type { CaseState, Rating, Row, SeverityScheme, SeveritySchemes, UrgencyReason } from "../api/types";
import { useText } from "../i18n";
import { Link } from "../router";
import { useCatalog } from "../session";
import { Chip, ExerciseMark, OrgName, TlpLabel } from "./basic";

const stateTone = { open: "warn", watching: "info", closed: "plain", merged: "plain" } as const;
export function CaseStateChip({ state }: { state: CaseState }) {
	const { t } = useText();
	return <Chip tone={stateTone[state]}>{t(`case.state.${state}`)}</Chip>;
}

/* Points stand beside their reasons: nothing about the order is hidden. */
export function Why({ why, urgency }: { why: UrgencyReason[]; urgency: number }) {
	const { t, name } = useText();
	return (
		<div className="flex flex-wrap gap-1.5 items-center">
			<span className="text-[0.875rem] whitespace-nowrap mr-1">{t("triage.urgency")} <span className="text-[1.125rem] font-700 tabular-nums">{urgency}</span></span>
			{why.map((one) => one.points >= 15 ? <Chip key={one.code} tone={one.points >= 30 ? "bad" : "warn"}>{name(one)} +{one.points}</Chip> : <span key={one.code} className="text-[0.875rem] text-solid-gray-700 mr-1">{name(one)} <span className="tabular-nums">+{one.points}</span></span>)}
		</div>
	);
}

export function useSchemes(): SeveritySchemes | undefined {
	return useQuery<SeveritySchemes>("/severity/schemes").data;
}
/* "3 高": the number and the scheme's word; never a colour alone. */
export function useLevelText(): (scheme: SeverityScheme | undefined, level: number) => string {
	const { t, name } = useText();
	return (scheme, level) => `${t("situation.level", { level })} ${name(scheme?.levels.find((one) => one.level === level) as { ja: string; en: string } | undefined)}`.trim();
}
export function LevelChip({ rating, scheme }: { rating: Pick<Rating, "level" | "provisional">; scheme: SeverityScheme | undefined }) {
	const { t } = useText();
	const text = useLevelText();
	const top = Math.max(1, ...(scheme?.levels.map((one) => one.level) ?? [4]));
	const share = rating.level / top;
	return <span className="inline-flex flex-wrap gap-1.5 items-center"><Chip tone={share >= 0.7 ? "bad" : share >= 0.4 ? "warn" : "plain"}>{text(scheme, rating.level)}</Chip>{rating.provisional && <Chip>{t("rating.provisional")}</Chip>}</span>;
}

export function ReportLine({ row }: { row: Row }) {
	const { t, name } = useText();
	const catalog = useCatalog();
	return (
		<div className="min-w-0">
			<p className="flex flex-wrap gap-x-2 gap-y-1 items-center"><TlpLabel tlp={row.tlp} /><span className="tabular-nums text-[0.875rem]">{row.number}</span>{row.exercise && <ExerciseMark />}<Chip>{t(`status.${row.status}`)}</Chip></p>
			<Link to={`/messages/${row.id}`} className="link font-700 break-words">{row.title || t("untitled")}</Link>
			<p className="text-[0.875rem] text-solid-gray-700 flex flex-wrap gap-x-3"><OrgName org={row.author} link={false} /><span>{name(catalog?.sectors.find((one) => one.id === row.sector))}</span><span>{name(catalog?.event_types.find((one) => one.id === row.event_type))}</span></p>
		</div>
	);
}

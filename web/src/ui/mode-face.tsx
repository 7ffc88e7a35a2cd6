/* The situation page's other face: large-scale mode, or a rehearsal of it. The switch is on the page of modes. */
import type { Situation, SituationMode } from "../api/types";
import { useText } from "../i18n";
import { useCatalog } from "../session";
import { Time } from "./basic";
import { Icon } from "./icon";

export function ModeFace({ mode, modes }: { mode: Situation["mode"]; modes: SituationMode[] }) {
	const { t, name } = useText();
	const catalog = useCatalog();
	if (mode === "normal") return null;
	const where = (one: SituationMode) => (one.scope_kind === "sector" ? name(catalog?.sectors.find((sector) => sector.id === one.scope)) || one.scope : t(`mode.scope.${one.scope_kind}`));
	return (
		<section role="status" aria-label={t("mode.title")} className={`mb-6 rounded-8 border-8 px-5 py-4 ${mode === "large_scale" ? "border-red-900 bg-red-900 text-white" : "border-solid-gray-900 border-dashed bg-yellow-100 text-solid-gray-900"}`}>
			<p className="flex items-center gap-3 text-[1.75rem] leading-130 font-700"><Icon name="warn" />{t(`mode.on.${mode}`)}</p>
			<ul className="mt-1 text-[1.125rem]">{modes.map((one) => <li key={one.id} className="flex flex-wrap gap-x-4"><strong>{where(one)}{one.exercise && ` (${t("exercise.mark")})`}</strong>{one.since && <span>{t("mode.since")} <Time at={one.since} full /></span>}</li>)}</ul>
		</section>
	);
}

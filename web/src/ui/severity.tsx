/* A severity level said four ways: number, word, shape and colour; none of them alone. Levels as in the 2018 scheme, 0 to 4. */
import { useText } from "../i18n";

const shapes = [
	"M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",                /* 0 a circle */
	"M4 4h16v16H4z",                                        /* 1 a square */
	"M12 3 22 21H2z",                                       /* 2 a triangle */
	"M12 1 23 12 12 23 1 12z",                              /* 3 a diamond */
	"M8 1h8l7 7v8l-7 7H8l-7-7V8z",                          /* 4 an octagon */
];
const fills = ["#ffffff", "#d9e6ff", "#ffe380", "#ff9b5e", "#a30000"];

export function Severity({ level, state, big = false }: { level: number | undefined; state: "none" | "unrated" | "rated"; big?: boolean }) {
	const { t } = useText();
	const size = big ? "size-12" : "size-6", text = big ? "text-[1.75rem]" : "text-[1rem]";
	if (state === "none") return <span className={`inline-flex items-center gap-2 text-solid-gray-700 ${big ? "text-[1.375rem] min-h-12" : ""}`}><span aria-hidden className={`${big ? "w-12" : "w-6"} text-center`}>—</span>{t("situation.no_case")}</span>;
	if (state === "unrated" || level === undefined)
		return <span className={`inline-flex items-center gap-2 font-700 ${text}`}><svg aria-hidden viewBox="0 0 24 24" className={`${size} shrink-0`}><circle cx="12" cy="12" r="10" fill="none" stroke="#1a1a1a" strokeWidth="2" strokeDasharray="4 3" /><text x="12" y="17" textAnchor="middle" fontSize="14" fontWeight="700">?</text></svg>{t("situation.unrated")}</span>;
	const at = Math.min(Math.max(level, 0), 4);
	return (
		<span className={`inline-flex items-center gap-2 font-700 leading-120 ${text}`}>
			<svg aria-hidden viewBox="0 0 24 24" className={`${size} shrink-0`}><path d={shapes[at]} fill={fills[at]} stroke="#1a1a1a" strokeWidth="1.5" /><text x="12" y={at === 2 ? 19 : 16.5} textAnchor="middle" fontSize="12" fontWeight="700" fill={at === 4 ? "#ffffff" : "#1a1a1a"}>{level}</text></svg>
			<span>{t("situation.level", { level })} <span className="whitespace-nowrap">{t(`severity.word.${at as 0 | 1 | 2 | 3 | 4}`)}</span></span>
		</span>
	);
}

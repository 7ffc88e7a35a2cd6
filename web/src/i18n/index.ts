/* The two catalogues, one loaded at a time. Keys are flat; `Key` is checked by the compiler against ja.json. */
import i18next from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import { setRequestLang } from "../api/client";
import type { Lang, Named } from "../api/types";
import type ja from "./ja.json";

type Base<K> = K extends `${infer B}_${"one" | "other"}` ? B : K;
export type Key = Base<keyof typeof ja>;
export type Values = Record<string, string | number>;
export interface Texts {
	t: (key: Key, values?: Values) => string;
	/* A key put together from a value of the server's; the value itself where the catalogue has none. */
	tv: (group: string, value: string | undefined) => string;
	/* The name in the reader's language. */
	name: (named: Partial<Named> | undefined) => string;
	lang: Lang;
}

const load: Record<Lang, () => Promise<{ default: Record<string, string> }>> = {
	ja: () => import("./ja.json"),
	en: () => import("./en.json"),
};

function stored(): string | null {
	try { return localStorage.getItem("lang"); } catch { return null; }
}

/* As the address asks, as was chosen before, or as the browser prefers. Only a choice is kept: without one the account's language wins. */
export function firstLang(): Lang {
	const asked = new URLSearchParams(location.search).get("lang");
	if (asked) keep(asked === "en" ? "en" : "ja");
	return (asked ?? stored() ?? navigator.language).startsWith("en") ? "en" : "ja";
}
export function langIsChosen(): boolean { return stored() !== null; }
function keep(lang: Lang): void {
	try { localStorage.setItem("lang", lang); } catch { /* private window */ }
}

export async function setLang(lang: Lang, choice = false): Promise<void> {
	if (!i18next.isInitialized)
		await i18next.use(initReactI18next).init({
			lng: lang, fallbackLng: false, keySeparator: false, nsSeparator: false, resources: {}, interpolation: { escapeValue: false },
			react: { useSuspense: false },
		});
	if (!i18next.hasResourceBundle(lang, "translation"))
		i18next.addResourceBundle(lang, "translation", (await load[lang]()).default);
	await i18next.changeLanguage(lang);
	setRequestLang(lang);
	document.documentElement.lang = lang;
	if (choice) keep(lang);
}

export function useText(): Texts {
	const { i18n } = useTranslation();
	const lang: Lang = i18n.language === "en" ? "en" : "ja";
	return useMemo(() => ({
		lang,
		t: (key, values) => i18n.t(key as string, values ?? {}) as string,
		tv: (group, value) => (value && i18n.exists(`${group}.${value}`) ? (i18n.t(`${group}.${value}`) as string) : value ?? ""),
		name: (named) => (named ? named[lang] || named.ja || named.en || "" : ""),
	}), [lang, i18n]);
}

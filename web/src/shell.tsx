/* The frame around every page: marks, navigation, language, account, and the page chosen by the address (each loaded when needed). */
import { Component, lazy, Suspense, useEffect, useRef, useState, type ComponentType, type ReactNode } from "react";
import { patch } from "./api/client";
import { useLive } from "./api/live";
import type { Counts } from "./api/types";
import { setLang, useText, type Key } from "./i18n";
import { Link, match, navigate, usePath } from "./router";
import { useCatalog, useMay, useMe, useSession } from "./session";
import { Button, Empty, ExerciseMark, LinkButton, Loading, Notice } from "./ui/basic";
import { Icon, type IconName } from "./ui/icon";
import { Menu } from "./ui/overlay";

type PageProps = { params: Record<string, string> };
const page = (load: () => Promise<{ default: ComponentType<PageProps> }>) => lazy(load);
const routes: [string, ReturnType<typeof page>][] = [
	["/", page(() => import("./pages/now"))],
	["/reports", page(() => import("./pages/reports"))],
	["/reports/new", page(() => import("./pages/report"))],
	["/reports/:id/edit", page(() => import("./pages/report"))],
	["/reports/:id/follow-up", page(() => import("./pages/report"))],
	["/inbox", page(() => import("./pages/inbox"))],
	["/messages/:id", page(() => import("./pages/message"))],
	["/relay", page(() => import("./pages/relays"))],
	["/consents", page(() => import("./pages/consents"))],
	["/relay/:id", page(() => import("./pages/relay"))],
	["/advisories", page(() => import("./pages/advisories"))],
	["/advisories/new", page(() => import("./pages/advisory"))],
	["/advisories/:id/edit", page(() => import("./pages/advisory"))],
	["/advisories/:id/new-version", page(() => import("./pages/advisory"))],
	["/situation", page(() => import("./pages/situation"))],
	["/statistics", page(() => import("./pages/statistics"))],
	["/directory", page(() => import("./pages/directory"))],
	["/directory/orgs/:id", page(() => import("./pages/org"))],
	["/triage", page(() => import("./pages/triage"))],
	["/cases/:id", page(() => import("./pages/case"))],
	["/modes", page(() => import("./pages/modes"))],
	["/journal", page(() => import("./pages/journal"))],
	["/keys", page(() => import("./pages/keys"))],
	["/admin", page(() => import("./pages/admin"))],
	["/account", page(() => import("./pages/account"))],
];

interface NavItem { to: string; text: Key; icon: IconName; shown: boolean; count?: number | undefined; also?: string }

function useNav(): NavItem[] {
	const may = useMay();
	const me = useMe(), kind = me.org.kind;
	const counts: Partial<Counts> = me.counts ?? {};
	const works = may("inbox") || may("report.write") || may("advisory.write");
	return [
		{ to: "/", text: "nav.now", icon: "now", shown: true },
		{ to: "/inbox", text: "nav.inbox", icon: "inbox", shown: may("inbox"), count: counts.inbox_open },
		{ to: "/triage", text: "nav.triage", icon: "sort", shown: may("case"), also: "/cases" },
		{ to: "/reports", text: "nav.reports", icon: "send", shown: works },
		{ to: "/relay", text: "nav.relay", icon: "pass", shown: may("relay") },
		{ to: "/consents", text: "nav.consents", icon: "check", shown: may("consent") || may("consent.ask"), count: counts.consents_to_answer },
		{ to: "/advisories", text: "nav.advisories", icon: "megaphone", shown: works || may("advisory.approve") || may("advisory.publish"), count: may("advisory.approve") ? counts.to_approve : undefined },
		{ to: "/situation", text: "nav.situation", icon: "grid", shown: may("situation") },
		{ to: "/statistics", text: "nav.statistics", icon: "chart", shown: may("stats") },
		{ to: "/directory", text: "nav.directory", icon: "book", shown: true },
		{ to: "/modes", text: "nav.modes", icon: "warn", shown: may("mode") || !!me.modes?.length },
		{ to: "/journal", text: "nav.journal", icon: "chain", shown: may("journal") },
		{ to: "/keys", text: "keys.title", icon: "key", shown: may("key") && (kind === "ceptoar" || kind === "operator") },
		{ to: "/admin", text: "nav.admin", icon: "gear", shown: may("admin.org") || may("admin.platform") },
	];
}

export function Shell() {
	const { t } = useText();
	const { path, turn } = usePath();
	const main = useRef<HTMLElement>(null);
	const [open, setOpen] = useState(false);
	const first = useRef(true);
	useEffect(() => {
		setOpen(false);
		if (first.current) first.current = false;
		else main.current?.focus({ preventScroll: true });
	}, [turn]);
	return (
		<div className="min-h-dvh flex flex-col">
			<a href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }} className="sr-only focus:not-sr-only focus:absolute focus:z-60 focus:bg-yellow-300 focus:px-4 focus:py-3 focus:text-black">{t("skip")}</a>
			<Header open={open} onMenu={() => setOpen(!open)} />
			<div className="flex-1 flex items-stretch">
				<nav aria-label={t("nav.label")} className={`${open ? "block absolute z-40 bg-white shadow-2 left-0 right-0" : "hidden"} lg:block lg:static lg:shadow-none lg:w-56 lg:shrink-0 lg:border-r border-solid-gray-200`} id="nav">
					<Nav />
				</nav>
				<main id="main" ref={main} tabIndex={-1} className="flex-1 min-w-0 px-4 sm:px-6 xl:px-8 py-6 outline-none">
					<div className="mx-auto max-w-[84rem]"><Broken key={turn} text={t("error.broken")} again={t("error.reload")}><Suspense fallback={<Loading lines={6} />}><PageOf path={path} /></Suspense></Broken></div>
				</main>
			</div>
		</div>
	);
}

/* A page that fails says so and leaves the frame usable; what was typed is in the browser's storage. */
class Broken extends Component<{ text: string; again: string; children: ReactNode }, { broken: boolean }> {
	override state = { broken: false };
	static getDerivedStateFromError() { return { broken: true }; }
	override render() {
		if (!this.state.broken) return this.props.children;
		return <Notice tone="bad" role="alert" title={this.props.text} action={<Button scale="sm" icon="reload" onPress={() => location.reload()}>{this.props.again}</Button>} />;
	}
}

function PageOf({ path }: { path: string }) {
	const { t } = useText();
	for (const [pattern, Body] of routes) {
		const params = match(pattern, path);
		if (params) return <Body params={params} />;
	}
	return <Empty head title={t("error.missing")} action={<LinkButton to="/">{t("nav.now")}</LinkButton>}>{t("error.missing.next")}</Empty>;
}

function DemoBanner() {
	const { t } = useText();
	const { store } = useMe();
	if (!store.demo) return null;
	return <p className="bg-yellow-100 text-yellow-1200 border-b border-yellow-600 text-[0.875rem] leading-150 px-4 sm:px-6 py-1">{t("demo.banner")}</p>;
}

/* Everyone concerned sees on every page that large-scale mode is on: in words, and a rehearsal with its mark. */
function ModeBanner() {
	const { t, name } = useText();
	const catalog = useCatalog();
	const modes = useMe().modes ?? [];
	if (!modes.length) return null;
	return (
		<div role="status">
			{modes.map((mode) => (
				<p key={mode.id} className={`px-4 sm:px-6 py-1.5 text-[0.9375rem] leading-150 flex flex-wrap items-center gap-x-3 gap-y-1 ${mode.exercise ? "bg-yellow-100 text-yellow-1200 border-b border-yellow-600" : "bg-red-1000 text-white"}`}>
					{mode.exercise && <ExerciseMark />}
					<strong>{t("mode.banner", { scope: mode.scope === "sector" ? name(catalog?.sectors.find((one) => one.id === mode.sector)) || mode.sector || "" : t(`mode.scope.${mode.scope}`) })}</strong>
					<Link to="/modes" className={mode.exercise ? "underline text-yellow-1200" : "underline text-white"}>{t("mode.banner.more")}</Link>
				</p>
			))}
		</div>
	);
}

function Header({ open, onMenu }: { open: boolean; onMenu: () => void }) {
	const { t, name } = useText();
	const { me, signOut } = useSession();
	return (
		<header className="border-b border-solid-gray-420 bg-white no-print">
			<DemoBanner />
			<ModeBanner />
			<div className="flex items-center gap-x-3 gap-y-1 px-4 sm:px-6 min-h-14 flex-wrap py-1.5">
				<button type="button" aria-expanded={open} aria-controls="nav" onClick={onMenu} className="lg:hidden inline-flex items-center gap-1 -ml-2 px-2 py-2 rounded-6 hover:bg-solid-gray-50"><Icon name={open ? "close" : "menu"} /><span className="text-[0.875rem]">{t("nav.menu")}</span></button>
				<Link to="/" className="flex items-center gap-2.5 no-underline text-solid-gray-900">
					<img src="/noroshi.svg" alt="" className="size-8" />
					<span className="leading-120"><span className="block font-700 text-[1.125rem]">{t("brand")}</span><span className="hidden sm:block text-[0.75rem] text-solid-gray-700">{t("brand.sub")}</span></span>
				</Link>
				<div className="ml-auto flex items-center gap-x-1 sm:gap-x-3 flex-wrap">
					<LiveState />
					<LangSwitch save />
					<Menu plain="inline-flex items-center gap-2 px-2 py-1.5 rounded-6 hover:bg-solid-gray-50 text-left" icon="user"
						label={<span className="leading-130 text-[0.875rem] max-w-[11em] lg:max-w-[20em]"><span className="block truncate font-700">{name(me.user)}</span><span className="block truncate text-solid-gray-700">{name(me.org)}</span></span>}
						choices={[{ id: "account", text: t("nav.account"), icon: "gear" }, { id: "out", text: t("signout"), icon: "right" }]}
						onPick={(id) => (id === "out" ? signOut() : navigate("/account"))} />
				</div>
			</div>
		</header>
	);
}

export function LangSwitch({ save = false }: { save?: boolean }) {
	const { lang, t } = useText();
	const next = lang === "ja" ? "en" : "ja";
	return (
		<button type="button" lang={next} className="inline-flex items-center gap-1.5 px-2 py-2 rounded-6 hover:bg-solid-gray-50 text-[0.875rem] text-blue-1000 underline underline-offset-4"
			onClick={() => { void setLang(next, true); if (save) void patch("/me", { lang: next }, { quiet: true }).catch(() => undefined); }}>
			<Icon name="globe" small />{t("lang.other")}
		</button>
	);
}

function LiveState() {
	const { t } = useText();
	const state = useLive();
	return (
		<span role="status" className={`inline-flex items-center gap-1.5 text-[0.875rem] px-1 ${state === "reconnecting" ? "text-orange-1000 font-700" : "text-solid-gray-700"}`} title={t(`live.${state}.help`)}>
			<span aria-hidden className={`size-2.5 rounded-full ${state === "live" ? "bg-success-1" : state === "reconnecting" ? "bg-warning-orange-1 animate-pulse" : "bg-solid-gray-420"}`} />
			<span className={state === "live" ? "max-sm:sr-only" : ""}>{t(`live.${state}`)}</span>
		</span>
	);
}

function Nav() {
	const { t } = useText();
	const { path } = usePath();
	const may = useMay();
	const on = (to: string) => (to === "/" ? path === "/" : path === to || path.startsWith(`${to}/`));
	return (
		<div className="lg:sticky lg:top-0 py-4 grid gap-4">
			{may("report.write") && <div className="px-4"><LinkButton to="/reports/new" kind="primary" icon="plus">{t("report.new")}</LinkButton></div>}
			<ul>
				{useNav().filter((item) => item.shown).map((item) => (
					<li key={item.to}>
						<Link to={item.to} aria-current={on(item.to) ? "page" : undefined} className={`flex items-center gap-3 pl-4 pr-3 py-2.5 no-underline border-l-4 ${on(item.to) ? "border-blue-900 bg-blue-50 text-blue-1000 font-700" : "border-transparent text-solid-gray-800 hover:bg-solid-gray-50 hover:underline"}`}>
							<Icon name={item.icon} /><span className="flex-1">{t(item.text)}</span>
							{!!item.count && <Count n={item.count} />}
						</Link>
					</li>
				))}
			</ul>
		</div>
	);
}

function Count({ n }: { n: number }): ReactNode {
	const { t } = useText();
	return <span className="rounded-full bg-solid-gray-800 text-white text-[0.8125rem] font-700 tabular-nums px-2 leading-150"><span aria-hidden>{n > 999 ? "999+" : n}</span><span className="sr-only">{t("nav.count", { count: n })}</span></span>;
}

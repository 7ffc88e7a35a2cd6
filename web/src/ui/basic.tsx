/* The small parts every page is made of. */
import { useEffect, useState, type ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import type { Problem } from "../api/client";
import type { OrgRef, Tlp } from "../api/types";
import { useText, type Key } from "../i18n";
import { minutesUntil, moment, span, utc } from "../lib/time";
import { Link } from "../router";
import { Icon, type IconName } from "./icon";

const look = {
	primary: "bg-blue-900 text-white border-blue-900 hover:bg-blue-1000 active:bg-blue-1200 disabled:bg-solid-gray-300 disabled:border-solid-gray-300 disabled:text-solid-gray-700",
	secondary: "bg-white text-blue-900 border-blue-900 hover:bg-blue-200 hover:text-blue-1000 active:bg-blue-300 disabled:text-solid-gray-600 disabled:border-solid-gray-300 disabled:bg-white",
	tertiary: "bg-transparent text-blue-900 border-transparent underline underline-offset-4 hover:bg-blue-50 hover:text-blue-1000 disabled:text-solid-gray-600 disabled:no-underline",
	danger: "bg-white text-red-900 border-red-900 hover:bg-red-50 active:bg-red-100 disabled:text-solid-gray-600 disabled:border-solid-gray-300",
};
const size = {
	lg: "min-h-12 px-6 text-oln-16B-100 rounded-8",
	md: "min-h-11 px-4 text-oln-16B-100 rounded-8",
	sm: "min-h-9 px-3 text-oln-14B-100 rounded-6",
};
export type Look = keyof typeof look;
export type Size = keyof typeof size;

export function buttonClass(kind: Look = "secondary", scale: Size = "md", extra = ""): string {
	return `inline-flex items-center justify-center gap-2 border text-center leading-130 no-underline whitespace-nowrap cursor-pointer disabled:cursor-default ${look[kind]} ${size[scale]} ${extra}`;
}

/* `busy`: what it started is under way; it keeps the focus and ignores presses. */
export function Button({ kind = "secondary", scale = "md", icon, className, children, busy = false, onPress, type, ...rest }: { kind?: Look; scale?: Size; icon?: IconName; className?: string; children?: ReactNode; busy?: boolean } & Omit<AriaButtonProps, "className" | "children" | "style" | "isPending">) {
	return (
		<AriaButton {...rest} type={busy ? "button" : type ?? "button"} {...(onPress && !busy ? { onPress } : {})} className={`${buttonClass(kind, scale, className)} ${busy ? "opacity-60 cursor-progress" : ""}`}>
			{icon && <Icon name={icon} />}{children}
		</AriaButton>
	);
}

export function LinkButton({ to, kind = "secondary", scale = "md", icon, children }: { to: string; kind?: Look; scale?: Size; icon?: IconName; children: ReactNode }) {
	return <Link to={to} className={buttonClass(kind, scale)}>{icon && <Icon name={icon} />}{children}</Link>;
}

export type Tone = "plain" | "info" | "warn" | "bad" | "good";
const tones: Record<Tone, string> = {
	plain: "border-solid-gray-420 text-solid-gray-800 bg-white",
	info: "border-blue-400 text-blue-1000 bg-blue-50",
	warn: "border-yellow-700 text-yellow-1200 bg-yellow-50",
	bad: "border-red-600 text-red-1000 bg-red-50",
	good: "border-green-600 text-green-1000 bg-green-50",
};
export function Chip({ tone = "plain", icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
	return <span className={`inline-flex items-center gap-1 border rounded-4 px-2 py-0.5 text-dns-14N-130 whitespace-nowrap ${tones[tone]}`}>{icon && <Icon name={icon} small />}{children}</span>;
}

/* FIRST's TLP 2.0: English capitals, black ground, the label's own colour. */
const tlpColor: Record<Tlp, string> = { "RED": "text-tlp-red", "AMBER": "text-tlp-amber", "AMBER+STRICT": "text-tlp-amber", "GREEN": "text-tlp-green", "CLEAR": "text-tlp-clear" };
/* A draft may have no marking yet. */
export function TlpLabel({ tlp, large = false }: { tlp: Tlp | undefined; large?: boolean }) {
	if (!tlp) return null;
	return <span lang="en" className={`inline-block bg-black font-mono font-700 whitespace-nowrap ${tlpColor[tlp]} ${large ? "px-3 py-1 text-base" : "px-1.5 py-0.5 text-[0.8125rem] leading-130"}`}>TLP:{tlp}</span>;
}

export function ExerciseMark() {
	const { t } = useText();
	return <span className="inline-block bg-orange-50 border-2 border-orange-900 text-orange-1200 font-700 px-2 py-0.5 text-dns-14B-130 whitespace-nowrap">{t("exercise.mark")}</span>;
}

const noticeLook = {
	info: { box: "border-blue-900", icon: "info", color: "text-blue-900" },
	good: { box: "border-success-2", icon: "check", color: "text-success-2" },
	warn: { box: "border-warning-yellow-2", icon: "warn", color: "text-warning-yellow-2" },
	bad: { box: "border-error-1", icon: "error", color: "text-error-1" },
} as const;
export function Notice({ tone = "info", title, role, children, action }: { tone?: keyof typeof noticeLook; title?: ReactNode; role?: "alert" | "status"; children?: ReactNode; action?: ReactNode }) {
	const mark = noticeLook[tone];
	return (
		<div role={role} className={`flex gap-3 border-2 border-l-8 rounded-8 bg-white px-4 py-3 ${mark.box}`}>
			<span className={`mt-1 ${mark.color}`}><Icon name={mark.icon} /></span>
			<div className="min-w-0 flex-1">
				{title && <p className="font-700 text-solid-gray-900">{title}</p>}
				{children && <div className={title ? "mt-1" : ""}>{children}</div>}
				{action && <div className="mt-2">{action}</div>}
			</div>
		</div>
	);
}

export function problemText(problem: Problem, t: (key: Key, values?: Record<string, string | number>) => string): string {
	if (problem.code === "network") return t("error.network");
	return problem.body.title || t("error.http", { status: problem.status });
}

export function Failure({ problem, retry }: { problem: Problem; retry?: () => void }) {
	const { t } = useText();
	const missing = problem.status === 404;
	const again = !missing && problem.status !== 403;                /* what one may not do, one may not do a second time */
	return (
		<Notice tone={missing ? "warn" : "bad"} role="alert" title={missing ? t("error.missing") : problemText(problem, t)}
			action={retry && again ? <Button scale="sm" onPress={retry} icon="reload">{t("error.retry")}</Button> : undefined}>
			{missing ? t("error.missing.next") : problem.body.trace ? <p className="text-sm">{t("error.trace")} <code>{problem.body.trace}</code></p> : null}
		</Notice>
	);
}

export function Loading({ lines = 3 }: { lines?: number }) {
	const { t } = useText();
	const [shown, setShown] = useState(false);
	useEffect(() => {
		const timer = setTimeout(() => setShown(true), 200);
		return () => clearTimeout(timer);
	}, []);
	return (
		<div role="status" className={`py-6 ${shown ? "" : "invisible"}`}>
			<span className="sr-only">{t("loading")}</span>
			<div aria-hidden className="grid gap-3">
				{Array.from({ length: lines }, (_, i) => <div key={i} className={`h-5 rounded-4 bg-solid-gray-100 animate-pulse ${i % 3 === 2 ? "w-1/2" : "w-full"}`} />)}
			</div>
		</div>
	);
}

export function Empty({ title, children, action, head = false }: { title: ReactNode; children?: ReactNode; action?: ReactNode; head?: boolean }) {
	const Title = head ? "h1" : "p";
	return (
		<div className="px-4 py-8 text-center">
			<Title className={head ? "text-std-20B-150" : "text-std-16B-170"}>{title}</Title>
			{children && <p className="mt-1 mx-auto max-w-[42em] text-solid-gray-700">{children}</p>}
			{action && <div className="mt-4 flex justify-center gap-3 flex-wrap">{action}</div>}
		</div>
	);
}

/* JST on the face, UTC on hover. */
export function Time({ at, full = false }: { at: string | undefined; full?: boolean }) {
	const { t, lang } = useText();
	if (!at) return <span className="text-solid-gray-600">{t("none")}</span>;
	return <time dateTime={at} title={utc(at)} className="whitespace-nowrap tabular-nums">{moment(at, lang, full)}</time>;
}

const ticks = new Set<(now: number) => void>();
setInterval(() => ticks.forEach((tick) => tick(Date.now())), 15_000);
export function useNow(): number {
	const [now, setNow] = useState(Date.now());
	useEffect(() => {
		ticks.add(setNow);
		return () => { ticks.delete(setNow); };
	}, []);
	return now;
}

/* How long is left until a limit, or how long it has been over, in words. */
export function Left({ until }: { until: string }) {
	const { t } = useText();
	const minutes = minutesUntil(until, useNow());
	const { unit, count } = span(minutes);
	const text = t(`span.${unit}`, { count });
	const tone: Tone = minutes < 0 ? "bad" : minutes < 60 ? "warn" : "plain";
	return <span title={utc(until)}><Chip tone={tone} icon={minutes < 0 ? "error" : "clock"}>{minutes < 0 ? t("left.over", { span: text }) : t("left.in", { span: text })}</Chip></span>;
}

export function Heading({ title, children, lead }: { title: ReactNode; children?: ReactNode; lead?: ReactNode }) {
	return (
		<div className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
			<div className="min-w-0 max-w-[52em]">
				<h1 tabIndex={-1} className="text-std-28B-150">{title}</h1>
				{lead && <p className="mt-1 text-solid-gray-700">{lead}</p>}
			</div>
			{children && <div className="flex flex-wrap items-center gap-2 no-print">{children}</div>}
		</div>
	);
}

export function Panel({ title, children, action, id, flush = false }: { title?: ReactNode; children: ReactNode; action?: ReactNode; id?: string; flush?: boolean }) {
	return (
		<section className="card" aria-labelledby={title && id ? id : undefined}>
			{title && (
				<div className="flex flex-wrap items-center justify-between gap-2 px-4 py-2.5 border-b border-solid-gray-200">
					<h2 id={id} className="text-std-17B-170">{title}</h2>{action}
				</div>
			)}
			<div className={flush ? "" : "p-4"}>{children}</div>
		</section>
	);
}

export function OrgName({ org, link = true }: { org: OrgRef | undefined; link?: boolean }) {
	const { name, t } = useText();
	if (!org) return <span className="text-solid-gray-600">{t("none")}</span>;
	return link ? <Link to={`/directory/orgs/${org.id}`} className="link inline-block">{name(org)}</Link> : <span>{name(org)}</span>;
}

export function Facts({ rows, wide = false }: { rows: [ReactNode, ReactNode][]; wide?: boolean }) {
	return (
		<dl className={`grid ${wide ? "@lg:grid-cols-[12rem_1fr]" : "grid-cols-[7.5rem_1fr]"} gap-x-4 gap-y-1.5 text-[0.9375rem]`}>
			{rows.map(([term, value], i) => (
				<div key={i} className="contents"><dt className="text-solid-gray-700">{term}</dt><dd className="min-w-0">{value}</dd></div>
			))}
		</dl>
	);
}

export function bytes(n: number): string {
	if (n < 1024) return `${n} B`;
	if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KB`;
	return `${(n / 1024 / 1024).toFixed(1).replace(/\.0$/, "")} MB`;
}

/* How many orgs and people something reaches; people only where they are known. */
export function reach(orgs: number, people: number, t: (key: Key, values?: Record<string, string | number>) => string): string {
	const many = (key: Key, count: number) => t(key, { count }).replace(String(count), count.toLocaleString("en"));
	return people ? t("reach", { orgs: many("orgs", orgs), people: many("people", people) }) : many("orgs", orgs);
}

/* Works without a secure context too (a LAN without TLS). */
export async function copyText(text: string): Promise<void> {
	if (navigator.clipboard) return navigator.clipboard.writeText(text);
	const area = document.createElement("textarea");
	area.value = text;
	document.body.append(area);
	area.select();
	document.execCommand("copy");
	area.remove();
}

export function saveFile(name: string, text: string, type = "application/json"): void {
	const url = URL.createObjectURL(new Blob([text], { type }));
	const link = document.createElement("a");
	link.href = url;
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/* One org: what it is, its names over time, its memberships, and how to reach it. */
import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { useQuery } from "../api/query";
import type { MembershipRecall, Org } from "../api/types";
import { useText } from "../i18n";
import { day } from "../lib/time";
import { Link, usePath } from "../router";
import { useCatalog, useMay, useMe } from "../session";
import { Chip, Facts, Failure, Heading, Loading, Notice, OrgName, Panel } from "../ui/basic";

/* Changing an org is rare and for few: loaded only for them. */
const OrgChanges = lazy(() => import("./org-changes"));
function OrgActions({ org }: { org: Org }) {
	const may = useMay(), me = useMe();
	const platform = may("admin.platform"), own = may("admin.org") && me.org.id === org.id;
	return platform || own ? <Suspense fallback={null}><OrgChanges org={org} platform={platform} /></Suspense> : null;
}

export default function OrgPage({ params }: { params: Record<string, string> }) {
	const { t, tv, name, lang } = useText();
	const { search } = usePath();
	const asOf = search.get("as_of");
	const catalog = useCatalog();
	const { data: org, error, reload } = useQuery<Org>(`/orgs/${params["id"] ?? ""}${asOf ? `?as_of=${asOf}` : ""}`);
	useEffect(() => { document.title = `${name(org)} | ${t("brand")}`; }, [t, org, name]);
	if (error && !org) return <Failure problem={error} retry={reload} />;
	if (!org) return <Loading lines={6} />;
	const span = (from: string | undefined, to: string | undefined) => `${from ? day(from, lang) : ""} – ${to ? day(to, lang) : t("until_now")}`;
	const facts: [ReactNode, ReactNode][] = [[t("kind"), tv("kind_of_org", org.kind)], [t("org.code"), <code key="c">{org.code}</code>]];
	if (org.sector) facts.push([t("f.sector"), name(catalog?.sectors.find((one) => one.id === org.sector))]);
	if (org.ministry) facts.push([t("directory.ministry"), <OrgName key="m" org={org.ministry} />]);
	if (org.people) facts.push([t("org.people"), t("people", { count: org.people })]);
	if (org.members !== undefined) facts.push([t("directory.members"), t("orgs", { count: org.members })]);
	if (org.valid_from) facts.push([t("valid"), span(org.valid_from, org.valid_to)]);
	return (
		<>
			<p className="mb-2"><Link className="link" to={`/directory?tab=orgs${asOf ? `&as_of=${asOf}` : ""}`}>{t("directory.title")}</Link></p>
			<Heading title={<span className="inline-flex flex-wrap items-center gap-3">{name(org)}{org.demo && <Chip tone="warn">{t("demo.chip")}</Chip>}</span>} lead={lang === "ja" ? org.en : org.ja}>{!asOf && <OrgActions org={org} />}</Heading>
			{asOf && <div className="mb-4"><Notice title={t("org.as_of", { date: day(asOf, lang) })} /></div>}
			<div className="grid gap-6 lg:grid-cols-2 items-start">
				<Panel id="facts" title={t("org.facts")}><Facts rows={facts} /></Panel>
				<Panel id="names" title={t("org.names")}>
					<ul className="grid gap-2">{(org.names ?? []).map((one, i) => <li key={i}><span className="block">{one.ja}<span className="text-solid-gray-700"> / {one.en}</span></span><span className="text-[0.875rem] text-solid-gray-700">{span(one.valid_from, one.valid_to)}</span></li>)}</ul>
				</Panel>
				<Panel id="groups" title={t("org.memberships")}>
					{org.memberships?.length ? <ul className="grid gap-2">{org.memberships.map((one, i) => <li key={i}><OrgName org={one.org} /><span className="block text-[0.875rem] text-solid-gray-700">{span(one.valid_from, one.valid_to)}</span>{one.valid_to && <Left org={org.id} group={one.org.id} />}</li>)}</ul> : <p>{t("org.no_memberships")}</p>}
				</Panel>
				<Panel id="contacts" title={t("org.contacts")}>
					{!org.contacts ? <p className="text-solid-gray-700">{t("org.contacts_hidden")}</p> : org.contacts.length ? (
						<ol className="grid gap-2">{[...org.contacts].sort((a, b) => a.rank - b.rank).map((one) => <li key={one.id}><span className="inline-flex flex-wrap items-center gap-2"><Chip>{tv("contact", one.kind)}</Chip><span className="tabular-nums">{one.address}</span></span>{(one.name || one.note) && <span className="block text-[0.875rem] text-solid-gray-700">{[one.name, one.note].filter(Boolean).join(" — ")}</span>}</li>)}</ol>
					) : <p>{t("org.no_contacts")}</p>}
				</Panel>
			</div>
		</>
	);
}

/* What became of what came by a group that was left: for the group, the org and the platform. */
function Left({ org, group }: { org: string; group: string }) {
	const { t } = useText();
	const me = useMe(), may = useMay();
	const known = group === me.org.id || org === me.org.id || may("admin.platform");
	const { data } = useQuery<MembershipRecall>(known ? `/orgs/${org}/memberships/${group}/recall` : null);
	if (!data || data.member || !(data.recalled + data.asked)) return null;
	return <span className="block text-[0.875rem]">{t("org.left", { recalled: data.recalled, asked: data.asked, complied: data.complied })}</span>;
}

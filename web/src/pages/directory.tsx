/* The directory as of any day: sectors, CEPTOARs, orgs, ministries, plans, and what was different from today. */
import { useEffect, useState, type ReactNode } from "react";
import { query } from "../api/client";
import { usePages, useQuery } from "../api/query";
import type { Catalog, CeptoarFact, Org, OrgKind, OrgRef, Plan, Sector } from "../api/types";
import { useText, type Texts } from "../i18n";
import { day, today } from "../lib/time";
import { Link, setSearch, usePath } from "../router";
import { useCatalog } from "../session";
import { Button, Chip, Empty, Failure, Heading, Loading, Notice } from "../ui/basic";
import { DateField } from "../ui/date";
import { Filter, Fold, SearchBox } from "../ui/form";
import { DataTable, type Column } from "../ui/table";
import { Tabs } from "../ui/tabs";

export default function Directory() {
	const { t, lang } = useText();
	const { search } = usePath();
	const asOf = search.get("as_of") ?? undefined;
	const now = useCatalog();
	const then = useQuery<Catalog>(asOf ? `/catalog?as_of=${asOf}` : null);
	const catalog = asOf ? then.data : now;
	useEffect(() => { document.title = `${t("directory.title")} | ${t("brand")}`; }, [t]);
	return (
		<>
			<Heading title={t("directory.title")} lead={t("directory.lead")} />
			<div className="mb-5 flex flex-wrap items-end gap-x-4 gap-y-2 no-print">
				<DateField label={t("directory.as_of")} value={asOf ?? today()} onChange={(date) => setSearch({ as_of: date && date !== today() && date >= "2000-01-01" ? date : undefined })} />
				{asOf && <Button scale="sm" kind="tertiary" onPress={() => setSearch({ as_of: undefined })}>{t("directory.today")}</Button>}
			</div>
			{then.error && <Failure problem={then.error} retry={then.reload} />}
			{asOf && catalog && now && <Differences date={day(asOf, lang)} then={catalog} now={now} />}
			{!catalog ? !then.error && <Loading lines={8} /> : (
				<Tabs label={t("directory.title")} items={[
					{ id: "sectors", title: t("directory.sectors"), count: catalog.sectors.length, body: () => <Sectors catalog={catalog} /> },
					{ id: "ceptoars", title: t("directory.ceptoars"), count: catalog.ceptoars.length, body: () => <Ceptoars catalog={catalog} /> },
					{ id: "orgs", title: t("directory.orgs"), body: () => <Orgs catalog={catalog} asOf={asOf} /> },
					{ id: "ministries", title: t("directory.ministries"), count: catalog.ministries.length, body: () => <Ministries catalog={catalog} /> },
					{ id: "plans", title: t("directory.plans"), count: catalog.plans.length, body: () => <Plans plans={catalog.plans} on={asOf ?? catalog.today} /> },
				]} />
			)}
		</>
	);
}

function compare<T extends { id: string }>(then: T[], now: T[], words: (row: T) => string): { gone: string[]; later: string[] } {
	return { gone: then.filter((row) => !now.some((one) => one.id === row.id)).map(words), later: now.filter((row) => !then.some((one) => one.id === row.id)).map(words) };
}

function changes(then: Catalog, now: Catalog, texts: Texts): ReactNode[] {
	const { t, name } = texts;
	const lines: ReactNode[] = [];
	const list = (key: "directory.diff.not_yet" | "directory.diff.no_longer", what: string, names: string[]) => { if (names.length) lines.push(t(key, { what, names: names.join(t("comma")) })); };
	const sectors = compare(then.sectors, now.sectors, name), ceptoars = compare(then.ceptoars, now.ceptoars, name), ministries = compare(then.ministries, now.ministries, name);
	list("directory.diff.not_yet", t("directory.sectors"), sectors.later);
	list("directory.diff.no_longer", t("directory.sectors"), sectors.gone);
	list("directory.diff.not_yet", t("directory.ceptoars"), ceptoars.later);
	list("directory.diff.no_longer", t("directory.ceptoars"), ceptoars.gone);
	list("directory.diff.not_yet", t("directory.ministries"), ministries.later);
	list("directory.diff.no_longer", t("directory.ministries"), ministries.gone);
	for (const sector of then.sectors) {
		const same = now.sectors.find((one) => one.id === sector.id);
		if (!same) continue;
		if (name(same) !== name(sector)) lines.push(t("directory.diff.renamed", { then: name(sector), now: name(same) }));
		if (same.ministry?.id !== sector.ministry?.id) lines.push(t("directory.diff.ministry", { sector: name(sector), then: name(sector.ministry) || t("none"), now: name(same.ministry) || t("none") }));
	}
	for (const org of [...then.ministries, ...then.ceptoars]) {
		const same = [...now.ministries, ...now.ceptoars].find((one) => one.id === org.id);
		if (same && name(same) !== name(org)) lines.push(t("directory.diff.renamed", { then: name(org), now: name(same) }));
	}
	return lines;
}

function Differences({ date, then, now }: { date: string; then: Catalog; now: Catalog }) {
	const texts = useText();
	const lines = changes(then, now, texts);
	return <div className="mb-5"><Notice tone="info" title={texts.t("directory.diff.title", { date })}>{lines.length ? <ul className="list-disc pl-5 grid gap-1">{lines.map((line, i) => <li key={i}>{line}</li>)}</ul> : texts.t("directory.diff.none")}</Notice></div>;
}

function OrgLink({ org }: { org: OrgRef }) {
	const { name } = useText();
	const { search } = usePath();
	const asOf = search.get("as_of");
	return <Link className="link" to={`/directory/orgs/${org.id}${asOf ? `?as_of=${asOf}` : ""}`}>{name(org)}</Link>;
}

function Sectors({ catalog }: { catalog: Catalog }) {
	const { t, name, lang } = useText();
	const since = (sector: Sector) => sector.valid_from ? t("directory.since", { date: day(sector.valid_from, lang) }) : "";
	return (
		<div className="border-b border-solid-gray-300">
			{catalog.sectors.map((sector) => (
				<Fold key={sector.id} title={<span className="lg:inline-block lg:w-96">{name(sector)}</span>} hint={<span className="flex flex-wrap gap-x-3"><span className="lg:w-80">{name(sector.ministry)}</span><span>{since(sector)}</span></span>}>
					<p>{t("directory.ministry")}: {sector.ministry ? <OrgLink org={sector.ministry} /> : t("none")}</p>
					{sector.services?.map((service) => (
						<section key={service.id} className="card p-4">
							<h3 className="font-700">{name(service)}</h3>
							<dl className="mt-2 grid sm:grid-cols-[10rem_1fr] gap-x-4 gap-y-1 text-[0.9375rem]">
								{service.law && <><dt className="text-solid-gray-700">{t("service.law")}</dt><dd>{service.law}</dd></>}
								{!!service.failures?.length && <><dt className="text-solid-gray-700">{t("service.failures")}</dt><dd><ul>{service.failures.map((line) => <li key={line}>{line}</li>)}</ul></dd></>}
								{!!service.reporting_basis?.length && <><dt className="text-solid-gray-700">{t("service.reporting")}</dt><dd><ul>{service.reporting_basis.map((line) => <li key={line}>{line}</li>)}</ul></dd></>}
								{service.service_level && <><dt className="text-solid-gray-700">{t("service.level")}</dt><dd>{service.service_level}</dd></>}
							</dl>
						</section>
					))}
					{!!sector.sources?.length && <p className="text-[0.875rem] text-solid-gray-700">{t("sources")}: {sector.sources.join(t("comma"))}</p>}
				</Fold>
			))}
		</div>
	);
}

function Ceptoars({ catalog }: { catalog: Catalog }) {
	const { t, tv, name } = useText();
	const columns: Column<CeptoarFact>[] = [
		{ id: "name", title: t("directory.ceptoar"), value: (row) => name(row), cell: (row) => <OrgLink org={row} /> },
		{ id: "sector", title: t("f.sector"), value: (row) => name(catalog.sectors.find((one) => one.id === row.sector)) },
		{ id: "office", title: t("directory.secretariat"), wide: true, value: (row) => row.secretariat, cell: (row) => row.secretariat ? <span>{row.secretariat}{row.secretariat_confidence && ["mid", "low", "assumption", "mem-mid", "mem-low"].includes(row.secretariat_confidence) && <span className="ml-2"><Chip tone="warn">{tv("confidence", row.secretariat_confidence)}</Chip></span>}</span> : t("none") },
		{ id: "members", title: t("directory.members"), value: (row) => row.members_text },
	];
	return <DataTable caption={t("directory.ceptoars")} rows={catalog.ceptoars} columns={columns} rowKey={(row) => row.id} filter empty={<Empty title={t("directory.none_then")} />} />;
}

function Ministries({ catalog }: { catalog: Catalog }) {
	const { t, tv, name } = useText();
	const columns: Column<OrgRef>[] = [
		{ id: "name", title: t("col.org"), wide: true, value: (row) => name(row), cell: (row) => <OrgLink org={row} /> },
		{ id: "kind", title: t("kind"), value: (row) => tv("kind_of_org", row.kind) },
		{ id: "sectors", title: t("directory.sectors_of"), value: (row) => catalog.sectors.filter((one) => one.ministry?.id === row.id).map(name).join(t("comma")) },
	];
	return <DataTable caption={t("directory.ministries")} rows={catalog.ministries} columns={columns} rowKey={(row) => row.id} empty={<Empty title={t("directory.none_then")} />} />;
}

function Plans({ plans, on }: { plans: Plan[]; on: string }) {
	const { t, name, lang } = useText();
	const columns: Column<Plan>[] = [
		{ id: "name", title: t("directory.plan"), wide: true, value: (row) => name(row), cell: (row) => <span>{name(row)} {(!row.valid_from || row.valid_from <= on) && (!row.valid_to || row.valid_to >= on) && <Chip tone="good">{t("in_force")}</Chip>}</span> },
		{ id: "decided", title: t("directory.decided"), value: (row) => row.decided, cell: (row) => row.decided ? day(row.decided, lang) : t("none") },
		{ id: "from", title: t("valid_from"), value: (row) => row.valid_from, cell: (row) => row.valid_from ? day(row.valid_from, lang) : t("none") },
		{ id: "to", title: t("valid_to"), value: (row) => row.valid_to, cell: (row) => row.valid_to ? day(row.valid_to, lang) : t("until_now") },
	];
	return <DataTable caption={t("directory.plans")} rows={plans} columns={columns} rowKey={(row) => row.id} empty={<Empty title={t("directory.none_then")} />} />;
}

function Orgs({ catalog, asOf }: { catalog: Catalog; asOf: string | undefined }) {
	const { t, tv, name } = useText();
	const { search } = usePath();
	const kind = (search.get("kind") ?? undefined) as OrgKind | undefined, sector = search.get("sector") ?? undefined;
	const [words, setWords] = useState(""), [sought, setSought] = useState("");
	useEffect(() => {
		const timer = setTimeout(() => setSought(words), 300);
		return () => clearTimeout(timer);
	}, [words]);
	const path = `/orgs${query({ as_of: asOf, kind, sector, q: sought })}`;
	const pages = usePages<Org>(path);
	const columns: Column<Org>[] = [
		{ id: "name", title: t("col.org"), wide: true, value: (row) => name(row), cell: (row) => <span><OrgLink org={row} />{row.demo && <span className="ml-2"><Chip tone="warn">{t("demo.chip")}</Chip></span>}<span className="block text-[0.8125rem] text-solid-gray-700">{row.code}</span></span> },
		{ id: "kind", title: t("kind"), value: (row) => tv("kind_of_org", row.kind) },
		{ id: "sector", title: t("f.sector"), value: (row) => name(catalog.sectors.find((one) => one.id === row.sector)) },
		{ id: "groups", title: t("directory.ceptoar"), value: (row) => row.ceptoars?.map(name).join(t("comma")) },
		{ id: "ministry", title: t("directory.ministry"), minor: true, value: (row) => name(row.ministry) },
	];
	return (
		<>
			<div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 no-print">
				<Filter label={t("kind")} value={kind} empty={t("all")} onChange={(one) => setSearch({ kind: one })} choices={catalog.org_kinds.map((one) => ({ id: one.id, text: name(one) }))} />
				<Filter label={t("f.sector")} value={sector} empty={t("all")} onChange={(one) => setSearch({ sector: one })} choices={catalog.sectors.map((one) => ({ id: one.id, text: name(one) }))} />
				<SearchBox label={t("orgs.search")} value={words} onChange={setWords} />
			</div>
			{pages.error && <Failure problem={pages.error} retry={pages.reload} />}
			{!pages.data ? !pages.error && <Loading lines={8} /> : <DataTable caption={t("directory.orgs")} rows={pages.data} columns={columns} rowKey={(row) => row.id} csv={path} hasMore={pages.hasMore} more={pages.more} loading={pages.loading} empty={<Empty title={t("orgs.none")} />} />}
		</>
	);
}

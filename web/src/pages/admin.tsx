/* Administration: users, tokens, contacts of one's own org; orgs and settings for the platform's keeper. */
import { useEffect, useState } from "react";
import { get, patch, post, Problem, remove } from "../api/client";
import { invalidate, usePages, useQuery } from "../api/query";
import type { Contact, ContactKind, Org, OrgKind, OrgRef, Page, Role, User } from "../api/types";
import { useText } from "../i18n";
import { useAction, useCatalog, useMay, useMe } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, Failure, Heading, Loading, Time } from "../ui/basic";
import { Checks, Select, TextArea, TextField } from "../ui/form";
import { OrgPicker, OrgSearch } from "../ui/orgpick";
import { Confirm, Menu } from "../ui/overlay";
import { DataTable, type Column } from "../ui/table";
import { Tabs } from "../ui/tabs";
import { Once, Trouble, WithFaults } from "../ui/parts";
import { Tokens } from "../ui/tokens";

export default function Admin() {
	const { t } = useText();
	const may = useMay();
	useEffect(() => { document.title = `${t("admin.title")} | ${t("brand")}`; }, [t]);
	const platform = may("admin.platform");
	return (
		<>
			<Heading title={t("admin.title")} lead={t(platform ? "admin.lead.platform" : "admin.lead.org")} />
			<Tabs label={t("admin.title")} items={[
				{ id: "users", title: t("admin.users"), body: () => <Users platform={platform} /> },
				{ id: "tokens", title: t("admin.tokens"), body: () => <Tokens /> },
				...(may("admin.org") ? [{ id: "contacts", title: t("admin.contacts"), body: () => <Contacts /> }] : []),
				...(platform ? [{ id: "orgs", title: t("admin.orgs"), body: () => <NewOrg /> }] : []),
			]} />
		</>
	);
}

function Users({ platform }: { platform: boolean }) {
	const { t, tv, name } = useText();
	const me = useMe();
	const pages = usePages<User>("/users");
	const [editing, setEditing] = useState<User | "new">();
	const [secret, setSecret] = useState<string>();
	const [asking, setAsking] = useState<{ user: User; what: keyof typeof asked }>();
	const act = useAction(async (user: User, what: string) => {
		if (what === "reset") setSecret((await post<{ password: string }>(`/users/${user.id}/password`)).password);
		if (what === "totp") await remove(`/users/${user.id}/totp`);
		if (what === "disable" || what === "enable") await setState(user, what === "enable" ? "active" : "disabled");
		if (what === "edit") setEditing(user);
		else announce(t("saved"));
		setAsking(undefined);
		invalidate("/users");
	}, true);
	const begin = (user: User, what: string) => { if (what in asked) setAsking({ user, what: what as keyof typeof asked }); else void act.run(user, what); };
	const stateTone = { active: "good", disabled: "plain", must_change: "warn" } as const;
	const columns: Column<User>[] = [
		{ id: "name", title: t("admin.name"), wide: true, value: (row) => `${name(row)} ${row.login}`, cell: (row) => <span className="font-700">{name(row)}<code className="block font-400 text-[0.875rem] text-solid-gray-700">{row.login}</code></span> },
		...(platform ? [{ id: "org", title: t("col.org"), value: (row: User) => name(row.org) }] : []),
		{ id: "roles", title: t("account.roles"), value: (row) => row.roles.map((role) => tv("role", role)).join(", "), cell: (row) => <span className="flex flex-wrap gap-1">{row.roles.map((role) => <Chip key={role}>{tv("role", role)}</Chip>)}</span> },
		{ id: "state", title: t("col.state"), value: (row) => tv("user_state", row.state), cell: (row) => <Chip tone={stateTone[row.state]}>{tv("user_state", row.state)}</Chip> },
		{ id: "totp", title: t("totp.short"), value: (row) => t(row.totp ? "totp.on" : "totp.off"), cell: (row) => <Chip tone={row.totp ? "good" : "plain"}>{t(row.totp ? "totp.on" : "totp.off")}</Chip> },
		{ id: "created", title: t("admin.created"), minor: true, value: (row) => row.created_at, cell: (row) => <Time at={row.created_at} /> },
		{ id: "act", actions: true, title: t("col.action"), value: () => undefined, cell: (row) => <Menu label={t("admin.actions")} onPick={(id) => begin(row, id)} choices={[{ id: "edit", text: t("edit") }, { id: "reset", text: t("admin.reset_password") }, ...(row.totp ? [{ id: "totp", text: t("admin.remove_totp") }] : []), ...(row.id === me.user.id ? [] : [{ id: row.state === "disabled" ? "enable" : "disable", text: t(row.state === "disabled" ? "admin.enable" : "admin.disable") }])]} /> },
	];
	if (pages.error) return <Failure problem={pages.error} retry={pages.reload} />;
	if (!pages.data) return <Loading lines={6} />;
	return (
		<>
			<DataTable caption={t("admin.users")} rows={pages.data} columns={columns} rowKey={(row) => row.id} filter hasMore={pages.hasMore} more={pages.more} tools={<Button kind="primary" scale="sm" icon="plus" onPress={() => setEditing("new")}>{t("admin.add_user")}</Button>} empty={<Empty title={t("admin.no_users")} action={<Button onPress={() => setEditing("new")}>{t("admin.add_user")}</Button>} />} />
			{editing && <UserDialog user={editing === "new" ? undefined : editing} platform={platform} onClose={() => setEditing(undefined)} onSecret={setSecret} />}
			{asking && <Confirm title={t(asked[asking.what].title)} open onClose={() => setAsking(undefined)} onConfirm={() => void act.run(asking.user, asking.what)} label={t(asked[asking.what].title)} danger busy={act.busy}><p>{t(asked[asking.what].lead, { name: name(asking.user) })}</p></Confirm>}
			<Once title={t("admin.one_time_password")} lead={t("admin.one_time_password.lead")} secret={secret} onClose={() => setSecret(undefined)} />
		</>
	);
}

/* Stopping somebody must not fail because they changed their password a minute ago: once more, over what they are now. */
async function setState(user: User, state: "active" | "disabled"): Promise<void> {
	const set = (version: number | undefined) => patch(`/users/${user.id}`, { state }, { ifMatch: version });
	await set(user.version).catch(async (error: unknown) => {
		if (!(error instanceof Problem) || error.status !== 412) throw error;
		const now = (await get<Page<User>>("/users?limit=200")).items.find((one) => one.id === user.id);
		if (!now) throw error;
		await set(now.version);
	});
}

/* What takes something away from a person is asked once more. */
const asked = {
	reset: { title: "admin.reset_password", lead: "admin.reset.lead" },
	totp: { title: "admin.remove_totp", lead: "admin.totp.lead" },
	disable: { title: "admin.disable", lead: "admin.disable.lead" },
} as const;

/* The roles that a kind of org has; the server refuses the others. */
const writing: Role[] = ["reporter", "approver"], everywhere: Role[] = ["org_admin", "auditor"];
function rolesOf(kind: string): Role[] {
	if (kind === "centre") return ["approver", "analyst", "publisher", "drill_manager", ...everywhere, "platform_admin"];
	if (kind === "ministry" || kind === "security_ministry") return [...writing, "liaison", "drill_manager", ...everywhere];
	if (kind === "ceptoar") return [...writing, "officer", "drill_manager", ...everywhere];
	return [...writing, ...(["operator", "vendor", "foreign"].includes(kind) ? [] : ["drill_manager" as const]), ...everywhere];
}

function UserDialog({ user, platform, onClose, onSecret }: { user: User | undefined; platform: boolean; onClose: () => void; onSecret: (secret: string) => void }) {
	const { t, tv, name } = useText();
	const catalog = useCatalog();
	const [login, setLogin] = useState(user?.login ?? ""), [ja, setJa] = useState(user?.ja ?? ""), [en, setEn] = useState(user?.en ?? "");
	const me = useMe();
	const [picked, setRoles] = useState<string[]>(user?.roles ?? ["reporter"]);
	const [org, setOrg] = useState<OrgRef | undefined>(user?.org);
	const all = rolesOf((org ?? me.org).kind).filter((id) => platform || id !== "platform_admin");
	const roles = picked.filter((id) => all.includes(id as Role));
	const action = useAction(async () => {
		if (user) await patch(`/users/${user.id}`, { ja, en, roles }, { ifMatch: user.version });
		else onSecret((await post<{ password: string }>("/users", { login, ja, en, roles, ...(platform && org ? { org: org.id } : {}) })).password);
		announce(t("saved"));
		invalidate("/users");
		onClose();
	});
	return (
		<Confirm wide title={t(user ? "admin.edit_user" : "admin.add_user")} open onClose={onClose} onConfirm={() => void action.run()} label={t("save")} busy={action.busy} disabled={!ja.trim() || !en.trim() || !roles.length || (!user && !login.trim())}>
			<WithFaults action={action}>
				{!user && <TextField at="/login" label={t("signin.login")} required value={login} onChange={setLogin} maxLength={80} />}
				<TextField at="/ja" label={t("name.ja")} required value={ja} onChange={setJa} maxLength={100} />
				<TextField at="/en" label={t("name.en")} required value={en} onChange={setEn} maxLength={100} />
				{platform && !user && (org ? <p>{t("col.org")}: {name(org)} <Button scale="sm" kind="tertiary" onPress={() => setOrg(undefined)}>{t("files.remove")}</Button></p> : <OrgSearch label={t("col.org")} onPick={setOrg} />)}
				<Checks at="/roles" label={t("account.roles")} value={roles} onChange={setRoles} choices={all.filter((id) => catalog?.roles.some((one) => one.id === id) ?? true).map((id) => ({ id, text: tv("role", id) }))} />
			</WithFaults>
		</Confirm>
	);
}

function Contacts() {
	const { t, tv } = useText();
	const me = useMe();
	const base = `/orgs/${me.org.id}/contacts`;
	const list = useQuery<Page<Contact> | Contact[]>(base);
	const [editing, setEditing] = useState<Contact | "new">(), [dropping, setDropping] = useState<Contact>();
	const drop = useAction(async () => {
		if (dropping) await remove(`${base}/${dropping.id}`, undefined, { ifMatch: dropping.version });
		announce(t("delete.done"));
		setDropping(undefined);
		invalidate("/orgs");
	});
	const rows = (Array.isArray(list.data) ? list.data : list.data?.items ?? []).slice().sort((a, b) => a.rank - b.rank);
	const columns: Column<Contact>[] = [
		{ id: "rank", title: t("contact.rank"), number: true, value: (row) => row.rank },
		{ id: "kind", title: t("kind"), value: (row) => tv("contact", row.kind), cell: (row) => <Chip>{tv("contact", row.kind)}</Chip> },
		{ id: "address", title: t("contact.address"), wide: true, value: (row) => row.address },
		{ id: "name", title: t("contact.name"), value: (row) => row.name },
		{ id: "note", title: t("contact.note"), value: (row) => row.note },
		{ id: "act", actions: true, title: t("col.action"), value: () => undefined, cell: (row) => <span className="flex gap-2"><Button scale="sm" onPress={() => setEditing(row)}>{t("edit")}</Button><Button scale="sm" kind="danger" onPress={() => setDropping(row)}>{t("delete.go")}</Button></span> },
	];
	if (list.error) return <Failure problem={list.error} retry={list.reload} />;
	if (!list.data) return <Loading />;
	return (
		<>
			<p className="mb-4 text-solid-gray-700 max-w-[46em]">{t("contact.lead")}</p>
			<DataTable caption={t("admin.contacts")} rows={rows} columns={columns} rowKey={(row) => row.id} tools={<Button kind="primary" scale="sm" icon="plus" onPress={() => setEditing("new")}>{t("contact.add")}</Button>} empty={<Empty title={t("org.no_contacts")} action={<Button onPress={() => setEditing("new")}>{t("contact.add")}</Button>} />} />
			{editing && <ContactDialog base={base} contact={editing === "new" ? undefined : editing} next={(rows.at(-1)?.rank ?? 0) + 1} onClose={() => setEditing(undefined)} />}
			<Confirm title={t("contact.delete")} open={!!dropping} onClose={() => setDropping(undefined)} onConfirm={() => void drop.run()} label={t("delete.go")} danger busy={drop.busy}><Trouble action={drop} /><p>{dropping?.address}</p></Confirm>
		</>
	);
}

const contactKinds: ContactKind[] = ["portal", "mail", "phone", "fax", "webhook", "taxii"];
function ContactDialog({ base, contact, next, onClose }: { base: string; contact: Contact | undefined; next: number; onClose: () => void }) {
	const { t, tv } = useText();
	const [kind, setKind] = useState<ContactKind>(contact?.kind ?? "mail"), [address, setAddress] = useState(contact?.address ?? ""), [name, setName] = useState(contact?.name ?? ""), [note, setNote] = useState(contact?.note ?? ""), [rank, setRank] = useState(String(contact?.rank ?? next));
	const action = useAction(async () => {
		const body = { kind, address: address.trim(), rank: Number(rank) || next, ...(name.trim() ? { name: name.trim() } : {}), ...(note.trim() ? { note: note.trim() } : {}) };
		if (contact) await patch(`${base}/${contact.id}`, body, { ifMatch: contact.version });
		else await post(base, body);
		announce(t("saved"));
		invalidate("/orgs");
		onClose();
	});
	return (
		<Confirm title={t(contact ? "contact.edit" : "contact.add")} open onClose={onClose} onConfirm={() => void action.run()} label={t("save")} busy={action.busy} disabled={!address.trim()}>
			<WithFaults action={action}>
				<Select at="/kind" label={t("kind")} value={kind} onChange={(value) => value && setKind(value)} choices={contactKinds.map((id) => ({ id, text: tv("contact", id) }))} />
				<TextField at="/address" label={t("contact.address")} required value={address} onChange={setAddress} maxLength={300} />
				<TextField at="/name" label={t("contact.name")} value={name} onChange={setName} maxLength={100} />
				<TextArea at="/note" label={t("contact.note")} value={note} onChange={setNote} rows={2} maxLength={400} />
				<TextField at="/rank" label={t("contact.rank")} help={t("contact.rank.help")} inputMode="numeric" value={rank} onChange={(value) => setRank(value.replace(/\D/g, ""))} />
			</WithFaults>
		</Confirm>
	);
}

function NewOrg() {
	const { t, name } = useText();
	const catalog = useCatalog();
	const blank = { code: "", ja: "", en: "", people: "" };
	const [text, setText] = useState(blank), [kind, setKind] = useState<OrgKind>("operator"), [sector, setSector] = useState<string>(), [groups, setGroups] = useState<string[]>([]);
	const action = useAction(async () => {
		const made = await post<Org>("/orgs", { code: text.code.trim(), kind, ja: text.ja.trim(), en: text.en.trim(), ...(sector ? { sector } : {}), ...(text.people ? { people: Number(text.people) } : {}), ...(groups.length ? { ceptoars: groups } : {}) });
		announce(t("org.made", { name: name(made) || text.ja }));
		setText(blank);
		setGroups([]);
		invalidate("/orgs", "/catalog");
	});
	const set = (part: Partial<typeof blank>) => setText({ ...text, ...part });
	return (
		<form className="grid gap-5 max-w-2xl" noValidate onSubmit={(event) => { event.preventDefault(); void action.run(); }}>
			<h2 className="text-std-20B-150">{t("org.add")}</h2>
			<WithFaults action={action}>
				<div className="grid gap-5 sm:grid-cols-2">
					<Select at="/kind" label={t("kind")} required value={kind} onChange={(value) => value && setKind(value)} choices={(catalog?.org_kinds ?? []).map((one) => ({ id: one.id as OrgKind, text: name(one) }))} />
					<TextField at="/code" label={t("org.code")} help={t("org.code.help")} required value={text.code} onChange={(code) => set({ code })} maxLength={60} />
					<TextField at="/ja" label={t("name.ja")} required value={text.ja} onChange={(ja) => set({ ja })} maxLength={200} />
					<TextField at="/en" label={t("name.en")} required value={text.en} onChange={(en) => set({ en })} maxLength={200} />
					<Select at="/sector" label={t("f.sector")} value={sector} empty={t("not_given")} onChange={setSector} choices={(catalog?.sectors ?? []).map((one) => ({ id: one.id, text: name(one) }))} />
					<TextField at="/people" label={t("org.people")} inputMode="numeric" value={text.people} onChange={(people) => set({ people: people.replace(/\D/g, "") })} />
				</div>
				<OrgPicker label={t("directory.ceptoar")} value={groups} onChange={setGroups} />
				<div><Button type="submit" kind="primary" busy={action.busy} isDisabled={!text.code.trim() || !text.ja.trim()}>{t("org.add")}</Button></div>
			</WithFaults>
		</form>
	);
}

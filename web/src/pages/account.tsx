/* My account: names and language, password, second factor, sessions. */
import { lazy, Suspense, useEffect, useState } from "react";
import { patch, remove } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { Page, SessionRow } from "../api/types";
import { useText } from "../i18n";
import { useAction, useMay, useSession } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, Facts, Failure, Heading, Loading, Notice, Panel, problemText, Time } from "../ui/basic";
import { TextField } from "../ui/form";
import { Confirm, Dialog } from "../ui/overlay";
import { DataTable, type Column } from "../ui/table";
import { PasswordForm, TotpForm } from "./signin";

const Tokens = lazy(() => import("../ui/tokens").then((module) => ({ default: module.Tokens })));

export default function Account() {
	const { t, tv, name } = useText();
	const { me } = useSession();
	const may = useMay();
	useEffect(() => { document.title = `${t("account.title")} | ${t("brand")}`; }, [t]);
	return (
		<>
			<Heading title={t("account.title")} />
			<div className="grid gap-6 lg:grid-cols-2 items-start">
				<Panel id="who" title={t("account.who")}>
					<div className="grid gap-5">
						<Facts rows={[[t("signin.login"), <code key="l">{me.user.login}</code>], [t("col.org"), name(me.org)], [t("account.roles"), <span key="r" className="flex flex-wrap gap-1.5">{me.user.roles.map((role) => <Chip key={role}>{tv("role", role)}</Chip>)}</span>]]} />
						<Names />
					</div>
				</Panel>
				<div className="grid gap-6">
					<Panel id="second" title={t("totp.title")}><Totp /></Panel>
					<Panel id="password" title={t("password.change")}><Password /></Panel>
				</div>
			</div>
			<section className="mt-8"><h2 className="text-std-20B-150 mb-3">{t("account.sessions")}</h2><Sessions /></section>
			{may("token") && <section className="mt-8"><h2 className="text-std-20B-150 mb-3">{t("admin.tokens")}</h2><Suspense fallback={<Loading />}><Tokens /></Suspense></section>}
		</>
	);
}

function Names() {
	const { t } = useText();
	const { me, reload } = useSession();
	const [ja, setJa] = useState(me.user.ja), [en, setEn] = useState(me.user.en);
	const action = useAction(async () => {
		await patch("/me", { ja: ja.trim(), en: en.trim() });
		announce(t("saved"));
		reload();
	});
	return (
		<form className="grid gap-4" noValidate onSubmit={(event) => { event.preventDefault(); void action.run(); }}>
			{action.problem && <Notice tone="bad" role="alert" title={problemText(action.problem, t)} />}
			<TextField label={t("name.ja")} value={ja} onChange={setJa} maxLength={100} />
			<TextField label={t("name.en")} value={en} onChange={setEn} maxLength={100} />
			<div><Button type="submit" busy={action.busy} isDisabled={ja === me.user.ja && en === me.user.en}>{t("save")}</Button></div>
		</form>
	);
}

function Password() {
	const { t } = useText();
	const [turn, setTurn] = useState(0);
	return <PasswordForm key={turn} onDone={() => { announce(t("password.done")); setTurn(turn + 1); invalidate("/sessions"); }} />;
}

function Totp() {
	const { t } = useText();
	const { me, reload } = useSession();
	const [open, setOpen] = useState(false), [dropping, setDropping] = useState(false), [password, setPassword] = useState("");
	const drop = useAction(async () => {
		await remove("/me/totp", { password });
		announce(t("totp.removed"));
		setDropping(false);
		setPassword("");
		reload();
	});
	return (
		<div className="grid gap-3">
			<p><Chip tone={me.totp ? "good" : "warn"} icon={me.totp ? "check" : "warn"}>{t(me.totp ? "totp.on" : "totp.off")}</Chip></p>
			<p className="text-solid-gray-700">{t("totp.why")}</p>
			<div className="flex flex-wrap gap-2">{me.totp ? <Button kind="danger" scale="sm" onPress={() => setDropping(true)}>{t("totp.remove")}</Button> : <Button onPress={() => setOpen(true)}>{t("totp.set")}</Button>}</div>
			<Dialog title={t("totp.title")} open={open} onClose={() => setOpen(false)}><TotpForm onDone={() => { setOpen(false); reload(); }} /></Dialog>
			<Confirm title={t("totp.remove")} open={dropping} onClose={() => setDropping(false)} onConfirm={() => void drop.run()} label={t("totp.remove")} danger busy={drop.busy} disabled={!password}>
				{drop.problem && <Notice tone="bad" role="alert" title={problemText(drop.problem, t)} />}
				<p>{t("totp.remove.lead")}</p><TextField label={t("signin.password")} type="password" value={password} onChange={setPassword} autoComplete="current-password" />
			</Confirm>
		</div>
	);
}

function Sessions() {
	const { t } = useText();
	const list = useQuery<Page<SessionRow>>("/sessions");
	const end = useAction(async (id: string) => {
		await remove(`/sessions/${id}`);
		announce(t("session.ended"));
		invalidate("/sessions");
	}, true);
	const columns: Column<SessionRow>[] = [
		{ id: "address", title: t("session.where"), wide: true, value: (row) => row.address, cell: (row) => <span>{row.address ?? t("none")} {row.current && <Chip tone="info">{t("session.this")}</Chip>}</span> },
		{ id: "created", title: t("session.since"), value: (row) => row.created_at, cell: (row) => <Time at={row.created_at} /> },
		{ id: "seen", title: t("session.seen"), value: (row) => row.seen_at, cell: (row) => <Time at={row.seen_at} /> },
		{ id: "expires", title: t("session.expires"), value: (row) => row.expires_at, cell: (row) => <Time at={row.expires_at} /> },
		{ id: "act", actions: true, title: t("col.action"), value: () => undefined, cell: (row) => row.current ? null : <Button scale="sm" kind="danger" isDisabled={end.busy} onPress={() => void end.run(row.id)}>{t("session.end")}</Button> },
	];
	if (list.error) return <Failure problem={list.error} retry={list.reload} />;
	return list.data ? <DataTable caption={t("account.sessions")} rows={list.data.items} columns={columns} rowKey={(row) => row.id} empty={<Empty title={t("session.none")} />} /> : <Loading />;
}

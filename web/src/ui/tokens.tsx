/* Keys for programs: one's own, or for an organisation's admin all of its. */
import { useState } from "react";
import { post, remove } from "../api/client";
import { invalidate, usePages } from "../api/query";
import type { Token } from "../api/types";
import { useText } from "../i18n";
import { useAction } from "../session";
import { announce } from "./announce";
import { Button, Chip, Empty, Failure, Loading, Time } from "./basic";
import { DateField } from "./date";
import { Lines, Radios, TextField } from "./form";
import { Confirm } from "./overlay";
import { Once, Trouble, WithFaults } from "./parts";
import { DataTable, type Column } from "./table";

export function Tokens() {
	const { t } = useText();
	const pages = usePages<Token>("/tokens");
	const [adding, setAdding] = useState(false), [secret, setSecret] = useState<string>(), [dropping, setDropping] = useState<Token>();
	const drop = useAction(async () => {
		if (dropping) await remove(`/tokens/${dropping.id}`);
		announce(t("token.revoked"));
		setDropping(undefined);
		invalidate("/tokens");
	});
	const columns: Column<Token>[] = [
		{ id: "name", title: t("token.name"), wide: true, value: (row) => row.name, cell: (row) => <span className="font-700">{row.name}</span> },
		{ id: "user", title: t("journal.account"), value: (row) => row.login },
		{ id: "scope", title: t("token.scope"), value: (row) => t(`token.scope.${row.scope}`), cell: (row) => <Chip tone={row.scope === "write" ? "warn" : "plain"}>{t(`token.scope.${row.scope}`)}</Chip> },
		{ id: "expires", title: t("session.expires"), value: (row) => row.expires_at, cell: (row) => row.expires_at ? <Time at={row.expires_at} /> : <span>{t("token.no_end")}</span> },
		{ id: "used", title: t("token.used"), value: (row) => row.used_at, cell: (row) => <Time at={row.used_at} /> },
		{ id: "from", title: t("token.addresses"), minor: true, value: (row) => row.addresses },
		{ id: "act", actions: true, title: t("col.action"), value: () => undefined, cell: (row) => <Button scale="sm" kind="danger" onPress={() => setDropping(row)}>{t("token.revoke")}</Button> },
	];
	if (pages.error) return <Failure problem={pages.error} retry={pages.reload} />;
	if (!pages.data) return <Loading />;
	return (
		<>
			<p className="mb-4 text-solid-gray-700 max-w-[46em]">{t("token.lead")}</p>
			<DataTable caption={t("admin.tokens")} rows={pages.data} columns={columns} rowKey={(row) => row.id} tools={<Button kind="primary" scale="sm" icon="plus" onPress={() => setAdding(true)}>{t("token.add")}</Button>} empty={<Empty title={t("token.none")} action={<Button onPress={() => setAdding(true)}>{t("token.add")}</Button>}>{t("token.none.next")}</Empty>} />
			{adding && <TokenDialog onClose={() => setAdding(false)} onSecret={setSecret} />}
			<Once title={t("token.once")} lead={t("token.once.lead")} secret={secret} onClose={() => setSecret(undefined)} />
			<Confirm title={t("token.revoke")} open={!!dropping} onClose={() => setDropping(undefined)} onConfirm={() => void drop.run()} label={t("token.revoke")} danger busy={drop.busy}><Trouble action={drop} /><p>{t("token.revoke.lead", { name: dropping?.name ?? "" })}</p></Confirm>
		</>
	);
}

function TokenDialog({ onClose, onSecret }: { onClose: () => void; onSecret: (secret: string) => void }) {
	const { t } = useText();
	const [name, setName] = useState(""), [scope, setScope] = useState<"read" | "write">("read"), [until, setUntil] = useState<string>(), [addresses, setAddresses] = useState<string[]>([]);
	const action = useAction(async () => {
		const from = addresses.map((one) => one.trim()).filter(Boolean);
		const made = await post<Token>("/tokens", { name, scope, ...(until ? { expires_at: `${until}T14:59:59Z` } : {}), ...(from.length ? { addresses: from.join(" ") } : {}) });
		onSecret(made.token ?? "");
		invalidate("/tokens");
		onClose();
	});
	return (
		<Confirm title={t("token.add")} open onClose={onClose} onConfirm={() => void action.run()} label={t("token.make")} busy={action.busy} disabled={!name.trim()}>
			<WithFaults action={action}>
				<TextField at="/name" label={t("token.name")} help={t("token.name.help")} required value={name} onChange={setName} maxLength={100} />
				<Radios at="/scope" label={t("token.scope")} value={scope} onChange={setScope} choices={(["read", "write"] as const).map((id) => ({ id, text: t(`token.scope.${id}`) }))} columns={2} />
				<DateField at="/expires_at" label={t("session.expires")} value={until} onChange={setUntil} />
				<Lines at="/addresses" label={t("token.addresses")} help={t("token.addresses.help")} value={addresses} onChange={setAddresses} rows={2} />
			</WithFaults>
		</Confirm>
	);
}

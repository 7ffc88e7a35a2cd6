/* Unlocking the org's private keys in this page: by one's passphrase, or by a code on paper. The relay page, the message page and the
 * keys page use it. The key stays in the page's memory until ten minutes after its last use (lib/seal.ts). */
import { useState, useSyncExternalStore, type ReactNode } from "react";
import { Problem } from "../api/client";
import { useQuery } from "../api/query";
import type { KeyList } from "../api/types";
import { useText } from "../i18n";
import { forget, heldVersion, isHeld, SealError, subscribe, unlock, unlockByCode } from "../lib/seal";
import { useAction, useMay } from "../session";
import { announce } from "./announce";
import { Button, Chip, LinkButton, Loading, Notice, problemText } from "./basic";
import { TextField } from "./form";

/* Is one of these keys unlocked here? Renders anew when that changes. */
export function useHeld(keys: string[]): boolean {
	useSyncExternalStore(subscribe, heldVersion);
	return keys.some(isHeld);
}

/* What went wrong, as a problem with a sentence: useAction and problemText know what to do with it. */
export function useSealing() {
	const { t } = useText();
	return async <T,>(work: () => Promise<T>): Promise<T> => {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof SealError)) throw error;
			throw new Problem({ title: t(`seal.why.${error.why}`, { group: error.group }), status: 0, code: `seal.${error.why}` });
		}
	};
}

/* `keys`: any one of them will do. Once unlocked: `children`, and a way to lock again. */
export function Unlock({ keys, lead, children, onUnlocked }: { keys: string[]; lead?: ReactNode; children?: ReactNode; onUnlocked?: () => void }) {
	const { t } = useText();
	const may = useMay();
	const held = useHeld(keys);
	const list = useQuery<KeyList>(may("key") && !held ? "/keys" : null);
	const [byCode, setByCode] = useState(false), [secret, setSecret] = useState("");
	const sealing = useSealing();
	const open = useAction(async () => {
		if (!list.data) return;
		const found = list.data;
		await sealing(() => (byCode ? unlockByCode(found, secret) : unlock(found, secret)));
		setSecret("");
		announce(t("unlock.done"));
		onUnlocked?.();
	});
	if (held)
		return (
			<div className="grid gap-4">
				<p className="flex flex-wrap items-center gap-2 no-print"><Chip tone="good" icon="check">{t("unlock.held")}</Chip><span className="text-[0.875rem] text-solid-gray-700">{t("unlock.until")}</span><Button scale="sm" onPress={forget}>{t("unlock.lock")}</Button></p>
				{children}
			</div>
		);
	if (!may("key")) return <Notice tone="info" title={t("unlock.not_keeper")} />;
	if (!list.data) return list.error ? <Notice tone="bad" title={problemText(list.error, t)} /> : <Loading lines={2} />;
	const mine = list.data.items.filter((key) => keys.includes(key.id) || key.in_force);
	if (!list.data.items.some((key) => keys.includes(key.id))) return <Notice tone="info" title={t("unlock.other_org")} />;
	const hasOwn = mine.some((key) => key.copies.some((copy) => copy.mine && copy.kind === "passphrase"));
	return (
		<form className="card p-5 grid gap-4 max-w-xl no-print" onSubmit={(event) => { event.preventDefault(); void open.run(); }}>
			<h2 className="text-std-18B-160">{t("unlock.title")}</h2>
			{lead && <p className="text-solid-gray-700">{lead}</p>}
			{open.problem && <Notice tone="bad" role="alert" title={problemText(open.problem, t)} />}
			{!hasOwn && !byCode && <Notice tone="info" title={t("unlock.no_copy")}>{t("unlock.no_copy.lead")}</Notice>}
			<TextField key={byCode ? "code" : "pass"} label={t(byCode ? "unlock.code" : "unlock.passphrase")} help={t(byCode ? "unlock.code.help" : "unlock.passphrase.help")} type={byCode ? "text" : "password"} autoComplete="off" value={secret} onChange={setSecret} />
			<p className="flex flex-wrap gap-3"><Button type="submit" kind="primary" busy={open.busy} isDisabled={!secret.trim() || open.busy}>{t("unlock.go")}</Button>
				<Button kind="tertiary" onPress={() => { setByCode(!byCode); setSecret(""); open.clear(); }}>{t(byCode ? "unlock.use_passphrase" : "unlock.use_code")}</Button>
				<LinkButton kind="tertiary" to="/keys">{t("keys.title")}</LinkButton></p>
		</form>
	);
}

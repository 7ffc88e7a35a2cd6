/* What an administrator changes of an org: a new name from a day on, joining and leaving CEPTOARs, its head-count. Nothing is
 * overwritten: the directory still tells how it was on any day. */
import { useState } from "react";
import { patch, post, remove } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { MembershipRecall, Org, OrgRef } from "../api/types";
import { useText } from "../i18n";
import { today } from "../lib/time";
import { useAction } from "../session";
import { announce } from "../ui/announce";
import { Button, Loading, Notice, problemText } from "../ui/basic";
import { DateField } from "../ui/date";
import { Faults, faultMap, Select, TextField } from "../ui/form";
import { OrgSearch } from "../ui/orgpick";
import { Confirm } from "../ui/overlay";

type Asked = "name" | "join" | "leave" | "people";

export default function OrgChanges({ org, platform }: { org: Org; platform: boolean }) {
	const { t } = useText();
	const [asked, setAsked] = useState<Asked>();
	return (
		<>
			{platform && <Button scale="sm" onPress={() => setAsked("name")}>{t("org.change.name")}</Button>}
			{platform && <Button scale="sm" onPress={() => setAsked("join")}>{t("org.change.join")}</Button>}
			{platform && !!org.ceptoars?.length && <Button scale="sm" onPress={() => setAsked("leave")}>{t("org.change.leave")}</Button>}
			<Button scale="sm" onPress={() => setAsked("people")}>{t("org.change.people")}</Button>
			{asked && <Change org={org} asked={asked} onClose={() => setAsked(undefined)} />}
		</>
	);
}

function Change({ org, asked, onClose }: { org: Org; asked: Asked; onClose: () => void }) {
	const { t, name } = useText();
	const [ja, setJa] = useState(org.ja), [en, setEn] = useState(org.en), [from, setFrom] = useState<string | undefined>(today());
	const [people, setPeople] = useState(String(org.people ?? "")), [other, setOther] = useState<OrgRef | undefined>(asked === "leave" ? org.ceptoars?.[0] : undefined);
	const action = useAction(async () => {
		const day = from ? { valid_from: from } : {};
		if (asked === "name") await post(`/orgs/${org.id}/names`, { ja: ja.trim(), en: en.trim(), ...day });
		if (asked === "join") await post(`/orgs/${org.id}/memberships`, { org: other?.id, ...day });
		if (asked === "leave") await remove(`/orgs/${org.id}/memberships/${other?.id}`);
		if (asked === "people") await patch(`/orgs/${org.id}`, { people: Number(people) }, { ifMatch: org.version });
		announce(t("saved"));
		invalidate("/orgs", "/catalog");
		onClose();
	});
	const ready = asked === "name" ? ja.trim() && en.trim() : asked === "people" ? people : other;
	return (
		<Confirm title={t(`org.change.${asked}`)} open onClose={onClose} onConfirm={() => void action.run()} label={t(asked === "leave" ? "org.change.leave.go" : "save")} danger={asked === "leave"} busy={action.busy} disabled={!ready}>
			<Faults value={faultMap(action.problem?.errors ?? [])}>
				{action.problem && <Notice tone="bad" role="alert" title={problemText(action.problem, t)} />}
				{asked === "name" && <><TextField at="/ja" label={t("name.ja")} required value={ja} onChange={setJa} maxLength={200} /><TextField at="/en" label={t("name.en")} required value={en} onChange={setEn} maxLength={200} /></>}
				{asked === "join" && (other ? <p>{name(other)} <Button scale="sm" kind="tertiary" onPress={() => setOther(undefined)}>{t("files.remove")}</Button></p> : <OrgSearch label={t("directory.ceptoar")} kind="ceptoar" onPick={setOther} />)}
				{asked === "leave" && (org.ceptoars?.length ?? 0) > 1 && <Select label={t("org.change.leave.which")} value={other?.id} onChange={(id) => setOther(org.ceptoars?.find((one) => one.id === id))} choices={(org.ceptoars ?? []).map((one) => ({ id: one.id, text: name(one) }))} />}
				{asked === "leave" && <p>{t("org.change.leave.lead", { name: name(other) })}</p>}
				{asked === "leave" && other && <Leaving org={org.id} group={other.id} />}
				{(asked === "name" || asked === "join") && <DateField at="/valid_from" label={t("valid_from")} value={from} onChange={setFrom} />}
				{asked === "people" && <TextField at="/people" label={t("org.people")} inputMode="numeric" value={people} onChange={(value) => setPeople(value.replace(/\D/g, ""))} />}
			</Faults>
		</Confirm>
	);
}

/* What leaving takes along, before it is done. */
function Leaving({ org, group }: { org: string; group: string }) {
	const { t } = useText();
	const { data, error } = useQuery<MembershipRecall>(`/orgs/${org}/memberships/${group}/recall`);
	if (error) return <Notice tone="bad" title={problemText(error, t)} />;
	if (!data?.would) return <Loading lines={2} />;
	return (
		<Notice tone="warn" title={t("org.change.leave.takes")}>
			<ul className="list-disc pl-5">
				<li>{t("org.change.leave.recall", { n: data.would.recall })}</li>
				<li>{t("org.change.leave.ask", { n: data.would.ask })}</li>
				<li>{t("org.change.leave.stay", { n: data.would.stay })}</li>
			</ul>
			{data.would.more && <p className="mt-2">{t("org.change.leave.more")}</p>}
		</Notice>
	);
}

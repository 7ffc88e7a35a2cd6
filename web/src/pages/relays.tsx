/* What members sent to this CEPTOAR and waits to be relayed, the oldest first, and how the CEPTOAR relays. */
import { useEffect, useState } from "react";
import { call } from "../api/client";
import { invalidate, useQuery } from "../api/query";
import type { RelayList, RelaySettings } from "../api/types";
import { useText } from "../i18n";
import { setSearch, usePath } from "../router";
import { useAction } from "../session";
import { announce } from "../ui/announce";
import { Button, Chip, Empty, Failure, Heading, LinkButton, Loading, Notice, Panel, problemText, Time } from "../ui/basic";
import { ConsentChip } from "../ui/consent";
import { Check, TextField } from "../ui/form";
import { MessageTitle } from "../ui/message";

const states = ["waiting", "done"] as const;

export default function Relays() {
	const { t, name } = useText();
	const { search } = usePath();
	const state = search.get("state") === "done" ? "done" : "waiting";
	const list = useQuery<RelayList>(`/relay?state=${state}`);
	useEffect(() => { document.title = `${t("relay.list")} | ${t("brand")}`; }, [t]);
	return (
		<>
			<Heading title={t("relay.list")} lead={t("relay.list.lead")} />
			<div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_22rem] items-start">
				<div className="min-w-0 grid gap-4">
					{list.data?.withdrawn.map((one) => (
						<Notice key={one.id} tone="warn" role="status" title={t("relay.withdrawn", { number: one.number, org: name(one.author) })}>
							<p className="flex flex-wrap items-center gap-3"><span>{t("relay.withdrawn.next", { number: one.derived.number })}</span><LinkButton scale="sm" to={`/messages/${one.derived.id}`}>{one.derived.number}</LinkButton></p>
						</Notice>
					))}
					<div role="group" aria-label={t("inbox.state")} className="inline-flex justify-self-start border border-blue-900 rounded-8 overflow-hidden no-print">
						{states.map((one) => <button key={one} type="button" aria-pressed={state === one} onClick={() => setSearch({ state: one === "waiting" ? undefined : one })} className={`px-4 min-h-9 text-[0.9375rem] border-l border-blue-900 first:border-l-0 outline-offset-[-3px]! ${state === one ? "bg-blue-900 text-white font-700" : "bg-white text-blue-900 hover:bg-blue-50"}`}>{t(`relay.state.${one}`)}</button>)}
					</div>
					{list.error && !list.data ? <Failure problem={list.error} retry={list.reload} /> : !list.data ? <Loading lines={6} /> : !list.data.items.length
						? <div className="card"><Empty title={t(`relay.empty.${state}`)}>{t("relay.empty.next")}</Empty></div>
						: (
							<ul className="card divide-y divide-solid-gray-200">
								{list.data.items.map((item) => (
									<li key={item.message.id} className="px-4 py-3 grid gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,1fr)_auto] items-center">
										<div className="min-w-0">
											<MessageTitle row={item.message} to={`/relay/${item.message.id}`} />
											<p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-[0.9375rem]"><span>{name(item.message.author)}</span><span className="text-solid-gray-700">{t("col.received")} <Time at={item.received_at} /></span>{item.message.sealed && <Chip icon="hidden">{t("sealed.chip")}</Chip>}</p>
										</div>
										<span className="flex flex-wrap items-center gap-2 justify-end">
											{item.relayed > 0 && <Chip tone={item.relayed < item.notices ? "info" : "good"}>{t(item.relayed < item.notices ? "relay.follow_up" : "relay.made")}</Chip>}
											<ConsentChip state={item.consent.kind !== "none" ? "given" : item.consent.asked ? "asked" : item.consent.answer} />
											<LinkButton scale="sm" to={`/relay/${item.message.id}`}>{t(state === "done" ? "open" : "relay.work")}</LinkButton>
										</span>
									</li>
								))}
							</ul>
						)}
				</div>
				<Settings />
			</div>
		</>
	);
}

function Settings() {
	const { t } = useText();
	const settings = useQuery<RelaySettings>("/relay/settings");
	const [k, setK] = useState<string>(), [auto, setAuto] = useState<boolean>();
	const save = useAction(async () => {
		await call<RelaySettings>("PUT", "/relay/settings", { k: Number(k ?? settings.data?.k), auto_inquiry: auto ?? settings.data?.auto_inquiry }, { ifMatch: settings.data?.version });
		announce(t("relay.settings.saved"));
		setK(undefined);
		setAuto(undefined);
		invalidate("/relay/settings", "/reports");
	});
	if (!settings.data) return settings.error ? <Failure problem={settings.error} retry={settings.reload} /> : <Loading lines={3} />;
	const number = k ?? String(settings.data.k), on = auto ?? settings.data.auto_inquiry;
	const changed = number !== String(settings.data.k) || on !== settings.data.auto_inquiry;
	return (
		<Panel id="settings" title={t("relay.settings")}>
			<form className="grid gap-4" onSubmit={(event) => { event.preventDefault(); if (changed) void save.run(); }}>
				{save.problem && <Notice tone="bad" role="alert" title={save.problem.errors[0]?.title ?? problemText(save.problem, t)} />}
				<TextField label={t("relay.settings.k")} help={t("relay.settings.k.help")} inputMode="numeric" value={number} onChange={(value) => setK(value.normalize("NFKC").replace(/\D/g, ""))} />
				<Check checked={on} onChange={setAuto}>{t("relay.settings.auto")}<span className="block text-[0.875rem] text-solid-gray-700">{t("relay.settings.auto.help")}</span></Check>
				<div><Button type="submit" scale="sm" busy={save.busy} isDisabled={!changed || !number}>{t("relay.settings.save")}</Button></div>
			</form>
		</Panel>
	);
}

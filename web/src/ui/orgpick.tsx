/* Choosing orgs by name: a search that asks the server, and the chosen ones as a list that can be taken back. */
import { useEffect, useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { get } from "../api/client";
import { useQuery } from "../api/query";
import type { Org, OrgKind, OrgRef, Page } from "../api/types";
import { useText } from "../i18n";
import { Icon } from "./icon";

export function OrgSearch({ label, onPick, kind, skip = [] }: { label: string; onPick: (org: OrgRef) => void; kind?: OrgKind; skip?: string[] }) {
	const { t, tv, name } = useText();
	const [words, setWords] = useState("");
	const [found, setFound] = useState<Org[]>([]);
	useEffect(() => {
		const timer = setTimeout(() => {
			if (words.trim().length < 1) return setFound([]);
			get<Page<Org>>(`/orgs?q=${encodeURIComponent(words.trim())}${kind ? `&kind=${kind}` : ""}&limit=20`).then((page) => setFound(page.items), () => setFound([]));
		}, 200);
		return () => clearTimeout(timer);
	}, [words, kind]);
	const items = found.filter((org) => !skip.includes(org.id));
	return (
		<ComboBox items={items} inputValue={words} onInputChange={setWords} selectedKey={null} allowsEmptyCollection menuTrigger="input"
			onSelectionChange={(key) => { const org = items.find((one) => one.id === key); if (org) { onPick(org); setWords(""); } }}>
			<Label className="block font-700 text-solid-gray-900">{label}</Label>
			<span className="relative block mt-1.5 max-w-xl"><span className="pointer-events-none absolute left-3 top-1/2 -translate-y-1/2"><Icon name="search" small /></span><Input className="input-box pl-9!" placeholder={t("orgs.search")} /></span>
			<Popover className="w-(--trigger-width) bg-white border border-solid-gray-300 rounded-8 shadow-2 max-h-72 overflow-auto">
				<ListBox className="py-1 outline-none" renderEmptyState={() => <p className="px-4 py-2 text-solid-gray-700">{t(words ? "orgs.none" : "orgs.type")}</p>}>
					{(org: Org) => <ListBoxItem id={org.id} textValue={name(org)} className="px-4 py-2 cursor-pointer data-[focused]:bg-blue-50 outline-none">{name(org)}<span className="block text-[0.875rem] text-solid-gray-700">{tv("kind_of_org", org.kind)} · {org.code}</span></ListBoxItem>}
				</ListBox>
			</Popover>
		</ComboBox>
	);
}

export function OrgPicker({ label, value, onChange }: { label: string; value: string[]; onChange: (value: string[]) => void }) {
	return (
		<div className="grid gap-2">
			<OrgSearch label={label} skip={value} onPick={(org) => onChange([...value, org.id])} />
			{value.length > 0 && <ul className="flex flex-wrap gap-2">{value.map((id) => <Picked key={id} id={id} onRemove={() => onChange(value.filter((one) => one !== id))} />)}</ul>}
		</div>
	);
}

function Picked({ id, onRemove }: { id: string; onRemove: () => void }) {
	const { t, name } = useText();
	const { data } = useQuery<Org>(`/orgs/${id}`);
	const text = data ? name(data) : "…";
	return <li className="inline-flex items-center gap-1 border border-solid-gray-420 rounded-6 pl-3 pr-1 py-1 bg-white">{text}<AriaButton aria-label={t("orgs.remove", { name: text })} onPress={onRemove} className="p-1 rounded-4 hover:bg-solid-gray-50"><Icon name="close" small /></AriaButton></li>;
}

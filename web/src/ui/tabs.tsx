/* Tabs whose choice is in the address, so that it can be linked to and survives "back". */
import type { ReactNode } from "react";
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from "react-aria-components/Tabs";
import { setSearch, usePath } from "../router";

export interface TabItem { id: string; title: ReactNode; count?: number | undefined; body: () => ReactNode }
export function Tabs({ items, label, param = "tab" }: { items: TabItem[]; label: string; param?: string }) {
	const { search } = usePath();
	const asked = search.get(param);
	const first = items[0]?.id ?? "";
	const chosen = items.some((item) => item.id === asked) ? asked ?? first : first;
	return (
		<AriaTabs selectedKey={chosen} onSelectionChange={(key) => setSearch({ [param]: key === first ? undefined : String(key) })}>
			<TabList aria-label={label} className="flex flex-wrap gap-x-1 border-b border-solid-gray-420 no-print">
				{items.map((item) => (
					<Tab key={item.id} id={item.id} className="px-4 py-2.5 -mb-px cursor-pointer border-b-4 border-transparent text-solid-gray-800 hover:bg-solid-gray-50 data-[selected]:border-blue-900 data-[selected]:text-blue-900 data-[selected]:font-700 outline-offset-[-3px]!">
						{item.title}{item.count !== undefined && <span className="ml-1.5 text-[0.875rem] tabular-nums">({item.count})</span>}
					</Tab>
				))}
			</TabList>
			{items.map((item) => <TabPanel key={item.id} id={item.id} className="pt-5 outline-none focus-visible:outline-3">{item.body()}</TabPanel>)}
		</AriaTabs>
	);
}

/* Date and time fields, always in Japan Standard Time; keyboard: digits and arrows per segment. Values are RFC 3339 or YYYY-MM-DD. */
import { parseAbsolute, parseDate, toCalendarDateTime, toZoned, type CalendarDate, type ZonedDateTime } from "@internationalized/date";
import { useContext, type ReactNode } from "react";
import { Button, Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell, DateInput, DatePicker, DateSegment, Dialog, FieldError, Group, Heading, Label, Popover, Text } from "react-aria-components";
import { useText } from "../i18n";
import { Faults, fieldId } from "./form";
import { Icon } from "./icon";

const zone = "Asia/Tokyo";

function MonthPopover() {
	return (
		<Popover className="bg-white border border-solid-gray-300 rounded-8 shadow-2 p-3">
			<Dialog className="outline-none">
				<Calendar>
					<header className="flex items-center justify-between mb-2">
						<Button slot="previous" className="p-2 rounded-6 hover:bg-solid-gray-50"><span className="inline-block rotate-180"><Icon name="right" /></span></Button>
						<Heading className="text-std-16B-170" />
						<Button slot="next" className="p-2 rounded-6 hover:bg-solid-gray-50"><Icon name="right" /></Button>
					</header>
					<CalendarGrid>
						<CalendarGridHeader>{(weekday) => <CalendarHeaderCell className="text-[0.875rem] text-solid-gray-700 size-10 font-400">{weekday}</CalendarHeaderCell>}</CalendarGridHeader>
						<CalendarGridBody>{(date) => <CalendarCell date={date} className="size-10 grid place-items-center rounded-full cursor-pointer hover:bg-blue-100 data-[outside-month]:hidden data-[selected]:bg-blue-900 data-[selected]:text-white data-[disabled]:text-solid-gray-420" />}</CalendarGridBody>
					</CalendarGrid>
				</Calendar>
			</Dialog>
		</Popover>
	);
}

function Body({ label, required, help, invalid, fault, suffix }: { label: ReactNode; required?: boolean | undefined; help?: ReactNode; invalid: boolean; fault?: string | undefined; suffix?: string }) {
	const { t } = useText();
	return (
		<>
			<Label className="block font-700 text-solid-gray-900">{label}{suffix && <span className="ml-1.5 text-[0.875rem] font-400 text-solid-gray-700">{suffix}</span>}{required && <span className="ml-2 text-red-900 text-[0.875rem] font-400">{t("field.required")}</span>}</Label>
			{help && <Text slot="description" className="block text-[0.875rem] text-solid-gray-700">{help}</Text>}
			<Group className={`mt-1.5 input-box inline-flex! items-center w-auto! max-w-full pr-1! ${invalid ? "border-2! border-red-900!" : ""}`}>
				<DateInput className="flex tabular-nums outline-none whitespace-nowrap">
					{(segment) => <DateSegment segment={segment} className="px-0.5 rounded-4 not-data-[type=literal]:min-w-6 min-h-6 text-center data-[placeholder]:text-solid-gray-700 focus:bg-blue-900 focus:text-white focus:shadow-none! outline-none" />}
				</DateInput>
				<Button className="ml-2 p-1.5 rounded-6 hover:bg-blue-50 text-blue-900"><Icon name="calendar" /></Button>
			</Group>
			<FieldError className="block mt-1 text-red-900 text-[0.9375rem]">{fault}</FieldError>
			<MonthPopover />
		</>
	);
}

interface Props { label: ReactNode; at?: string; help?: ReactNode; required?: boolean; value: string | undefined; onChange: (value: string | undefined) => void }

function useOwnFault(at: string | undefined): string | undefined {
	return useContext(Faults).get(at ?? "");
}

export function DateTimeField({ label, at, help, required, value, onChange }: Props) {
	const { t } = useText();
	const fault = useOwnFault(at);
	let shown: ZonedDateTime | null = null;
	try { shown = value ? parseAbsolute(value, zone) : null; } catch { shown = null; }
	return (
		<div id={at ? fieldId(at) : undefined}>
			<DatePicker value={shown} granularity="minute" hourCycle={24} hideTimeZone isRequired={required ?? false} isInvalid={!!fault} validationBehavior="aria"
				onChange={(next) => onChange(next ? toZoned(toCalendarDateTime(next as ZonedDateTime), zone).toDate().toISOString().replace(/\.\d+Z$/, "Z") : undefined)}>
				<Body label={label} required={required} help={help} invalid={!!fault} fault={fault} suffix={t("time.jst")} />
			</DatePicker>
		</div>
	);
}

export function DateField({ label, at, help, required, value, onChange }: Props) {
	const fault = useOwnFault(at);
	let shown: CalendarDate | null = null;
	try { shown = value ? parseDate(value.slice(0, 10)) : null; } catch { shown = null; }
	return (
		<div id={at ? fieldId(at) : undefined}>
			<DatePicker value={shown} granularity="day" isRequired={required ?? false} isInvalid={!!fault} validationBehavior="aria" onChange={(next) => onChange(next ? next.toString().slice(0, 10) : undefined)}>
				<Body label={label} required={required} help={help} invalid={!!fault} fault={fault} />
			</DatePicker>
		</div>
	);
}

/* Form parts: a visible label, help, the fault beside the field and tied to it, and a summary that leads to each. */
import { createContext, useContext, useEffect, useId, useRef, type ReactNode } from "react";
import type { FieldProblem } from "../api/types";
import { useText } from "../i18n";
import { Icon } from "./icon";

/* Faults by JSON pointer; a field with `at` shows its own. */
export const Faults = createContext<Map<string, string>>(new Map());
export function faultMap(errors: FieldProblem[]): Map<string, string> {
	return new Map([...errors].reverse().map((error) => [error.pointer, error.title]));
}
function useFault(at: string | undefined): string | undefined {
	const faults = useContext(Faults);
	if (!at) return undefined;
	for (const [pointer, title] of faults) if (pointer === at || pointer.startsWith(`${at}/`)) return title;
	return undefined;
}

interface FieldProps { label: ReactNode; at?: string | undefined; help?: ReactNode; required?: boolean; error?: string | undefined }
interface Wiring { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined; "aria-required": true | undefined }

function Label({ label, required, htmlFor, id }: { label: ReactNode; required?: boolean | undefined; htmlFor?: string; id?: string }) {
	const { t } = useText();
	const inner = <>{label}{required && <span className="ml-2 text-red-900 text-[0.875rem] font-400">{t("field.required")}</span>}</>;
	return htmlFor ? <label htmlFor={htmlFor} className="block font-700 text-solid-gray-900">{inner}</label> : <span id={id} className="block font-700 text-solid-gray-900">{inner}</span>;
}

export function Field({ label, at, help, required, error, children }: FieldProps & { children: (wiring: Wiring) => ReactNode }) {
	const key = useId();
	const fault = useFault(at) ?? error;
	const id = at ? fieldId(at) : key;
	const described = [help && `${key}h`, fault && `${key}e`].filter(Boolean).join(" ") || undefined;
	return (
		<div className="min-w-0">
			<Label label={label} required={required} htmlFor={id} />
			{help && <p id={`${key}h`} className="text-[0.875rem] text-solid-gray-700">{help}</p>}
			<div className="mt-1.5">{children({ id, "aria-describedby": described, "aria-invalid": fault ? true : undefined, "aria-required": required || undefined })}</div>
			<Fault id={`${key}e`} text={fault} />
		</div>
	);
}
function Fault({ id, text }: { id: string; text: string | undefined }) {
	return text ? <p id={id} className="mt-1 flex gap-1 items-start text-red-900 text-[0.9375rem]"><span className="mt-0.5"><Icon name="error" small /></span><span>{text}</span></p> : null;
}
/* The fault of something that is no single field (a list of recipients, of files). */
export function FaultAt({ at }: { at: string }) {
	return <Fault id={`${fieldId(at)}-fault`} text={useFault(at)} />;
}
export function fieldId(at: string): string { return `f${at.replace(/\W/g, "-")}`; }

/* Nothing pasted is cut off unseen: what is too long is said, and stays. */
function useTooLong(value: string, most: number | undefined): string | undefined {
	const { t } = useText();
	const now = [...value.trim()].length;
	return most !== undefined && now > most ? t("form.too_long", { most, now }) : undefined;
}

export function TextField({ value, onChange, type = "text", placeholder, autoComplete, inputMode, maxLength, autoFocus, disabled, lang, ...field }: FieldProps & { value: string; onChange: (value: string) => void; type?: string; placeholder?: string; autoComplete?: string; inputMode?: "numeric" | "text"; maxLength?: number; autoFocus?: boolean; disabled?: boolean; lang?: string }) {
	const error = useTooLong(value, maxLength) ?? field.error;
	return <Field {...field} error={error}>{(wiring) => <input {...wiring} type={type} className="input-box" value={value} onChange={(event) => onChange(event.target.value)} placeholder={placeholder} autoComplete={autoComplete ?? "off"} inputMode={inputMode} autoFocus={autoFocus} disabled={disabled} lang={lang} />}</Field>;
}

export function TextArea({ value, onChange, rows = 4, maxLength, ...field }: FieldProps & { value: string; onChange: (value: string) => void; rows?: number; maxLength?: number }) {
	const error = useTooLong(value, maxLength) ?? field.error;
	return <Field {...field} error={error}>{(wiring) => <textarea {...wiring} rows={rows} style={{ minHeight: `${rows * 1.6 + 1.125}em` }} className="input-box field-sizing-content max-h-[60vh] resize-y leading-160" value={value} onChange={(event) => onChange(event.target.value)} />}</Field>;
}

export interface Choice<V extends string = string> { id: V; text: string; help?: string | undefined; group?: string | undefined; disabled?: boolean }

function Options({ choices }: { choices: Choice[] }) {
	const groups = [...new Set(choices.map((choice) => choice.group))];
	if (groups.length < 2) return <>{choices.map((choice) => <option key={choice.id} value={choice.id} disabled={choice.disabled}>{choice.text}</option>)}</>;
	return <>{groups.map((group) => <optgroup key={group ?? ""} label={group ?? ""}>{choices.filter((choice) => choice.group === group).map((choice) => <option key={choice.id} value={choice.id}>{choice.text}</option>)}</optgroup>)}</>;
}

export function Select<V extends string>({ value, onChange, choices, empty, disabled, ...field }: FieldProps & { value: V | undefined; onChange: (value: V | undefined) => void; choices: Choice<V>[]; empty?: string | undefined; disabled?: boolean }) {
	return (
		<Field {...field}>{(wiring) => (
			<span className="relative block">
				<select {...wiring} className="input-box appearance-none pr-10" value={value ?? ""} disabled={disabled} onChange={(event) => onChange((event.target.value || undefined) as V | undefined)}>
					{empty !== undefined && <option value="">{empty}</option>}
					<Options choices={choices} />
				</select>
				<span className="pointer-events-none absolute right-3 top-1/2 -translate-y-1/2"><Icon name="down" /></span>
			</span>
		)}</Field>
	);
}

/* A small select for filter rows: its label is beside it. */
export function Filter<V extends string>({ label, value, onChange, choices, empty }: { label: string; value: V | undefined; onChange: (value: V | undefined) => void; choices: Choice<V>[]; empty: string }) {
	const id = useId();
	return (
		<span className="inline-flex items-center gap-2 min-w-0 max-w-full">
			<label htmlFor={id} className="text-[0.875rem] text-solid-gray-700 whitespace-nowrap">{label}</label>
			<span className="relative min-w-0">
				<select id={id} className="input-box appearance-none min-h-9! py-1! pl-2! pr-8! text-[0.9375rem] max-w-[13em] truncate" value={value ?? ""} onChange={(event) => onChange((event.target.value || undefined) as V | undefined)}>
					<option value="">{empty}</option><Options choices={choices} />
				</select>
				<span className="pointer-events-none absolute right-2 top-1/2 -translate-y-1/2"><Icon name="down" small /></span>
			</span>
		</span>
	);
}

export function SearchBox({ label, value, onChange, placeholder }: { label: string; value: string; onChange: (value: string) => void; placeholder?: string }) {
	const id = useId();
	return (
		<span className="relative inline-block w-64 max-w-full">
			<label htmlFor={id} className="sr-only">{label}</label>
			<span className="pointer-events-none absolute left-2.5 top-1/2 -translate-y-1/2 text-solid-gray-700"><Icon name="search" small /></span>
			<input id={id} type="search" className="input-box min-h-9! py-1! pl-8! text-[0.9375rem]" value={value} placeholder={placeholder ?? label} onChange={(event) => onChange(event.target.value)} />
		</span>
	);
}

const mark = "size-5 shrink-0 accent-blue-900 mt-[0.2em]";
export function Radios<V extends string>({ value, onChange, choices, columns = 1, ...field }: FieldProps & { value: V | undefined; onChange: (value: V) => void; choices: Choice<V>[]; columns?: 1 | 2 | 3 }) {
	const key = useId();
	const fault = useFault(field.at) ?? field.error;
	const grid = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3" }[columns];
	return (
		<fieldset id={field.at ? fieldId(field.at) : key} tabIndex={-1} aria-describedby={[field.help && `${key}h`, fault && `${key}e`].filter(Boolean).join(" ") || undefined} className="min-w-0">
			<legend className="contents"><Label label={field.label} required={field.required} /></legend>
			{field.help && <p id={`${key}h`} className="text-[0.875rem] text-solid-gray-700">{field.help}</p>}
			<div className={`mt-1.5 grid gap-1 ${grid}`}>
				{choices.map((choice) => (
					<label key={choice.id} className={`flex gap-2 rounded-6 px-2 py-1.5 border ${value === choice.id ? "border-blue-900 bg-blue-50" : "border-transparent hover:bg-solid-gray-50"} ${choice.disabled ? "text-solid-gray-600" : "cursor-pointer"}`}>
						<input type="radio" name={key} className={mark} checked={value === choice.id} disabled={choice.disabled} onChange={() => onChange(choice.id)} aria-invalid={fault ? true : undefined} />
						<span className="min-w-0">{choice.text}{choice.help && <span className="block text-[0.875rem] text-solid-gray-700">{choice.help}</span>}</span>
					</label>
				))}
			</div>
			<Fault id={`${key}e`} text={fault} />
		</fieldset>
	);
}

export function Check({ checked, onChange, children, disabled, label }: { checked: boolean; onChange: (checked: boolean) => void; children?: ReactNode; disabled?: boolean; label?: string }) {
	return (
		<label className="inline-flex gap-2 py-0.5 cursor-pointer">
			<input type="checkbox" className={mark} checked={checked} disabled={disabled} onChange={(event) => onChange(event.target.checked)} aria-label={label} />
			{children && <span className="min-w-0">{children}</span>}
		</label>
	);
}

export function Checks({ value, onChange, choices, columns = 2, ...field }: FieldProps & { value: string[]; onChange: (value: string[]) => void; choices: Choice[]; columns?: 1 | 2 }) {
	const key = useId();
	const fault = useFault(field.at) ?? field.error;
	const groups = [...new Set(choices.map((choice) => choice.group))];
	const toggle = (id: string, on: boolean) => onChange(on ? [...value, id] : value.filter((other) => other !== id));
	return (
		<fieldset id={field.at ? fieldId(field.at) : key} tabIndex={-1} className="min-w-0" aria-describedby={fault ? `${key}e` : undefined}>
			<legend className="contents"><Label label={field.label} required={field.required} /></legend>
			{field.help && <p className="text-[0.875rem] text-solid-gray-700">{field.help}</p>}
			{groups.map((group) => (
				<div key={group ?? ""} className="mt-1.5">
					{group && <p className="text-[0.875rem] text-solid-gray-700">{group}</p>}
					<div className={`grid gap-x-4 ${columns === 2 ? "sm:grid-cols-2" : ""}`}>
						{choices.filter((choice) => choice.group === group).map((choice) => <Check key={choice.id} checked={value.includes(choice.id)} disabled={choice.disabled ?? false} onChange={(on) => toggle(choice.id, on)}>{choice.text}</Check>)}
					</div>
				</div>
			))}
			<Fault id={`${key}e`} text={fault} />
		</fieldset>
	);
}

/* The list of faults on top, each leading to its field. Takes the focus when it appears. */
export function FaultSummary({ errors, label }: { errors: FieldProblem[]; label: (pointer: string) => string }) {
	const { t } = useText();
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => { if (errors.length) box.current?.focus(); }, [errors]);
	if (!errors.length) return null;
	return (
		<div ref={box} tabIndex={-1} role="alert" className="border-2 border-l-8 border-error-1 rounded-8 px-4 py-3">
			<p className="font-700 text-red-900">{t("form.faults", { count: errors.length })}</p>
			<ul className="mt-1 list-disc pl-5">
				{errors.map((error, i) => {
					const id = fieldId(`/${error.pointer.split("/")[1] ?? ""}`);
					return <li key={i}><a className="link" href={`#${id}`} onClick={(event) => { event.preventDefault(); focusField(error.pointer); }}>{label(error.pointer)}</a>: {error.title}</li>;
				})}
			</ul>
		</div>
	);
}

/* Opens whatever is folded around the field, then goes there. */
export function focusField(pointer: string): void {
	const parts = pointer.split("/").filter(Boolean);
	for (let n = parts.length; n > 0; n--) {
		const element = document.getElementById(fieldId(`/${parts.slice(0, n).join("/")}`));
		if (!element) continue;
		for (let box = element.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
		const target = element.matches("input,select,textarea") ? element : element.querySelector<HTMLElement>("input,select,textarea,button,[role=spinbutton]") ?? element;
		target.focus();
		element.scrollIntoView({ block: "center" });
		return;
	}
}

export function Fold({ title, hint, filled, open, children }: { title: ReactNode; hint?: ReactNode; filled?: number; open?: boolean; children: ReactNode }) {
	const { t } = useText();
	return (
		<details className="group border-t border-solid-gray-300" open={open}>
			<summary className="flex items-center gap-2 py-3 px-1 hover:bg-solid-gray-50 list-none">
				<span className="transition-transform group-open:rotate-90"><Icon name="right" /></span>
				<span className="font-700 text-solid-gray-900">{title}</span>
				{hint && <span className="text-[0.875rem] text-solid-gray-700">{hint}</span>}
				{!!filled && <span className="ml-auto inline-flex items-center gap-1 text-[0.875rem] text-blue-1000 whitespace-nowrap"><Icon name="check" small />{t("form.filled", { count: filled })}</span>}
			</summary>
			<div className="grid gap-5 pb-5 pl-1 sm:pl-8">{children}</div>
		</details>
	);
}

/* A list of short texts, one per line. */
export function Lines({ value, onChange, ...rest }: FieldProps & { value: string[]; onChange: (value: string[]) => void; rows?: number }) {
	return <TextArea {...rest} value={value.join("\n")} onChange={(text) => onChange(text === "" ? [] : text.split("\n"))} />;
}

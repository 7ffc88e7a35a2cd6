/* Dialogs and menus (react-aria: focus kept inside, Escape, focus given back). */
import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Dialog as AriaDialog, Heading } from "react-aria-components/Dialog";
import { Menu as AriaMenu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { Popover } from "react-aria-components/Popover";
import { useText } from "../i18n";
import { Button, buttonClass, type Look, type Size } from "./basic";
import { Icon, type IconName } from "./icon";

export function Dialog({ title, open, onClose, children, actions, wide = false, fixed = false, alert = false }: { title: ReactNode; open: boolean; onClose: () => void; children: ReactNode; actions?: ReactNode; wide?: boolean; fixed?: boolean; alert?: boolean }) {
	const { t } = useText();
	return (
		<ModalOverlay isOpen={open} onOpenChange={(next) => { if (!next) onClose(); }} isDismissable={!fixed} isKeyboardDismissDisabled={fixed}
			className="fixed inset-0 z-50 bg-black/50 grid place-items-center p-4 overflow-y-auto">
			<Modal className={`w-full ${wide ? "max-w-3xl" : "max-w-xl"}`}>
				<AriaDialog role={alert ? "alertdialog" : "dialog"} className="bg-white rounded-12 shadow-4 outline-none max-h-[calc(100dvh-2rem)] flex flex-col">
					<div className="flex items-start gap-3 px-6 pt-5 pb-3">
						<Heading slot="title" className="text-std-20B-150 flex-1">{title}</Heading>
						{!fixed && <AriaButton aria-label={t("close")} onPress={onClose} className="p-1.5 rounded-6 hover:bg-solid-gray-50"><Icon name="close" /></AriaButton>}
					</div>
					<div className="px-6 pb-4 overflow-y-auto grid gap-4">{children}</div>
					{actions && <div className="px-6 py-4 border-t border-solid-gray-200 flex flex-wrap justify-end gap-3">{actions}</div>}
				</AriaDialog>
			</Modal>
		</ModalOverlay>
	);
}

export function Confirm({ title, open, onClose, onConfirm, label, danger = false, busy = false, disabled = false, wide = false, children }: { title: ReactNode; open: boolean; onClose: () => void; onConfirm: () => void; label: ReactNode; danger?: boolean; busy?: boolean; disabled?: boolean; wide?: boolean; children: ReactNode }) {
	const { t } = useText();
	return (
		<Dialog title={title} open={open} onClose={onClose} wide={wide} actions={<><Button onPress={onClose}>{t("cancel")}</Button><Button kind={danger ? "danger" : "primary"} busy={busy} isDisabled={disabled || busy} onPress={onConfirm}>{label}</Button></>}>
			{children}
		</Dialog>
	);
}

export interface MenuChoice { id: string; text: ReactNode; icon?: IconName; help?: string }
export function Menu({ label, choices, onPick, kind = "secondary", scale = "sm", icon, disabled = false, plain }: { label: ReactNode; choices: MenuChoice[]; onPick: (id: string) => void; kind?: Look; scale?: Size; icon?: IconName; disabled?: boolean; plain?: string }) {
	return (
		<MenuTrigger>
			<AriaButton isDisabled={disabled} className={plain ?? buttonClass(kind, scale)}>{icon && <Icon name={icon} />}{label}<Icon name="down" small /></AriaButton>
			<Popover placement="bottom end" className="bg-white border border-solid-gray-300 rounded-8 shadow-2 min-w-48 max-w-sm overflow-auto">
				<AriaMenu onAction={(key) => onPick(String(key))} className="py-1 outline-none">
					{choices.map((choice) => (
						<MenuItem key={choice.id} id={choice.id} textValue={typeof choice.text === "string" ? choice.text : choice.id} className="px-4 py-2 cursor-pointer flex gap-2 items-center data-[focused]:bg-blue-50 data-[focused]:text-blue-1000 outline-none">
							{choice.icon && <Icon name={choice.icon} />}<span>{choice.text}{choice.help && <span className="block text-[0.875rem] text-solid-gray-700">{choice.help}</span>}</span>
						</MenuItem>
					))}
				</AriaMenu>
			</Popover>
		</MenuTrigger>
	);
}

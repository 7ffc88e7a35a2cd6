/* Signing in (password, then the one-time code), and the two things that may have to be done first. */
import { useEffect, useState, type FormEvent, type ReactNode } from "react";
import qrcode from "qrcode-generator";
import { post, Problem } from "../api/client";
import type { Me } from "../api/types";
import { useText } from "../i18n";
import { takeMe, useAction } from "../session";
import { LangSwitch } from "../shell";
import { Button, copyText, Notice, problemText } from "../ui/basic";
import { announce } from "../ui/announce";
import { TextField } from "../ui/form";

export function Gate({ children }: { children: ReactNode }) {
	const { t } = useText();
	return (
		<div className="min-h-dvh flex flex-col bg-solid-gray-50">
			<header className="flex justify-end px-4 py-3"><LangSwitch /></header>
			<main className="flex-1 grid place-items-start justify-center px-4 pt-[6vh] pb-10">
				<div className="w-[27rem] max-w-full">
					<div className="flex items-center gap-3 mb-6">
						<img src="/noroshi.svg" alt="" className="size-12" />
						<div><p className="text-std-24B-150 leading-130 text-solid-gray-900">{t("brand")}</p><p className="text-[0.875rem] text-solid-gray-700">{t("brand.sub")}</p></div>
					</div>
					<div className="card p-6 grid gap-5">{children}</div>
				</div>
			</main>
		</div>
	);
}

export function SignIn({ onDone }: { onDone: (me: Me) => void }) {
	const { t } = useText();
	useEffect(() => { document.title = `${t("signin.title")} | ${t("brand")}`; }, [t]);
	return <Gate><h1 className="text-std-20B-150">{t("signin.title")}</h1><SignInForm onDone={onDone} /></Gate>;
}

export function SignInForm({ login: known, onDone }: { login?: string; onDone: (me: Me) => void }) {
	const { t, lang } = useText();
	const [login, setLogin] = useState(known ?? "");
	const [password, setPassword] = useState("");
	const [code, setCode] = useState("");
	const [asksCode, setAsksCode] = useState(false);
	const [tried, setTried] = useState(false);
	const action = useAction(async () => {
		try {
			onDone(takeMe(await post<Me>("/session", { login, password, lang, ...(code ? { code } : {}) }, { quiet: true })));
		} catch (error) {
			if (!(error instanceof Problem) || error.code !== "login.code_required") throw error;
			if (asksCode) throw error;
			setAsksCode(true);
		}
	});
	function submit(event: FormEvent) {
		event.preventDefault();
		setTried(true);
		if (login && password) void action.run();
	}
	const required = t("form.required");
	return (
		<form onSubmit={submit} className="grid gap-5" noValidate>
			{action.problem && <Notice tone="bad" role="alert" title={action.problem.code === "login.code_required" ? t("signin.code_wrong") : problemText(action.problem, t)}>{action.problem.status === 429 && action.problem.retryAfter ? t("signin.wait", { seconds: action.problem.retryAfter }) : null}</Notice>}
			{!asksCode && <>
				<TextField label={t("signin.login")} value={login} onChange={setLogin} autoComplete="username" autoFocus={!known} disabled={!!known} error={tried && !login ? required : undefined} />
				<TextField label={t("signin.password")} type="password" value={password} onChange={setPassword} autoComplete="current-password" autoFocus={!!known} error={tried && !password ? required : undefined} />
			</>}
			{asksCode && <TextField label={t("signin.code")} help={t("signin.code.help")} value={code} onChange={(value) => setCode(value.normalize("NFKC").replace(/\D/g, "").slice(0, 6))} inputMode="numeric" autoComplete="one-time-code" autoFocus />}
			<div className="flex items-center gap-3">
				<Button type="submit" kind="primary" busy={action.busy}>{asksCode ? t("signin.confirm") : t("signin.go")}</Button>
				{asksCode && <Button kind="tertiary" onPress={() => { setAsksCode(false); setCode(""); action.clear(); }}>{t("back")}</Button>}
			</div>
		</form>
	);
}

export function PasswordForm({ onDone }: { onDone: () => void }) {
	const { t } = useText();
	const [old, setOld] = useState(""), [fresh, setFresh] = useState(""), [again, setAgain] = useState("");
	const action = useAction(async () => {
		await post("/me/password", { old, new: fresh });
		onDone();
	});
	const differs = again !== "" && again !== fresh;
	const fault = action.problem?.errors.find((error) => error.pointer === "/new")?.title;
	return (
		<form className="grid gap-5 max-w-md" noValidate onSubmit={(event) => { event.preventDefault(); if (old && fresh && again === fresh) void action.run(); }}>
			{action.problem && !fault && <Notice tone="bad" role="alert" title={problemText(action.problem, t)} />}
			<TextField label={t("password.old")} type="password" value={old} onChange={setOld} autoComplete="current-password" />
			<TextField label={t("password.new")} help={t("password.rule")} type="password" value={fresh} onChange={setFresh} autoComplete="new-password" error={fault} />
			<TextField label={t("password.again")} type="password" value={again} onChange={setAgain} autoComplete="new-password" error={differs ? t("password.differs") : undefined} />
			<div><Button type="submit" kind="primary" busy={action.busy} isDisabled={!old || !fresh || again !== fresh}>{t("password.change")}</Button></div>
		</form>
	);
}

export function PasswordGate({ me, onDone }: { me: Me; onDone: () => void }) {
	const { t, name } = useText();
	useEffect(() => { document.title = `${t("password.must")} | ${t("brand")}`; }, [t]);
	return <Gate><h1 className="text-std-20B-150">{t("password.must")}</h1><p>{t("password.must.lead", { name: name(me.user) })}</p><PasswordForm onDone={onDone} /></Gate>;
}

export function TotpGate({ me, onDone }: { me: Me; onDone: () => void }) {
	const { t, name } = useText();
	useEffect(() => { document.title = `${t("totp.title")} | ${t("brand")}`; }, [t]);
	return <Gate><h1 className="text-std-20B-150">{t("totp.title")}</h1><p>{t("totp.must.lead", { name: name(me.user) })}</p><TotpForm onDone={onDone} /></Gate>;
}

export function TotpForm({ onDone }: { onDone: () => void }) {
	const { t } = useText();
	const [offer, setOffer] = useState<{ secret: string; uri: string }>();
	const [code, setCode] = useState("");
	const begin = useAction(async () => setOffer(await post<{ secret: string; uri: string }>("/me/totp")));
	const confirm = useAction(async () => {
		await post("/me/totp/confirm", { code });
		announce(t("totp.done"));
		onDone();
	});
	const problem = begin.problem ?? confirm.problem;
	if (!offer) return <div className="grid gap-4">{problem && <Notice tone="bad" role="alert" title={problemText(problem, t)} />}<div><Button kind="primary" busy={begin.busy} onPress={() => void begin.run()}>{t("totp.begin")}</Button></div></div>;
	return (
		<form className="grid gap-5" noValidate onSubmit={(event) => { event.preventDefault(); if (code.length === 6) void confirm.run(); }}>
			<ol className="grid gap-4 list-decimal pl-5">
				<li>{t("totp.step1")}<Qr text={offer.uri} label={t("totp.qr")} />
					<p className="mt-2 text-[0.875rem] text-solid-gray-700">{t("totp.secret")}</p>
					<p className="flex items-center gap-2 flex-wrap"><code className="font-mono bg-solid-gray-50 border border-solid-gray-300 rounded-4 px-2 py-1 tracking-wider">{offer.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
						<Button scale="sm" kind="tertiary" icon="copy" onPress={() => void copyText(offer.secret).then(() => announce(t("copied")))}>{t("copy")}</Button></p>
				</li>
				<li><TextField label={t("totp.step2")} value={code} onChange={(value) => setCode(value.normalize("NFKC").replace(/\D/g, "").slice(0, 6))} inputMode="numeric" autoComplete="one-time-code" error={problem ? problemText(problem, t) : undefined} /></li>
			</ol>
			<div><Button type="submit" kind="primary" busy={confirm.busy} isDisabled={code.length !== 6}>{t("totp.confirm")}</Button></div>
		</form>
	);
}

/* Drawn here: the secret never leaves the page. */
function Qr({ text, label }: { text: string; label: string }) {
	const code = qrcode(0, "M");
	code.addData(text);
	code.make();
	const n = code.getModuleCount();
	let path = "";
	for (let y = 0; y < n; y++) for (let x = 0; x < n; x++) if (code.isDark(y, x)) path += `M${x} ${y}h1v1h-1z`;
	return <svg role="img" aria-label={label} viewBox={`-4 -4 ${n + 8} ${n + 8}`} className="size-48 bg-white border border-solid-gray-300 mt-2" shapeRendering="crispEdges"><path d={path} fill="#000" /></svg>;
}

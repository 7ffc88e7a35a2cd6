/* From nobody to somebody: sign-in, what must be set up first, then the shell with its pages. Signing in again happens over the
 * present page, which stays as it is. */
import { useEffect, useRef, useState } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { get, onExpired, Problem, remove } from "./api/client";
import { startLive, stopLive } from "./api/live";
import { forget, invalidate, useQuery } from "./api/query";
import type { Me } from "./api/types";
import { langIsChosen, setLang, useText } from "./i18n";
import { Gate, PasswordGate, SignIn, SignInForm, TotpGate } from "./pages/signin";
import { SessionContext, takeMe } from "./session";
import { Shell } from "./shell";
import { announce, Announcer } from "./ui/announce";
import { Button, Failure, Loading } from "./ui/basic";
import { Dialog } from "./ui/overlay";

export function App() {
	const { lang } = useText();
	const [me, setMe] = useState<Me | null>();
	const [problem, setProblem] = useState<Problem>();
	function start() {
		setProblem(undefined);
		get<Me>("/me", { quiet: true }).then((found) => setMe(takeMe(found)), (error: unknown) => {
			if (error instanceof Problem && error.status === 401) setMe(null);
			else setProblem(error instanceof Problem ? error : new Problem({ title: String(error), status: 0, code: "client" }));
		});
	}
	useEffect(start, []);
	function enter(found: Me) {
		forget();
		setMe(takeMe(found));
	}
	return (
		<I18nProvider locale={lang === "ja" ? "ja-JP" : "en-GB"}>
			{problem ? <Gate><Failure problem={problem} retry={start} /></Gate>
				: me === undefined ? <Gate><Loading /></Gate>
				: me === null ? <SignIn onDone={enter} />
				: me.level === "password" ? <PasswordGate me={me} onDone={start} />
				: me.level === "enrol" ? <TotpGate me={me} onDone={start} />
				: <SignedIn first={me} onOut={() => { setMe(null); forget(); }} onMe={setMe} />}
			<Announcer />
		</I18nProvider>
	);
}

function SignedIn({ first, onOut, onMe }: { first: Me; onOut: () => void; onMe: (me: Me) => void }) {
	const { t } = useText();
	const fresh = useQuery<Me>("/me");
	const me = fresh.data ?? first;
	const [asking, setAsking] = useState(false);
	const answer = useRef<((again: boolean) => void)[]>([]);
	const words = useRef(t);
	words.current = t;
	useEffect(() => { takeMe(me); }, [me]);
	useEffect(() => {
		onExpired(() => new Promise((resolve) => {
			answer.current.push(resolve);
			setAsking(true);
		}));
		startLive((count) => announce(words.current("live.arrived", { count })));
		return stopLive;
	}, []);
	useEffect(() => { if (!langIsChosen()) void setLang(first.lang); }, [first.lang]);
	function settle(again: boolean) {
		setAsking(false);
		answer.current.splice(0).forEach((resolve) => resolve(again));
	}
	async function signOut() {
		await remove("/session", undefined, { quiet: true }).catch(() => undefined);
		stopLive();
		dispatchEvent(new Event("noroshi-signed-out"));         /* lib/seal.ts forgets private keys */
		onOut();
	}
	return (
		<SessionContext value={{ me, signOut: () => void signOut(), reload: () => invalidate("/me") }}>
			<Shell />
			<Dialog title={t("expired.title")} open={asking} onClose={() => settle(false)} fixed>
				<p>{t("expired.lead")}</p>
				<SignInForm login={me.user.login} onDone={(found) => {
					takeMe(found);
					if (found.user.id === me.user.id) {
						settle(true);
						invalidate("");
						stopLive();
						startLive((count) => announce(words.current("live.arrived", { count })));
					} else {
						settle(false);
						forget();
						dispatchEvent(new Event("noroshi-signed-out"));
						onMe(found);
					}
				}} />
				<div><Button kind="tertiary" scale="sm" onPress={() => { settle(false); stopLive(); dispatchEvent(new Event("noroshi-signed-out")); onOut(); }}>{t("expired.leave")}</Button></div>
			</Dialog>
		</SessionContext>
	);
}

/* Who is signed in, and what may be done; shared by every page. */
import { createContext, useCallback, useContext, useState } from "react";
import { Problem, setCsrf } from "./api/client";
import { invalidate, useQuery } from "./api/query";
import type { Catalog, Me, Permission } from "./api/types";
import { useText } from "./i18n";
import { announce } from "./ui/announce";
import { problemText } from "./ui/basic";

export interface Session { me: Me; signOut: () => void; reload: () => void }
export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
	const session = useContext(SessionContext);
	if (!session) throw new Error("used outside a session");
	return session;
}
export function useMe(): Me { return useSession().me; }
export function useMay(): (permission: Permission) => boolean {
	const { may } = useMe();
	return useCallback((permission) => may?.includes(permission) ?? false, [may]);
}

export function takeMe(me: Me): Me {
	setCsrf(me.csrf ?? "");
	return me;
}

export function useCatalog(): Catalog | undefined {
	return useQuery<Catalog>("/catalog").data;
}

export interface Action<A extends unknown[]> { run: (...args: A) => Promise<boolean>; busy: boolean; problem: Problem | undefined; clear: () => void }

/* Something a person starts: busy while it runs, its problem kept (or said aloud, with `loud`), and whether it went well. */
export function useAction<A extends unknown[]>(work: (...args: A) => Promise<void>, loud = false): Action<A> {
	const { t } = useText();
	const [busy, setBusy] = useState(false);
	const [problem, setProblem] = useState<Problem>();
	async function run(...args: A): Promise<boolean> {
		setBusy(true);
		setProblem(undefined);
		try {
			await work(...args);
			return true;
		} catch (error) {
			const found = error instanceof Problem ? error : new Problem({ title: String(error), status: 0, code: "client" });
			setProblem(found);
			if (found.status === 412) invalidate("/");              /* what is shown is old: fetch it anew */
			if (loud) announce(problemText(found, t), true);
			return false;
		} finally {
			setBusy(false);
		}
	}
	return { run, busy, problem, clear: () => setProblem(undefined) };
}

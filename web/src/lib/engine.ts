/* The redaction engine (src/model/redact.h, small_group.h) in this page: the same C that the command line runs, as WebAssembly, so that
 * an original which only the officer can read never leaves the page to be redacted. Fetched when first used.
 *
 *   const engine = await openEngine(); engine.names(names); const finds = engine.scan(texts); engine.apply(text, edits)
 *
 * Ranges are positions in JavaScript strings (UTF-16); inside the engine they are bytes of UTF-8. */
import wasmUrl from "../../engine/engine.wasm?url";

export const FIND_CLASSES = ["org", "person", "mail", "postal", "phone", "domain", "url", "ip", "hash", "ticket"] as const;
export type FindClass = (typeof FIND_CLASSES)[number];
/* who: whose it is; names of one class with the same who (> 0) are one thing. */
export type EngineName = { class: "org" | "person" | "mail" | "postal" | "phone" | "domain"; who: number; text: string };
export type Find = {
	text: number; from: number; to: number; class: FindClass; proposal: "replace" | "keep"; why: "name" | "form" | "own" | "attack";
	who: number; group: number; number: number; ja: string; en: string;
};
export type Edit = { from: number; to: number; with: string };
export type GroupMember = { sector: string; area?: string | null };
export type GroupReport = { sector?: string; area?: string; users?: number; texts: string[] };
/* left: members who fit, -1 where nobody can count; ja and en: the coarser value, "" where only leaving it out helps. */
export type GroupWarning = {
	field: "sector" | "area" | "time" | "number"; text?: number; from?: number; to?: number;
	left: number; ja: string; en: string; left_coarser: number;
};
/* What a file tells beside its content (src/format/meta.h). removable: cleanMeta takes it out. */
export const META_KINDS = ["author", "last_author", "company", "title", "subject", "keywords", "template", "application", "time", "gps", "camera", "serial",
	"annotator", "thumbnail", "embedded", "mail_header", "producer", "path", "comment", "custom", "id", "signature", "history"] as const;
export type MetaKind = (typeof META_KINDS)[number];
export type MetaType = "docx" | "xlsx" | "pptx" | "odf" | "pdf" | "jpeg" | "png" | "tiff" | "gif" | "webp" | "eml" | "text" | "ole";
export type MetaFind = { what: MetaKind; where: string; value: string; removable: boolean };
/* refused: the file could not be read (or cleaned); the sentence says the way out. */
export type MetaRefusal = { refused: string; ja: string; en: string };
export type MetaReport = { refused?: undefined; type: MetaType; charset: string; more: boolean; finds: MetaFind[] };
export type MetaCopy = MetaReport & { size: number; bytes: Uint8Array };
export type MetaText = { refused?: undefined; text: string; cut: boolean };
export class EngineError extends Error {
	constructor(readonly code: string) { super(`engine: ${code}`); }
}

type Exports = {
	memory: WebAssembly.Memory; _initialize(): void;
	engine_new(): number; engine_input(e: number, n: number): number; engine_result(e: number): number; engine_result_bytes(e: number): number;
	engine_bytes(e: number): number; engine_bytes_n(e: number): number;
} & Record<string, (e: number) => void>;

const encoder = new TextEncoder(), decoder = new TextDecoder();

/* What the engine asks of the page: Unicode's tables and that of Shift_JIS. Nothing else of the outside is there: no files, no clock, no network. */
function host(memory: () => WebAssembly.Memory): WebAssembly.Imports {
	const none = () => 52;
	return {
		host: {
			nfkc(from: number, n: number, to: number, room: number): number {
				const folded = Array.from(String.fromCodePoint(...new Uint32Array(memory().buffer, from, n)).normalize("NFKC"), (c) => c.codePointAt(0)!);
				if (folded.length > room) return -1;
				new Uint32Array(memory().buffer, to, room).set(folded);
				return folded.length;
			},
			shift_jis(from: number, n: number, to: number, room: number): number {
				const text = encoder.encode(new TextDecoder("shift_jis").decode(new Uint8Array(memory().buffer, from, n)));
				if (text.length > room) return -1;
				new Uint8Array(memory().buffer, to, room).set(text);
				return text.length;
			},
		},
		wasi_snapshot_preview1: { fd_close: none, fd_seek: none, fd_write: none, proc_exit: none },
	};
}

/* Positions of UTF-8 bytes as positions of the string. Both rise. */
function positions(text: string, bytes: number[]): Map<number, number> {
	const wanted = [...new Set(bytes)].sort((a, b) => a - b), found = new Map<number, number>();
	let byte = 0, next = 0;
	for (let i = 0; next < wanted.length; ) {
		while (next < wanted.length && wanted[next]! <= byte) found.set(wanted[next++]!, i);
		if (i >= text.length) break;
		const c = text.codePointAt(i)!;
		byte += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
		i += c < 0x10000 ? 1 : 2;
	}
	while (next < wanted.length) found.set(wanted[next++]!, text.length);
	return found;
}

function toText<T extends { text?: number; from?: number; to?: number }>(texts: string[], items: T[]): T[] {
	const maps = texts.map((text, n) => positions(text, items.filter((item) => item.text === n).flatMap((item) => [item.from!, item.to!])));
	return items.map((item) => (item.text === undefined ? item : { ...item, from: maps[item.text]!.get(item.from!)!, to: maps[item.text]!.get(item.to!)! }));
}

export class Engine {
	private readonly handle: number;
	constructor(private readonly exports: Exports) {
		exports._initialize();
		this.handle = exports.engine_new();
	}

	/* One call: fields in, an object out. Further doors (attachments) use it too. */
	call<T>(door: string, fields: (string | number | Uint8Array)[]): T {
		const parts = fields.map((field) => (field instanceof Uint8Array ? field : encoder.encode(String(field))));
		const size = parts.reduce((sum, part) => sum + 4 + part.length, 0);
		let at = this.exports.engine_input(this.handle, size);
		const memory = new Uint8Array(this.exports.memory.buffer), view = new DataView(memory.buffer);
		for (const part of parts) {
			view.setUint32(at, part.length, true);
			memory.set(part, at + 4);
			at += 4 + part.length;
		}
		this.exports[door]!(this.handle);
		const from = this.exports.engine_result(this.handle);
		const answer = JSON.parse(decoder.decode(new Uint8Array(this.exports.memory.buffer, from, this.exports.engine_result_bytes(this.handle)))) as T & { error?: string };
		if (answer.error) throw new EngineError(answer.error);
		return answer;
	}

	/* What to look for from now on, in place of what was given before. */
	names(names: EngineName[]): void {
		this.call("engine_names", names.flatMap((name) => [name.class, name.who, name.text]));
	}

	/* All texts of one report at once: one thing has one placeholder in all of them. */
	scan(texts: string[]): Find[] {
		return toText(texts, this.call<{ finds: Find[] }>("engine_scan", texts).finds);
	}

	/* The derived text. Edits in order, not overlapping. */
	apply(text: string, edits: Edit[]): string {
		const bytes = (to: number) => encoder.encode(text.slice(0, to)).length;
		return this.call<{ text: string }>("engine_apply", [text, ...edits.flatMap((edit) => [bytes(edit.from), bytes(edit.to), edit.with])]).text;
	}

	smallGroups(members: GroupMember[], report: GroupReport, k: number): GroupWarning[] {
		const fields = [k, report.sector ?? "", report.area ?? "", report.users ?? 0, members.length, ...members.flatMap((member) => [member.sector, member.area ?? ""]), ...report.texts];
		return toText(report.texts, this.call<{ warnings: GroupWarning[] }>("engine_small_groups", fields).warnings);
	}

	/* What the file tells: for the officer to see before it goes on. */
	readMeta(name: string, bytes: Uint8Array): MetaReport | MetaRefusal {
		return this.call("engine_meta_read", [name, bytes]);
	}

	/* A copy without what is removable; finds: what is still in it. */
	cleanMeta(name: string, bytes: Uint8Array): MetaCopy | MetaRefusal {
		const answer = this.call<MetaReport & { size: number } | MetaRefusal>("engine_meta_clean", [name, bytes]);
		if (answer.refused !== undefined) return answer;
		const from = this.exports.engine_bytes(this.handle);
		return { ...answer, bytes: new Uint8Array(this.exports.memory.buffer, from, this.exports.engine_bytes_n(this.handle)).slice() };
	}

	/* What a person reads in it, for scan(): texts, mail, office documents. */
	textOf(name: string, bytes: Uint8Array): MetaText | MetaRefusal {
		return this.call("engine_meta_text", [name, bytes]);
	}
}

/* The edits that the proposals make of one text. */
export function proposedEdits(finds: Find[], text: number, lang: "ja" | "en"): Edit[] {
	return finds.filter((find) => find.text === text && find.proposal === "replace").map((find) => ({ from: find.from, to: find.to, with: find[lang] }));
}

let loading: Promise<Engine> | undefined;
export function openEngine(): Promise<Engine> {
	loading ??= (async () => {
		const answer = await fetch(wasmUrl);
		if (!answer.ok) throw new EngineError("load");
		let exports: Exports | undefined;
		const { instance } = await WebAssembly.instantiate(await answer.arrayBuffer(), host(() => exports!.memory));
		exports = instance.exports as unknown as Exports;
		return new Engine(exports);
	})();
	loading.catch(() => { loading = undefined; });
	return loading;
}

/* Sealed custody at the reader's and the writer's side: what src/app/sealing.c does natively, by the same library and in the same form
 * (src/format/envelope.h; test/vectors holds both to it). Content is sealed before it leaves the page; private keys are in this page's
 * memory only, for a while after the last use, and never in storage.
 *
 * Sealing: newContentKey, sealFile for each file, sealContent.  Opening: unlock (or unlockByCode), then openSealed, openFile. */
import type { ChainedKey, Envelope, KeyList, LockedKey, OwnKey } from "../api/types";

type Sodium = typeof import("libsodium-wrappers-sumo").default;
let loading: Promise<Sodium> | undefined;
/* 170 kB that only those fetch who seal or open. */
function load(): Promise<Sodium> {
	loading ??= import("libsodium-wrappers-sumo").then(async ({ default: sodium }) => { await sodium.ready; return sodium; });
	return loading;
}

/* Why it did not work; the page has the sentence (seal.<why>). Nothing is lost by any of them. */
export type Why = "passphrase" | "code" | "code_group" | "key" | "altered" | "locked" | "none" | "too_large" | "form";
export class SealError extends Error {
	constructor(readonly why: Why, readonly group = 0) { super(why); }
}

/* Bytes as text, and lengths that tell only a size class. */
const b64 = (sodium: Sodium, bytes: Uint8Array) => sodium.to_base64(bytes, sodium.base64_variants.URLSAFE_NO_PADDING);
function unb64(sodium: Sodium, text: string): Uint8Array {
	try { return sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING); } catch { throw new SealError("form"); }
}
const kib = 1024, mib = 1024 * kib, extra = 40;
const contentClasses = [4 * kib, 16 * kib, 64 * kib, 256 * kib, 512 * kib];
const fileClasses = [16 * kib, 64 * kib, 256 * kib, mib, 2 * mib, 4 * mib, 6 * mib, 8 * mib, 10 * mib - extra];
export const fileMaxBytes = 10 * mib - extra - 1;

function pad(classes: number[], plain: Uint8Array): Uint8Array {
	const size = classes.find((one) => one > plain.length);
	if (!size) throw new SealError("too_large");
	const padded = new Uint8Array(size);
	padded.set(plain);
	padded[plain.length] = 0x80;
	return padded;
}

function unpad(padded: Uint8Array): Uint8Array {
	let n = padded.length;
	while (n && padded[n - 1] === 0) n--;
	if (!n || padded[n - 1] !== 0x80) throw new SealError("altered");
	return padded.subarray(0, n - 1);
}

function boxed(sodium: Sodium, key: Uint8Array, plain: Uint8Array): Uint8Array {
	const nonce = sodium.randombytes_buf(sodium.crypto_secretbox_NONCEBYTES);
	const box = sodium.crypto_secretbox_easy(plain, nonce, key);
	const whole = new Uint8Array(nonce.length + box.length);
	whole.set(nonce);
	whole.set(box, nonce.length);
	return whole;
}

/* undefined: altered, or another key. */
function unboxed(sodium: Sodium, key: Uint8Array, whole: Uint8Array): Uint8Array | undefined {
	if (whole.length < extra) return undefined;
	try {
		return sodium.crypto_secretbox_open_easy(whole.subarray(sodium.crypto_secretbox_NONCEBYTES), whole.subarray(0, sodium.crypto_secretbox_NONCEBYTES), key);
	} catch { return undefined; }
}

/* Sealing. */
export interface SealTo { id: string; public: string }
/* A file inside the envelope: its id is that of the sealed bytes on the server. */
export interface SealedFile { id: string; name: string; type: string; size: number; sha256?: string }
export interface SealedPlain { content: Record<string, unknown>; files: SealedFile[] }

export async function newContentKey(): Promise<Uint8Array> {
	const sodium = await load();
	return sodium.randombytes_buf(sodium.crypto_secretbox_KEYBYTES);
}

export async function sealFile(key: Uint8Array, bytes: Uint8Array): Promise<Uint8Array> {
	const sodium = await load();
	return boxed(sodium, key, pad(fileClasses, bytes));
}

export async function sealContent(key: Uint8Array, plain: SealedPlain, to: SealTo[]): Promise<Envelope> {
	const sodium = await load();
	const text = new TextEncoder().encode(JSON.stringify(plain));
	return {
		version: 1,
		keys: to.map((one) => ({ key: one.id, box: b64(sodium, sodium.crypto_box_seal(key, unb64(sodium, one.public))) })),
		box: b64(sodium, boxed(sodium, key, pad(contentClasses, text))),
	};
}

/* Keys and what locks them. */
export interface Pair { public: string; secret: Uint8Array }
export async function newPair(): Promise<Pair> {
	const sodium = await load();
	const pair = sodium.crypto_box_keypair();
	return { public: b64(sodium, pair.publicKey), secret: pair.privateKey };
}

export const passphraseMinChars = 12;
/* As typed by whatever keyboard: full-width letters and spaces count as plain ones. */
export function passphraseText(typed: string): string {
	return typed.normalize("NFKC").replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "");
}

const passes = 3, memory = 64 * mib;
/* The page shows that it is at work before a third of a second is spent. */
const painted = () => new Promise((done) => setTimeout(done, 30));

async function stretched(sodium: Sodium, secret: string, salt: Uint8Array, how: { passes: number; memory: number }): Promise<Uint8Array> {
	if (how.passes > 16 || how.memory > 512 * mib) throw new SealError("form");
	await painted();
	return sodium.crypto_pwhash(32, secret, salt, how.passes, how.memory, sodium.crypto_pwhash_ALG_ARGON2ID13);
}

export async function lock(pair: Pair, secret: string): Promise<LockedKey> {
	const sodium = await load();
	const salt = sodium.randombytes_buf(sodium.crypto_pwhash_SALTBYTES);
	const key = await stretched(sodium, secret, salt, { passes, memory });
	return { version: 1, passes, memory, salt: b64(sodium, salt), box: b64(sodium, boxed(sodium, key, pair.secret)) };
}

function belongs(sodium: Sodium, secret: Uint8Array | undefined, publicKey: string): secret is Uint8Array {
	return secret?.length === 32 && b64(sodium, sodium.crypto_scalarmult_base(secret)) === publicKey;
}

export async function unlockBlob(blob: LockedKey, secret: string, publicKey: string): Promise<Pair> {
	const sodium = await load();
	if (blob.version !== 1) throw new SealError("form");
	const key = await stretched(sodium, secret, unb64(sodium, blob.salt), blob);
	const plain = unboxed(sodium, key, unb64(sodium, blob.box));
	if (!belongs(sodium, plain, publicKey)) throw new SealError("passphrase");
	return { public: publicKey, secret: plain };
}

export async function chain(old: Pair, to: string): Promise<ChainedKey> {
	const sodium = await load();
	return { version: 1, box: b64(sodium, sodium.crypto_box_seal(old.secret, unb64(sodium, to))) };
}

export async function unchain(blob: ChainedKey, newer: Pair, publicKey: string): Promise<Pair> {
	const sodium = await load();
	let secret: Uint8Array | undefined;
	try { secret = sodium.crypto_box_seal_open(unb64(sodium, blob.box), unb64(sodium, newer.public), newer.secret); } catch { /* said below */ }
	if (!belongs(sodium, secret, publicKey)) throw new SealError("key");
	return { public: publicKey, secret };
}

/* Codes on paper: seven groups of four characters and a check character. */
const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", groups = 7;
function checkOf(value: number[], group: number): number {
	return ((value[0] ?? 0) + 3 * (value[1] ?? 0) + 5 * (value[2] ?? 0) + 7 * (value[3] ?? 0) + 5 * (group + 1)) % 32;
}

export function newCode(): string {
	const random = crypto.getRandomValues(new Uint8Array(groups * 4));
	return Array.from({ length: groups }, (_, group) => {
		const value = Array.from(random.subarray(group * 4, group * 4 + 4), (one) => one % 32);
		return [...value, checkOf(value, group)].map((one) => digits[one]).join("");
	}).join("-");
}

/* What the lock is made of; a SealError says which group is mistyped. */
export function codeSecret(typed: string): string {
	const value: number[] = [];
	for (const one of typed.normalize("NFKC").toUpperCase()) {
		const at = digits.indexOf(one === "O" ? "0" : one === "I" || one === "L" ? "1" : one === "U" ? "V" : one);
		if (at >= 0) value.push(at);
	}
	if (value.length !== groups * 5) throw new SealError("code");
	let secret = "";
	for (let group = 0; group < groups; group++) {
		const part = value.slice(group * 5, group * 5 + 5);
		if (part[4] !== checkOf(part, group)) throw new SealError("code_group", group + 1);
		secret += part.slice(0, 4).map((one) => digits[one]).join("");
	}
	return secret;
}

/* What is unlocked: in memory, until ten minutes after the last use, or until the person locks it or signs out. */
export const heldMs = 10 * 60 * 1000;
const held = new Map<string, Pair>();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;
let version = 0;

function tell(): void {
	version++;
	for (const one of listeners) one();
}

function used(): void {
	clearTimeout(timer);
	timer = setTimeout(forget, heldMs);
}

export function forget(): void {
	clearTimeout(timer);
	if (!held.size) return;
	for (const pair of held.values()) pair.secret.fill(0);
	held.clear();
	tell();
}

if (typeof window !== "undefined") window.addEventListener("noroshi-signed-out", forget);

export function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}
/* For useSyncExternalStore: changes whenever something is unlocked or forgotten. */
export function heldVersion(): number { return version; }
export function isHeld(key: string): boolean { return held.has(key); }
export function heldPair(key: string): Pair | undefined {
	const pair = held.get(key);
	if (pair) used();
	return pair;
}

export function hold(key: string, pair: Pair): void {
	held.set(key, pair);
	used();
	tell();
}

/* With a key come the older ones that hang on it. */
async function holdAll(list: KeyList, first: OwnKey, pair: Pair): Promise<void> {
	held.set(first.id, pair);
	for (let found = true; found;) {
		found = false;
		for (const key of list.items) {
			const link = key.copies.find((copy) => copy.kind === "chain" && copy.to_key && held.has(copy.to_key));
			const newer = link?.to_key ? held.get(link.to_key) : undefined;
			if (held.has(key.id) || !newer || !link?.blob || "salt" in link.blob) continue;
			try {
				held.set(key.id, await unchain(link.blob, newer, key.public));
				found = true;
			} catch { /* that one stays closed */ }
		}
	}
	used();
	tell();
}

async function tryCopies(list: KeyList, kinds: string[], secret: string): Promise<void> {
	let tried = false, opened = false;
	for (const key of list.items) {
		if (held.has(key.id)) continue;
		for (const copy of key.copies) {
			if (!kinds.includes(copy.kind) || !copy.blob || !("salt" in copy.blob)) continue;
			tried = true;
			try {
				await holdAll(list, key, await unlockBlob(copy.blob, secret, key.public));
				opened = true;
				break;
			} catch (error) {
				if (!(error instanceof SealError) || error.why !== "passphrase") throw error;
			}
		}
	}
	if (!tried && !opened) throw new SealError("none");
	if (!opened) throw new SealError("passphrase");
}

/* By one's own passphrase. SealError "passphrase" where it is wrong, "none" where one has no copy. */
export function unlock(list: KeyList, passphrase: string): Promise<void> {
	return tryCopies(list, ["passphrase"], passphraseText(passphrase));
}

/* By the recovery share, or by an invitation to oneself. */
export async function unlockByCode(list: KeyList, typed: string): Promise<void> {
	const secret = codeSecret(typed);
	try {
		await tryCopies(list, ["share", "invitation"], secret);
	} catch (error) {
		throw error instanceof SealError && error.why === "passphrase" ? new SealError("code") : error;
	}
}

/* Opening. SealError "locked": none of the keys it is sealed to is unlocked here. */
export interface Opened extends SealedPlain { key: Uint8Array }
export async function openSealed(envelope: Envelope): Promise<Opened> {
	const sodium = await load();
	for (const one of envelope.keys) {
		const pair = heldPair(one.key);
		if (!pair) continue;
		let key: Uint8Array;
		try {
			key = sodium.crypto_box_seal_open(unb64(sodium, one.box), unb64(sodium, pair.public), pair.secret);
		} catch { throw new SealError("altered"); }
		const padded = unboxed(sodium, key, unb64(sodium, envelope.box));
		if (!padded) throw new SealError("altered");
		try {
			const plain = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(unpad(padded))) as Partial<SealedPlain>;
			return { content: plain.content ?? {}, files: Array.isArray(plain.files) ? plain.files : [], key };
		} catch { throw new SealError("altered"); }
	}
	throw new SealError("locked");
}

export async function openFile(key: Uint8Array, sealed: Uint8Array): Promise<Uint8Array> {
	const sodium = await load();
	const padded = unboxed(sodium, key, sealed);
	if (!padded) throw new SealError("altered");
	return unpad(padded);
}

/* Checks a receipt here in the browser, without trusting the server: the leaf is the entry's text, the leaf is in the tree of the
 * signed head (RFC 9162, 2.1.3.2), the head is signed by the key, and the content is what was digested. Formats: doc/JOURNAL.md.
 * Own code for hashes and signatures, since WebCrypto is missing where the page came over plain HTTP on a LAN. */
import * as ed25519 from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import type { JournalHead, Receipt } from "../api/types";

ed25519.hashes.sha512 = sha512;

export type StepId = "leaf" | "proof" | "signature" | "key" | "content";
export interface Step { id: StepId; state: "good" | "bad" | "none"; detail?: string }

const encode = (text: string) => new TextEncoder().encode(text);
function join(...parts: Uint8Array[]): Uint8Array {
	const all = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.set(part, at);
		at += part.length;
	}
	return all;
}
export function fromHex(text: string): Uint8Array {
	if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("not hexadecimal");
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
export function toHex(bytes: Uint8Array): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
/* Keys, signatures and salts may be written in hex or in base64. */
function fromText(text: string): Uint8Array {
	if (/^([0-9a-f]{2})+$/.test(text)) return fromHex(text);
	return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

export function leafHash(leaf: string): Uint8Array { return sha256(join(Uint8Array.of(0), encode(leaf))); }
function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array { return sha256(join(Uint8Array.of(1), left, right)); }

export function inclusionHolds(leaf: Uint8Array, index: number, size: number, proof: string[], root: string): boolean {
	if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
	let fn = BigInt(index), sn = BigInt(size - 1), hash = leaf;
	for (const step of proof) {
		if (sn === 0n) return false;
		const other = fromHex(step);
		if (fn & 1n || fn === sn) {
			hash = nodeHash(other, hash);
			while (!(fn & 1n) && fn !== 0n) {
				fn >>= 1n;
				sn >>= 1n;
			}
		} else hash = nodeHash(hash, other);
		fn >>= 1n;
		sn >>= 1n;
	}
	return sn === 0n && toHex(hash) === root;
}

export function entryText(entry: Receipt["entry"]): string {
	return ["noroshi-entry/1", entry.id, entry.at, entry.account ?? "-", entry.org ?? "-", entry.verb, entry.object ?? "-", entry.digest ?? "-", ""].join("\n");
}
export function headText(store: string, head: { size: number; root: string; signed_at: string }): string {
	return ["noroshi-head/1", store, head.size, head.root, head.signed_at, ""].join("\n");
}
export function headHolds(store: string, head: { size: number; root: string; signed_at: string; signature: string }, key: string): boolean {
	try { return ed25519.verify(fromText(head.signature), encode(headText(store, head)), fromText(key)); } catch { return false; }
}

export function checkReceipt(receipt: Receipt, head: JournalHead | undefined): Step[] {
	const steps: Step[] = [];
	const say = (id: StepId, good: boolean, detail?: string) => steps.push({ id, state: good ? "good" : "bad", ...(detail ? { detail } : {}) });
	say("leaf", receipt.leaf === entryText(receipt.entry), toHex(leafHash(receipt.leaf)));
	say("proof", inclusionHolds(leafHash(receipt.leaf), receipt.seq, receipt.head.size, receipt.proof, receipt.head.root), receipt.head.root);
	say("signature", headHolds(receipt.store, receipt.head, receipt.key.public), receipt.key.id);
	if (head) say("key", head.public_key === receipt.key.public && head.store === receipt.store, head.key);
	else steps.push({ id: "key", state: "none" });
	if (!receipt.content) steps.push({ id: "content", state: "none" });
	else say("content", toHex(sha256(join(fromText(receipt.content.salt), encode(receipt.content.body)))) === receipt.entry.digest, receipt.entry.digest);
	return steps;
}

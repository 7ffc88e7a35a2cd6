/* The parts without a screen: differences and receipts. Node strips the types. */
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import { build } from "vite";

async function load(name) {
	const built = await build({ configFile: false, logLevel: "error", build: { write: false, minify: false, lib: { entry: `src/lib/${name}.ts`, formats: ["es"] } } });
	return import(`data:text/javascript;base64,${Buffer.from(built[0].output[0].code).toString("base64")}`);
}
const { diff } = await load("diff");
const { checkReceipt, entryText, headText, inclusionHolds, leafHash, toHex } = await load("receipt");

const after = (parts) => parts.filter((part) => part.kind !== "removed").map((part) => part.text).join("");
const before = (parts) => parts.filter((part) => part.kind !== "added").map((part) => part.text).join("");

test("a difference gives back both texts", () => {
	for (const [a, b] of [["", ""], ["同じ文です。", "同じ文です。"], ["受付が停止しました。", "受付が一部復旧しました。"], ["", "新しい"], ["古い", ""], ["a b c d", "a x c y d"]]) {
		const parts = diff(a, b);
		assert.equal(before(parts), a);
		assert.equal(after(parts), b);
	}
});

test("a difference is by words", () => {
	const parts = diff("予約受付システムが停止しています。", "予約受付システムが復旧しています。");
	assert.ok(parts.some((part) => part.kind === "same" && part.text.startsWith("予約受付システムが")));
	assert.equal(parts.filter((part) => part.kind === "removed").length, 1);
});

/* A log of our own by the definition (RFC 9162, 2.1.1), to check the check against. */
const H = (...parts) => createHash("sha256").update(Buffer.concat(parts.map((part) => Buffer.from(part)))).digest();
const split = (n) => 2 ** Math.floor(Math.log2(n - 1));
function root(leaves) {
	if (leaves.length === 1) return leaves[0];
	const k = split(leaves.length);
	return H([1], root(leaves.slice(0, k)), root(leaves.slice(k)));
}
function path(m, leaves) {
	if (leaves.length === 1) return [];
	const k = split(leaves.length);
	return m < k ? [...path(m, leaves.slice(0, k)), root(leaves.slice(k))] : [...path(m - k, leaves.slice(k)), root(leaves.slice(0, k))];
}

test("inclusion holds for every leaf of every small tree, and for no other", () => {
	for (let n = 1; n <= 20; n++) {
		const leaves = Array.from({ length: n }, (_, i) => H([0], `leaf ${i}`));
		const top = root(leaves).toString("hex");
		for (let m = 0; m < n; m++) {
			const proof = path(m, leaves).map((hash) => hash.toString("hex"));
			assert.ok(inclusionHolds(leaves[m], m, n, proof, top));
			assert.ok(!inclusionHolds(leaves[m], (m + 1) % n, n, proof, top) || n === 1);
			assert.ok(!inclusionHolds(H([0], "other"), m, n, proof, top));
			if (proof.length) assert.ok(!inclusionHolds(leaves[m], m, n, proof.slice(1), top));
		}
	}
});

function receipt() {
	const salt = "00112233445566778899aabbccddeeff", body = '{"title":"受付の停止"}';
	const entry = { id: "01930000-0000-7000-8000-000000000001", at: "2026-11-20T00:00:00.000000Z", verb: "report.submit", object: "01930000-0000-7000-8000-000000000002", digest: H(Buffer.from(salt, "hex"), body).toString("hex") };
	const leaf = entryText(entry);
	const leaves = [H([0], "first"), Buffer.from(leafHash(leaf)), H([0], "third")];
	const { publicKey, privateKey } = generateKeyPairSync("ed25519");
	const head = { size: 3, root: root(leaves).toString("hex"), signed_at: "2026-11-20T00:00:01.000000Z" };
	const signature = sign(null, Buffer.from(headText("store-1", head)), privateKey).toString("hex");
	const key = publicKey.export({ type: "spki", format: "der" }).subarray(-32).toString("hex");
	return { noroshi: "receipt/1", store: "store-1", entry, leaf, seq: 1, proof: path(1, leaves).map((hash) => hash.toString("hex")), head: { ...head, signature }, key: { id: "k", public: key }, content: { revision: "r", salt, body } };
}
const failing = (one) => checkReceipt(one, undefined).filter((step) => step.state === "bad").map((step) => step.id);

test("a true receipt holds, and each altered part is found", () => {
	const good = receipt();
	assert.deepEqual(failing(good), []);
	assert.deepEqual(failing({ ...good, entry: { ...good.entry, at: "2026-11-19T00:00:00.000000Z" } }), ["leaf"]);
	assert.deepEqual(failing({ ...good, leaf: good.leaf.replace("submit", "close") }), ["leaf", "proof"]);
	assert.deepEqual(failing({ ...good, head: { ...good.head, root: toHex(leafHash("x")) } }), ["proof", "signature"]);
	assert.deepEqual(failing({ ...good, store: "store-2" }), ["signature"]);
	assert.deepEqual(failing({ ...good, content: { ...good.content, body: good.content.body.replace("停止", "再開") } }), ["content"]);
	assert.equal(checkReceipt(good, { public_key: "00", store: "store-1", key: "other" }).find((step) => step.id === "key").state, "bad");
});

test("a draft goes on from the version it was typed over", async () => {
	const { draftBegun, tidy } = await load("draft");
	const kept = (draft) => ({ input: {}, draft, at: 0 });
	assert.deepEqual(draftBegun({ id: "a", version: 3 }, undefined), { draft: { id: "a", version: 3 }, stale: false });
	assert.deepEqual(draftBegun({ id: "a", version: 3 }, kept({ id: "a", version: 2 })), { draft: { id: "a", version: 2 }, stale: true });
	assert.deepEqual(draftBegun({ id: "a", version: 3 }, kept({ id: "b", version: 2 })), { draft: { id: "a", version: 3 }, stale: false });
	assert.deepEqual(draftBegun({ id: "a", version: 3 }, kept(null)), { draft: { id: "a", version: 3 }, stale: false });
	assert.deepEqual(tidy({ title: " a\u0007b\u202e ", summary: "1\r\n2\v3\f4\t5", told: ["", "\u200fx"] }), { title: "ab", summary: "1\n2\n3\n4\t5", told: ["\u200fx"] });
});

/* Sealed custody in the browser's half: what it seals it opens, what was altered opens for nobody, codes say where they are wrong; and
 * both files of test/vectors, of which the program wrote one and this half the other (NOROSHI_VECTORS=FILE writes a new one). */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "vite";

const out = mkdtempSync(join(tmpdir(), "noroshi-seal."));
after(() => rmSync(out, { recursive: true, force: true }));
await build({ configFile: false, logLevel: "error", build: { outDir: out, minify: false, lib: { entry: "src/lib/seal.ts", formats: ["es"], fileName: () => "seal.mjs" } } });
const seal = await import(pathToFileURL(join(out, "seal.mjs")));
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64url"));
const text = (array) => Buffer.from(array).toString("base64url");
const why = (name) => (error) => error instanceof seal.SealError && error.why === name;

test("what is sealed opens with either key and no other", async () => {
	const [ceptoar, own, stranger] = [await seal.newPair(), await seal.newPair(), await seal.newPair()];
	const key = await seal.newContentKey();
	const plain = { content: { title: "監視装置が停止" }, files: [{ id: "x", name: "a.txt", type: "text/plain", size: 3 }] };
	const envelope = await seal.sealContent(key, plain, [{ id: "one", public: ceptoar.public }, { id: "two", public: own.public }]);
	assert.equal(bytes(envelope.box).length, 4096 + 40);
	for (const [id, pair] of [["one", ceptoar], ["two", own]]) {
		seal.forget();
		await assert.rejects(seal.openSealed(envelope), why("locked"));
		seal.hold(id, { public: pair.public, secret: pair.secret.slice() });
		const opened = await seal.openSealed(envelope);
		assert.deepEqual({ content: opened.content, files: opened.files }, plain);
		assert.equal(text(opened.key), text(key));
	}
	seal.forget();
	seal.hold("one", stranger);
	await assert.rejects(seal.openSealed(envelope), why("altered"));
	seal.forget();
	seal.hold("one", ceptoar);
	const altered = bytes(envelope.box);
	altered[100] ^= 1;
	await assert.rejects(seal.openSealed({ ...envelope, box: text(altered) }), why("altered"));
	seal.forget();
	assert.ok(ceptoar.secret.every((one) => one === 0), "forgetting overwrites");
});

test("lengths tell only the class", async () => {
	const key = await seal.newContentKey();
	for (const [n, size] of [[0, 16384], [1, 16384], [16383, 16384], [16384, 65536], [65536, 262144]]) {
		const sealed = await seal.sealFile(key, new Uint8Array(n).fill(0x80));
		assert.equal(sealed.length, size + 40);
		assert.equal((await seal.openFile(key, sealed)).length, n);
	}
	await assert.rejects(seal.sealFile(key, new Uint8Array(seal.fileMaxBytes + 1)), why("too_large"));
	await assert.rejects(seal.openFile(key, new Uint8Array(10)), why("altered"));
});

test("a mistyped code says where", () => {
	const code = seal.newCode();
	assert.match(code, /^([0-9A-HJKMNP-TV-Z]{5}-){6}[0-9A-HJKMNP-TV-Z]{5}$/);
	assert.equal(seal.codeSecret(code).length, 28);
	assert.equal(seal.codeSecret(` ${code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `), seal.codeSecret(code));
	for (let i = 0; i < code.length; i++) {
		if (code[i] === "-") continue;
		const typed = code.slice(0, i) + (code[i] === "A" ? "B" : "A") + code.slice(i + 1);
		assert.throws(() => seal.codeSecret(typed), (error) => error.why === "code_group" && error.group === Math.floor(i / 6) + 1);
	}
	assert.throws(() => seal.codeSecret(code.slice(1)), why("code"));
});

test("the whole life of a key: made, unlocked, forgotten, recovered, replaced", async () => {
	const old = await seal.newPair(), code = seal.newCode();
	const made = { id: "old", public: old.public, copies: [
		{ kind: "passphrase", mine: true, blob: await seal.lock(old, seal.passphraseText(" 狼煙は　丘の上 ")) },
		{ kind: "share", blob: await seal.lock(old, seal.codeSecret(code)) }] };
	const list = { items: [made], keepers: [] };
	await assert.rejects(seal.unlock(list, "違うパスフレーズです"), why("passphrase"));
	assert.equal(seal.isHeld("old"), false);
	await seal.unlock(list, "狼煙は 丘の上");
	assert.equal(text(seal.heldPair("old").secret), text(old.secret));
	seal.forget();
	await assert.rejects(seal.unlockByCode(list, seal.newCode()), why("code"));
	await seal.unlockByCode(list, code);
	assert.ok(seal.isHeld("old"));
	const now = await seal.newPair();
	const rotated = { items: [
		{ id: "new", public: now.public, copies: [{ kind: "passphrase", mine: true, blob: await seal.lock(now, "another phrase") }] },
		{ ...made, copies: [{ kind: "chain", to_key: "new", blob: await seal.chain(seal.heldPair("old"), now.public) }] }], keepers: [] };
	seal.forget();
	await seal.unlock(rotated, "another phrase");
	assert.ok(seal.isHeld("new") && seal.isHeld("old"), "the old key comes with the new one");
	seal.forget();
	await assert.rejects(seal.unlock({ items: [], keepers: [] }, "another phrase"), why("none"));
});

for (const name of ["seal-c.json", "seal-web.json"])
	test(`the vectors of ${name}`, async () => {
		const v = JSON.parse(readFileSync(new URL(`../../test/vectors/${name}`, import.meta.url), "utf8"));
		assert.equal(text((await seal.unlockBlob(v.by_passphrase, seal.passphraseText(v.passphrase), v.public)).secret), v.private);
		assert.equal(seal.codeSecret(v.code), v.code_secret);
		const pair = await seal.unlockBlob(v.by_code, v.code_secret, v.public);
		assert.equal((await seal.unchain(v.chained, pair, v.old_public)).public, v.old_public);
		seal.hold(v.key, pair);
		const opened = await seal.openSealed(v.envelope);
		assert.deepEqual({ content: opened.content, files: opened.files }, JSON.parse(v.plain));
		assert.equal(Buffer.from(await seal.openFile(opened.key, bytes(v.file))).toString(), v.file_plain);
		seal.forget();
	});

if (process.env.NOROSHI_VECTORS) {
	const [pair, old] = [await seal.newPair(), await seal.newPair()], code = seal.newCode(), key = await seal.newContentKey();
	const passphrase = "　狼煙は　丘の上ＡＢ ", id = "00000000-0001-7000-8000-0000000000aa", fileText = "夜間のログ\n";
	const plain = { content: { title: "監視装置が停止", summary: "応答がない。" }, files: [] };
	writeFileSync(process.env.NOROSHI_VECTORS, `${JSON.stringify({ key: id, public: pair.public, private: text(pair.secret), old_public: old.public,
		passphrase, by_passphrase: await seal.lock(pair, seal.passphraseText(passphrase)), code, code_secret: seal.codeSecret(code),
		by_code: await seal.lock(pair, seal.codeSecret(code)), chained: await seal.chain(old, pair.public),
		envelope: await seal.sealContent(key, plain, [{ id, public: pair.public }]), plain: JSON.stringify(plain),
		file: text(await seal.sealFile(key, new TextEncoder().encode(fileText))), file_plain: fileText })}\n`);
}

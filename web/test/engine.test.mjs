/* The redaction engine in the page against the same engine natively: the same texts, the same bytes of JSON. And the page's own side:
 * positions in strings, placeholders, errors. build/engine_native comes from the tests' build of the program. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { build } from "vite";

const built = await build({ configFile: false, logLevel: "error", build: { write: false, minify: false, lib: { entry: "src/lib/engine.ts", formats: ["es"] } } });
const { openEngine, proposedEdits, EngineError } = await import(`data:text/javascript;base64,${Buffer.from(built[0].output[0].code).toString("base64")}`);
const engine = await openEngine();
const corpus = new URL("../../test/corpus/", import.meta.url);
const native = new URL(`../../${process.env.NOROSHI_BUILD ?? "build"}/engine_native`, import.meta.url).pathname;

function blob(fields) {
	const parts = fields.flatMap((field) => {
		const bytes = Buffer.isBuffer(field) ? field : Buffer.from(String(field));
		const size = Buffer.alloc(4);
		size.writeUInt32LE(bytes.length);
		return [size, bytes];
	});
	return Buffer.concat(parts);
}

function nativeAnswers(calls) {
	const input = Buffer.concat(calls.flatMap(([door, fields]) => {
		const bytes = blob(fields), size = Buffer.alloc(4);
		size.writeUInt32LE(bytes.length);
		return [Buffer.from(`${door}\n`), size, bytes];
	}));
	const { stdout, status, stderr } = spawnSync(native, { input, maxBuffer: 1 << 28 });
	assert.equal(status, 0, String(stderr));
	const answers = [];
	for (let at = 0; at < stdout.length;) {
		const n = stdout.readUInt32LE(at);
		answers.push(stdout.subarray(at + 4, at + 4 + n).toString());
		at += 4 + n;
	}
	return answers;
}

/* The engine's own bytes: what call() parses. */
function here(door, fields) {
	let text;
	const parse = JSON.parse;
	JSON.parse = (json) => { text = json; return parse(json); };
	try { engine.call(door, fields.map((field) => (Buffer.isBuffer(field) ? new Uint8Array(field) : field))); } catch (error) { if (!(error instanceof EngineError)) throw error; } finally { JSON.parse = parse; }
	return text;
}

const registry = JSON.parse(readFileSync(new URL("registry.json", corpus), "utf8"));
const names = [
	...registry.orgs.flatMap((org, i) => [org.ja, org.en, ...org.aliases].map((text) => ["org", i + 1, text]).concat([["domain", i + 1, org.domain], ["mail", i + 1, org.mail]])),
	...registry.people.flatMap((one, i) => [one.ja, one.kana, one.en].filter(Boolean).map((text) => ["person", i + 10001, text])),
].flat();
const reports = readdirSync(new URL("tune/", corpus)).filter((name) => name.endsWith(".txt")).map((name) => readFileSync(new URL(`tune/${name}`, corpus), "utf8").replace(/^[^]*?\n\n/, "").replace(/⟦[^|⟧]*\|([^⟧]*)⟧/g, "$1"));
const odd = ["", "㈱月見浜電力", "ﾂｷﾐﾊﾏﾃﾞﾝﾘｮｸ", "月見浜\n電力 ｶﾞｷﾞ", "e\u0301 \u1E9B\u0323 ﷺ ㍿ Ⅷ ½ ﬁ ΑΣ ЖЙ ß İ 𝐀𝟏", "🚨198.51.100.7🚨", "\u200b月\u200b見浜電力", "が\u3099 カ\uFF9E", "x".repeat(5000), "０３－５５５０－０１８０", "hxxps://evil[.]example/あ", "①②③ ＠ａｔ．ｅｘａｍｐｌｅ"];

test("the page finds what the command line finds, byte for byte", { skip: existsSync(native) ? false : "build/engine_native is not built" }, () => {
	const calls = [["engine_scan", ["株式会社はるかぜの佐藤様 03-5550-0180"]], ["engine_names", names], ...[...reports, ...odd].map((text) => ["engine_scan", [text]]), ["engine_scan", reports.slice(0, 8)],
		["engine_scan", [Buffer.from([0xff, 0xfe])]], ["engine_apply", ["あいう", 3, 6, "か"]], ["engine_apply", ["あいう", 1, 6, "か"]], ["engine_apply", ["あいう", 6, 3, "か"]],
		["engine_small_groups", [5, "water", "13", 31240, 3, "water", "13", "water", "27", "power", "", "東京都で31,240世帯、10時32分から。", "12,400 customers in Osaka at 10:32:05"]], ["engine_small_groups", ["x"]]];
	const answers = nativeAnswers(calls);
	assert.equal(answers.length, calls.length);
	calls.forEach(([door, fields], i) => assert.equal(here(door, fields), answers[i], `${door} ${String(fields[0]).slice(0, 80)}`));
});

test("ranges are positions in the string", () => {
	engine.names([{ class: "org", who: 1, text: "月見浜電力株式会社" }]);
	const texts = ["🚨月見浜電力㈱です。", "連絡: 03-5550-0180 月見浜電力"];
	const finds = engine.scan(texts);
	assert.deepEqual(finds.map((find) => texts[find.text].slice(find.from, find.to)), ["月見浜電力㈱", "03-5550-0180", "月見浜電力"]);
	assert.equal(finds[0].ja, finds[2].ja);
	assert.equal(engine.apply(texts[0], proposedEdits(finds, 0, "ja")), "🚨【A社】です。");
	assert.equal(engine.apply(texts[1], proposedEdits(finds, 1, "en")), "連絡: [Phone number 1] [Company A]");
});

test("small groups say which words narrow it down", () => {
	const report = { sector: "water", texts: ["鳥取県で31,240世帯が断水した。"] };
	const warnings = engine.smallGroups([{ sector: "water", area: "31" }, { sector: "water", area: "13" }, { sector: "power" }], report, 2);
	assert.deepEqual(warnings.map((one) => [one.field, one.from === undefined ? "" : report.texts[0].slice(one.from, one.to), one.ja]), [["area", "鳥取県", "中国地方"], ["number", "31,240世帯", "3万世帯超"]]);
});

test("a bad edit is refused, not applied", () => {
	assert.throws(() => engine.apply("abc", [{ from: 2, to: 1, with: "x" }]), EngineError);
});

/* Attachments: the seeds of the fuzz targets, whole and cut short, in both builds; the copy's checksum stands in the answer. */
const seeds = new URL("../../test/fuzz/corpus/", import.meta.url);
const files = readdirSync(seeds).filter((dir) => /^(meta_|charset|inflate)/.test(dir)).flatMap((dir) => readdirSync(new URL(`${dir}/`, seeds)).map((name) => [name, readFileSync(new URL(`${dir}/${name}`, seeds))]));

test("the page reads and cleans files as the command line does, byte for byte", { skip: existsSync(native) ? false : "build/engine_native is not built" }, () => {
	const cut = files.flatMap(([name, bytes]) => [0.3, 0.7, 0.95].map((part) => [name, bytes.subarray(0, Math.floor(bytes.length * part))]));
	const calls = [...files, ...cut].flatMap((fields) => ["engine_meta_read", "engine_meta_clean", "engine_meta_text"].map((door) => [door, fields]));
	const answers = nativeAnswers(calls);
	calls.forEach(([door, fields], i) => assert.equal(here(door, fields), answers[i], `${door} ${fields[0]} ${fields[1].length}`));
});

test("a file is read, cleaned and its text taken", () => {
	const mail = Buffer.from("From: yamada@minato.example\r\nX-Mailer: A\r\nSubject: =?Shift_JIS?B?jFKTYw==?=\r\nContent-Type: text/plain; charset=ISO-2022-JP\r\n\r\n\x1b$B;3ED\x1b(B\r\n", "latin1");
	const read = engine.readMeta("a.eml", new Uint8Array(mail));
	assert.equal(read.type, "eml");
	assert.deepEqual(read.finds.map((find) => [find.what, find.value, find.removable]), [["mail_header", "From: yamada@minato.example", true], ["mail_header", "X-Mailer: A", true], ["title", "軍田", false]]);
	const copy = engine.cleanMeta("a.eml", new Uint8Array(mail));
	assert.equal(Buffer.from(copy.bytes).toString("latin1"), mail.toString("latin1").replace(/^From.*\r\nX.*\r\n/, "MIME-Version: 1.0\r\n"));
	assert.deepEqual(copy.finds.map((find) => find.what), ["title"]);
	assert.equal(engine.textOf("a.eml", new Uint8Array(mail)).text, "軍田\n山田\r\n\n");
	assert.equal(engine.readMeta("a", new Uint8Array([0x50, 0x4b, 3, 4])).refused, "meta.broken");
	assert.match(engine.textOf("a.jpg", new Uint8Array([0xff, 0xd8, 0xff])).ja, /ご自身の目で/);
});

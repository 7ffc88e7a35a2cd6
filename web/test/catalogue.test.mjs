/* Both catalogues are complete, say the same things, and hold every word: no Japanese in the code. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "..", "src");
const read = (name) => JSON.parse(readFileSync(join(root, "i18n", `${name}.json`), "utf8"));
const ja = read("ja"), en = read("en");
const code = readdirSync(root, { recursive: true }).map(String).filter((name) => /\.tsx?$/.test(name));
const base = (key) => key.replace(/_(one|other)$/, "");

test("both catalogues have the same keys", () => {
	const keys = (texts) => [...new Set(Object.keys(texts).map(base))].sort();
	assert.deepEqual(keys(en), keys(ja));
});

test("no text is empty, and each names the same values", () => {
	const holes = (text) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]).filter((name) => name !== "count").sort();
	for (const [key, text] of Object.entries(ja)) {
		assert.ok(text.length > 0 && en[key].length > 0, key);
		assert.deepEqual(holes(en[key]), holes(text), key);
	}
});

test("English counts have both forms", () => {
	for (const key of Object.keys(en)) if (key.endsWith("_other")) assert.ok(en[key.replace(/_other$/, "_one")], key);
});

test("no Japanese stands in the code", () => {
	for (const name of code) {
		const text = readFileSync(join(root, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
		assert.doesNotMatch(text, /[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]/, name);
	}
});

test("no English words stand between tags", () => {
	for (const name of code.filter((one) => one.endsWith(".tsx"))) {
		const text = readFileSync(join(root, name), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
		for (const [, words] of text.matchAll(/<\w[^<>{}]*>\s*([A-Za-z][A-Za-z ,.']{3,})\s*<\//g)) assert.fail(`${name}: ${words}`);
	}
});

test("every text is used", () => {
	const all = code.map((name) => readFileSync(join(root, name), "utf8")).join("\n");
	const groups = [...all.matchAll(/(?:tv\("|`)([a-z_]+(?:\.[a-z_]+)*)(?:",|\.\$\{)/g)].map((found) => found[1]);
	for (const key of new Set(Object.keys(ja).map(base)))
		assert.ok(all.includes(`"${key}"`) || groups.some((group) => key.startsWith(`${group}.`)), `${key} is not used`);
});

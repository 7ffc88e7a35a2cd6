/* Decisions and the text that follows from them; carried over to the next notice; the content that goes on. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "vite";

async function load(name) {
	const built = await build({ configFile: false, logLevel: "error", build: { write: false, minify: false, lib: { entry: `src/lib/${name}.ts`, formats: ["es"] } } });
	return import(`data:text/javascript;base64,${Buffer.from(built[0].output[0].code).toString("base64")}`);
}
const { coarseTime, derivedText, editsOf, learn, nextPlaceholder, noChoices, piecesOf, sourceRange, thingsOf, undecided } = await load("redaction");
const { consentsUpTo, fieldOf, relayContent, tlpsFrom } = await load("relayed");

/* Finds as the engine gives them, of words that are looked up in the texts. */
function finds(texts, rows) {
	const found = [];
	for (const [group, cls, words, placeholder, proposal = "replace"] of rows)
		texts.forEach((text, n) => {
			for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1))
				found.push({ text: n, from: at, to: at + words.length, class: cls, proposal, why: proposal === "keep" ? "attack" : "name", who: 0, group, number: group, ja: placeholder, en: placeholder });
		});
	return found;
}
const texts = ["東電力の端末が停止", "東電力の山田が確認。攻撃元は 203.0.113.7。東電力が遮断した。"];
const rows = [[1, "org", "東電力", "【A社】"], [2, "person", "山田", "【担当者1】"], [3, "ip", "203.0.113.7", "【IPアドレス1】", "keep"]];
const derive = (all, things, choices) => editsOf(all, things, choices).map((edits, n) => derivedText(all[n], edits));

test("undecided things go as proposed, in every text", () => {
	const things = thingsOf(texts, finds(texts, rows), "ja", {});
	assert.equal(things.length, 3);
	assert.equal(undecided(things, noChoices).length, 3);
	assert.deepEqual(derive(texts, things, noChoices), ["【A社】の端末が停止", "【A社】の【担当者1】が確認。攻撃元は 203.0.113.7。【A社】が遮断した。"]);
});

test("a decision holds wherever the thing stands; own words come before finds", () => {
	const things = thingsOf(texts, finds(texts, rows), "ja", {});
	const made = { [things[0].key]: { as: "replace", with: "事業者" }, [things[1].key]: { as: "keep" }, [things[2].key]: { as: "replace", with: "" } };
	assert.deepEqual(derive(texts, things, { ...noChoices, made }), ["事業者の端末が停止", "事業者の山田が確認。攻撃元は 。事業者が遮断した。"]);
	assert.equal(undecided(things, { ...noChoices, made }).length, 0);
	assert.equal(derive(texts, things, { ...noChoices, own: [{ words: "東電力の山田", with: "担当" }] })[1], "担当が確認。攻撃元は 203.0.113.7。【A社】が遮断した。");
	assert.equal(derive(texts, things, { ...noChoices, spots: [{ text: 1, from: 0, to: 3, was: "東電力", with: "ある社" }] })[1], "ある社の【担当者1】が確認。攻撃元は 203.0.113.7。【A社】が遮断した。");
	assert.equal(derive(texts, things, { ...noChoices, spots: [{ text: 1, from: 0, to: 3, was: "他の文", with: "ある社" }] })[1].slice(0, 4), "【A社】");
});

test("pieces give back both texts; a range of the derived text leads to the original", () => {
	const things = thingsOf(texts, finds(texts, rows), "ja", {}), edits = editsOf(texts, things, noChoices)[1];
	const pieces = piecesOf(texts[1], edits);
	assert.equal(pieces.map((one) => one.before).join(""), texts[1]);
	const derived = derivedText(texts[1], edits), at = derived.indexOf("203.0.113.7");
	const { from, to } = sourceRange(texts[1], edits, at, at + 11);
	assert.equal(texts[1].slice(from, to), "203.0.113.7");
	const whole = sourceRange(texts[1], edits, 1, 2);
	assert.equal(texts[1].slice(whole.from, whole.to), "東電力");
});

test("a follow-up keeps the placeholders, and new things take others", () => {
	const first = thingsOf(texts, finds(texts, rows), "ja", {});
	const deriveds = ["【A社】の端末が停止", "【A社】の山田が確認。攻撃元は 203.0.113.7。【A社】が【非公開】。"];
	const learnt = learn(texts, deriveds, first);
	assert.deepEqual(learnt.made["org:東電力"], { as: "replace", with: "【A社】" });
	assert.deepEqual(learnt.made["person:山田"], { as: "keep" });
	assert.deepEqual(learnt.made["ip:203.0.113.7"], { as: "keep" });
	assert.deepEqual(learnt.own, [{ words: "遮断した", with: "【非公開】" }]);
	const next = ["西ガスと東電力で復旧した。"];
	const things = thingsOf(next, finds(next, [[1, "org", "西ガス", "【A社】"], [2, "org", "東電力", "【B社】"]]), "ja", learnt.made);
	assert.deepEqual(undecided(things, learnt).map((one) => one.words[0]), ["西ガス"]);
	assert.deepEqual(derive(next, things, learnt), ["【B社】と【A社】で復旧した。"]);
});

test("placeholders go on", () => {
	for (const [a, b] of [["【A社】", "【B社】"], ["【Z社】", "【AA社】"], ["【電話番号9】", "【電話番号10】"], ["[Company A]", "[Company B]"], ["[Person 2]", "[Person 3]"]]) assert.equal(nextPlaceholder(a), b);
});

test("times are told as coarsely as chosen, days as Japan counts them", () => {
	assert.equal(coarseTime("2026-01-10T00:12:34Z", "minute"), "2026-01-10T00:12:00Z");
	assert.equal(coarseTime("2026-01-10T00:12:34Z", "hour"), "2026-01-10T00:00:00Z");
	assert.equal(coarseTime("2026-01-10T00:12:34Z", "day"), "2026-01-09T15:00:00Z");
});

test("what goes on is what was chosen, by the ministry's route, and no note on consent", () => {
	const original = { title: "t", summary: "s", sector: "power", event_type: "unavailable", basis: "severe", route: "ceptoar", consent_note: "secret", noticed_at: "2026-01-10T00:12:34Z", occurred_at: "2026-01-10T00:10:00Z", effect: { state: "stopped", users: 31240, extent: "e" }, told: ["a"], attachments: ["f"] };
	const frame = { precision: "hour", tlp: "AMBER", consent: "none", out: ["occurred_at"], users: 30000, files: {} };
	const made = relayContent(original, { title: "T", summary: "S", "effect.extent": "E", told: "x\ny" }, frame, []);
	assert.deepEqual(made, { route: "ministry", tlp: "AMBER", consent: "none", times_precision: "hour", sector: "power", event_type: "unavailable", basis: "severe", effect: { state: "stopped", users: 30000, extent: "E" }, noticed_at: "2026-01-10T00:00:00Z", title: "T", summary: "S", told: ["x", "y"] });
});

test("markings narrow, consents do not widen, pointers name fields", () => {
	assert.deepEqual(tlpsFrom("AMBER"), ["AMBER", "AMBER+STRICT", "RED"]);
	assert.deepEqual(consentsUpTo("anonymised"), ["none", "anonymised"]);
	assert.deepEqual(["/content/summary", "/content/effect/extent", "/content/told/0", "/revision"].map(fieldOf), ["summary", "effect.extent", "told", "revision"]);
});

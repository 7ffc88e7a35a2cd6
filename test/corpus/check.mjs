// What the corpus must be: headers, marks, classes, references into the registry, unique names, enough of each class in each half.
// Ends with "N passed, N failed". Run: script/node/with node test/corpus/check.mjs
import { readFileSync, readdirSync } from 'node:fs';

const here = new URL('.', import.meta.url);
const CLASSES = ['org', 'person', 'mail', 'phone', 'postal', 'domain', 'url', 'ip', 'hash', 'ticket'];
const LEAST = { reports: 100, marks: 40, keep: 60 };
const MARK = /⟦(keep:)?([a-z]+)\|([^⟦⟧]+)⟧/g;
const problems = [];
let passed = 0;

function expect(good, what) {
	if (good) passed++;
	else problems.push(what);
}

const registry = JSON.parse(readFileSync(new URL('registry.json', here), 'utf8'));
const codes = new Set(registry.orgs.map((org) => org.code));
expect(codes.size === registry.orgs.length, 'registry.json: a code is given twice');
expect(registry.orgs.every((org) => org.ja && org.en && org.domain && org.mail && org.phone && Array.isArray(org.aliases)), 'registry.json: an organisation lacks a field');
for (const person of registry.people) expect(codes.has(person.org), `registry.json: ${person.ja}: no organisation ${person.org}`);

// Marks of one report: well formed, of a known class, and every occurrence of a marked text is marked.
function marks_of(name, text) {
	const found = [...text.matchAll(MARK)].map(([, keep, cls, body]) => ({ keep: Boolean(keep), cls, body }));
	const rest = text.replace(MARK, '\u0000');
	expect(!/[⟦⟧]/.test(rest), `${name}: a mark is not closed, nested or empty`);
	for (const mark of found) expect(CLASSES.includes(mark.cls), `${name}: unknown class ${mark.cls}`);
	const bodies = new Map();
	for (const { cls, body, keep } of found) {
		if (body.length < 3 || cls === 'ticket') continue;
		if (bodies.has(body)) expect(bodies.get(body) === keep, `${name}: "${body}" is both kept and removed`);
		bodies.set(body, keep);
	}
	for (const body of bodies.keys()) expect(!rest.includes(body), `${name}: "${body}" is marked in one place and not in another`);
	return found;
}

const numbers = new Map();
const slugs = new Map();
for (const half of ['tune', 'measure']) {
	const counts = { reports: 0, keep: 0, ja: 0, en: 0, mixed: 0, bytes: 0 };
	for (const cls of CLASSES) counts[cls] = 0;
	for (const file of readdirSync(new URL(`${half}/`, here)).sort()) {
		const name = `${half}/${file}`;
		const parts = /^(\d{3})-([a-z0-9-]+)\.txt$/.exec(file);
		expect(parts, `${name}: not NNN-slug.txt`);
		if (!parts) continue;
		expect(!numbers.has(parts[1]) && !slugs.has(parts[2]), `${name}: number or slug is taken by ${numbers.get(parts[1]) ?? slugs.get(parts[2])}`);
		numbers.set(parts[1], name);
		slugs.set(parts[2], name);
		const report = readFileSync(new URL(name, here), 'utf8');
		const head = /^lang: (ja|en|mixed)\nsource: (\S+)\n\n/.exec(report);
		expect(head, `${name}: no header`);
		if (!head) continue;
		expect(codes.has(head[2]), `${name}: no organisation ${head[2]} in the registry`);
		counts.reports++;
		counts[head[1]]++;
		counts.bytes += Buffer.byteLength(report);
		for (const mark of marks_of(name, report.slice(head[0].length))) {
			counts[mark.cls]++;
			if (mark.keep) counts.keep++;
		}
	}
	console.log(`${half}: ${Object.entries(counts).map(([what, count]) => `${what} ${count}`).join(', ')}`);
	expect(counts.reports >= LEAST.reports, `${half}: ${counts.reports} reports, ${LEAST.reports} are needed`);
	expect(counts.keep >= LEAST.keep, `${half}: ${counts.keep} kept marks, ${LEAST.keep} are needed`);
	for (const cls of CLASSES) expect(counts[cls] >= LEAST.marks, `${half}: ${counts[cls]} marks of ${cls}, ${LEAST.marks} are needed`);
}
for (const problem of problems) console.log(`not ok  ${problem}`);
console.log(`${passed} passed, ${problems.length} failed`);
process.exitCode = problems.length ? 1 : 0;

/* Leaves a .gz beside every text asset of the built client, so that the server can send it as it is. Prints the first load. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const out = process.env.WEB_OUT ?? "dist";
const sizes = new Map();
for (const name of readdirSync(out, { recursive: true })) {
	const file = join(out, String(name));
	if (!statSync(file).isFile() || !/\.(html|js|css|svg|json|txt|webmanifest|wasm)$/.test(file)) continue;
	const packed = gzipSync(readFileSync(file), { level: 9 });
	writeFileSync(`${file}.gz`, packed);
	sizes.set(String(name), packed.length);
}
const html = readFileSync(join(out, "index.html"), "utf8");
const first = [...sizes].filter(([name]) => name === "index.html" || html.includes(name) || /^assets\/ja-/.test(name));
const total = first.reduce((sum, [, size]) => sum + size, 0);
for (const [name, size] of [...sizes].sort((a, b) => b[1] - a[1])) console.log(`${String(size).padStart(8)}  ${name}`);
console.log(`first load ${(total / 1000).toFixed(1)} kB gzip (${first.map(([name]) => name).join(", ")})`);
if (total > 200_000) {
	console.error("first load is over 200 kB gzip");
	process.exit(1);
}

/* One line per test, then the totals as script/test counts them. */
export default async function* reporter(events) {
	let passed = 0, failed = 0;
	for await (const { type, data } of events) {
		if (type === "test:pass") passed++;
		if (type === "test:fail") failed++;
		if (type === "test:pass") yield `ok      ${data.name}\n`;
		if (type === "test:fail") yield `not ok  ${data.name}\n    ${data.details.error?.cause?.stack ?? data.details.error}\n`;
	}
	yield `${passed} passed, ${failed} failed\n`;
}

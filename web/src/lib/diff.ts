/* Word-level difference of two texts: common ends are cut off, the middle is compared by longest common subsequence. */
export interface Part { kind: "same" | "added" | "removed"; text: string }

const MAX_CELLS = 4_000_000;
let segmenter: Intl.Segmenter | undefined;

function words(text: string): string[] {
	segmenter ??= new Intl.Segmenter("ja", { granularity: "word" });
	return Array.from(segmenter.segment(text), (piece) => piece.segment);
}

export function diff(before: string, after: string): Part[] {
	const a = words(before), b = words(after);
	let start = 0, end = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start++;
	while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
	const parts: Part[] = [];
	const add = (kind: Part["kind"], text: string) => {
		const last = parts.at(-1);
		if (!text) return;
		if (last?.kind === kind) last.text += text;
		else parts.push({ kind, text });
	};
	add("same", a.slice(0, start).join(""));
	middle(a.slice(start, a.length - end), b.slice(start, b.length - end), add);
	add("same", a.slice(a.length - end).join(""));
	return parts;
}

function middle(a: string[], b: string[], add: (kind: Part["kind"], text: string) => void): void {
	const width = b.length + 1;
	if ((a.length + 1) * width > MAX_CELLS) {
		add("removed", a.join(""));
		add("added", b.join(""));
		return;
	}
	const length = new Uint16Array((a.length + 1) * width);
	for (let i = a.length - 1; i >= 0; i--)
		for (let j = b.length - 1; j >= 0; j--)
			length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1]! + 1 : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
	let i = 0, j = 0;
	while (i < a.length && j < b.length) {
		if (a[i] === b[j]) {
			add("same", a[i]!);
			i++;
			j++;
		} else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) add("removed", a[i++]!);
		else add("added", b[j++]!);
	}
	add("removed", a.slice(i).join(""));
	add("added", b.slice(j).join(""));
}

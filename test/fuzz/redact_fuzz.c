/* The redaction engine: names and a text of any bytes; finds are in order, inside, on boundaries, and their edits apply. */
#include <stdlib.h>

#include "model/redact.h"
#include "model/small_group.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *mem = arena_new();
	struct problem problem = { 0 };
	struct cx cx = { .mem = mem, .problem = &problem };
	struct str rest = { (const char *)data, size }, head = str_cut(rest, '\0', &rest), derived;
	struct redact_name names[16];
	struct redact_index *index;
	struct redact_find *finds;
	struct redact_edit *edits;
	struct group_warning *warnings;
	size_t n = 0, n_finds, n_edits, n_warnings, last = 0;
	for (; head.p && n < 16; n++)
		names[n] = (struct redact_name){ str_cut(head, '\n', &head), (enum redact_class)(1 + n % 6), (int)n };
	if (!rest.p || redact_index_new(&cx, names, n, &index) != OK || redact_scan(&cx, index, rest, &finds, &n_finds) != OK) {
		arena_release(mem);
		return 0;
	}
	for (size_t i = 0; i < n_finds; i++) {
		if (finds[i].from < last || finds[i].to <= finds[i].from || finds[i].to > rest.n || !finds[i].group || !finds[i].number)
			abort();
		last = finds[i].to;
	}
	redact_edits(&cx, finds, n_finds, 0, LANG_JA, &edits, &n_edits);
	if (redact_apply(&cx, rest, edits, n_edits, &derived) != OK || !str_utf8(derived))
		abort();
	const struct group_member members[] = { { LIT("water"), 13 } };
	if (small_groups(&cx, members, 1, &(struct group_report){ .texts = &rest, .n_texts = 1 }, 5, &warnings, &n_warnings) != OK)
		abort();
	for (size_t i = 0; i < n_warnings; i++)
		if (warnings[i].in_text && (warnings[i].to > rest.n || warnings[i].from >= warnings[i].to))
			abort();
	arena_release(mem);
	return 0;
}

/* model/journal.c — see journal.h. */
#include "model/journal.h"

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"

#define FIRST_US (INT64_C(-2208988800) * SECOND_US)             /* 1900-01-01 */
#define END_US (INT64_C(253402300800) * SECOND_US)              /* 10000-01-01 */

bool entry_verb_is_good(struct str verb)
{
	size_t dots = 0;
	if (verb.n == 0 || verb.n > VERB_MAX)
		return false;
	for (size_t i = 0; i < verb.n; i++) {
		char c = verb.p[i];
		bool edge = i == 0 || i + 1 == verb.n || verb.p[i - 1] == '.';
		if (c == '.' && edge)
			return false;
		if (c != '.' && c != '_' && (c < 'a' || c > 'z') && (c < '0' || c > '9'))
			return false;
		dots += c == '.';
	}
	return dots > 0;
}

struct str journal_time(struct arena *mem, int64_t us)
{
	if (us < FIRST_US || us >= END_US)
		return NO_STR;
	int64_t part = us % SECOND_US;
	part += part < 0 ? SECOND_US : 0;
	struct str whole = time_format(mem, us - part);         /* "2026-11-20T00:00:00Z" */
	return str_format(mem, "%.*s.%06dZ", (int)whole.n - 1, whole.p, (int)part);
}

static struct str id_or_dash(struct arena *mem, struct uuid id)
{
	return uuid_is_none(id) ? S("-") : uuid_str(mem, id);
}

struct str entry_leaf(struct arena *mem, const struct entry *e)
{
	struct str at = journal_time(mem, e->at_us);
	if (at.n == 0 || !entry_verb_is_good(e->verb))
		return NO_STR;
	struct buf b;
	buf_init(&b, mem, ENTRY_LEAF_MAX);
	const struct str lines[] = {
		S("noroshi-entry/1"), id_or_dash(mem, e->id), at, id_or_dash(mem, e->account), id_or_dash(mem, e->org), e->verb,
		id_or_dash(mem, e->object), e->has_digest ? str_hex(mem, e->digest, sizeof e->digest) : S("-"),
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		buf_add(&b, lines[i]);
		buf_byte(&b, '\n');
	}
	return b.full ? NO_STR : buf_str(&b);
}

bool entry_hash(hash_fn *hash, struct arena *mem, const struct entry *e, struct hash *ret)
{
	struct str leaf = entry_leaf(mem, e);
	if (leaf.n == 0)
		return false;
	merkle_leaf(hash, leaf, ret);
	return true;
}

struct str head_text(struct arena *mem, struct str store_id, const struct head *head)
{
	struct str at = journal_time(mem, head->signed_us), root = str_hex(mem, head->root.b, HASH_BYTES);
	if (at.n == 0 || head->size < 0 || store_id.n == 0 || store_id.n > 64)
		return NO_STR;
	return str_format(mem, "noroshi-head/1\n%.*s\n%lld\n%.*s\n%.*s\n", STR_ARG(store_id), (long long)head->size, STR_ARG(root),
		STR_ARG(at));
}

/* model/redact_apply.c — placeholders, and the derived text. */
#include "base/buf.h"
#include "model/redact.h"

struct wording { struct str ja, en; };
static const struct wording words[REDACT_CLASSES] = {
	[REDACT_ORG] = { LIT("組織"), LIT("Organisation") }, [REDACT_PERSON] = { LIT("担当者"), LIT("Person") },
	[REDACT_MAIL] = { LIT("メールアドレス"), LIT("Mail address") }, [REDACT_POSTAL] = { LIT("所在地"), LIT("Address") },
	[REDACT_PHONE] = { LIT("電話番号"), LIT("Phone number") }, [REDACT_DOMAIN] = { LIT("ドメイン"), LIT("Domain") },
	[REDACT_URL] = { LIT("URL"), LIT("URL") }, [REDACT_IP] = { LIT("IPアドレス"), LIT("IP address") },
	[REDACT_HASH] = { LIT("ハッシュ値"), LIT("Hash") }, [REDACT_TICKET] = { LIT("管理番号"), LIT("Reference") },
};

/* 1 is A, 26 is Z, 27 is AA. */
static struct str letters(struct arena *mem, int number)
{
	char out[8];
	size_t n = sizeof out;
	for (; number > 0 && n; number = (number - 1) / 26)
		out[--n] = (char)('A' + (number - 1) % 26);
	return str_copy(mem, (struct str){ out + n, sizeof out - n });
}

struct str redact_placeholder(struct arena *mem, const struct redact_find *find, enum lang lang)
{
	struct str word = lang == LANG_JA ? words[find->class].ja : words[find->class].en;
	if (find->class != REDACT_ORG)
		return lang == LANG_JA ? str_format(mem, "【%.*s%d】", STR_ARG(word), find->number) : str_format(mem, "[%.*s %d]", STR_ARG(word), find->number);
	struct str name = letters(mem, find->number);
	if (lang == LANG_EN)
		return str_format(mem, "[%s %.*s]", find->company ? "Company" : "Organisation", STR_ARG(name));
	return find->company ? str_format(mem, "【%.*s社】", STR_ARG(name)) : str_format(mem, "【組織%.*s】", STR_ARG(name));
}

void redact_edits(struct cx *cx, const struct redact_find *finds, size_t n, size_t text, enum lang lang, struct redact_edit **ret, size_t *ret_n)
{
	struct redact_edit *edits = arena_array(cx->mem, struct redact_edit, n + 1);
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		if (finds[i].text == text && finds[i].proposal == REDACT_REPLACE)
			edits[count++] = (struct redact_edit){ finds[i].from, finds[i].to, redact_placeholder(cx->mem, &finds[i], lang) };
	*ret = edits;
	*ret_n = count;
}

static bool inside_character(struct str text, size_t i)
{
	return i < text.n && ((unsigned char)text.p[i] & 0xc0) == 0x80;
}

enum status redact_apply(struct cx *cx, struct str text, const struct redact_edit *edits, size_t n, struct str *ret)
{
	struct buf out;
	size_t done = 0, more = 0;
	for (size_t i = 0; i < n; i++)
		more += edits[i].with.n;
	if (text.n > REDACT_TEXT_MAX || more > 4 * REDACT_TEXT_MAX)
		return fail(cx, E_LIMIT, T_TOO_LARGE);
	buf_init(&out, cx->mem, text.n + more + 1);
	for (size_t i = 0; i < n; i++) {
		const struct redact_edit *e = &edits[i];
		if (e->from < done || e->to < e->from || e->to > text.n || inside_character(text, e->from) || inside_character(text, e->to))
			return fail_field(cx, str_format(cx->mem, "/edits/%zu", i), T_FIELD_TYPE, 0);
		buf_add(&out, str_slice(text, done, e->from));
		buf_add(&out, e->with);
		done = e->to;
	}
	buf_add(&out, str_slice(text, done, text.n));
	*ret = buf_str(&out);
	return OK;
}

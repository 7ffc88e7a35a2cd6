#include "format/csv.h"
#include "base/str.h"

void csv_begin(struct csv *c, struct buf *out)
{
	*c = (struct csv){ out, false };
	buf_add(out, S("\xEF\xBB\xBF"));
}

/* Japanese spreadsheets take the full-width signs too. */
static bool is_formula(struct str s)
{
	static const struct str signs[] = { LIT("="), LIT("+"), LIT("-"), LIT("@"), LIT("\t"), LIT("\r"), LIT("＝"), LIT("＋"), LIT("－"), LIT("＠") };
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_starts(s, signs[i]))
			return true;
	return false;
}

static bool needs_quotes(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r')
			return true;
	return false;
}

void csv_cell(struct csv *c, struct str s)
{
	if (c->within)
		buf_byte(c->out, ',');
	c->within = true;
	bool quotes = needs_quotes(s);
	if (quotes)
		buf_byte(c->out, '"');
	if (is_formula(s))
		buf_byte(c->out, '\'');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_byte(c->out, '"');
		buf_byte(c->out, s.p[i]);
	}
	if (quotes)
		buf_byte(c->out, '"');
}

void csv_int(struct csv *c, int64_t n)
{
	if (c->within)
		buf_byte(c->out, ',');
	c->within = true;
	buf_int(c->out, n);
}

void csv_row(struct csv *c)
{
	buf_add(c->out, S("\r\n"));
	c->within = false;
}

/* base/json_write.c — JSON out, straight into a buf. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"

/* Two bits for each open level: something is written there; it is an object. */
enum { LEVEL_STARTED = 1, LEVEL_OBJECT = 2, LEVELS_MAX = 32 };

static unsigned level_shift(const struct jw *w)
{
	return 2 * (w->depth - 1);
}

static unsigned level_bits(const struct jw *w)
{
	return w->depth ? (unsigned)(w->started >> level_shift(w)) & 3 : 0;
}

void jw_init(struct jw *w, struct buf *out)
{
	*w = (struct jw){ .out = out };
}

static void comma(struct jw *w)
{
	if (!w->depth)
		return;
	if (level_bits(w) & LEVEL_STARTED)
		buf_byte(w->out, ',');
	w->started |= (uint64_t)LEVEL_STARTED << level_shift(w);
}

static void before_value(struct jw *w)
{
	if (w->after_key) {
		w->after_key = false;
		return;
	}
	assert(!(level_bits(w) & LEVEL_OBJECT));                /* a value in an object needs its key */
	comma(w);
}

static void open_level(struct jw *w, unsigned kind, char c)
{
	before_value(w);
	assert(w->depth < LEVELS_MAX);
	w->depth++;
	w->started &= ~(UINT64_C(3) << level_shift(w));
	w->started |= (uint64_t)kind << level_shift(w);
	buf_byte(w->out, c);
}

static void close_level(struct jw *w, unsigned kind, char c)
{
	assert(w->depth && !w->after_key && (level_bits(w) & LEVEL_OBJECT) == kind);
	(void)kind;
	w->depth--;
	buf_byte(w->out, c);
}

void jw_object(struct jw *w)
{
	open_level(w, LEVEL_OBJECT, '{');
}

void jw_end_object(struct jw *w)
{
	close_level(w, LEVEL_OBJECT, '}');
}

void jw_array(struct jw *w)
{
	open_level(w, 0, '[');
}

void jw_end_array(struct jw *w)
{
	close_level(w, 0, ']');
}

static void add_escaped(struct buf *out, unsigned char c)
{
	switch (c) {
	case '"': buf_add(out, S("\\\"")); return;
	case '\\': buf_add(out, S("\\\\")); return;
	case '\n': buf_add(out, S("\\n")); return;
	case '\r': buf_add(out, S("\\r")); return;
	case '\t': buf_add(out, S("\\t")); return;
	default: {
		static const char digits[] = "0123456789abcdef";
		const char text[] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };
		buf_add(out, (struct str){ text, sizeof text });
	}
	}
}

/* U+2028 and U+2029 are e2 80 a8 and e2 80 a9. */
static bool is_line_separator(struct str s, size_t i)
{
	return s.n - i >= 3 && s.p[i] == '\xe2' && s.p[i + 1] == '\x80' && (s.p[i + 2] == '\xa8' || s.p[i + 2] == '\xa9');
}

/* Bytes that stand for themselves. e2 begins U+2028 and U+2029 (and much else), so it is looked at. */
static const unsigned char special[256] = {
	[0] = 1, [1] = 1, [2] = 1, [3] = 1, [4] = 1, [5] = 1, [6] = 1, [7] = 1, [8] = 1, [9] = 1, [10] = 1, [11] = 1, [12] = 1, [13] = 1, [14] = 1,
	[15] = 1, [16] = 1, [17] = 1, [18] = 1, [19] = 1, [20] = 1, [21] = 1, [22] = 1, [23] = 1, [24] = 1, [25] = 1, [26] = 1, [27] = 1, [28] = 1,
	[29] = 1, [30] = 1, [31] = 1, ['"'] = 1, ['\\'] = 1, ['<'] = 1, ['>'] = 1, ['&'] = 1, [0xe2] = 1,
};

static void write_string(struct buf *out, struct str s)
{
	size_t from = 0;
	buf_byte(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (!special[c])
			continue;
		if (c == 0xe2) {
			if (!is_line_separator(s, i))
				continue;
			buf_add(out, str_slice(s, from, i));
			buf_add(out, s.p[i + 2] == '\xa8' ? S("\\u2028") : S("\\u2029"));
			i += 2;
		} else {
			buf_add(out, str_slice(s, from, i));
			add_escaped(out, c);
		}
		from = i + 1;
	}
	buf_add(out, from ? str_slice(s, from, s.n) : s);
	buf_byte(out, '"');
}

/* What needs no escaping, in quotes: ids and times. */
static void write_plain(struct jw *w, const char *text, size_t n)
{
	before_value(w);
	char *p = buf_reserve(w->out, n + 2);
	if (!p)
		return;
	p[0] = '"';
	memcpy(p + 1, text, n);
	p[n + 1] = '"';
	buf_commit(w->out, n + 2);
}

void jw_key(struct jw *w, struct str key)
{
	assert((level_bits(w) & LEVEL_OBJECT) && !w->after_key);
	w->after_key = true;
	/* Keys are short and plain: one reservation for all of them. */
	size_t plain = 0;
	while (plain < key.n && !special[(unsigned char)key.p[plain]])
		plain++;
	char *p = plain == key.n ? buf_reserve(w->out, key.n + 4) : NULL;
	if (!p) {
		comma(w);
		write_string(w->out, key);
		buf_byte(w->out, ':');
		return;
	}
	char *from = p;
	if (level_bits(w) & LEVEL_STARTED)
		*p++ = ',';
	w->started |= (uint64_t)LEVEL_STARTED << level_shift(w);
	*p++ = '"';
	memcpy(p, key.p, key.n);
	p += key.n;
	*p++ = '"';
	*p++ = ':';
	buf_commit(w->out, (size_t)(p - from));
}

void jw_text(struct jw *w, struct str s)
{
	before_value(w);
	write_string(w->out, s);
}

void jw_int(struct jw *w, int64_t value)
{
	before_value(w);
	buf_int(w->out, value);
}

void jw_double(struct jw *w, double value)
{
	if (!isfinite(value)) {
		jw_null(w);
		return;
	}
	before_value(w);
	char text[32];
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	buf_add(w->out, str_of(text));
}

void jw_bool(struct jw *w, bool value)
{
	before_value(w);
	buf_add(w->out, value ? S("true") : S("false"));
}

void jw_null(struct jw *w)
{
	before_value(w);
	buf_add(w->out, S("null"));
}

void jw_uuid(struct jw *w, struct uuid id)
{
	if (uuid_is_none(id)) {
		jw_null(w);
		return;
	}
	char text[UUID_TEXT];
	uuid_text(id, text);
	write_plain(w, text, sizeof text);
}

void jw_time(struct jw *w, int64_t us)
{
	char text[TIME_TEXT_MAX];
	if (us)
		write_plain(w, text, time_text(us, text));
	else
		jw_null(w);
}

void jw_day(struct jw *w, int32_t day)
{
	if (day == DAY_FOREVER)
		jw_null(w);
	else
		jw_text(w, day_format(w->out->mem, day));
}

void jw_raw(struct jw *w, struct str json)
{
	before_value(w);
	buf_add(w->out, json);
}

void jw_k_text(struct jw *w, struct str key, struct str value)
{
	jw_key(w, key);
	jw_text(w, value);
}

void jw_k_int(struct jw *w, struct str key, int64_t value)
{
	jw_key(w, key);
	jw_int(w, value);
}

void jw_k_bool(struct jw *w, struct str key, bool value)
{
	jw_key(w, key);
	jw_bool(w, value);
}

void jw_k_uuid(struct jw *w, struct str key, struct uuid id)
{
	jw_key(w, key);
	jw_uuid(w, id);
}

void jw_k_time(struct jw *w, struct str key, int64_t us)
{
	jw_key(w, key);
	jw_time(w, us);
}

void jw_k_day(struct jw *w, struct str key, int32_t day)
{
	jw_key(w, key);
	jw_day(w, day);
}

void jw_k_raw(struct jw *w, struct str key, struct str json)
{
	jw_key(w, key);
	jw_raw(w, json);
}

#include "model/join.h"
#include <arpa/inet.h>
#include <string.h>
#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"

const struct str join_kind_names[] = { LIT("hash"), LIT("url"), LIT("ip"), LIT("mail"), LIT("domain"), { NULL, 0 } };
const struct str join_part_names[] = { LIT("indicator"), LIT("text"), LIT("time"), LIT("event_type"), LIT("sector"), { NULL, 0 } };

enum text join_part_text(unsigned part)
{
	static const enum text texts[JOIN_PARTS] = { T_JOIN_INDICATOR, T_JOIN_TEXT, T_JOIN_TIME, T_JOIN_TYPE, T_JOIN_SECTOR };
	return part < JOIN_PARTS ? texts[part] : T_NONE;
}

/* FNV-1a, then mixed (the finaliser of MurmurHash3): tokens are keys of an index, not secrets. */
static uint64_t hash_of(uint64_t seed, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t h = UINT64_C(14695981039346656037) ^ seed;
	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(1099511628211);
	h = (h ^ (h >> 33)) * UINT64_C(0xff51afd7ed558ccd);
	h = (h ^ (h >> 33)) * UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ (h >> 33);
}

/* --- indicators --------------------------------------------------------------------------------------------------------------- */

struct found { struct join_indicator *p; size_t n; };

static void add(struct found *f, enum join_kind kind, struct str value)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->p[i].kind == kind && str_eq(f->p[i].value, value))
			return;
	if (f->n < JOIN_INDICATORS_MAX && value.n > 0 && value.n <= 2048)
		f->p[f->n++] = (struct join_indicator){ kind, value, (int64_t)hash_of((uint64_t)kind, value.p, value.n) };
}

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_label(char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_'; }

/* The folded text with what writers do against accidental clicks undone. */
static struct str undone(struct arena *mem, struct str text)
{
	static const struct { struct str from, to; } ways[] = {
		{ LIT("[.]"), LIT(".") }, { LIT("(.)"), LIT(".") }, { LIT("{.}"), LIT(".") }, { LIT("[dot]"), LIT(".") }, { LIT("(dot)"), LIT(".") },
		{ LIT("[:]"), LIT(":") }, { LIT("[://]"), LIT("://") }, { LIT("[at]"), LIT("@") }, { LIT("[@]"), LIT("@") },
		{ LIT("hxxp"), LIT("http") }, { LIT("http[s]"), LIT("https") },
	};
	struct buf out;
	buf_init(&out, mem, text.n + 1);
	for (size_t i = 0; i < text.n;) {
		size_t k = 0;
		while (k < sizeof ways / sizeof *ways && !str_starts(str_slice(text, i, text.n), ways[k].from))
			k++;
		if (k < sizeof ways / sizeof *ways) {
			buf_add(&out, ways[k].to);
			i += ways[k].from.n;
		} else {
			buf_byte(&out, text.p[i++]);
		}
	}
	return buf_str(&out);
}

/* Addresses that are not somebody's on the Internet say nothing about an attacker. */
static bool reserved4(const unsigned char a[4])
{
	return a[0] == 0 || a[0] == 10 || a[0] == 127 || a[0] >= 224 || (a[0] == 172 && (a[1] & 0xf0) == 16) || (a[0] == 192 && a[1] == 168)
		|| (a[0] == 169 && a[1] == 254) || (a[0] == 100 && (a[1] & 0xc0) == 64);
}

static bool take_ip(struct arena *mem, struct found *f, struct str s)
{
	char text[64], out[INET6_ADDRSTRLEN];
	unsigned char a[16];
	if (s.n < 2 || s.n >= sizeof text)
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	if (inet_pton(AF_INET, text, a) == 1) {
		if (!reserved4(a))
			add(f, JOIN_IP, str_copy(mem, s));
		return true;
	}
	if (memchr(s.p, ':', s.n) && inet_pton(AF_INET6, text, a) == 1) {
		bool outside = (a[0] & 0xe0) == 0x20;           /* 2000::/3, what is routed */
		if (outside && inet_ntop(AF_INET6, a, out, sizeof out))
			add(f, JOIN_IP, str_copy(mem, str_of(out)));
		return true;
	}
	return false;
}

static bool is_file_name(struct str tld)
{
	static const struct str ends[] = {
		LIT("exe"), LIT("dll"), LIT("pdf"), LIT("doc"), LIT("docx"), LIT("xls"), LIT("xlsx"), LIT("ppt"), LIT("pptx"), LIT("zip"), LIT("txt"),
		LIT("csv"), LIT("html"), LIT("htm"), LIT("jpg"), LIT("png"), LIT("gif"), LIT("js"), LIT("ps"), LIT("bat"), LIT("log"), LIT("lnk"),
		LIT("iso"), LIT("img"), LIT("py"), LIT("sh"), LIT("php"), LIT("eml"), LIT("msg"), LIT("rar"), LIT("sys"), LIT("dat"), LIT("bin"), { NULL, 0 },
	};
	for (const struct str *e = ends; e->n; e++)
		if (str_eq(*e, tld))
			return true;
	return false;
}

/* A host name of at least two labels whose last is letters. */
static bool is_domain(struct str s)
{
	size_t label = 0, labels = 0;
	if (s.n < 4 || s.n > 253)
		return false;
	for (size_t i = 0; i <= s.n; i++) {
		if (i < s.n && is_label(s.p[i])) {
			label++;
			continue;
		}
		if ((i < s.n && s.p[i] != '.') || label == 0 || label > 63)
			return false;
		labels++;
		if (i == s.n) {
			struct str tld = str_slice(s, s.n - label, s.n);
			for (size_t k = 0; k < tld.n; k++)
				if (tld.p[k] < 'a' || tld.p[k] > 'z')
					return false;
			return labels >= 2 && label >= 2 && !is_file_name(tld);
		}
		label = 0;
	}
	return false;
}

static void take_host(struct arena *mem, struct found *f, struct str host)
{
	struct str rest, name = host;
	if (str_starts(host, S("["))) {                         /* [2001:db8::1]:443 */
		(void)take_ip(mem, f, str_slice(str_cut(host, ']', &rest), 1, host.n));
		return;
	}
	name = str_cut(host, ':', &rest);
	while (str_ends(name, S(".")))
		name.n--;
	if (!take_ip(mem, f, name) && is_domain(name))
		add(f, JOIN_DOMAIN, str_copy(mem, name));
}

static void take_url(struct arena *mem, struct found *f, struct str url)
{
	ptrdiff_t at = str_find(url, S("://"));
	size_t from = (size_t)at, end, path;
	while (from > 0 && url.p[from - 1] >= 'a' && url.p[from - 1] <= 'z')
		from--;
	struct str scheme = str_slice(url, from, (size_t)at);
	for (end = (size_t)at + 3; end < url.n && url.p[end] != '#'; end++)
		;
	for (path = (size_t)at + 3; path < end && url.p[path] != '/' && url.p[path] != '?'; path++)
		;
	struct str host = str_slice(url, (size_t)at + 3, path), rest = str_slice(url, path, end);
	ptrdiff_t user = str_find(host, S("@"));
	if (user >= 0)
		host = str_slice(host, (size_t)user + 1, host.n);
	if (str_eq(scheme, S("http")) && str_ends(host, S(":80")))
		host.n -= 3;
	if (str_eq(scheme, S("https")) && str_ends(host, S(":443")))
		host.n -= 4;
	size_t before = f->n;
	take_host(mem, f, host);
	bool known = f->n > before || host.n > 0;
	if (scheme.n && known && rest.n > 1)                    /* of a bare host the host alone is the indicator */
		add(f, JOIN_URL, str_format(mem, "%.*s://%.*s%.*s", STR_ARG(scheme), STR_ARG(host), STR_ARG(rest)));
}

static void take_run(struct arena *mem, struct found *f, struct str run)
{
	struct str rest;
	while (run.n && strchr(".,;:!?)]}>'\"/-_=&", run.p[run.n - 1]) && !(run.p[run.n - 1] == '/' && str_find(run, S("://")) >= 0))
		run.n--;
	while (run.n && strchr(".,;:(<'\"/-=&?", run.p[0]))
		run = str_slice(run, 1, run.n);
	if (run.n < 4)
		return;
	if (str_find(run, S("://")) >= 0) {
		take_url(mem, f, run);
		return;
	}
	ptrdiff_t at = str_find(run, S("@"));
	if (at > 0 && is_domain(str_slice(run, (size_t)at + 1, run.n))) {
		add(f, JOIN_MAIL, str_copy(mem, run));
		return;
	}
	if (run.n == 32 || run.n == 40 || run.n == 64) {
		size_t hex = 0, digits = 0;
		for (size_t i = 0; i < run.n; i++)
			hex += is_hex(run.p[i]), digits += is_digit(run.p[i]);
		if (hex == run.n && digits > 0 && digits < run.n) {
			add(f, JOIN_HASH, str_copy(mem, run));
			return;
		}
	}
	if (!take_ip(mem, f, run))
		take_host(mem, f, str_cut(run, '/', &rest));
}

size_t join_indicators(struct arena *mem, struct str text, struct join_indicator ret[JOIN_INDICATORS_MAX])
{
	struct found f = { ret, 0 };
	struct str s = undone(mem, str_fold(mem, text));
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		while (i < s.n && s.p[i] > ' ' && s.p[i] < 0x7f && !strchr("<>\"'`|\\^{},", s.p[i]))
			i++;
		if (i > from)
			take_run(mem, &f, str_slice(s, from, i));
		else
			i++;
	}
	return f.n;
}

/* --- text ------------------------------------------------------------------------------------------------------------------------ */

#define TEXT_CHARS_MAX 4000
#define GRAM 4
#define GRAMS_MIN 12

/* Folded, without spaces and punctuation: they differ by habit. Returns characters' starts, n + 1 of them. */
static size_t letters(struct arena *mem, struct str text, char **ret_text, size_t **ret_starts)
{
	struct str s = str_fold(mem, text);
	char *out = arena_alloc(mem, s.n + 1);
	size_t *starts = arena_array(mem, size_t, TEXT_CHARS_MAX + 1), n = 0, to = 0;
	for (size_t i = 0; i < s.n && n < TEXT_CHARS_MAX;) {
		unsigned char c = (unsigned char)s.p[i];
		size_t bytes = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
		bool keep = c >= 0x80 || is_label((char)c);
		bytes = bytes > s.n - i ? s.n - i : bytes;
		if (bytes == 3 && c == 0xe3 && (unsigned char)s.p[i + 1] == 0x80 && (unsigned char)s.p[i + 2] <= 0x91)
			keep = false;                           /* U+3000..U+3011: ideographic space, full stop, brackets */
		if (keep) {
			starts[n++] = to;
			memcpy(out + to, s.p + i, bytes);
			to += bytes;
		}
		i += bytes;
	}
	starts[n] = to;
	*ret_text = out;
	*ret_starts = starts;
	return n;
}

void join_sketch(struct arena *mem, struct str text, struct join_features *ret)
{
	char *s;
	size_t *starts, n = letters(mem, text, &s, &starts);
	ret->has_text = n >= GRAM + GRAMS_MIN - 1;
	memset(ret->sketch, 0xff, sizeof ret->sketch);
	memset(ret->bands, 0, sizeof ret->bands);
	if (!ret->has_text)
		return;
	for (size_t i = 0; i + GRAM <= n; i++) {
		uint64_t h = hash_of(0, s + starts[i], starts[i + GRAM] - starts[i]);
		/* Sixty-three functions of one hash: odd multipliers, the upper half. */
		for (unsigned k = 0; k < JOIN_SKETCH; k++) {
			uint64_t mixed = (h ^ (h >> 29)) * (UINT64_C(0x9e3779b97f4a7c15) * (2 * k + 1) | 1) + UINT64_C(0xd1b54a32d192ed03) * k;
			uint32_t value = (uint32_t)(mixed >> 32);
			ret->sketch[k] = value < ret->sketch[k] ? value : ret->sketch[k];
		}
	}
	for (unsigned band = 0; band < JOIN_BANDS; band++)
		ret->bands[band] = (int64_t)hash_of(UINT64_C(1000) + band, &ret->sketch[3 * band], 3 * sizeof *ret->sketch);
}

int64_t join_band_token(const struct join_features *f, unsigned band, int months)
{
	uint64_t month = (uint64_t)(f->event_us / (30 * DAY_US) + months) & 0x7fff;
	return (int64_t)(month << 48 | (uint64_t)f->bands[band] >> 16);
}

int join_likeness(const uint32_t a[JOIN_SKETCH], const uint32_t b[JOIN_SKETCH])
{
	int same = 0;
	for (unsigned k = 0; k < JOIN_SKETCH; k++)
		same += a[k] == b[k] && a[k] != UINT32_MAX;
	return same * 100 / JOIN_SKETCH;
}

struct str join_text(struct arena *mem, const struct report_content *c)
{
	return str_format(mem, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(c->title), STR_ARG(c->summary), STR_ARG(c->system),
	                  STR_ARG(c->spill_over), STR_ARG(c->cause_text), STR_ARG(c->progress), STR_ARG(c->recovery));
}

void join_read(struct arena *mem, const struct report_content *c, struct join_features *ret)
{
	struct str text = join_text(mem, c);
	*ret = (struct join_features){
		.event_us = c->occurred_us ? c->occurred_us : c->noticed_us, .sector = c->sector, .event_type = c->event_type, .exercise = c->exercise,
	};
	join_sketch(mem, text, ret);
	ret->n_indicators = join_indicators(mem, text, ret->indicators);
}

/* --- the score -------------------------------------------------------------------------------------------------------------------- */

int join_total(const struct join_score *s)
{
	int sum = 0;
	for (unsigned i = 0; i < JOIN_PARTS; i++)
		sum += s->parts[i];
	return sum;
}

static int time_points(int64_t apart_us)
{
	int64_t hours = (apart_us < 0 ? -apart_us : apart_us) / HOUR_US;
	return hours < 1 ? 12 : hours < 6 ? 9 : hours < 24 ? 6 : hours < 72 ? 3 : 0;
}

void join_compare(const struct join_features *a, const struct join_features *b, struct join_score *ret)
{
	int like = a->has_text && b->has_text ? join_likeness(a->sketch, b->sketch) : 0;
	*ret = (struct join_score){ { 0 } };
	ret->parts[JOIN_TEXT] = like >= 25 ? (like - 20) * 25 / 80 : 0;
	ret->parts[JOIN_TIME] = a->event_us && b->event_us ? time_points(a->event_us - b->event_us) : 0;
	ret->parts[JOIN_TYPE] = a->event_type.n && str_eq(a->event_type, b->event_type) ? 6 : 0;
	ret->parts[JOIN_SECTOR] = a->sector.n && str_eq(a->sector, b->sector) ? 5 : 0;
}

int join_indicator_points(enum join_kind kind, int64_t reports)
{
	static const int points[] = { [JOIN_HASH] = 40, [JOIN_URL] = 35, [JOIN_IP] = 30, [JOIN_MAIL] = 25, [JOIN_DOMAIN] = 20 };
	int p = kind >= JOIN_HASH && kind <= JOIN_DOMAIN ? points[kind] : 0;
	return reports <= 8 ? p : reports <= 32 ? p / 2 : reports <= 128 ? p / 4 : p / 10;
}

void join_add_indicator(struct join_score *s, int points)
{
	s->parts[JOIN_INDICATORS] += points;
	if (s->parts[JOIN_INDICATORS] > 50)
		s->parts[JOIN_INDICATORS] = 50;
}

bool join_is_worth(const struct join_score *s)
{
	return join_total(s) >= 20 && (s->parts[JOIN_INDICATORS] || s->parts[JOIN_TEXT] || s->parts[JOIN_TIME] >= 6);
}

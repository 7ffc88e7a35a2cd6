/* format/meta_eml.c — mail (RFC 5322, MIME): its heads, the names of its parts, what is attached; and its text.
 *
 * Cleaning leaves of a head the subject and what says how to read the body; the body stays byte for byte, attached mails lose
 * their heads too. What is in attachments is told but stays: who passes them on attaches them by themselves. */
#include <string.h>

#include "base/str.h"
#include "format/meta_parts.h"
#include "format/mime.h"
#include "format/xml.h"

enum { PARTS_MAX = 1000, DEPTH_MAX = 8 };

struct mail { struct meta_work *w; struct buf *out, *text; size_t parts; };
struct head { struct str type, encoding, disposition, subject; size_t n; };   /* n: bytes of the head with its empty line */

static struct str line_of(struct str s)
{
	const char *end = s.n ? memchr(s.p, '\n', s.n) : NULL;
	return end ? str_slice(s, 0, (size_t)(end - s.p) + 1) : s;
}

static bool is_blank(struct str line)
{
	return !str_trim(line).n;
}

/* A field with its folded lines. */
static struct str field_of(struct str s)
{
	size_t n = line_of(s).n;
	while (n < s.n && (s.p[n] == ' ' || s.p[n] == '\t') && !is_blank(line_of(str_slice(s, n, s.n))))
		n += line_of(str_slice(s, n, s.n)).n;
	return str_slice(s, 0, n);
}

static struct str short_field(struct str raw)
{
	return str_slice(raw, 0, 8 << 10);
}

/* True where the field stays. */
static bool field(struct mail *m, struct str raw, bool message, struct head *h)
{
	struct meta_work *w = m->w;
	struct str value, name = str_trim(str_cut(raw, ':', &value));
	if (str_eq_nocase(name, S("Content-Type")))
		h->type = value;
	else if (str_eq_nocase(name, S("Content-Transfer-Encoding")))
		h->encoding = str_trim(value);
	else if (str_eq_nocase(name, S("Content-Disposition")))
		h->disposition = value;
	else if (str_eq_nocase(name, S("Subject")))
		h->subject = value;
	if (str_eq_nocase(name, S("Subject")))
		meta_add(w, META_TITLE, S("head"), mime_words(w->scratch, short_field(value)), false);
	else if (str_eq_nocase(name, S("Content-ID")))
		meta_add(w, META_ID, S("Content-ID"), value, false);
	bool stays = str_eq_nocase(name, S("MIME-Version")) || str_eq_nocase(str_slice(name, 0, 8), S("Content-")) ||
	             str_eq_nocase(name, S("Subject"));
	if (!stays)
		meta_add(w, META_MAIL_HEADER, message ? S("head") : S("part"), mime_words(w->scratch, short_field(raw)), true);
	return stays;
}

static void head(struct mail *m, struct str s, bool message, struct head *h)
{
	*h = (struct head){ .n = 0 };
	while (h->n < s.n) {
		struct str raw = field_of(str_slice(s, h->n, s.n));
		h->n += raw.n;
		bool end = is_blank(raw);
		if ((end || field(m, raw, message, h)) && m->out)
			buf_add(m->out, raw);
		if (end)
			break;
	}
}

static struct bytes decoded(struct mail *m, const struct head *h, struct str body, bool *ret_fits)
{
	*ret_fits = true;
	bool base64 = str_eq_nocase(h->encoding, S("base64")), quoted = str_eq_nocase(h->encoding, S("quoted-printable"));
	if (!base64 && !quoted)
		return as_bytes(body);
	if (body.n > META_UNPACKED_MAX - m->w->unpacked) {
		*ret_fits = false;
		return (struct bytes){ NULL, 0 };
	}
	m->w->unpacked += body.n;
	return base64 ? mime_base64(m->w->cx->mem, body) : mime_quoted(m->w->cx->mem, body, false);
}

static bool is_type(const struct head *h, struct str prefix)
{
	return str_eq_nocase(str_slice(str_trim(h->type), 0, prefix.n), prefix);
}

/* Tags out, links of them in. */
static void html(struct mail *m, struct str s)
{
	while (s.n) {
		struct str rest, text = str_cut(s, '<', &rest), after;
		buf_add(m->text, xml_text(m->w->cx->mem, text));
		if (!rest.p)
			return;
		struct str tag = str_cut(rest, '>', &after);
		ptrdiff_t link = str_find(tag, S("href="));
		struct str name = str_slice(tag, 0, 3);
		if (str_eq_nocase(str_slice(name, 0, 2), S("br")) || str_starts(name, S("/")) || str_eq_nocase(str_slice(name, 0, 1), S("p")))
			buf_byte(m->text, str_starts(name, S("/t")) || str_starts(name, S("/p")) || str_starts(name, S("/d")) || name.p[0] != '/' ? '\n' : ' ');
		if (link >= 0) {
			buf_byte(m->text, ' ');
			buf_add(m->text, str_slice(tag, (size_t)link + 5, tag.n));
			buf_byte(m->text, ' ');
		}
		s = after;
	}
}

static void leaf_text(struct mail *m, const struct head *h, struct str name, struct bytes v)
{
	if (name.n) {
		buf_add(m->text, name);
		buf_byte(m->text, '\n');
	}
	if (h->type.n && !is_type(h, S("text/")))
		return;
	enum charset named = charset_named(mime_parameter(m->w->cx->mem, h->type, S("charset")));
	if (named == CHARSET_NONE || named == CHARSET_UTF8)
		named = charset_told(v);
	struct str text = charset_text(m->w->cx->mem, named, v);
	if (is_type(h, S("text/html")))
		html(m, text);
	else
		buf_add(m->text, text);
	buf_byte(m->text, '\n');
}

static void leaf(struct mail *m, const struct head *h, struct str body)
{
	bool fits;
	struct str name = mime_parameter(m->w->cx->mem, h->disposition, S("filename"));
	if (!name.n)
		name = mime_parameter(m->w->cx->mem, h->type, S("name"));
	struct bytes v = decoded(m, h, body, &fits);
	if (m->text) {
		if (fits)
			leaf_text(m, h, name, v);
		return;
	}
	bool text = !h->type.n || is_type(h, S("text/")), attached = str_eq_nocase(str_slice(str_trim(h->disposition), 0, 10), S("attachment"));
	if (name.n || attached || !text)
		meta_add(m->w, META_EMBEDDED, S("parts"), name, false);
	if ((text && !attached) || !fits || !v.n)
		return;
	bool kept = m->w->kept;
	m->w->kept = true;
	if (meta_told(v) != META_TYPE_NONE && meta_told(v) != META_PLAIN)
		meta_nested(m->w, name.n ? name : S("part"), name, v, NULL);
	m->w->kept = kept;
}

static enum status entity(struct mail *m, struct str s, bool message, unsigned depth);

/* 0: no delimiter; 1: between parts; 2: the last. */
static int delimiter(struct str line, struct str boundary)
{
	if (!str_starts(line, S("--")) || !str_starts(str_slice(line, 2, line.n), boundary))
		return 0;
	struct str after = str_slice(line, 2 + boundary.n, line.n);
	return str_starts(after, S("--")) && is_blank(str_slice(after, 2, after.n)) ? 2 : is_blank(after) ? 1 : 0;
}

static enum status multipart(struct mail *m, struct str boundary, struct str s, unsigned depth)
{
	size_t from = 0;
	bool within = false;
	enum status st = OK;
	for (size_t at = 0; at < s.n && st == OK;) {
		struct str line = line_of(str_slice(s, at, s.n));
		int is = delimiter(line, boundary);
		if (is) {
			struct str part = str_slice(s, from, at);
			if (within)
				st = entity(m, part, false, depth + 1);
			else if (m->out)
				buf_add(m->out, part);
			if (m->out)
				buf_add(m->out, is == 2 ? str_slice(s, at, s.n) : line);
			if (is == 2)
				return st;
			within = true;
			from = at + line.n;
		}
		at += line.n;
	}
	return st == OK ? meta_broken(m->w, "mail without its last part") : st;
}

static enum status entity(struct mail *m, struct str s, bool message, unsigned depth)
{
	struct head h;
	if (++m->parts > PARTS_MAX || depth > DEPTH_MAX)
		return fail(m->w->cx, E_INVALID, T_META_LIMIT);
	head(m, s, message, &h);
	struct str body = str_slice(s, h.n, s.n);
	if (m->text && message && h.subject.n) {
		buf_add(m->text, mime_words(m->w->cx->mem, short_field(h.subject)));
		buf_byte(m->text, '\n');
	}
	bool plain = !str_eq_nocase(h.encoding, S("base64")) && !str_eq_nocase(h.encoding, S("quoted-printable"));
	struct str boundary = is_type(&h, S("multipart/")) ? mime_parameter(m->w->cx->mem, h.type, S("boundary")) : NO_STR;
	if (boundary.n && boundary.n <= 200)
		return multipart(m, boundary, body, depth);
	if (is_type(&h, S("message/rfc822")) && plain)
		return entity(m, body, true, depth + 1);
	if (m->out)
		buf_add(m->out, body);
	leaf(m, &h, body);
	return OK;
}

static bool says_mime(struct str s)
{
	for (struct str line = line_of(s); s.n && !is_blank(line); line = line_of(s)) {
		if (str_eq_nocase(str_slice(line, 0, 13), S("MIME-Version:")))
			return true;
		s = str_slice(s, line.n, s.n);
	}
	return false;
}

/* A head that loses all its fields must still be one: it gets the field that says so. */
enum status meta_eml(struct meta_work *w, struct bytes file, struct buf *out)
{
	struct mail m = { .w = w, .out = out };
	if (out && !says_mime(as_str(file)))
		buf_add(out, str_ends(line_of(as_str(file)), S("\r\n")) ? S("MIME-Version: 1.0\r\n") : S("MIME-Version: 1.0\n"));
	return entity(&m, as_str(file), true, 0);
}

enum status meta_eml_text(struct meta_work *w, struct bytes file, struct buf *text)
{
	struct mail m = { .w = w, .text = text };
	enum status st = entity(&m, as_str(file), true, 0);
	return st == OK && text->full ? fail(w->cx, E_INVALID, T_META_LIMIT) : st;
}

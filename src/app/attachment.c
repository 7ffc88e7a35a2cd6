#include "app/attachment.h"
#include "app/access.h"
#include "app/journal.h"
#include "base/str.h"
#include "base/uuid.h"
#include "format/envelope.h"
#include "model/key.h"
#include "store/attachment.h"
#include "sys/crypto.h"

/* What people attach to reports. Everything is downloaded, nothing shown, but what a desktop would run on a double click stays out.
 * Samples of malware travel inside a ZIP, as is the custom. */
static const struct str allowed[] = {
	LIT("application/pdf"), LIT("application/zip"), LIT("application/gzip"), LIT("application/x-7z-compressed"), LIT("application/json"),
	LIT("application/xml"), LIT("application/csv"), LIT("application/rtf"), LIT("application/msword"), LIT("application/vnd.ms-excel"),
	LIT("application/vnd.ms-powerpoint"), LIT("application/vnd.ms-outlook"), LIT("application/CDFV2"), LIT("application/vnd.tcpdump.pcap"),
	LIT("application/x-ndjson"), LIT("message/rfc822"), { NULL, 0 },
};
static const struct str allowed_families[] = {
	LIT("text/"), LIT("application/vnd.openxmlformats-officedocument."), LIT("application/vnd.oasis.opendocument."), { NULL, 0 },
};
static const struct str refused[] = {                           /* text that runs */
	LIT("text/html"), LIT("text/x-shellscript"), LIT("text/x-msdos-batch"), LIT("text/javascript"), LIT("text/vbscript"), { NULL, 0 },
};
static const struct str allowed_images[] = {
	LIT("image/png"), LIT("image/jpeg"), LIT("image/gif"), LIT("image/webp"), LIT("image/bmp"), LIT("image/tiff"), { NULL, 0 },
};

static bool in(const struct str *list, struct str type)
{
	for (; list->n; list++)
		if (str_eq(*list, type))
			return true;
	return false;
}

static bool type_is_allowed(struct str type)
{
	if (in(refused, type))
		return false;
	for (const struct str *f = allowed_families; f->n; f++)
		if (str_starts(type, *f))
			return true;
	return in(allowed, type) || in(allowed_images, type);
}

#define NAME_MAX_BYTES 180

/* The last part of the path, without what file systems and headers trip over; never empty, never beginning with a dot. */
static struct str safe_name(struct arena *mem, struct str name)
{
	struct buf out;
	size_t from = 0;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '/' || name.p[i] == '\\')
			from = i + 1;
	name = str_trim(str_slice(name, from, name.n));
	while (name.n && name.p[0] == '.')
		name = str_slice(name, 1, name.n);
	/* Too long: the end is kept, because the extension tells what it is. Not in the middle of a character. */
	if (name.n > NAME_MAX_BYTES) {
		size_t cut = name.n - NAME_MAX_BYTES;
		while (cut < name.n && ((uint8_t)name.p[cut] & 0xc0) == 0x80)
			cut++;
		name = str_slice(name, cut, name.n);
	}
	buf_init(&out, mem, NAME_MAX_BYTES + 16);
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool bad = (uint8_t)c < 0x20 || c == 0x7f || c == '"' || c == '<' || c == '>' || c == ':' || c == '|' || c == '?' || c == '*';
		/* Marks that turn the direction of text (U+202A to U+202E, U+2066 to U+2069) make "exe.pdf" of "fdp.exe". */
		if (i + 2 < name.n && (uint8_t)c == 0xe2 &&
		    (((uint8_t)name.p[i + 1] == 0x80 && (uint8_t)name.p[i + 2] >= 0xaa && (uint8_t)name.p[i + 2] <= 0xae) ||
		     ((uint8_t)name.p[i + 1] == 0x81 && (uint8_t)name.p[i + 2] >= 0xa6 && (uint8_t)name.p[i + 2] <= 0xa9))) {
			i += 2;
			bad = true;
		}
		buf_byte(&out, bad ? '_' : c);
	}
	return out.n ? buf_str(&out) : S("file");
}

enum status attachment_take(struct cx *cx, struct str name, struct str type, struct bytes bytes, struct attachment *ret)
{
	if (bytes.n > ATTACHMENT_MAX_BYTES)
		return fail(cx, E_LIMIT, T_TOO_LARGE);
	if (!bytes.n)
		return fail(cx, E_INVALID, T_ATTACHMENT_EMPTY);
	if (!str_utf8(name))
		return fail(cx, E_INVALID, T_FIELD_UTF8);
	if (!type_is_allowed(type))
		return fail_detail(cx, E_INVALID, T_ATTACHMENT_TYPE, "%.*s", STR_ARG(type));
	struct attachment a = { .name = safe_name(cx->mem, name), .type = type, .size = (int64_t)bytes.n, .bytes = bytes };
	sha256(bytes.p, bytes.n, a.digest);
	*ret = a;
	return OK;
}

enum status attachment_take_sealed(struct cx *cx, struct bytes bytes, struct attachment *ret)
{
	int size_class;
	if (!seal_size_fits(SEAL_FILE, bytes.n, &size_class))
		return fail(cx, E_INVALID, T_SEAL_FILE);
	*ret = (struct attachment){ .name = S("sealed"), .type = SEALED_TYPE, .size = (int64_t)bytes.n, .bytes = bytes };
	sha256(bytes.p, bytes.n, ret->digest);
	return OK;
}

enum status attachment_keep(struct cx *cx, struct attachment *a)
{
	int64_t held;
	enum status st = need_content(cx);
	if (st == OK)
		st = attachment_unbound_bytes(cx, cx->actor->org, &held);
	if (st != OK)
		return st;
	if (held + a->size > ATTACHMENT_UNBOUND_MAX_BYTES)
		return fail(cx, E_LIMIT, T_ATTACHMENT_QUOTA);
	a->id = uuid_new(cx->now_us);
	a->org = cx->actor->org;
	a->account = cx->actor->user;
	a->created_us = cx->now_us;
	st = attachment_add(cx, a);
	return st == OK ? journal_append(cx, S("attachment.add"), a->id, a->digest, NULL) : st;
}

static enum status bind_all(struct cx *cx, struct uuid revision, const struct list *ids, enum file_kind wanted)
{
	const struct uuid *id = ids->p;
	enum status st = OK;
	bool wrong = false;
	for (size_t i = 0; i < ids->n && st == OK; i++) {
		enum file_kind is;
		st = attachment_bind(cx, cx->actor->org, revision, id[i], wanted, &is);
		if (st == OK && is != wanted)
			wrong |= fail_field(cx, str_format(cx->mem, "/attachments/%zu", i),
			                    is == FILE_NONE ? T_ATTACHMENT_MISSING : is == FILE_OPEN ? T_SEAL_FILE : T_SEAL_FILE_OPEN, 0) != OK;
	}
	return st == OK && wrong ? fail(cx, E_INVALID, T_INPUT) : st;
}

enum status attachments_bind(struct cx *cx, struct uuid revision, const struct list *ids, bool replace)
{
	enum status st = replace ? attachment_unbind(cx, revision) : OK;
	return st == OK ? bind_all(cx, revision, ids, FILE_OPEN) : st;
}

enum status attachments_bind_sealed(struct cx *cx, struct uuid revision, const struct list *ids)
{
	return bind_all(cx, revision, ids, FILE_SEALED);
}

enum status attachment_read(struct cx *cx, struct uuid id, struct attachment *ret)
{
	struct uuid message;
	struct attachment a;
	enum status st = need_content(cx);
	if (st == OK)
		st = attachment_get(cx, cx->actor->org, id, &a, &message);
	/* The trace is of the file: reading the message is another trace. */
	if (st == OK)
		st = journal_read(cx, S("attachment.read"), id);
	if (st == OK)
		*ret = a;
	return st;
}

enum status attachment_remove(struct cx *cx, struct uuid id)
{
	enum status st = need_content(cx);
	if (st == OK)
		st = attachment_drop(cx, cx->actor->org, id);
	return st == OK ? journal_append(cx, S("attachment.drop"), id, NULL, NULL) : st;
}

#include "api/attachment.h"
#include "api/show.h"
#include "app/attachment.h"
#include "base/str.h"
#include "format/multipart.h"
#include "sys/filetype.h"

struct attachment_input { struct str name; bool sealed; };
static const struct field query_fields[] = {
	{ .name = LIT("name"), .kind = FIELD_TEXT, .offset = offsetof(struct attachment_input, name), .max = 255,
	  .ja = LIT("ファイル名"), .en = LIT("File name (where the body is not a form)") },
	{ .name = LIT("sealed"), .kind = FIELD_BOOL, .offset = offsetof(struct attachment_input, sealed),
	  .ja = LIT("封をしたファイル(名前と種類は封の中)"), .en = LIT("A sealed file, raw: its name and type are inside") },
};
const struct field_table attachment_query_table = { LIT("AttachmentQuery"), query_fields, 2, sizeof(struct attachment_input), FIELD_NO_PRESENT };

/* On a slow thread: looking into ten megabytes must hold up neither the writer nor an I/O thread. */
enum status attachment_post_before(struct cx *cx, struct call *call)
{
	const struct attachment_input *in = call->input;
	struct multipart_file file = { in ? in->name : NO_STR, call->http->body };
	struct str content_type = http_header(call->http, S("content-type")), type;
	if (multipart_is(content_type) && !multipart_file(cx->mem, content_type, call->http->body, &file))
		return fail(cx, E_INVALID, T_ATTACHMENT_FORM);
	if (in && in->sealed) {
		call->before = arena_make(cx->mem, struct attachment);
		return attachment_take_sealed(cx, file.content, call->before);
	}
	if (!file.name.n)
		return fail_field(cx, S("/name"), T_ATTACHMENT_NAME, 0);
	if (!file.content.n)
		return fail(cx, E_INVALID, T_ATTACHMENT_EMPTY);
	struct attachment *a = arena_make(cx->mem, struct attachment);
	enum status st = filetype_of(cx, file.content, &type);
	if (st == OK)
		st = attachment_take(cx, file.name, type, file.content, a);
	call->before = a;
	return st;
}

enum status attachment_post(struct cx *cx, struct call *call)
{
	struct attachment a = *(const struct attachment *)call->before;
	struct jw *w = &call->json;
	enum status st = attachment_keep(cx, &a);
	if (st != OK)
		return st;
	jw_object(w);
	jw_k_uuid(w, S("id"), a.id);
	jw_k_text(w, S("name"), a.name);
	jw_k_text(w, S("type"), a.type);
	jw_k_int(w, S("size"), a.size);
	jw_k_text(w, S("sha256"), str_hex(cx->mem, a.digest, sizeof a.digest));
	jw_end_object(w);
	call_location(cx, call, "attachments", a.id);
	return OK;
}

/* Never inline: whatever it is, the browser saves it, guesses no type, and runs nothing of it in our origin. */
enum status attachment_get_one(struct cx *cx, struct call *call)
{
	struct uuid id;
	struct attachment a;
	enum status st = call_uuid(cx, call, 0, &id);
	if (st == OK)
		st = attachment_read(cx, id, &a);
	if (st != OK)
		return st;
	buf_add(&call->out, (struct str){ (const char *)a.bytes.p, a.bytes.n });
	call->type = S("application/octet-stream");
	call_header(call, S("Content-Disposition"), disposition(cx->mem, a.name));
	call_header(call, S("Content-Security-Policy"), S("sandbox; default-src 'none'"));
	return OK;
}

enum status attachment_delete(struct cx *cx, struct call *call)
{
	struct uuid id;
	enum status st = call_uuid(cx, call, 0, &id);
	return st == OK ? attachment_remove(cx, id) : st;
}

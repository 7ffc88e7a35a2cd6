/* format/zip_out.c — writing zip archives: every time 1980-01-01, no comments, no extra fields. */
#include "base/str.h"
#include "format/deflate.h"
#include "format/zip.h"

enum { STORED, DEFLATED = 8, VERSION = 20, FLAG_UTF8 = 1 << 11, DAY_1980 = 0x21 };

struct head { uint32_t crc; size_t packed_n, n; uint16_t method, flags; struct str name; };

static void add16(struct buf *b, size_t v)
{
	buf_byte(b, (char)(v & 0xff));
	buf_byte(b, (char)(v >> 8 & 0xff));
}

static void add32(struct buf *b, size_t v)
{
	add16(b, v & 0xffff);
	add16(b, v >> 16 & 0xffff);
}

/* What the local head and the directory have in common. */
static void add_common(struct buf *b, const struct head *h)
{
	add16(b, VERSION);
	add16(b, h->flags);
	add16(b, h->method);
	add16(b, 0);
	add16(b, DAY_1980);
	add32(b, h->crc);
	add32(b, h->packed_n);
	add32(b, h->n);
	add16(b, h->name.n);
	add16(b, 0);
}

static void add(struct zip_out *o, const struct head *h, struct bytes packed)
{
	size_t at = o->out->n;
	add32(o->out, 0x04034b50);
	add_common(o->out, h);
	buf_add(o->out, h->name);
	buf_add(o->out, (struct str){ (const char *)packed.p, packed.n });
	add32(&o->dir, 0x02014b50);
	add16(&o->dir, VERSION);
	add_common(&o->dir, h);
	add16(&o->dir, 0);
	add16(&o->dir, 0);
	add16(&o->dir, 0);
	add32(&o->dir, 0);
	add32(&o->dir, at);
	buf_add(&o->dir, h->name);
	o->n++;
}

void zip_out_begin(struct zip_out *o, struct buf *out)
{
	*o = (struct zip_out){ .out = out };
	buf_init(&o->dir, out->mem, out->max);
}

static uint16_t name_flag(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] >= 0x80)
			return FLAG_UTF8;
	return 0;
}

void zip_out_keep(struct zip_out *o, const struct zip *z, const struct zip_entry *e)
{
	struct head h = { e->crc, e->packed_n, e->n, e->method, name_flag(e->name), e->name };
	add(o, &h, (struct bytes){ z->file.p + e->data, e->packed_n });
}

void zip_out_put(struct zip_out *o, struct str name, struct bytes part)
{
	struct arena *mem = arena_new();
	struct buf packed;
	buf_init(&packed, mem, part.n);
	deflate_bytes(mem, part, &packed);
	struct head h = { zip_crc(part), packed.n, part.n, DEFLATED, name_flag(name), name };
	if (!packed.full && packed.n < part.n) {
		add(o, &h, (struct bytes){ (const uint8_t *)packed.p, packed.n });
	} else {
		h.method = STORED;
		h.packed_n = part.n;
		add(o, &h, part);
	}
	arena_release(mem);
}

void zip_out_end(struct zip_out *o)
{
	size_t at = o->out->n;
	buf_add(o->out, buf_str(&o->dir));
	add32(o->out, 0x06054b50);
	add32(o->out, 0);
	add16(o->out, o->n);
	add16(o->out, o->n);
	add32(o->out, o->dir.n);
	add32(o->out, at);
	add16(o->out, 0);
}

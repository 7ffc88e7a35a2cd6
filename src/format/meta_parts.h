/* format/meta_parts.h — what the readers of format/meta.h share. Only meta*.c include this.
 *
 * Each reader is one function for both uses: it records what it finds, and where `out` is given writes the cleaned copy there.
 * So what is found and what is taken out cannot differ; meta_clean reads the copy again all the same.
 */
#ifndef NOROSHI_FORMAT_META_PARTS_H
#define NOROSHI_FORMAT_META_PARTS_H
#include "base/buf.h"
#include "format/meta.h"

struct meta_work {
	struct cx *cx;                                          /* its memory lasts for this one reading */
	struct arena *mem;                                      /* where finds are kept */
	struct arena *scratch;                                  /* for one value: meta_add empties it when it is done */
	struct meta_find *finds;                                /* room for META_FINDS_MAX */
	size_t n;
	bool more;
	uint16_t *slots;                                        /* a hash of the finds, so that none stands there twice */
	struct str where;                                       /* in front of every place: the part a nested file is in */
	bool kept;                                              /* inside what cannot be rewritten: nothing is removable */
	unsigned depth;
	size_t text_max;                                        /* meta_text: what lies beyond is not looked for */
	size_t unpacked;                                        /* bytes inflated or decoded so far, against META_UNPACKED_MAX */
	enum charset charset;
};

/* Records a find. `value` may be any bytes: it is trimmed, made valid and cut. One without a value is none (but META_THUMBNAIL,
 * META_EMBEDDED, META_SIGNATURE, META_HISTORY). */
void meta_add(struct meta_work *, enum meta_kind, struct str where, struct str value, bool removable);
void meta_add_text(struct meta_work *, enum meta_kind, struct str where, enum charset, struct bytes value, bool removable);
enum meta_type meta_told(struct bytes file);                    /* ZIP kinds and OLE by their first bytes: DOCX, OLE */
/* Room for `n` more unpacked bytes, or T_META_LIMIT. */
enum status meta_spend(struct meta_work *, size_t n) MUST_CHECK;
enum status meta_broken(struct meta_work *, const char *what) MUST_CHECK;
/* A file inside a file: reads it, and where `out` is given and it can be cleaned writes it there and returns true. Never fails: what
 * cannot be read is a find that is not removable. */
bool meta_nested(struct meta_work *, struct str where, struct str name, struct bytes file, struct buf *out);

/* The value that stands where a name must stand: no find. */
#define META_NOBODY S("Author")

typedef enum status meta_reader(struct meta_work *, struct bytes file, struct buf *out);
meta_reader meta_jpeg, meta_png, meta_gif, meta_webp, meta_tiff, meta_pdf, meta_ole, meta_eml;
/* Office documents of both families; *ret_type says which. */
enum status meta_office(struct meta_work *, struct bytes file, struct buf *out, enum meta_type *ret_type) MUST_CHECK;
enum status meta_office_text(struct meta_work *, struct bytes file, struct buf *text, enum meta_type *ret_type) MUST_CHECK;
enum status meta_eml_text(struct meta_work *, struct bytes file, struct buf *text) MUST_CHECK;

/* Exif is a TIFF file; *ret_turned: its orientation (1: upright, or none). False where it cannot be read to its end. */
bool meta_exif(struct meta_work *, struct str where, struct bytes tiff, bool removable, unsigned *ret_turned);
/* The smallest Exif that says how to turn the picture: 26 bytes. */
#define META_TURN_BYTES 26
void meta_turn(unsigned turned, uint8_t ret[META_TURN_BYTES]);
void meta_xmp(struct meta_work *, struct str where, struct bytes xmp, bool removable);
void meta_iptc(struct meta_work *, struct str where, struct bytes iptc, bool removable);

struct str meta_place(struct arena *, struct str part, struct str in);  /* "part > in" */
static inline uint32_t be16(const uint8_t *p) { return (uint32_t)p[0] << 8 | p[1]; }
static inline uint32_t be32(const uint8_t *p) { return be16(p) << 16 | be16(p + 2); }
static inline uint32_t le16(const uint8_t *p) { return (uint32_t)p[1] << 8 | p[0]; }
static inline uint32_t le32(const uint8_t *p) { return le16(p + 2) << 16 | le16(p); }
static inline struct str as_str(struct bytes b) { return (struct str){ (const char *)b.p, b.n }; }
static inline struct bytes as_bytes(struct str s) { return (struct bytes){ (const uint8_t *)s.p, s.n }; }
#endif

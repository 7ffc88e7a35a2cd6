/* format/meta.h — what a file tells about the people and machines that made it: found, and taken out.
 *
 *   struct meta_report r;
 *   meta_read(cx, name, bytes, &r)          r.finds: each with its kind, place, value, and whether meta_clean takes it out
 *   meta_clean(cx, name, bytes, &copy, &left)  a copy without the removable ones; left: what is still in the copy
 *   meta_text(cx, name, bytes, max, &text)  what a person would read in it, for the redaction engine to look through
 *
 * Pure C, the same natively and in WebAssembly. The type is told by the content, never by the name (the name is only for people).
 * Input is borrowed; results live in cx->mem. Nothing is guessed: a file that cannot be read to its end is refused, and the
 * refusal says what a person can do. E_INVALID with one of
 *
 *   T_META_BROKEN     damaged or made to mislead: do not pass it on unseen
 *   T_META_LIMIT      larger unpacked than the bounds below allow
 *   T_META_ENCRYPTED  locked by a password: save it again without, or leave it out
 *   T_META_UNKNOWN    no type known here: look at it yourself, or leave it out
 *   T_META_ARCHIVE    a plain archive: attach its files one by one
 *   T_META_PDF, T_META_OLE, T_META_TIFF       (meta_clean) found, but cannot be taken out here: print, save or convert it anew
 *   T_META_NO_TEXT    (meta_text) pictures, PDF, old Office files: their content has to be looked at
 *
 * meta_clean reads its own result again before giving it out: what it returns has no removable find, and the same content.
 *
 * Bounds. Everything below is linear in the file and in what may come out of it, whatever the file says of itself:
 *   a file              META_FILE_MAX bytes
 *   an archive          META_ENTRIES_MAX entries, none overlapping another, none twice, no absolute or ".." names;
 *                       one part META_PART_MAX bytes unpacked, all parts together META_UNPACKED_MAX,
 *                       a part above 1 MiB no more than META_RATIO_MAX times its packed size
 *   files in files      META_DEPTH_MAX deep (a picture in a document in a mail)
 *   finds               META_FINDS_MAX, each value META_VALUE_MAX bytes; `more` says that there were others
 *   picture directories 32 of 512 entries; mail 1,000 parts 8 deep; PDF nesting 64; OLE 4,096 entries
 * Memory: at most META_UNPACKED_MAX * 4 + META_FILE_MAX * 4 while a call runs; what it gives out, and its finds, stay.
 */
#ifndef NOROSHI_FORMAT_META_H
#define NOROSHI_FORMAT_META_H
#include "base/charset.h"

#define META_FILE_MAX ((size_t)32 << 20)
#define META_ENTRIES_MAX 10000
#define META_PART_MAX ((size_t)48 << 20)
#define META_UNPACKED_MAX ((size_t)96 << 20)
#define META_RATIO_MAX 200
#define META_DEPTH_MAX 3
#define META_FINDS_MAX 1000
#define META_VALUE_MAX 500

enum meta_kind {                                                /* names in meta_kind_code: the wire and the client use them */
	META_NONE,
	META_AUTHOR, META_LAST_AUTHOR, META_COMPANY, META_TITLE, META_SUBJECT, META_KEYWORDS, META_TEMPLATE, META_APPLICATION,
	META_TIME, META_GPS, META_CAMERA, META_SERIAL,
	META_ANNOTATOR,                                         /* who commented or changed: comments, tracked changes */
	META_THUMBNAIL,
	META_EMBEDDED,                                          /* a file inside the file; value: its name */
	META_MAIL_HEADER,                                       /* value: the whole header line, decoded */
	META_PRODUCER,
	META_PATH,                                              /* a path, a printer, a server: where it was made */
	META_COMMENT,                                           /* a remark beside the content */
	META_CUSTOM,                                            /* properties of other programs */
	META_ID,                                                /* numbers by which two copies are told to be one document */
	META_SIGNATURE,                                         /* a digital signature and the names in its certificate */
	META_HISTORY,                                           /* earlier versions of the content are still inside */
	META_KINDS
};
enum meta_type {
	META_TYPE_NONE,
	META_DOCX, META_XLSX, META_PPTX, META_ODF, META_PDF, META_JPEG, META_PNG, META_TIFF, META_GIF, META_WEBP, META_EML, META_PLAIN,
	META_OLE,
	META_TYPES
};
struct meta_find {
	enum meta_kind what;
	struct str where;                                       /* the part: "docProps/core.xml", "word/media/image1.jpeg > Exif" */
	struct str value;                                       /* valid UTF-8, cut at META_VALUE_MAX */
	bool removable;                                         /* meta_clean takes it out */
};
struct meta_report {
	enum meta_type type;
	enum charset charset;                                   /* META_PLAIN only */
	const struct meta_find *finds;
	size_t n;
	bool more;                                              /* there were others beyond META_FINDS_MAX */
};

enum status meta_read(struct cx *, struct str name, struct bytes file, struct meta_report *ret) MUST_CHECK;
/* A file without removable finds comes back as it is. `ret_left`: what meta_read finds in the copy. */
enum status meta_clean(struct cx *, struct str name, struct bytes file, struct bytes *ret, struct meta_report *ret_left) MUST_CHECK;
/* At most `max` bytes (cut between characters; *ret_cut says so): paragraphs on lines of their own; documents with their notes,
 * comments and link targets, mail with its subject and the text of its parts. */
enum status meta_text(struct cx *, struct str name, struct bytes file, size_t max, struct str *ret, bool *ret_cut) MUST_CHECK;

struct str meta_kind_code(enum meta_kind);                      /* "author", "last_author", "mail_header" ... */
struct str meta_type_code(enum meta_type);                      /* "docx", "pdf", "text" ... */
#endif

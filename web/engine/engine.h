/* web/engine/engine.h — the doors of the engine that runs at the officer's side: blobs in, JSON out.
 *
 * The same file is built to WebAssembly (web/engine/build) and into build/engine_native, which the tests hold it against. A blob is a
 * sequence of fields, each four bytes of length (little endian) and the bytes; numbers are decimal. What comes out is one JSON object,
 * {"error": code} where it failed; it stays until the next call with the same engine.
 *
 *   engine_new; engine_input, fill it; engine_names once; engine_scan, engine_apply, engine_small_groups as often as needed.
 */
#ifndef NOROSHI_ENGINE_H
#define NOROSHI_ENGINE_H
#include "base/json.h"
#include "model/redact.h"

struct engine {
	struct arena *own, *names, *mem;                        /* of this; of the index; of the call */
	struct redact_index *index;
	struct problem problem;
	struct cx cx;
	struct buf out;
	struct jw json;
	struct bytes bytes;                                     /* a file that the last call made */
	char *input;
	size_t input_n, at;
};
/* For further doors (web/engine/engine_*.c): the next field of the input; whether there is one more; begin and end of a call. */
struct str engine_field(struct engine *);
int64_t engine_number(struct engine *);
bool engine_more(const struct engine *);
struct jw *engine_begin(struct engine *);
void engine_end(struct engine *, enum status);

#define ENGINE_EXPORT(name) __attribute__((export_name(#name)))
struct engine *engine_new(void);
void engine_free(struct engine *);
char *engine_input(struct engine *, size_t n);                  /* room for the blob of the next call */
const char *engine_result(const struct engine *);
size_t engine_result_bytes(const struct engine *);
/* class, who, text; repeated. {"names": n} */
void engine_names(struct engine *);
/* texts. {"finds": [{text, from, to, class, proposal, why, who, group, number, ja, en}]}; from and to are bytes of UTF-8. */
void engine_scan(struct engine *);
/* text; from, to, with; repeated. {"text"} */
void engine_apply(struct engine *);
/* k, sector, area, users, number of members; sector, area of each; texts. {"warnings": [{field, text?, from?, to?, left, ja, en, left_coarser}]} */
void engine_small_groups(struct engine *);
/* name, file. {type, charset, more, finds: [{what, where, value, removable}]} or {refused, ja, en}: format/meta.h */
void engine_meta_read(struct engine *);
/* The same of what is left, with size and crc of the copy, which is at engine_bytes until the next call. */
void engine_meta_clean(struct engine *);
/* name, file. {text, cut} or {refused, ja, en} */
void engine_meta_text(struct engine *);
const uint8_t *engine_bytes(const struct engine *);
size_t engine_bytes_n(const struct engine *);
#endif

/* base/embed.h — files carried inside the program: schema/, data/ and the built client. Made by cmake/embed.cmake. */
#ifndef NOROSHI_BASE_EMBED_H
#define NOROSHI_BASE_EMBED_H
#include "base/cx.h"

struct embed_file { struct str name; const unsigned char *start, *end; };
extern const struct embed_file embed_schema[], embed_data[], embed_web[];
extern const size_t embed_schema_count, embed_data_count, embed_web_count;
/* The file of that name, or p NULL. The table is short or asked rarely: linear. */
struct bytes embed_find(const struct embed_file *table, struct str name);
#endif

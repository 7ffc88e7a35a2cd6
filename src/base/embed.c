/* base/embed.c — looking a file up by its name. */
#include "base/embed.h"

#include "base/str.h"

struct bytes embed_find(const struct embed_file *table, struct str name)
{
	for (; table->name.p; table++)
		if (str_eq(table->name, name))
			return (struct bytes){ table->start, (size_t)(table->end - table->start) };
	return (struct bytes){ NULL, 0 };
}

#include "model/situation.h"
#include "base/str.h"

const struct str situation_mode_scopes[] = { LIT("country"), LIT("sector"), LIT("case"), { NULL, 0 } };

struct situation_sector *situation_sector(struct situation *s, struct arena *mem, struct str sector)
{
	for (size_t i = 0; i < s->n_sectors; i++)
		if (str_eq(s->sectors[i].sector, sector))
			return &s->sectors[i];
	if (s->n_sectors == SITUATION_SECTORS)
		return NULL;
	struct situation_sector *row = &s->sectors[s->n_sectors++];
	*row = (struct situation_sector){ .sector = str_copy(mem, sector), .level = -1 };
	return row;
}

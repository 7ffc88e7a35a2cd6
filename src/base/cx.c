/* base/cx.c — recording why a request fails, and the sentences for it. */
#include "base/cx.h"

#include <stdarg.h>
#include <string.h>

#include "base/str.h"

struct sentence { struct str code, ja, en; };

static const struct sentence sentences[T_COUNT] = {
	[T_NONE] = { LIT(""), LIT(""), LIT("") },
#define TEXT(id, code, ja, en) [id] = { LIT(code), LIT(ja), LIT(en) },
#include "base/text.def"
#undef TEXT
};

/* A row that is not there is often no failure: who looked it up may go on, and fail later for another reason. */
static bool replaceable(const struct problem *problem)
{
	return problem->why == T_NONE || problem->why == T_MISSING;
}

enum status fail(struct cx *cx, enum status status, enum text why)
{
	if (cx->problem && replaceable(cx->problem))
		cx->problem->why = why;
	return status;
}

enum status fail_detail(struct cx *cx, enum status status, enum text why, const char *format, ...)
{
	if (!cx->problem || !replaceable(cx->problem))
		return status;
	va_list args;
	va_start(args, format);
	cx->problem->detail = str_vformat(cx->mem, format, args);
	va_end(args);
	cx->problem->why = why;
	return status;
}

enum status fail_field(struct cx *cx, struct str pointer, enum text why, int64_t bound)
{
	struct problem *problem = cx->problem;
	if (!problem)
		return E_INVALID;
	if (replaceable(problem))
		problem->why = T_INPUT;
	if (problem->n_fields < PROBLEM_FIELDS_MAX)
		problem->fields[problem->n_fields++] = (struct problem_field){ str_copy(cx->mem, pointer), why, bound };
	return E_INVALID;
}

struct str text_sentence(enum text id, enum lang lang)
{
	if ((unsigned)id >= T_COUNT)
		return NO_STR;
	return lang == LANG_EN ? sentences[id].en : sentences[id].ja;
}

struct str text_code(enum text id)
{
	return (unsigned)id < T_COUNT ? sentences[id].code : NO_STR;
}

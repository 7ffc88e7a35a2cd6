/* api/problem.h — field errors as the API gives them: also inside the answers of previews. */
#ifndef NOROSHI_API_PROBLEM_H
#define NOROSHI_API_PROBLEM_H
#include "base/json.h"

/* The member "errors": [{"pointer","code","title"}]. */
void problem_fields_write(struct jw *, struct arena *, enum lang, const struct problem_field *, size_t n);
#endif

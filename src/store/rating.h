/* store/rating.h — severity ratings of cases: added, superseded, never edited. SQL to structs and back. */
#ifndef NOROSHI_STORE_RATING_H
#define NOROSHI_STORE_RATING_H
#include "model/severity.h"

/* Supersedes the case's newest rating by the same scheme, if any. */
enum status rating_add(struct cx *, const struct rating *) MUST_CHECK;
enum status rating_list(struct cx *, struct uuid incident, struct rating_list *ret) MUST_CHECK;        /* newest first */
/* Level of the newest rating by this scheme; -1: none. */
enum status rating_level(struct cx *, struct uuid incident, struct str scheme, int *ret) MUST_CHECK;
/* Of org's real cases opened in [from, to): those rated by the scheme, and how many are not, by sector. Merged ones are left out. */
enum status rating_compare(struct cx *, struct uuid org, struct str scheme, int64_t from_us, int64_t to_us, struct rated_list *ret,
                           struct unrated_list *ret_unrated) MUST_CHECK;
#endif

/* api/account_json.h — inside of api/: what session.c, me.c, users.c and tokens.c share. */
#ifndef NOROSHI_API_ACCOUNT_JSON_H
#define NOROSHI_API_ACCOUNT_JSON_H
#include "api/route.h"
#include "model/account.h"

void roles_json(struct jw *, unsigned roles);                   /* an array of names */
void account_org_json(struct jw *, const struct account *, bool with_sector);
enum status me_json(struct cx *, struct call *) MUST_CHECK;     /* the answer of GET /me and of signing in */
void set_cookie(struct cx *, struct call *, struct str cookie);
void drop_cookie(struct call *);
/* Lists: ?limit=&after= */
struct list_query { struct str after; int64_t limit; };
extern const struct field_table list_query_table;
int64_t list_limit(const struct list_query *);                  /* 50 where not given */
#endif

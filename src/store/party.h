/* store/party.h — orgs, their names over time, memberships, responsibilities and contacts, to and from the store; no rules here.
 * `day` chooses the names (and where said, the rows) in force on that day. Cost: one indexed statement each unless said.
 */
#ifndef NOROSHI_STORE_PARTY_H
#define NOROSHI_STORE_PARTY_H
#include "model/party.h"

enum status store_org_get(struct cx *, struct uuid id, int32_t day, struct org *ret) MUST_CHECK;         /* E_MISSING */
enum status store_org_by_code(struct cx *, struct str code, int32_t day, struct org *ret) MUST_CHECK;    /* E_MISSING */
enum status store_centre(struct cx *, int32_t day, struct org *ret) MUST_CHECK;                          /* E_MISSING */
enum status store_ministry_of(struct cx *, struct str sector, int32_t day, struct org *ret) MUST_CHECK;  /* E_MISSING */
/* Parents of `org` on `day`; kind 0: of any kind. */
enum status store_parents_of(struct cx *, struct uuid org, int kind, int32_t day, struct org_list *ret) MUST_CHECK;
enum status store_members_of(struct cx *, struct uuid parent, int32_t day, struct org_list *ret) MUST_CHECK;
enum status store_is_member(struct cx *, struct uuid org, struct uuid parent, int32_t day, bool *ret) MUST_CHECK;
enum status store_member_count(struct cx *, struct uuid parent, int32_t day, int64_t *ret) MUST_CHECK;

struct store_org_filter { int32_t day; int kind; struct str sector, find, after; struct uuid parent; int64_t limit; };
/* Orgs in force on the day after code `after`, by code; `find`: folded text. Walks the code index until `limit` rows match. */
enum status store_org_list(struct cx *, const struct store_org_filter *, struct org_list *ret) MUST_CHECK;

/* `find`: folded names and code, for searching. */
enum status store_org_add(struct cx *, const struct org *, struct str find) MUST_CHECK;
/* Everything but id, code and kind; where the version is still `o->version`, which is then increased. E_STALE. */
enum status store_org_save(struct cx *, const struct org *o, struct str find) MUST_CHECK;
enum status store_name_list(struct cx *, struct uuid org, struct org_name **ret, size_t *ret_n) MUST_CHECK;      /* oldest first */
enum status store_name_add(struct cx *, struct uuid org, const struct org_name *) MUST_CHECK;
/* Abbreviations, trade names, former names: what else it is called. Saving replaces all of them. */
enum status store_alias_list(struct cx *, struct uuid org, struct str **ret, size_t *ret_n) MUST_CHECK;
enum status store_alias_save(struct cx *, struct uuid org, const struct str *aliases, size_t n) MUST_CHECK;
/* the one of that from_day */
enum status store_name_save(struct cx *, struct uuid org, const struct org_name *) MUST_CHECK;

struct membership_list { struct membership *p; size_t n; };
enum status store_membership_list(struct cx *, struct uuid org, struct membership_list *ret) MUST_CHECK;         /* ever, oldest first */
enum status store_membership_add(struct cx *, const struct membership *) MUST_CHECK;
enum status store_membership_save(struct cx *, const struct membership *) MUST_CHECK;                            /* to_day */

struct oversight { struct str sector; struct uuid org; int32_t from_day, to_day; };
struct oversight_list { struct oversight *p; size_t n; };
enum status store_oversight_list(struct cx *, struct oversight_list *ret) MUST_CHECK;                            /* all: some twenty */
enum status store_oversight_add(struct cx *, const struct oversight *) MUST_CHECK;
enum status store_oversight_save(struct cx *, const struct oversight *) MUST_CHECK;                              /* to_day */

/* in force, by rank */
enum status store_contact_list(struct cx *, struct uuid org, int32_t day, struct contact **ret, size_t *ret_n) MUST_CHECK;
enum status store_contact_get(struct cx *, struct uuid id, struct contact *ret) MUST_CHECK;                      /* E_MISSING */
enum status store_contact_add(struct cx *, const struct contact *) MUST_CHECK;
/* E_STALE; version increases */
enum status store_contact_save(struct cx *, const struct contact *) MUST_CHECK;
#endif

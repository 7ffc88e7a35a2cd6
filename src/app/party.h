/* app/party.h — who there is, as of a day: looking up, listing, and changing with history kept.
 *
 * Lookups need no actor. Changes check the actor's role, close periods instead of rewriting them, and append to the journal, inside
 * the transaction that the caller opened. Names in a struct org are those in force on the day asked for.
 * Cost: lookups by id, code, sector or membership are one indexed statement each; a page of a list is one and a few per row.
 */
#ifndef NOROSHI_APP_PARTY_H
#define NOROSHI_APP_PARTY_H
#include "base/field.h"
#include "model/party.h"

enum status org_get(struct cx *, struct uuid id, int32_t day, struct org *ret) MUST_CHECK;               /* E_MISSING */
enum status org_by_code(struct cx *, struct str code, int32_t day, struct org *ret) MUST_CHECK;          /* E_MISSING */
/* The national centre. E_MISSING where the registry is empty. */
enum status party_centre(struct cx *, struct org *ret) MUST_CHECK;
/* The ministry responsible for a sector on a day. E_MISSING where none. */
enum status party_ministry_of(struct cx *, struct str sector, int32_t day, struct org *ret) MUST_CHECK;
/* The CEPTOARs (kind ORG_CEPTOAR only) that the org belongs to on a day. */
enum status party_ceptoars_of(struct cx *, struct uuid org, int32_t day, struct org_list *ret) MUST_CHECK;
/* Members of a CEPTOAR, council or ISAC on a day, by code. */
enum status party_members_of(struct cx *, struct uuid parent, int32_t day, struct org_list *ret) MUST_CHECK;
/* True where `org` is a member of `parent` on that day. */
enum status party_is_member(struct cx *, struct uuid org, struct uuid parent, int32_t day, bool *ret) MUST_CHECK;

struct org_filter {
	int32_t day;                                            /* as of */
	int kind;                                               /* 0: any */
	struct str sector, q, after;                            /* empty: any; after: code of the last row seen */
	struct uuid ceptoar;                                    /* none: any */
	int64_t limit;                                          /* 1..200 */
};
struct org_row { struct org org; struct org_list ceptoars; struct org ministry; int64_t members; };     /* ministry.kind 0: none */
struct org_page { struct org_row *p; size_t n; struct str next; };                                      /* next empty: the end */
enum status org_list(struct cx *, const struct org_filter *, struct org_page *ret) MUST_CHECK;
enum status org_row_get(struct cx *, struct uuid id, int32_t day, struct org_row *ret) MUST_CHECK;

struct org_names { struct org_name *p; size_t n; };
enum status org_name_list(struct cx *, struct uuid id, struct org_names *ret) MUST_CHECK;               /* oldest first */
struct org_aliases { struct str *p; size_t n; };
enum status org_alias_list(struct cx *, struct uuid id, struct org_aliases *ret) MUST_CHECK;
struct parent_row { struct org org; int32_t from_day, to_day; };
struct parents { struct parent_row *p; size_t n; };
enum status org_membership_list(struct cx *, struct uuid id, struct parents *ret) MUST_CHECK;           /* ever, oldest first */

struct org_input { struct str code, sector, ja, en; int kind; int32_t valid_from, valid_to; int64_t people;
	struct list ceptoars; bool demo; struct str area; struct list aliases; uint64_t present; };
struct name_input { struct str ja, en; int32_t valid_from; };
struct member_input { struct uuid org; int32_t valid_from; };
struct contact_input { int kind; struct str address, name, note; int64_t rank; uint64_t present; };
extern const struct field_table org_input_table, org_change_table, name_input_table, member_input_table, contact_input_table,
	contact_change_table;

/* Changes. Who may: platform_admin; org_admin of the org itself for head-count, area, aliases and contacts. */
enum status org_add(struct cx *, const struct org_input *, struct org *ret) MUST_CHECK;
/* E_STALE */
enum status org_change(struct cx *, struct uuid id, int64_t version, const struct org_input *, struct org *ret) MUST_CHECK;
enum status org_rename(struct cx *, struct uuid id, const struct name_input *, struct org *ret) MUST_CHECK;
enum status org_join(struct cx *, struct uuid id, const struct member_input *) MUST_CHECK;
/* at once: yesterday was the last day; what came by the group goes (app/recall.h) */
enum status org_leave(struct cx *, struct uuid id, struct uuid parent) MUST_CHECK;

/* May this actor see the org's contacts: the org itself, officers of its CEPTOARs, its sector's ministry, the centre, platform_admin. */
enum status contact_may_see(struct cx *, struct uuid org, bool *ret) MUST_CHECK;
struct contacts { struct contact *p; size_t n; };
enum status contact_list(struct cx *, struct uuid org, struct contacts *ret) MUST_CHECK;                /* E_DENIED; in order of rank */
enum status contact_add(struct cx *, struct uuid org, const struct contact_input *, struct contact *ret) MUST_CHECK;
enum status contact_change(struct cx *, struct uuid org, struct uuid id, int64_t version, const struct contact_input *,
	struct contact *ret) MUST_CHECK;
enum status contact_drop(struct cx *, struct uuid org, struct uuid id) MUST_CHECK;                      /* from today it is history */
#endif

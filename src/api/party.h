/* api/party.h — the doors to the registry: organisations, names, memberships, contacts. Bodies: the tables of app/party.h. */
#ifndef NOROSHI_API_PARTY_H
#define NOROSHI_API_PARTY_H
#include "api/route.h"

extern const struct field_table org_query_table;                /* as_of, kind, sector, ceptoar, q, limit, after, format */
extern const struct field_table as_of_table;                    /* as_of */
handler org_list_get, org_one_get, org_post, org_patch, org_names_post, org_memberships_post, org_membership_delete;
handler contact_list_get, contact_post, contact_patch, contact_delete;
#endif

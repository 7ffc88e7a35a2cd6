/* model/party.h — who there is: organisations and how they belong together. Names, memberships and responsibilities are valid
 * from a day to a day, both included; what is asked "as of" a day gets that day's truth. Numbers are stored; never renumber.
 */
#ifndef NOROSHI_MODEL_PARTY_H
#define NOROSHI_MODEL_PARTY_H
#include "base/json.h"
#include "base/time.h"

enum org_kind {
	ORG_CENTRE = 1, ORG_CRISIS, ORG_MINISTRY /* sector */, ORG_SECURITY_MINISTRY, ORG_RESPONSE_AGENCY, ORG_DISASTER_AGENCY,
	ORG_SECURITY_ORG, ORG_CEPTOAR, ORG_COUNCIL, ORG_ISAC, ORG_OPERATOR, ORG_VENDOR, ORG_FOREIGN,
};
enum relation { RELATION_MEMBER = 1 };
enum contact_kind { CONTACT_PORTAL = 1, CONTACT_MAIL, CONTACT_WEBHOOK, CONTACT_TAXII, CONTACT_PHONE, CONTACT_FAX };

extern const struct str org_kind_names[];                       /* FIELD_CHOICE order: "centre" ... ; ends with an empty str */
extern const struct str contact_kind_names[];
extern const struct str role_names[];                           /* bit n of enum role is role_names[n]; ends with an empty str */

struct org {
	struct uuid id;
	struct str code;                                        /* short, stable, for people and the command line: "power-007" */
	int kind;
	struct str sector;                                      /* catalogue id; empty where none */
	struct str area;                                        /* prefecture, ISO 3166-2:JP ("13"); by store/party.c only */
	struct str ja, en;
	int32_t from_day, to_day;                               /* from_day may be DAY_UNSTATED (model/catalog.h) */
	int64_t people;                                         /* head-count told by the org, 0 unknown */
	bool demo;
	int64_t version;
};
struct org_list { struct org *p; size_t n; };
struct org_name { int32_t from_day, to_day; struct str ja, en; };
struct membership { struct uuid org, parent; int32_t from_day, to_day; };
struct contact {
	struct uuid id, org;
	int64_t rank, kind;                                     /* rank 1 is tried first */
	struct str address, name, note;
	int32_t from_day, to_day;
	int64_t version;
};

/* The reference that every answer uses: {"id","code","kind","ja","en"}. org_ref_members writes them without the braces. */
void org_ref_write(struct jw *, const struct org *);
void org_ref_members(struct jw *, const struct org *);
/* Kinds whose members are counted and joined: CEPTOAR, council, ISAC. */
bool org_has_members(int kind);
/* A code is 2 to 40 of a-z 0-9 -, starting with a letter. */
bool org_code_ok(struct str);
#endif

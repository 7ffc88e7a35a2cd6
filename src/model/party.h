/* model/party.h — who there is: organisations and how they belong together. Names, memberships and responsibilities are valid
 * from a day to a day; what is asked "as of" a day gets that day's truth. Numbers are stored; never renumber.
 */
#ifndef NOROSHI_MODEL_PARTY_H
#define NOROSHI_MODEL_PARTY_H
#include "base/cx.h"

enum org_kind {
	ORG_CENTRE = 1, ORG_CRISIS, ORG_MINISTRY /* sector */, ORG_SECURITY_MINISTRY, ORG_RESPONSE_AGENCY, ORG_DISASTER_AGENCY,
	ORG_SECURITY_ORG, ORG_CEPTOAR, ORG_COUNCIL, ORG_ISAC, ORG_OPERATOR, ORG_VENDOR, ORG_FOREIGN,
};
enum relation { RELATION_MEMBER = 1 };
enum contact_kind { CONTACT_PORTAL = 1, CONTACT_MAIL, CONTACT_WEBHOOK, CONTACT_TAXII, CONTACT_PHONE, CONTACT_FAX };

extern const struct str org_kind_names[];                       /* FIELD_CHOICE order: "centre" ... ; ends with an empty str */
extern const struct str contact_kind_names[];
extern const struct str role_names[];                           /* bit n of enum role is role_names[n] */

struct org {
	struct uuid id;
	struct str code;                                        /* short, stable, for people and the command line: "power-007" */
	int kind;
	struct str sector;                                      /* catalogue id; empty where none */
	struct str ja, en;
	int32_t from_day, to_day;
	int64_t people;                                         /* head-count told by the org, 0 unknown */
	bool demo;
	int64_t version;
};
#endif

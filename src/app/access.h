/* app/access.h — which role may do what: the one table. Routes name these masks, /me lists the names, use cases ask again.
 *
 * A role says what a person may do; what they may see is the visibility rule's matter (store/visible.h). Content (messages,
 * attachments, receipts with content) needs one of ROLES_CONTENT: who only runs the platform, an org's accounts, or audits,
 * reads none.
 */
#ifndef NOROSHI_APP_ACCESS_H
#define NOROSHI_APP_ACCESS_H
#include "base/cx.h"

#define ROLES_CONTENT (ROLE_REPORTER | ROLE_APPROVER | ROLE_OFFICER | ROLE_LIAISON | ROLE_ANALYST | ROLE_PUBLISHER | ROLE_DRILL)
#define MAY_ADVISORY (MAY_ADVISORY_WRITE | MAY_ADVISORY_APPROVE | MAY_ADVISORY_PUBLISH)       /* any part in it */
#define ROLES_ALL (ROLES_CONTENT | ROLE_ORG_ADMIN | ROLE_AUDITOR | ROLE_PLATFORM)

/* mask                   name in /me            roles */
#define ACCESS_TABLE(ROW) \
	ROW(MAY_INBOX,            "inbox",             ROLES_CONTENT) /* read content, acknowledge, state an outcome, pass on */ \
	ROW(MAY_REPORT_WRITE,     "report.write",      ROLE_REPORTER | ROLE_APPROVER | ROLE_OFFICER | ROLE_LIAISON) \
	ROW(MAY_REPORT_REVIEW,    "report.review",     ROLE_LIAISON | ROLE_ANALYST) \
	ROW(MAY_ADVISORY_WRITE,   "advisory.write",    ROLE_ANALYST | ROLE_PUBLISHER) \
	ROW(MAY_ADVISORY_APPROVE, "advisory.approve",  ROLE_APPROVER | ROLE_PUBLISHER) /* the centre's; never the writer */ \
	ROW(MAY_ADVISORY_PUBLISH, "advisory.publish",  ROLE_PUBLISHER) \
	ROW(MAY_KEY,              "key",               ROLE_REPORTER | ROLE_APPROVER | ROLE_OFFICER | ROLE_LIAISON) /* sealed custody: the org's key (app/key.h) */ \
	ROW(MAY_STATS,            "stats",             ROLES_CONTENT) /* figures; whose: app/stats.h */ \
	ROW(MAY_SITUATION,        "situation",         ROLES_CONTENT) /* of the country, or a ministry's sectors: actor_has_situation */ \
	ROW(MAY_RELAY,            "relay",             ROLE_OFFICER) /* a CEPTOAR's: derive without the name, pass questions down, answers up */ \
	ROW(MAY_CONSENT_ASK,      "consent.ask",       ROLE_OFFICER | ROLE_LIAISON | ROLE_ANALYST | ROLE_PUBLISHER) \
	ROW(MAY_CONSENT,          "consent",           ROLE_REPORTER | ROLE_APPROVER | ROLE_OFFICER | ROLE_LIAISON) /* give, refuse, withdraw */ \
	ROW(MAY_CASE,             "case",              ROLE_ANALYST | ROLE_PUBLISHER) /* triage, cases, severity: the centre's */ \
	ROW(MAY_MODE,             "mode",              ROLE_APPROVER | ROLE_PUBLISHER | ROLE_DRILL) /* large-scale mode: the centre's and crisis management's */ \
	ROW(MAY_JOURNAL,          "journal",           ROLE_AUDITOR | ROLE_ORG_ADMIN) /* org admin: own org's entries */ \
	ROW(MAY_JOURNAL_EXPORT,   "journal.export",    ROLE_AUDITOR) \
	ROW(MAY_TOKEN,            "token",             ROLES_CONTENT | ROLE_ORG_ADMIN | ROLE_AUDITOR) \
	ROW(MAY_ADMIN_ORG,        "admin.org",         ROLE_ORG_ADMIN) /* own org's accounts and contacts */ \
	ROW(MAY_ADMIN_PLATFORM,   "admin.platform",    ROLE_PLATFORM) \
	ROW(MAY_ACCOUNTS,         "accounts",          ROLE_ORG_ADMIN | ROLE_PLATFORM)

enum access {
#define ROW(id, name, roles) id = (roles),
	ACCESS_TABLE(ROW)
#undef ROW
};

struct permission { struct str name; unsigned roles; };
extern const struct permission permissions[];
extern const size_t n_permissions;
/* Role and org together: what begins with "advisory." is the centre's, so an operator's approver approves none; and the centre,
 * where every report ends, has nobody to report to. */
bool permission_held(const struct permission *, const struct actor *);

/* OK where the actor has one of `roles`; E_LOGIN where nobody is signed in; else E_DENIED. */
enum status need_role(struct cx *, unsigned roles) MUST_CHECK;
/* OK where the actor may read content at all. Every use case that returns or changes content calls it first. */
enum status need_content(struct cx *) MUST_CHECK;
bool actor_is_centre(const struct actor *);
/* The centre, crisis management, response and disaster agencies, ministries. */
bool actor_has_situation(const struct actor *);
/* OK unless a program acts by a token: what decides over people (accounts, passwords, second factors) or answers for the centre
 * (approving, publishing, withdrawing) is done by somebody who has signed in, with the second factor that the role asks for. */
enum status need_person(struct cx *) MUST_CHECK;
#endif

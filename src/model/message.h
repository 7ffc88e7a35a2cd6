/* model/message.h — what all messages share: kinds, states, marking, and what may follow what. Numbers are stored; never renumber. */
#ifndef NOROSHI_MODEL_MESSAGE_H
#define NOROSHI_MODEL_MESSAGE_H
#include "model/party.h"

enum message_kind { MESSAGE_REPORT = 1, MESSAGE_ADVISORY, MESSAGE_INQUIRY, MESSAGE_ANSWER, MESSAGE_NOTICE };
/* Report: draft -> submitted -> in review -> accepted | revision requested -> closed (a follow-up returns it to submitted).
 * Advisory: draft -> approved -> published -> withdrawn (a new version is a new revision; the older one is superseded). */
enum message_status {
	STATUS_DRAFT = 1, STATUS_SUBMITTED, STATUS_IN_REVIEW, STATUS_ACCEPTED, STATUS_REVISION_REQUESTED, STATUS_CLOSED,
	STATUS_APPROVED = 10, STATUS_PUBLISHED, STATUS_WITHDRAWN,
};
enum tlp { TLP_CLEAR = 1, TLP_GREEN, TLP_AMBER, TLP_AMBER_STRICT, TLP_RED };   /* increasing */
#define MESSAGE_REVISIONS_MAX 200                               /* of one message: all of them are shown at once */
enum stage { STAGE_FIRST = 1, STAGE_FOLLOW_UP, STAGE_FINAL };                  /* 第1報, 続報, 最終報 */
/* Kept in step.what, for the timeline. */
enum step_kind {
	STEP_IN_REVIEW = 1, STEP_ACCEPTED, STEP_REVISION_REQUESTED, STEP_CLOSED, STEP_PASSED, STEP_PASSED_BY_ITSELF,
	STEP_APPROVED, STEP_PUBLISHED, STEP_WITHDRAWN, STEP_SUPERSEDED,
	STEP_RELAYED = 20, STEP_ANSWERED,
};
/* message.published: 0 not, 1 to its audience, 2 to everyone (TLP:CLEAR and published) */
enum { PUBLISHED_NOT = 0, PUBLISHED_AUDIENCE = 1, PUBLISHED_EVERYONE = 2 };
enum basis { BASIS_LAW = 1, BASIS_SEVERE, BASIS_FIT };
enum report_route { ROUTE_MINISTRY = 1, ROUTE_CEPTOAR };

/* TLP bounds onward hops: RED and AMBER+STRICT stay with the orgs they were sent to. */
static inline bool tlp_may_pass_on(int tlp) { return tlp < TLP_AMBER_STRICT; }

extern const struct str message_kind_names[], message_status_names[], tlp_names[], stage_names[], basis_names[], report_route_names[];
/* The name of a number is names[number - 1] (FIELD_CHOICE order): "report", "advisory"; "draft", "submitted", "in_review", "accepted",
 * "revision_requested", "closed", (three empty), "approved", "published", "withdrawn"; "CLEAR" ... ; "first", "follow_up", "final"; ... */

struct message {
	struct uuid id, author, author_user;
	struct uuid about;                                      /* of an inquiry or an answer: the message it is about; else none */
	struct uuid sealed;                                     /* the key it is sealed to: the server cannot read it; none: open */
	int kind, status, tlp, published, basis;
	bool exercise;
	struct str number, sector, event_type, route, title;    /* title: not a column; that of the newest revision the asker may see */
	int64_t latest;                                         /* number of the newest revision that is not a draft; 0: none yet */
	int64_t created_us, submitted_us, updated_us, version;
};
struct revision {
	struct uuid id, message, author_user, entry, approved_by;
	int64_t number;                                         /* 第n報 / vN, from 1 */
	int stage, published;                                   /* published: as message.published, of this revision */
	struct str title, body;                                 /* body: canonical JSON by the form's field table */
	uint8_t salt[16], digest[32];                           /* digest = SHA-256(salt || body) */
	int64_t approved_us, created_us, submitted_us;          /* submitted_us 0: still a draft */
};

/* May a report of status `now` become `want` (in review, accepted, revision requested, closed, or submitted by a follow-up)?
 * E_CONFLICT (T_STATE) where not; saying again what already is, is refused too. */
enum status report_status_after(struct cx *, int now, int want) MUST_CHECK;

/* What people did beside writing and receiving. */
struct step { struct uuid id, message, org, account; enum step_kind what; struct str note; int64_t at_us; };

/* Views: rows with names, as lists and pages show them. */
struct step_row { struct step step; struct org org; };
struct message_row {
	struct message m;                                       /* m.title: of the newest revision that org may see */
	struct org author;
	int64_t revision;                                       /* number of that revision */
	int stage;
};
struct revision_row { struct revision r; struct str user_ja, user_en, approver_ja, approver_en; };
/* What is left where a message was recalled: no content. */
struct tombstone {
	struct message m;
	struct org author, group;                               /* group: that was left; kind 0: none */
	struct uuid delivery;
	int why;                                                /* enum recall_why */
	int64_t recalled_us, asked_us, complied_us;             /* asked to delete; said that it did */
	struct str reason, complied_note;
	struct uuid derived;                                    /* to the CEPTOAR: what it derived from it still stands; none: nothing */
	struct str derived_number;
};
enum message_box { BOX_ALL = 0, BOX_OWN = 1, BOX_RECEIVED = 2, BOX_DRAFTS = 3 };
struct message_query {
	int kind;                                               /* 0: both */
	enum message_box box;
	int status, basis;                                      /* 0: any */
	struct str sector, event_type, q;                       /* empty: any; q is folded and searched in title and summary */
	int64_t updated_since_us;
	int fy, origin, route;                                  /* as statistics count (model/stats.h): fiscal year; 1 operators, 2 agencies; route; 0: any */
	struct str cause;                                       /* only with fy */
	int exercise;                                           /* 0 any, 1 only real ones, 2 only exercises */
	struct uuid after;                                      /* cursor: the last message of the page before; none: from the newest */
	int limit;                                              /* rows to give; ask one more to know whether there is a next page */
};
#endif

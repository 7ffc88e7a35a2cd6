/* model/consent.h — consent of a source: to relay what it sent its CEPTOAR, or to wider use of what it reported. Asked and answered for
 * one message, or given in advance for a scope. The latest answer stands; what was said stays on record. Numbers are stored; never
 * renumber. Pure.
 */
#ifndef NOROSHI_MODEL_CONSENT_H
#define NOROSHI_MODEL_CONSENT_H
#include "base/field.h"
#include "model/message.h"
#include "model/report.h"

enum consent_use { CONSENT_USE_RELAY = 1, CONSENT_USE_WIDER = 2 };
enum consent_answer { CONSENT_NOT_ASKED = 0, CONSENT_ASKED, CONSENT_GIVEN, CONSENT_REFUSED, CONSENT_TAKEN_BACK };
extern const struct str consent_use_names[], consent_answer_names[], consent_kind_names[];      /* [number - 1] */

struct consent {
	struct uuid id, org, to_org;                            /* org gives (or refuses), to_org may then use */
	struct uuid message;                                    /* none: in advance, for the scope */
	int use, kind, state;                                   /* enum consent_use, report_consent (asked for or given), consent_answer */
	struct str scope, note, answer_note;                    /* scope: JSON by consent_scope_table */
	int64_t asked_us, answered_us;
	struct uuid asked_by, answered_by;
	int32_t until_day;                                      /* last day of an advance consent; 0: none */
	int64_t version;
};
struct consent_row { struct consent c; struct org org, to; struct str number, title; };    /* of the message, as the asker may see it */
enum consent_box { CONSENT_BOX_TO_ANSWER = 1, CONSENT_BOX_ASKED, CONSENT_BOX_GIVEN };

struct consent_scope { struct list sectors, event_types; int tlp; };    /* empty lists: any; tlp: nothing marked stricter, 0: any */
struct consent_ask_input { int use, kind; struct str note; struct uuid to; };
struct consent_advance_input { int use, kind; struct uuid to; struct consent_scope scope; int32_t until_day; struct str note; };
struct consent_answer_input { int answer, kind; struct str note; };     /* answer: 1 given, 2 refused */
extern const struct field_table consent_scope_table, consent_ask_table, consent_advance_table, consent_answer_table;

/* Does an advance consent of this scope cover such a message? */
bool consent_scope_fits(struct cx *, struct str scope, const struct message *);
/* What the content of a revision says itself: enum report_consent, or 0. Reads sealed ones too: consent stands outside the envelope. */
int consent_in_body(struct cx *, struct str body);
#endif

/* model/advisory.h — the content of an advisory (情報提供): its input, its stored body, what may be shown to whom. Pure. */
#ifndef NOROSHI_MODEL_ADVISORY_H
#define NOROSHI_MODEL_ADVISORY_H
#include "base/field.h"
#include "model/audience.h"

struct indicator { struct str type, value; };
struct advisory_content {
	uint64_t present;
	struct str title, kind, reason, purpose, summary, effect, action, contact;
	int tlp;                                                /* FIELD_CHOICE: enum tlp, or 6 for WHITE: see advisory_settle */
	struct list products, indicators, sources, based_on, attachments;       /* str, struct indicator, str, uuid, uuid */
	bool ack_required, exercise;
	int64_t due_us;
	struct audience recipients;
};
extern const struct field_table advisory_table;                 /* "AdvisoryInput" */
struct advisory_preview_input { struct advisory_content content; int64_t after; struct uuid message; };
extern const struct field_table advisory_preview_table;         /* the same and "after" */

/* Defaults and what the table cannot say: acknowledgement is required unless declined, WHITE is CLEAR; kind and reason are of the
 * catalogue; a due time only where an acknowledgement is asked; recipients are given and not wider than the marking allows.
 * `lenient` (drafts): nothing is demanded, what is given must be right. Faults are fail_field; E_INVALID. */
enum status advisory_settle(struct cx *, bool lenient, struct advisory_content *) MUST_CHECK;
/* The stored form and back. */
struct str advisory_body(struct cx *, const struct advisory_content *);
enum status advisory_parse(struct cx *, struct str body, struct advisory_content *ret) MUST_CHECK;
/* The body as orgs other than the author get it: without whom else it goes to and which reports it draws on. */
enum status advisory_body_shown(struct cx *, struct str body, struct str *ret) MUST_CHECK;
#endif

/* model/key.h — sealed custody: an org's keys and the locked copies of their private halves, and a report that comes sealed. Numbers
 * are stored; never renumber. What is inside envelopes and copies, the server cannot know.
 */
#ifndef NOROSHI_MODEL_KEY_H
#define NOROSHI_MODEL_KEY_H
#include "base/field.h"
#include "model/report.h"

/* A private key, locked by: a passphrase of its holder; a code on paper that a second officer keeps; a one-time code for a new officer;
 * or the key that replaced it (so that who reads new reports reads old ones too). */
enum copy_kind { COPY_PASSPHRASE = 1, COPY_SHARE, COPY_INVITATION, COPY_CHAIN };
extern const struct str copy_kind_names[];                      /* FIELD_CHOICE order */
#define INVITATION_VALID_US (INT64_C(14) * 24 * 3600 * 1000000)

struct org_key {
	struct uuid id, org, created_by;
	uint8_t pub[32];
	int64_t created_us, retired_us;                         /* retired 0: in force */
	struct str by_ja, by_en;
};
struct key_copy {
	struct uuid id, key, holder, created_by, ended_by;
	int kind;
	struct str label, blob;                                 /* blob: LockedKey or ChainedKey (format/envelope.h) */
	int64_t created_us, ended_us;
	struct str login, ja, en;                               /* the holder's, where there is one */
	unsigned roles;
	int state;
	struct uuid holder_org;
};
/* May somebody with these roles in an org of this kind keep its key? A CEPTOAR's officers; elsewhere, who writes its reports. */
bool key_role_fits(int org_kind, unsigned roles);

/* What stands outside the envelope: the server needs it to route, to mark and to ask for consent. */
struct sealed_report {
	struct uuid ceptoar;
	const struct json *envelope;
	int tlp, basis, consent;
	bool exercise;
	struct list attachments;                                /* struct uuid */
};
extern const struct field_table sealed_report_fields;           /* "SealedReportInput" */
struct sealed_follow_up { struct sealed_report report; bool final; };
extern const struct field_table sealed_follow_up_fields;
struct sealed_answer { const struct json *envelope; struct list attachments; };        /* to an inquiry */
extern const struct field_table sealed_answer_fields;
/* What a sealed notice leaves in revision.body: {"envelope": ..., "tlp", "basis", "consent", "exercise", "attachments"};
 * of an answer the envelope and the attachments only. */
struct str sealed_body(struct arena *, const struct sealed_report *, struct str envelope);
/* Does this stored body hold an envelope? */
bool body_is_sealed(struct str body);
#define SEALED_TYPE S("application/vnd.noroshi.sealed")        /* of files that are sealed too */
#endif

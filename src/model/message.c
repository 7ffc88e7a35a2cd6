#include "model/message.h"

/* Names stand in the order of their numbers, from 1: names[number - 1]. */
const struct str message_kind_names[] = {
	LIT("report"), LIT("advisory"), LIT("inquiry"), LIT("answer"), LIT("notice"), { NULL, 0 },
};
const struct str message_status_names[] = {
	LIT("draft"), LIT("submitted"), LIT("in_review"), LIT("accepted"), LIT("revision_requested"), LIT("closed"),
	LIT(""), LIT(""), LIT(""), LIT("approved"), LIT("published"), LIT("withdrawn"), { NULL, 0 },
};
const struct str tlp_names[] = { LIT("CLEAR"), LIT("GREEN"), LIT("AMBER"), LIT("AMBER+STRICT"), LIT("RED"), { NULL, 0 } };
const struct str stage_names[] = { LIT("first"), LIT("follow_up"), LIT("final"), { NULL, 0 } };
const struct str basis_names[] = { LIT("law"), LIT("severe"), LIT("fit"), { NULL, 0 } };
const struct str report_route_names[] = { LIT("ministry"), LIT("ceptoar"), { NULL, 0 } };

/* Statuses that people may move a report between; drafts are submitted and follow-ups return to submitted by other ways. */
enum status report_status_after(struct cx *cx, int now, int want)
{
	bool open = now == STATUS_SUBMITTED || now == STATUS_IN_REVIEW || now == STATUS_ACCEPTED || now == STATUS_REVISION_REQUESTED;
	switch (want) {
	case STATUS_IN_REVIEW:
		if (now == STATUS_SUBMITTED || now == STATUS_ACCEPTED || now == STATUS_REVISION_REQUESTED)
			return OK;
		break;
	case STATUS_ACCEPTED:
	case STATUS_REVISION_REQUESTED:
		if ((open && now != want))
			return OK;
		break;
	case STATUS_CLOSED:
	case STATUS_SUBMITTED:                                  /* a follow-up; a closed report opens again by it */
		if (open || (want == STATUS_SUBMITTED && now == STATUS_CLOSED))
			return OK;
		break;
	}
	return fail(cx, E_CONFLICT, T_STATE);
}

/* app/report_send.h — carrying out a plan: deliveries to who gets the report now. Inside app/ only: report.c and delivery.c. */
#ifndef NOROSHI_APP_REPORT_SEND_H
#define NOROSHI_APP_REPORT_SEND_H
#include "model/delivery.h"
#include "model/report.h"
#include "model/route.h"

/* What is only noted so far (a draft, a preview) and is to go by the CEPTOAR route may not carry content where one of the author's
 * CEPTOARs has a key in force: E_CONFLICT T_REPORT_SEAL_NEEDED. */
enum status report_keep_sealed(struct cx *, const struct report_content *) MUST_CHECK;
/* Delivers from hop `from` on until a hop that passes on by hand. */
enum status report_send(struct cx *, const struct message *, struct uuid revision, const struct plan *, int from, size_t *ret_n) MUST_CHECK;
/* A follow-up: as from hop 1; and whoever holds an earlier notice gets this one at once, whatever the plan says today: a correction
 * must reach everybody who was told what it corrects. */
enum status report_send_again(struct cx *, const struct message *, struct uuid revision, struct plan *, size_t *ret_n) MUST_CHECK;
/* Marks in the plan who holds an earlier notice (gets it now) and adds holders who are not in it. */
void plan_with_holders(struct plan *, const struct delivery *holders, size_t n);
#endif

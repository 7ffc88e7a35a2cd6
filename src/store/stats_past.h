/* store/stats_past.h — what statistics are made from, read anew out of messages and deliveries: for stores of before schema 2, which kept no facts.
 *
 * All of them, whoever may see them: only the migration asks (app/stats_past.c), and only numbers and classifications are made of it.
 */
#ifndef NOROSHI_STORE_STATS_PAST_H
#define NOROSHI_STORE_STATS_PAST_H
#include "model/delivery.h"
#include "model/message.h"

struct past_revision { struct message m; int org_kind; int64_t number, submitted_us; struct str body; };
/* Sent revisions of messages of this kind that are no exercises, by message and number, those behind (message, number). */
enum status past_revisions(struct cx *, int kind, struct uuid message, int64_t number, int64_t limit, struct past_revision **ret, size_t *ret_n) MUST_CHECK;
struct past_delivery { struct delivery d; int org_kind; };      /* id, message, revision, hop, moments */
enum status past_deliveries(struct cx *, struct uuid message, struct past_delivery **ret, size_t *ret_n) MUST_CHECK;
/* The report was in an advisory at that time: the earliest counts. */
enum status past_advised(struct cx *, struct uuid report, int64_t at_us) MUST_CHECK;
#endif

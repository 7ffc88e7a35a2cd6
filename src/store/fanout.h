/* store/fanout.h — what sending needs beside store/delivery.h: whether an org has it already, and asking one that has it to pass it
 * on. */
#ifndef NOROSHI_STORE_FANOUT_H
#define NOROSHI_STORE_FANOUT_H
#include "model/delivery.h"

/* id, state and pass_state of the delivery of this revision to this org; *ret_there false: it has none. */
enum status fanout_find(struct cx *, struct uuid message, struct uuid revision, struct uuid org, bool *ret_there, struct delivery *ret) MUST_CHECK;
/* Someone there is to pass it on by hand, until due_us. Does not wait. */
enum status fanout_expect_pass(struct cx *, struct uuid delivery, int64_t due_us) MUST_CHECK;
#endif

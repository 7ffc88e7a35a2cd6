/* app/situation.h — the situation 状況: the country for the centre, crisis management, response and disaster agencies; its sectors (as of
 * today) for a ministry; E_DENIED for everybody else.
 *
 * Cost: a handful of statements over what is open, waiting or recent: some milliseconds whatever the store's age. For a ministry, whose
 * board shows only what it passed on itself, the deliveries of each current advisory are walked.
 */
#ifndef NOROSHI_APP_SITUATION_H
#define NOROSHI_APP_SITUATION_H
#include "model/situation.h"

enum status situation_now(struct cx *, struct situation **ret) MUST_CHECK;
#endif

/* app/stats_past.h — the facts of statistics for a store that was used before they were kept (schema 1). Part of migrate(), inside its transaction:
 * a store has either all of its past in the figures, or is not migrated.
 *
 * What comes out is what would have been kept then, but for two things that the store does not know any more: of an outcome that was changed later, the
 * time of the change stands for the first; and a classification is that of the newest notice (as it is otherwise). Doing it twice would count answers twice.
 * Cost: one parse, and a few statements, per notice: some 10,000 notices a second; memory is that of one page, or of one advisory's recipients.
 */
#ifndef NOROSHI_APP_STATS_PAST_H
#define NOROSHI_APP_STATS_PAST_H
#include "base/cx.h"

enum status stats_past(struct cx *) MUST_CHECK;
#endif

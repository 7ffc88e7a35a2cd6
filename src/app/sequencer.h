/* app/sequencer.h — gives committed journal entries their place in the Merkle log and signs its head.
 *
 * One step is one transaction: check that the stored tree still has the root that was signed last, place the entries that wait,
 * write the tiles they touch, sign the new root. Killed anywhere, a step has happened or has not. Where the tree does not have
 * its signed root, somebody altered the store: nothing is signed any more (E_CONFLICT, T_JOURNAL_ALTERED) until a person has
 * looked; reports are still taken, they only get no receipts.
 *
 * A thread started by `serve` steps at once when nudged after a pause, then every SEQUENCER_PAUSE_MS while there is something to do. On SQLite
 * it goes through the writer; on PostgreSQL it has a connection of its own whose advisory lock lets one process at a time
 * sequence: the lock dies with the connection, so another process takes over by itself.
 *
 * Cost: about two hashes, one update and 32 bytes of tile per entry; one signature and one row per step.
 */
#ifndef NOROSHI_APP_SEQUENCER_H
#define NOROSHI_APP_SEQUENCER_H
#include "base/cx.h"
#include "sys/crypto.h"

#define SEQUENCER_PAUSE_MS 200
#define SEQUENCER_BATCH 1000                                    /* entries in one transaction: reports wait no longer than that takes */

/* Places up to `limit` waiting entries, inside the caller's write transaction. Signs a head of the empty log where there is
 * none. *ret_placed: how many; fewer than limit means that none wait. */
enum status sequence_step(struct cx *, const struct sign_key *, int64_t limit, int64_t *ret_placed) MUST_CHECK;
/* Steps until none wait, each in a transaction of its own on cx->db (a writing connection): command line and tests. */
enum status sequence_all(struct cx *, const struct sign_key *) MUST_CHECK;

struct writer;
struct sequencer;
struct sequencer_options { struct writer *writer; struct str store; struct sign_key key; };     /* copied */
enum status sequencer_start(struct cx *, const struct sequencer_options *, struct sequencer **ret) MUST_CHECK;
void sequencer_nudge(struct sequencer *);                       /* thread-safe; NULL is allowed */
void sequencer_stop(struct sequencer *);                        /* places what waits, then ends; before writer_stop. NULL is allowed */
struct sequencer_state { int64_t placed, steps, last_us, failures; bool failing; };     /* since the start; for /metrics and /readyz */
struct sequencer_state sequencer_state(struct sequencer *);
#endif

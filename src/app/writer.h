/* app/writer.h — all writes in one place: work is queued; the writer takes what is waiting, opens one transaction, runs each item
 * under a savepoint, commits once, then reports to each. One fsync for many; nothing is reported before it is durable; one
 * item's failure rolls back that item only; a failed commit fails all of them with E_BUSY.
 *
 * SQLite: one writer thread. PostgreSQL: `threads` of them, each with its connection. Where the store itself fails inside a
 * group, the whole group is rolled back and its items are tried once more, each in a transaction of its own.
 */
#ifndef NOROSHI_APP_WRITER_H
#define NOROSHI_APP_WRITER_H
#include "base/cx.h"

struct writer;
struct live;
struct write_item {
	struct write_item *next;                                /* the writer's */
	/* mem, actor, problem, lang, trace are the caller's; db, now_us and changes are set by the writer */
	struct cx cx;
	/* inside the transaction; may be run again after the store failed, never after success */
	enum status (*run)(struct cx *, void *arg);
	void (*done)(enum status, void *arg);                   /* after the commit (or failure), on the writer thread: be quick */
	void *arg;
	bool last;                                              /* set by the writer before done: the last of its group */
	bool failed_keep;                                       /* run's failure keeps its changes (a failed sign-in is counted) */
};
struct writer_options { struct str store; int threads; int queue_max; struct live *live; const struct catalog *const *catalog; };
enum status writer_start(struct cx *, const struct writer_options *, struct writer **ret) MUST_CHECK;
/* Queues; false when the queue is full or the writer is stopping (then done is not called). Thread-safe. */
bool writer_submit(struct writer *, struct write_item *);
/* Queues and waits: for jobs and the command line. */
enum status writer_run(struct writer *, struct cx *, enum status (*run)(struct cx *, void *), void *arg) MUST_CHECK;
void writer_stop(struct writer *);                              /* finishes what is queued */
size_t writer_waiting(const struct writer *);
struct writer_figures { uint64_t groups, items, failed_commits, largest; };
void writer_figures(const struct writer *, struct writer_figures *ret);
#endif

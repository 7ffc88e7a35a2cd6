/* app/live.h — what changed, for those who may know: noted by use cases inside the transaction, told after the commit.
 *
 * An event names a kind, an object and the one org it is for; it carries no content. The hub numbers events, keeps the last
 * LIVE_RING of them for resuming (Last-Event-ID), and calls the sinks of that org. With several processes on PostgreSQL the
 * writer sends each group's events by NOTIFY after its commit, and a thread feeds the hub from LISTEN. A
 * process that dies between the two leaves other processes' pages to their next event; nothing in the store depends on events.
 */
#ifndef NOROSHI_APP_LIVE_H
#define NOROSHI_APP_LIVE_H
#include "base/cx.h"

enum live_kind {
	LIVE_DELIVERY = 1,      /* a message reached this org: object = message */
	LIVE_MESSAGE,           /* a message that this org wrote or has changed, or this org opened or answered it */
	LIVE_BOARD,             /* a recipient acknowledged, opened ...: object = message, for the sender */
	LIVE_RECALL,            /* object = message */
	LIVE_REGISTRY,          /* this org's own data changed: object = org */
	LIVE_CONSENT,           /* asked, given, refused or withdrawn: object = message, or the consent where it is given in advance */
	LIVE_CASE,              /* a case of this org, or its triage queue, changed: object = case, none for the queue alone */
	LIVE_MODE,              /* large-scale mode was proposed or switched: object = mode, for who may switch */
};
struct live_event { enum live_kind kind; struct uuid object, org; };

/* Called by use cases. Does nothing where cx->changes is NULL. Told only if the transaction commits. */
void live_note(struct cx *, enum live_kind, struct uuid object, struct uuid org);

/* Used by the writer: collect, then publish or forget. */
struct changes *changes_new(struct arena *);
size_t changes_count(const struct changes *);
void changes_truncate(struct changes *, size_t count);          /* a savepoint was rolled back */
const struct live_event *changes_get(const struct changes *, size_t i);
/* What statistics are made from has changed (app/stats.h): the writer raises their version once, before it commits. */
void changes_count_stats(struct changes *);
bool changes_counted_stats(const struct changes *);

struct live;
#define LIVE_RING 65536
struct live *live_new(void);
void live_free(struct live *);
void live_publish(struct live *, const struct live_event *, size_t n);          /* thread-safe */
/* A sink is called for each event of `org`, from the publishing thread under the hub's lock: be quick, do not call the hub. The
 * event is NULL where events may have been missed (live_reset). `after`: resume after this number, 0 for from now.
 * Returns false where `after` is no longer in the ring (or of another process): the caller must tell the client to load anew. */
struct live_sink {
	struct live_sink *next;
	struct uuid org;
	void (*event)(void *arg, uint64_t number, const struct live_event *);
	void *arg;
};
bool live_subscribe(struct live *, struct live_sink *, uint64_t epoch, uint64_t after);
void live_unsubscribe(struct live *, struct live_sink *);
uint64_t live_epoch(const struct live *);
uint64_t live_last(const struct live *);
size_t live_listeners(const struct live *);
void live_reset(struct live *);                                 /* events may have been missed: a new epoch, every sink is told */

/* With several processes on one PostgreSQL store: the writer tells the others what its transaction changed (db_notify), a thread
 * hears it and feeds this process's hub. On SQLite all of it does nothing. */
enum status live_tell(struct cx *, const struct live *, const struct changes *) MUST_CHECK;
/* Inside the transaction that changes facts: every process is to read the catalogue anew, this one too. */
enum status live_tell_facts(struct cx *) MUST_CHECK;
struct live_hearing;
/* `facts` is called, from the hearing thread, when facts changed, and whenever hearing begins (what was told before is not known).
 * Then also the hub is reset. */
enum status live_hear_start(struct cx *, struct live *, struct str store, void (*facts)(void *), void *arg, struct live_hearing **ret)
	MUST_CHECK;
void live_hear_stop(struct live_hearing *);                     /* NULL is allowed */
#endif

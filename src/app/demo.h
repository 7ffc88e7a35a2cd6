/* app/demo.h — the demonstration country: invented operators under the real plan's parties, one person per role, public events
 * replayed as reports with their sources, and a few advisories, so that every screen has something to show.
 *
 * Built from data/demo in steps, each one transaction that also notes how far it got: interrupted anywhere, the next run goes on;
 * built already, it changes nothing. Everything invented is marked so in its name or text, orgs and accounts also by `demo`.
 * The same seed gives the same country. Cost: about a second on SQLite.
 */
#ifndef NOROSHI_APP_DEMO_H
#define NOROSHI_APP_DEMO_H
#include "model/party.h"

struct secret_key;
struct demo_options {
	const struct secret_key *secret;                        /* seals the second factors */
	void (*say)(void *arg, struct str what);                /* progress, one line; may be NULL */
	void *arg;
};
/* totp: the second factor's secret in base32, or empty */
struct demo_person { struct str login, ja, en; struct org org; unsigned roles; struct str totp; };
struct demo_result {
	bool fresh;                                             /* something was built now */
	struct str password;                                    /* of every person below */
	struct demo_person *people;
	size_t n_people;
	int64_t operators;
};
/* On a writing connection, outside a transaction. cx->catalog and cx->now_us are set for the time of the call. */
enum status demo_build(struct cx *, const struct demo_options *, struct demo_result *ret) MUST_CHECK;
#endif

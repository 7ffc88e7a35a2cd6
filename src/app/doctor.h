/* app/doctor.h — is this installation in order? What is known of the store: reachable, right schema, sound, its log as it was signed,
 * nothing waiting too long, no sealed report on the last way to its key. cli/doctor.c adds keys, clock, disk and certificate. Changes nothing.
 *
 * A check is good, a warning (works, but somebody should look), or bad. Each is one line with what to do.
 */
#ifndef NOROSHI_APP_DOCTOR_H
#define NOROSHI_APP_DOCTOR_H
#include "sys/crypto.h"

enum check_result { CHECK_GOOD, CHECK_WARNING, CHECK_BAD };
struct check { struct str name; enum check_result result; struct str detail; };  /* name: "store.schema"; detail: English */
struct doctor {
	void (*told)(void *arg, const struct check *);
	void *arg;
	int64_t good, warnings, bad;                            /* the result */
};
/* Opens and closes its own connection. trusted NULL: heads are not checked. */
void doctor_store(struct cx *, struct doctor *, struct str store, const struct public_keys *trusted);
/* For further checks: counts, tells, and forgets the problem. */
void doctor_tell(struct cx *, struct doctor *, struct str name, enum check_result, const char *format, ...) __attribute__((format(printf, 5, 6)));
void doctor_tell_problem(struct cx *, struct doctor *, struct str name);         /* cx->problem as a bad check */
#endif

/* base/cx.h — what every fallible function is given: who asks, when, with which memory and store.
 *
 * One cx lives as long as one request or one job. `mem` dies with it, and with `mem` everything that was returned
 * through this cx. `now_us` is read once, so that one request has one time.
 *
 * A function that can fail returns `enum status` and, where it fails, records why by fail() or fail_field() at the place
 * where the cause is known. Doors (api/, cli/, job/) read `problem` and tell the caller; libraries never print.
 */
#ifndef NOROSHI_BASE_CX_H
#define NOROSHI_BASE_CX_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_CHECK __attribute__((warn_unused_result))

struct str { const char *p; size_t n; };                        /* UTF-8, not terminated; p may be NULL only if n == 0 */
#define S(literal) ((struct str){ "" literal "", sizeof(literal) - 1 })
#define LIT(literal) { "" literal "", sizeof(literal) - 1 }     /* the same inside static tables */
#define NO_STR ((struct str){ NULL, 0 })
struct bytes { const uint8_t *p; size_t n; };
struct uuid { uint8_t b[16]; };                                 /* version 7; all zero means none */

enum status {
	OK,
	E_INVALID,                                              /* 400/422: the input is wrong; problem names the fields */
	E_LOGIN,                                                /* 401: who are you? */
	E_DENIED,                                               /* 403: known, may not */
	E_MISSING,                                              /* 404: not there, or not yours to know */
	E_CONFLICT,                                             /* 409: not in this state */
	E_STALE,                                                /* 412: somebody changed it first (If-Match) */
	E_LIMIT,                                                /* 413: too large or too many */
	E_RATE,                                                 /* 429: too often */
	E_BUSY,                                                 /* 503: try again */
	E_REMOTE,                                               /* 502: another system failed */
	E_WRITE,                                                /* a reader needs the writer: run me again there (never shown) */
	E_BUG,                                                  /* 500: ours */
};

enum lang { LANG_JA, LANG_EN };

/* Every sentence that a caller may be shown, with its untranslated code: base/text.def. */
enum text {
	T_NONE,
#define TEXT(id, code, ja, en) id,
#include "base/text.def"
#undef TEXT
	T_COUNT
};

enum role {                                                     /* bits of actor.roles; stored, never renumber */
	ROLE_REPORTER = 1, ROLE_APPROVER = 2, ROLE_OFFICER = 4, ROLE_LIAISON = 8, ROLE_ANALYST = 16, ROLE_PUBLISHER = 32,
	ROLE_DRILL = 64, ROLE_ORG_ADMIN = 128, ROLE_AUDITOR = 256, ROLE_PLATFORM = 512,
};

struct actor {
	struct uuid user, org;                                  /* user: none for jobs of the system itself */
	unsigned roles;                                         /* enum role bits */
	int org_kind;                                           /* enum org_kind (model/party.h) */
	struct uuid token;                                      /* set when a program's token was used */
	enum lang lang;
};

#define PROBLEM_FIELDS_MAX 64
struct problem_field { struct str pointer; enum text why; int64_t bound; };   /* pointer: JSON pointer, "/causes/2" */
struct problem {
	enum text why;
	struct str detail;                                      /* for the log only, never for the caller */
	struct str instance;                                    /* what stands in the way, or is the way out: a path of the API */
	size_t n_fields;
	struct problem_field fields[PROBLEM_FIELDS_MAX];
};

struct arena;
struct db;
struct changes;                                                 /* live events noted by use cases: app/live.h */
struct catalog;                                                 /* model/catalog.h: the facts in force, shared, read-only */
struct cx {
	struct arena *mem;
	struct db *db;
	const struct actor *actor;                              /* NULL before sign-in */
	const struct catalog *catalog;
	struct changes *changes;                                /* NULL where nobody listens (command line) */
	struct problem *problem;
	int64_t now_us;                                         /* UTC, microseconds since 1970 */
	enum lang lang;
	uint8_t trace[8];                                       /* shown to the caller, found again in the log */
};

/* Records why this request fails and returns `status`. The first cause stands, except that T_MISSING gives way: who looked up
 * a row that need not be there goes on. */
enum status fail(struct cx *, enum status status, enum text why);
/* As fail, with detail for the log (copied into the arena; no secrets, no message content). */
enum status fail_detail(struct cx *, enum status status, enum text why, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* Records one wrong field; several may be recorded before returning E_INVALID. `pointer` is copied.
 * `bound` is the limit that the sentence mentions as {n}, or 0. Always returns E_INVALID. */
enum status fail_field(struct cx *, struct str pointer, enum text why, int64_t bound);

/* The sentence and the code of a text. {n} in the sentence is replaced by the door. */
struct str text_sentence(enum text, enum lang);
struct str text_code(enum text);
#endif

/* model/account.h — people and programs that may sign in: which logins, passwords and roles are allowed, when a second factor is
 * due, and how long failed sign-ins wait. Pure: no clock, no store. The states are stored as these numbers; never renumber.
 */
#ifndef NOROSHI_MODEL_ACCOUNT_H
#define NOROSHI_MODEL_ACCOUNT_H
#include "base/time.h"

enum account_state { ACCOUNT_ACTIVE = 1, ACCOUNT_DISABLED, ACCOUNT_MUST_CHANGE /* the password, at the next sign-in */ };
extern const struct str account_state_names[];                  /* "active", "disabled", "must_change"; ends with an empty str */
enum token_scope { TOKEN_READ = 1, TOKEN_WRITE };
extern const struct str token_scope_names[];                    /* "read", "write"; ends with an empty str */

struct account {
	struct uuid id, org;
	struct str login, ja, en;
	unsigned roles;                                         /* enum role bits */
	int lang, state;
	struct str password;                                    /* hash; empty where not asked for */
	struct bytes totp;                                      /* sealed secret; being set up while totp_on is false */
	bool totp_on, demo;
	int64_t totp_last;                                      /* the time step last used: each code works once */
	int64_t created_us, version;
	int64_t one_time_us;                                    /* when its one-time password was made; 0: the password is its owner's */
	/* of its org, as of today */
	struct str org_code, org_ja, org_en, org_sector;
	int org_kind;
};

struct account_rows { struct account *p; size_t n; };

struct session_listed { uint8_t id[32]; int64_t created_us, seen_us, expires_us; struct str address; };
struct session_rows { struct session_listed *p; size_t n; };
struct token {
	struct uuid id, account;
	struct str name, addresses, login;                      /* addresses: empty for any; login: of the account */
	int scope;                                              /* enum token_scope */
	int64_t created_us, expires_us, revoked_us, used_us;    /* expires_us 0: never; 0: not (yet) */
	/* of its account, for the door */
	struct uuid org;
	unsigned roles;
	int lang, state, org_kind;
	bool totp_on;
};
struct token_rows { struct token *p; size_t n; };

/* Roles whose holders need a second factor, and must not lose it. */
#define ROLES_TOTP (ROLE_PUBLISHER | ROLE_ORG_ADMIN | ROLE_PLATFORM | ROLE_AUDITOR)
bool totp_is_mandatory(unsigned roles);

/* Roles that exist in an org of that kind: analysts and publishers at the centre, officers at a CEPTOAR, liaisons at ministries. */
unsigned roles_of_kind(int org_kind);
/* T_NONE, or why these roles cannot stand together in such an org. No role at all: T_FIELD_TOO_FEW. */
enum text roles_fault(unsigned roles, int org_kind);
/* The bit of a role's name; 0 where there is none. */
unsigned role_of_name(struct str);

/* A login is 2 to 64 of a-z 0-9 . _ - @, starting with a letter or digit. What is typed is folded first (NFKC, lower case). */
bool login_ok(struct str);

/* Passwords by OWASP ASVS 4.0.3, 2.1: 12 to 128 characters, any characters, no composition rules, not the login, not a common one.
 * T_NONE, or what is wrong; ret_bound is what {n} in the sentence stands for. */
#define ONE_TIME_PASSWORD_US (7 * DAY_US)                        /* afterwards an administrator makes a new one */
#define PASSWORD_CHARS_MIN 12
#define PASSWORD_CHARS_MAX 128
enum text password_fault(struct cx *, struct str login, struct str password, int64_t *ret_bound);

/* Failed sign-ins: the first SIGN_IN_FREE failures cost nothing; then each doubles the wait, up to 15 minutes. A day without
 * failures forgets them; a success forgets those of the account, and takes them off the address's. */
#define SIGN_IN_FREE 5
#define SIGN_IN_WAIT_MAX_US (15 * MINUTE_US)
#define SIGN_IN_FORGET_US DAY_US
int64_t sign_in_wait_us(int64_t failures);
/* How long until the next attempt is looked at; 0: now. */
int64_t sign_in_wait_left_us(int64_t failures, int64_t last_us, int64_t now_us);
#endif

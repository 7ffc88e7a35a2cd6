/* cli/client.h — what the commands share that talk to a server: where it is, the token, asking, and showing what it refused.
 *
 *   struct client c; struct str rest[8]; size_t n;
 *   const struct flag flags[] = { CLIENT_FLAGS(c), { LIT("state"), &state, NULL, NULL } };
 *   client_init(&c); if (!flags_read(...)) return CLI_USAGE;
 *   if (client_open(&c) == OK && client_ask(&c, S("GET"), S("/api/v1/inbox"), NO_STR, &json) == OK) ...
 *   return client_end(&c, status);
 */
#ifndef NOROSHI_CLI_CLIENT_H
#define NOROSHI_CLI_CLIENT_H
#include "base/json.h"
#include "cli/flags.h"
#include "sys/fetch.h"

struct client {
	struct cx cx;
	struct problem problem;
	struct str server, token_file, ca_file;
	bool json;
	struct str token, cookie, csrf;                         /* a token, or a session (client_sign_in) */
	struct str if_match, key, type;                         /* headers of the next request only; type empty: application/json */
	struct fetch_answer answer;                             /* of the last request */
	struct str flag_prefix;                                 /* how to tell people about a wrong field: "--title" */
};
#define CLIENT_FLAGS(c) \
	{ LIT("server"), &(c).server, NULL, "NOROSHI_SERVER" }, { LIT("token-file"), &(c).token_file, NULL, "NOROSHI_TOKEN_FILE" }, \
	{ LIT("ca-file"), &(c).ca_file, NULL, "NOROSHI_CA_FILE" }, { LIT("json"), NULL, &(c).json, NULL }
#define CLIENT_PAGE \
	"  --server URL        the server, https://noroshi.example or http://127.0.0.1:8080 (or NOROSHI_SERVER)\n" \
	"  --token-file FILE   a file that holds a token (noroshi token add; or NOROSHI_TOKEN_FILE)\n" \
	"  --ca-file FILE      certificates to trust, PEM, instead of the system's (or NOROSHI_CA_FILE)\n" \
	"  --json              the server's answer as it is\n"

void client_init(struct client *);
/* Checks the address and reads the token. Plain http only to this machine: a token must not travel readable. */
enum status client_open(struct client *) MUST_CHECK;
/* One request; a 2xx answer parsed (ret_json may be NULL where there is no body). Anything else: E_REMOTE, and each cause is on
 * standard error. Network failures of requests with a key are tried again twice: the key makes that safe. */
enum status client_ask(struct client *, struct str method, struct str path, struct str body, const struct json **ret_json) MUST_CHECK;
/* The same without parsing, any status: see c->answer. */
enum status client_fetch(struct client *, struct str method, struct str path, struct str body) MUST_CHECK;
enum status client_read_file(struct client *, struct str path, size_t max, struct str *ret) MUST_CHECK;
enum status client_write_file(struct client *, struct str path, struct str text) MUST_CHECK;      /* never over an existing file; mode 0600 */
/* Instead of client_open, for what only a person may do: signs in, the password from a file or the terminal. client_end signs out. */
enum status client_sign_in(struct client *, struct str login, struct str password_file, struct str code) MUST_CHECK;
/* A secret from a file (- is standard input; its first line), or typed at the terminal without being shown. */
enum status client_secret(struct client *, struct str file, const char *prompt, struct str *ret) MUST_CHECK;
struct str client_query(struct arena *, struct str text);       /* escaped for a query string */
void client_print_answer(const struct client *);                /* for --json */
int client_end(struct client *, enum status);                   /* tells why, frees, gives the exit code */
#endif

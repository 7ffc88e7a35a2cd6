/* cli/sealed.h — sealing and opening at the command line: the same as the browser does (app/sealing.h), over the same routes. */
#ifndef NOROSHI_CLI_SEALED_H
#define NOROSHI_CLI_SEALED_H
#include "app/sealing.h"
#include "cli/client.h"

/* To whom a CEPTOAR-route report of one's org is sealed; ceptoar empty: it takes reports open. `followed`: the report that a follow-up
 * is of, which goes to the CEPTOAR that has it; empty: a new one. */
struct seal_way { struct str ceptoar; struct seal_to to[2]; size_t n; };
enum status sealed_way(struct client *, struct str followed, struct seal_way *ret) MUST_CHECK;
/* The body of POST /reports/sealed for this form; files (comma-separated paths) are sealed and uploaded. */
enum status sealed_body_make(struct client *, const struct seal_way *, struct str form, struct str files, bool final, struct str *ret) MUST_CHECK;

/* Private keys of one's org, unlocked: the first `n` of keys. */
#define HELD_MAX 32
struct held_key { struct uuid id; struct box_key key; };
struct held { size_t n; struct held_key v[HELD_MAX]; };
/* `secret` is a passphrase, or with `code` a code as typed. E_DENIED where nothing opens. */
enum status sealed_unlock(struct client *, const struct json *key_list, struct str secret, bool code, struct held *ret) MUST_CHECK;
/* What is inside a sealed notice's content; E_DENIED where none of the keys opens it. */
enum status sealed_open(struct client *, const struct json *content, const struct held *, const struct json **ret_plain) MUST_CHECK;
/* The content of a message's newest notice, opened where it came sealed; the passphrase from a file or the terminal. It goes nowhere. */
enum status sealed_content(struct client *, const struct json *message, struct str passphrase_file, const struct json **ret) MUST_CHECK;
#endif

/* noroshi ack: acknowledges, and says what came of it. */
#include <stdio.h>

#include "base/str.h"
#include "cli/client.h"
#include "cli/work.h"

const char ack_help[] =
	"noroshi ack ID ... [--outcome OUTCOME [--note TEXT] [--date DAY]]\n"
	"noroshi ack --all\n"
	"\n"
	"Acknowledges what reached your organisation; with --outcome, says what came of it (which acknowledges too). An ID is that of a\n"
	"delivery or of a message, or a number such as A2026-000012. Exit code 1 where one of them could not be acknowledged.\n"
	"\n"
	"  --all               all that is not acknowledged\n"
	"  --outcome OUTCOME   not_affected, investigating, affected, planned, done or not_applicable\n"
	"  --note TEXT         what was found or done\n"
	"  --date DAY          when it was done, or is planned: 2026-12-01\n"
	CLIENT_PAGE
	"\n"
	"  noroshi ack A2026-000012 --outcome not_affected --server https://noroshi.example --token-file token\n";

#define WORDS_MAX 200

struct ack { struct client c; struct str outcome, note, date, words[WORDS_MAX]; size_t n; bool all; };

static enum status add_all(struct ack *a, struct jw *w, size_t *ret_n)
{
	const struct json *answer;
	enum status st = client_ask(&a->c, S("GET"), S("/api/v1/inbox?state=open&limit=200"), NO_STR, &answer);
	if (st != OK)
		return st;
	for (const struct json *item = json_first(json_get(answer, S("items"))); item; item = json_next(item)) {
		jw_text(w, json_get_text(json_get(item, S("delivery")), S("id")));
		++*ret_n;
	}
	return OK;
}

static enum status add_named(struct ack *a, struct jw *w, size_t *ret_n)
{
	for (size_t i = 0; i < a->n; i++) {
		struct str delivery, message;
		enum status st = inbox_find(&a->c, a->words[i], &delivery, &message);
		if (st != OK)
			return st;
		jw_text(w, delivery);
		++*ret_n;
	}
	return OK;
}

static enum status tell(struct ack *a, const struct json *answer)
{
	int64_t good = 0, bad = 0;
	for (const struct json *r = json_first(json_get(answer, S("results"))); r; r = json_next(r)) {
		struct str id = json_get_text(r, S("id")), why = json_get_text(r, S("title"));
		if (json_bool(json_get(r, S("ok")))) {
			good++;
		} else {
			bad++;
			fprintf(stderr, "noroshi: %.*s: %.*s\n", STR_ARG(id), STR_ARG(why));
		}
	}
	if (a->c.json)
		client_print_answer(&a->c);
	else
		printf("%lld acknowledged\n", (long long)good);
	return bad ? fail(&a->c.cx, E_REMOTE, T_REMOTE_REFUSED) : OK;
}

static enum status run(struct ack *a)
{
	struct buf body;
	struct jw w;
	const struct json *answer;
	size_t n = 0;
	buf_init(&body, a->c.cx.mem, 1 << 20);
	jw_init(&w, &body);
	jw_object(&w);
	jw_key(&w, S("deliveries"));
	jw_array(&w);
	enum status st = a->all ? add_all(a, &w, &n) : add_named(a, &w, &n);
	jw_end_array(&w);
	if (st != OK)
		return st;
	if (!n) {
		printf(a->c.json ? "{\"results\":[]}\n" : "nothing to acknowledge\n");
		return OK;
	}
	if (a->outcome.n)
		jw_k_text(&w, S("outcome"), a->outcome);
	if (a->note.n)
		jw_k_text(&w, S("note"), a->note);
	if (a->date.n)
		jw_k_text(&w, S("date"), a->date);
	jw_end_object(&w);
	st = client_ask(&a->c, S("POST"), a->outcome.n ? S("/api/v1/inbox/outcome") : S("/api/v1/inbox/ack"), buf_str(&body), &answer);
	return st == OK ? tell(a, answer) : st;
}

int cmd_ack(int argc, char **argv)
{
	struct ack a = { .n = 0 };
	client_init(&a.c);
	const struct flag flags[] = {
		CLIENT_FLAGS(a.c), { LIT("outcome"), &a.outcome, NULL, NULL }, { LIT("note"), &a.note, NULL, NULL },
		{ LIT("date"), &a.date, NULL, NULL }, { LIT("all"), NULL, &a.all, NULL },
	};
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, a.words, WORDS_MAX, &a.n))
		return CLI_USAGE;
	if (a.all == (a.n > 0)) {
		fputs("noroshi: say which: ids or numbers, or --all (see noroshi help ack)\n", stderr);
		return CLI_USAGE;
	}
	a.c.flag_prefix = S("--");
	enum status st = client_open(&a.c);
	if (st == OK)
		st = run(&a);
	return client_end(&a.c, st);
}

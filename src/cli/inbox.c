/* noroshi inbox: what reached one's org; one message in full. */
#include <stdio.h>

#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "cli/client.h"
#include "cli/sealed.h"
#include "cli/work.h"

const char inbox_help[] =
	"noroshi inbox [--state open|done|all] [--kind report|advisory] [--q TEXT] [--overdue] [--limit N]\n"
	"noroshi inbox ID [--passphrase-file FILE]\n"
	"\n"
	"Lists what reached your organisation, newest first: number, marking, state, when it came, when it is due, title, id. With an id or a\n"
	"number, shows the message; that counts as opening it and leaves an entry in the journal.\n"
	"\n"
	"  --passphrase-file FILE  opens a sealed message with your passphrase (where not given, it is asked for)\n"
	"  --state STATE       open (where not given), done or all\n"
	"  --kind KIND         report or advisory\n"
	"  --q TEXT            only where title or summary contains this\n"
	"  --overdue           only what is past its due time\n"
	"  --limit N           at most so many, 1 to 200 (50)\n"
	CLIENT_PAGE
	"\n"
	"  noroshi inbox --server https://noroshi.example --token-file token --overdue\n";

/* Times for people: Japan Standard Time. */
static struct str jst(struct arena *mem, struct str rfc3339)
{
	int64_t us;
	if (!time_parse(rfc3339, &us))
		return S("-");
	struct str utc = time_format(mem, us + JST_US);
	return str_format(mem, "%.*s %.*s", 10, utc.p, 5, utc.p + 11);
}

static void tell_item(struct client *c, const struct json *item)
{
	const struct json *d = json_get(item, S("delivery")), *m = json_get(item, S("message"));
	struct str number = json_get_text(m, S("number")), tlp = json_get_text(m, S("tlp")), state = json_get_text(d, S("state"));
	struct str came = jst(c->cx.mem, json_get_text(d, S("sent_at"))), due = jst(c->cx.mem, json_get_text(d, S("due_at")));
	struct str title = json_get_text(m, S("title")), id = json_get_text(d, S("id"));
	bool waits = str_eq(json_get_text(json_get(d, S("pass")), S("state")), S("waiting"));
	printf("%-13.*s TLP:%-12.*s %-12.*s %-16.*s %-16.*s %s%s%.*s  %.*s\n", STR_ARG(number), STR_ARG(tlp), STR_ARG(state),
	       STR_ARG(came), STR_ARG(due), json_bool(json_get(m, S("exercise"))) ? "[EXERCISE] " : "", waits ? "[to pass on] " : "", STR_ARG(title), STR_ARG(id));
}

static void tell_content(const struct json *content)
{
	for (const struct json *m = json_first(content); m; m = json_next(m)) {
		struct str key = json_key(m);
		if (json_kind(m) == JSON_TEXT) {
			struct str text = json_text(m);
			printf("%.*s: %.*s\n", STR_ARG(key), STR_ARG(text));
		} else {
			struct arena *mem = arena_new();
			struct buf out;
			buf_init(&out, mem, 1 << 20);
			json_write(&out, m);
			printf("%.*s: %.*s\n", STR_ARG(key), (int)out.n, out.p);
			arena_release(mem);
		}
	}
}

static void tell_message(struct client *c, const struct json *m, const struct json *content)
{
	struct str number = json_get_text(m, S("number")), tlp = json_get_text(m, S("tlp")), status = json_get_text(m, S("status"));
	struct str author = json_get_text(json_get(m, S("author")), c->cx.lang == LANG_EN ? S("en") : S("ja"));
	printf("%.*s  TLP:%.*s  %.*s  %.*s\n", STR_ARG(number), STR_ARG(tlp), STR_ARG(status), STR_ARG(author));
	if (json_bool(json_get(m, S("recalled")))) {
		struct str reason = json_get_text(m, S("reason"));
		printf("withdrawn by its sender: %.*s\n", STR_ARG(reason));
		return;
	}
	tell_content(content);
	struct str delivery = json_get_text(json_get(m, S("delivery")), S("id"));
	if (delivery.n)
		printf("\nacknowledge: noroshi ack %.*s\n", STR_ARG(delivery));
}

static enum status list(struct client *c, struct str query)
{
	const struct json *answer;
	enum status st = client_ask(c, S("GET"), str_format(c->cx.mem, "/api/v1/inbox?%.*s", STR_ARG(query)), NO_STR, &answer);
	if (st != OK)
		return st;
	if (c->json) {
		client_print_answer(c);
		return OK;
	}
	for (const struct json *item = json_first(json_get(answer, S("items"))); item; item = json_next(item))
		tell_item(c, item);
	const struct json *counts = json_get(answer, S("counts"));
	printf("%lld not acknowledged, %lld overdue, %lld to pass on\n", (long long)json_get_int(counts, S("open"), 0),
	       (long long)json_get_int(counts, S("overdue"), 0), (long long)json_get_int(counts, S("to_pass"), 0));
	return OK;
}

enum status inbox_find(struct client *c, struct str word, struct str *ret_delivery, struct str *ret_message)
{
	struct str after = NO_STR;
	for (int page = 0; page < 20; page++) {
		const struct json *answer;
		struct str path = str_format(c->cx.mem, "/api/v1/inbox?state=all&limit=200%s%.*s", after.n ? "&after=" : "", STR_ARG(after));
		enum status st = client_ask(c, S("GET"), path, NO_STR, &answer);
		if (st != OK)
			return st;
		for (const struct json *item = json_first(json_get(answer, S("items"))); item; item = json_next(item)) {
			struct str delivery = json_get_text(json_get(item, S("delivery")), S("id"));
			const struct json *m = json_get(item, S("message"));
			struct str message = json_get_text(m, S("id"));
			if (str_eq(word, delivery) || str_eq(word, message) || str_eq_nocase(word, json_get_text(m, S("number")))) {
				*ret_delivery = delivery;
				*ret_message = message;
				return OK;
			}
		}
		after = json_get_text(answer, S("next"));
		if (!after.n)
			break;
	}
	return fail_detail(&c->cx, E_MISSING, T_MISSING, "%.*s", STR_ARG(word));
}

static enum status show(struct client *c, struct str word, struct str passphrase_file)
{
	struct str delivery, message;
	const struct json *answer, *content;
	enum status st = inbox_find(c, word, &delivery, &message);
	if (st == OK)
		st = client_ask(c, S("GET"), str_format(c->cx.mem, "/api/v1/messages/%.*s", STR_ARG(message)), NO_STR, &answer);
	if (st != OK)
		return st;
	if (c->json) {
		client_print_answer(c);
		return OK;
	}
	st = sealed_content(c, answer, passphrase_file, &content);
	if (st == OK)
		tell_message(c, answer, content);
	return st;
}

int cmd_inbox(int argc, char **argv)
{
	struct client c;
	struct str state = NO_STR, kind = NO_STR, q = NO_STR, limit = NO_STR, word = NO_STR, passphrase_file = NO_STR;
	bool overdue = false;
	size_t n;
	client_init(&c);
	const struct flag flags[] = {
		CLIENT_FLAGS(c), { LIT("state"), &state, NULL, NULL }, { LIT("kind"), &kind, NULL, NULL }, { LIT("q"), &q, NULL, NULL },
		{ LIT("limit"), &limit, NULL, NULL }, { LIT("overdue"), NULL, &overdue, NULL },
		{ LIT("passphrase-file"), &passphrase_file, NULL, NULL },
	};
	if (!flags_read(argc, argv, flags, sizeof flags / sizeof *flags, &word, 1, &n))
		return CLI_USAGE;
	c.flag_prefix = S("--");
	enum status st = client_open(&c);
	if (st != OK)
		return client_end(&c, st);
	if (n) {
		st = show(&c, word, passphrase_file);
		return client_end(&c, st);
	}
	struct buf query;
	buf_init(&query, c.cx.mem, 65536);
	buf_format(&query, "state=%.*s", STR_ARG(client_query(c.cx.mem, state.n ? state : S("open"))));
	if (kind.n)
		buf_format(&query, "&kind=%.*s", STR_ARG(client_query(c.cx.mem, kind)));
	if (q.n)
		buf_format(&query, "&q=%.*s", STR_ARG(client_query(c.cx.mem, q)));
	if (limit.n)
		buf_format(&query, "&limit=%.*s", STR_ARG(client_query(c.cx.mem, limit)));
	if (overdue)
		buf_add(&query, S("&overdue=true"));
	st = list(&c, buf_str(&query));
	return client_end(&c, st);
}

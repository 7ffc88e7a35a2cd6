#include "cli/client.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "cli/place.h"

#define TRIES 3
#define TOKEN_FILE_MAX 4096

void client_init(struct client *c)
{
	*c = (struct client){ .cx = { 0 } };
}

enum status client_read_file(struct client *c, struct str path, size_t max, struct str *ret)
{
	struct buf out;
	char *p;
	bool standard = str_eq(path, S("-"));
	int fd = standard ? 0 : open(str_terminated(c->cx.mem, path), O_RDONLY | O_CLOEXEC);
	ssize_t n = -1;
	if (fd < 0)
		return fail_detail(&c->cx, E_REMOTE, T_CLIENT_FILE, "%.*s", STR_ARG(path));
	buf_init(&out, c->cx.mem, max + 1);
	do {
		size_t room = max + 1 - out.n < 65536 ? max + 1 - out.n : 65536;
		p = room ? buf_reserve(&out, room) : NULL;
		n = p ? read(fd, p, room) : 0;
		if (n > 0)
			buf_commit(&out, (size_t)n);
	} while (n > 0);
	if (!standard)
		close(fd);
	if (n < 0 || out.n > max)
		return fail_detail(&c->cx, E_REMOTE, T_CLIENT_FILE, "%.*s%s", STR_ARG(path), out.n > max ? " is too large" : "");
	*ret = buf_str(&out);
	return OK;
}

enum status client_write_file(struct client *c, struct str path, struct str text)
{
	int fd = open(str_terminated(c->cx.mem, path), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	size_t done = 0;
	ssize_t n = 0;
	if (fd < 0)
		return fail_detail(&c->cx, E_REMOTE, T_CLIENT_FILE, "%.*s (is it there already?)", STR_ARG(path));
	while (done < text.n && (n = write(fd, text.p + done, text.n - done)) > 0)
		done += (size_t)n;
	bool good = done == text.n && fsync(fd) == 0;
	good &= close(fd) == 0;
	return good ? OK : fail_detail(&c->cx, E_REMOTE, T_CLIENT_FILE, "%.*s", STR_ARG(path));
}

/* Host names that never leave this machine. */
static bool is_local(struct str url)
{
	static const struct str hosts[] = { LIT("http://127.0.0.1"), LIT("http://localhost"), LIT("http://[::1]"), { NULL, 0 } };
	for (const struct str *h = hosts; h->n; h++)
		if (str_starts(url, *h) && (url.n == h->n || url.p[h->n] == ':' || url.p[h->n] == '/'))
			return true;
	return false;
}

static enum status check_server(struct client *c)
{
	c->cx = cli_cx(&c->problem);
	if (!str_starts(c->server, S("https://")) && !is_local(c->server))
		return fail_detail(&c->cx, E_INVALID, T_REMOTE_ADDRESS, "%.*s", STR_ARG(c->server));
	while (str_ends(c->server, S("/")))
		c->server.n--;
	return OK;
}

enum status client_open(struct client *c)
{
	struct stat about;
	enum status st = check_server(c);
	if (st != OK)
		return st;
	if (!c->token_file.n)
		return fail(&c->cx, E_INVALID, T_REMOTE_TOKEN);
	st = client_read_file(c, c->token_file, TOKEN_FILE_MAX, &c->token);
	if (st != OK)
		return st;
	c->token = str_trim(c->token);
	if (!c->token.n || str_find(c->token, S("\n")) >= 0)
		return fail_detail(&c->cx, E_INVALID, T_REMOTE_TOKEN, "%.*s does not hold one token", STR_ARG(c->token_file));
	if (!str_eq(c->token_file, S("-")) && stat(str_terminated(c->cx.mem, c->token_file), &about) == 0 && about.st_mode & 077)
		fprintf(stderr, "noroshi: others may read %.*s; chmod 600 it\n", STR_ARG(c->token_file));
	return OK;
}

enum status client_secret(struct client *c, struct str file, const char *prompt, struct str *ret)
{
	struct termios shown, hidden;
	char line[1024];
	struct str text, rest;
	if (file.n) {
		enum status st = client_read_file(c, file, 64 << 10, &text);
		if (st == OK)
			*ret = str_trim(str_cut(text, '\n', &rest));
		return st;
	}
	if (!isatty(0) || tcgetattr(0, &shown) != 0)
		return fail_detail(&c->cx, E_INVALID, T_CLIENT_FILE, "%s: give a file, there is no terminal to ask at", prompt);
	fprintf(stderr, "%s: ", prompt);
	hidden = shown;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(0, TCSAFLUSH, &hidden);
	bool got = fgets(line, sizeof line, stdin) != NULL;
	tcsetattr(0, TCSAFLUSH, &shown);
	fputc('\n', stderr);
	*ret = got ? str_copy(c->cx.mem, str_trim(str_of(line))) : NO_STR;
	return OK;
}

enum status client_sign_in(struct client *c, struct str login, struct str password_file, struct str code)
{
	struct str password;
	const struct json *me;
	struct buf out;
	struct jw w;
	enum status st = check_server(c);
	if (st == OK)
		arena_holds_secrets(c->cx.mem);
	if (st == OK)
		st = client_secret(c, password_file, "Password", &password);
	if (st != OK)
		return st;
	buf_init(&out, c->cx.mem, 8192);
	jw_init(&w, &out);
	jw_object(&w);
	jw_k_text(&w, S("login"), login);
	jw_k_text(&w, S("password"), password);
	if (code.n)
		jw_k_text(&w, S("code"), code);
	jw_end_object(&w);
	st = client_ask(c, S("POST"), S("/api/v1/session"), buf_str(&out), &me);
	if (st != OK)
		return st;
	c->cookie = c->answer.cookie;
	c->csrf = json_get_text(me, S("csrf"));
	return OK;
}

struct str client_query(struct arena *mem, struct str text)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf out;
	buf_init(&out, mem, text.n * 3 + 1);
	for (size_t i = 0; i < text.n; i++) {
		uint8_t b = (uint8_t)text.p[i];
		if ((b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || b == '-' || b == '_' || b == '.') {
			buf_byte(&out, (char)b);
		} else {
			buf_byte(&out, '%');
			buf_byte(&out, digits[b >> 4]);
			buf_byte(&out, digits[b & 15]);
		}
	}
	return buf_str(&out);
}

static void pause_s(int s)
{
	nanosleep(&(struct timespec){ .tv_sec = s }, NULL);
}

enum status client_fetch(struct client *c, struct str method, struct str path, struct str body)
{
	struct fetch_header headers[FETCH_HEADERS_MAX];
	size_t n = 0;
	struct arena *mem = c->cx.mem;
	if (c->token.n)
		headers[n++] = (struct fetch_header){ S("Authorization"), str_format(mem, "Bearer %.*s", STR_ARG(c->token)) };
	if (c->cookie.n)
		headers[n++] = (struct fetch_header){ S("Cookie"), c->cookie };
	if (c->csrf.n)
		headers[n++] = (struct fetch_header){ S("X-CSRF-Token"), c->csrf };
	headers[n++] = (struct fetch_header){ S("Accept-Language"), c->cx.lang == LANG_EN ? S("en") : S("ja") };
	if (body.p)
		headers[n++] = (struct fetch_header){ S("Content-Type"), c->type.n ? c->type : S("application/json") };
	if (c->if_match.n)
		headers[n++] = (struct fetch_header){ S("If-Match"), c->if_match };
	if (c->key.n)
		headers[n++] = (struct fetch_header){ S("Idempotency-Key"), c->key };
	struct fetch_request r = {
		.method = method, .url = str_format(mem, "%.*s%.*s", STR_ARG(c->server), STR_ARG(path)), .headers = headers, .n_headers = n,
		.body = { (const uint8_t *)body.p, body.n }, .ca_file = c->ca_file, .answer_max = (size_t)64 << 20,
	};
	bool again = c->key.n || str_eq(method, S("GET"));
	enum status st = OK;
	for (int i = 0; i < TRIES; i++) {
		c->problem = (struct problem){ 0 };
		st = fetch(&c->cx, &r, &c->answer);
		bool busy = st == OK && (c->answer.status == 503 || c->answer.status == 429);
		if (!(st == E_REMOTE || busy) || !again || i + 1 == TRIES)
			break;
		pause_s(1 + i);
	}
	c->if_match = c->key = c->type = NO_STR;
	return st;
}

/* The causes, one line each; a JSON pointer becomes the flag that fills it. */
static void tell_refusal(struct client *c)
{
	struct str text = { (const char *)c->answer.body.p, c->answer.body.n };
	const struct json *problem = NULL;
	if (json_parse(&c->cx, text, &problem) != OK) {
		c->problem = (struct problem){ 0 };
		fprintf(stderr, "noroshi: the server answered %d\n", c->answer.status);
		return;
	}
	struct str title = json_get_text(problem, S("title")), trace = json_get_text(problem, S("trace"));
	fprintf(stderr, "noroshi: %.*s (%d, %.*s)\n", STR_ARG(title), c->answer.status, STR_ARG(trace));
	for (const struct json *e = json_first(json_get(problem, S("errors"))); e; e = json_next(e)) {
		struct str pointer = json_get_text(e, S("pointer")), why = json_get_text(e, S("title"));
		char *name = str_terminated(c->cx.mem, str_slice(pointer, 1, pointer.n));
		for (char *p = name; *p; p++)
			*p = *p == '/' || *p == '_' ? '-' : *p;
		fprintf(stderr, "  %.*s%s: %.*s\n", STR_ARG(c->flag_prefix), name, STR_ARG(why));
	}
}

enum status client_ask(struct client *c, struct str method, struct str path, struct str body, const struct json **ret_json)
{
	enum status st = client_fetch(c, method, path, body);
	if (st != OK)
		return st;
	if (c->answer.status < 200 || c->answer.status > 299) {
		tell_refusal(c);
		return fail(&c->cx, E_REMOTE, T_REMOTE_REFUSED);
	}
	if (!ret_json || !c->answer.body.n)
		return OK;
	return json_parse(&c->cx, (struct str){ (const char *)c->answer.body.p, c->answer.body.n }, ret_json);
}

void client_print_answer(const struct client *c)
{
	printf("%.*s\n", (int)c->answer.body.n, (const char *)c->answer.body.p);
}

int client_end(struct client *c, enum status st)
{
	int code = st == OK ? CLI_OK : CLI_FAILED;
	struct problem told = c->problem;
	if (c->cookie.n && client_fetch(c, S("DELETE"), S("/api/v1/session"), NO_STR) != OK)
		fputs("noroshi: could not sign out\n", stderr);
	c->problem = told;
	if (st != OK && c->problem.why != T_REMOTE_REFUSED)     /* a refusal has been told already */
		code = cli_failed(&c->cx);
	arena_release(c->cx.mem);
	return st == E_INVALID && code != CLI_OK ? CLI_USAGE : code;
}

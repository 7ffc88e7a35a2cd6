/* test/bench/joins_bench.c — suggestions of joins against many reports: joins_bench STORE REPORTS QUESTIONS
 *
 * Adds REPORTS reports of a year by the operators of the store (the demonstration country), delivered to the centre; has the index read
 * them as the job does; then asks for suggestions QUESTIONS times, each for another report, as the analyst, and for the triage queue.
 * Prints one line: index_per_s p50_ms p99_ms max_ms case_ms triage_ms found (suggestions per question).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/catalog.h"
#include "app/incident.h"
#include "app/join.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "sys/clock.h"
#include "sys/crypto.h"
#include "sys/db.h"

#define CHUNK 1000
#define MEASURED 25

static const char *const subjects[] = { "遠隔接続装置", "受付の端末", "予約システム", "基幹の業務システム", "監視制御の画面", "会員向けのサイト", "メールサーバー",
	"認証の基盤", "委託先の管理システム", "配送の管理端末", "顧客情報の一覧", "工程の管理装置", "案内表示", "券売機", "決済の中継装置", "検査の装置" };
static const char *const events[] = { "に身に覚えのない接続の記録があった。", "が応答しなくなり手作業に切り替えた。", "から外部へ不審な通信が出ていた。", "の設定が書き換えられていた。",
	"で暗号化されたファイルが見つかった。", "の負荷が急に高くなり停止した。", "に不審なメールが届いた。", "の証明書が期限切れになった。", "の電源装置が故障した。",
	"で利用者が誤って情報を送信した。", "のログに認証の失敗が多数あった。", "が断続的に切断された。" };
static const char *const follows[] = { "原因は調査中である。", "予備の系統に切り替えて提供を続けている。", "利用者への影響は確認されていない。", "復旧の見通しは立っていない。",
	"装置をネットワークから切り離した。", "保守事業者に調査を依頼した。", "警察に相談した。", "窓口で案内している。", "同様の記録がほかにないか確認している。", "夜間に作業を行う予定である。" };
static const char *const types[] = { "near_miss", "leak", "destroy", "unavailable", "malware", "code_exec", "intrusion", "other" };
static const char *const sectors[] = { "ict", "fin", "aviation", "rail", "power", "gas", "gov", "medical", "water", "logistics", "chem", "credit", "oil", "airport", "port" };
#define PICK(list) list[next(sizeof list / sizeof *list)]

static uint64_t state = 20261120;

static uint64_t next(uint64_t below)
{
	uint64_t z = state += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % below;
}

static void must(struct cx *cx, enum status st, const char *what)
{
	if (st == OK)
		return;
	struct str code = text_code(cx->problem->why);
	fprintf(stderr, "joins: %s: status %d %.*s %.*s\n", what, (int)st, STR_ARG(code), STR_ARG(cx->problem->detail));
	exit(1);
}

struct orgs { struct uuid id[2000]; size_t n; };

static void add_org(struct cx *cx, const struct db_row *row, void *arg)
{
	struct orgs *o = arg;
	(void)cx;
	if (o->n < 2000)
		o->id[o->n++] = row_uuid(row, 0);
}

static struct str summary(struct arena *mem, size_t k)
{
	struct buf b;
	buf_init(&b, mem, 1 << 16);
	for (uint64_t i = 0, n = 2 + next(4); i < n; i++)
		buf_format(&b, "%s%s%s", PICK(subjects), PICK(events), PICK(follows));
	buf_format(&b, "影響した件数は%d件、番号は%06zu。", (int)next(90000), k);
	if (next(5) == 0)
		buf_format(&b, "接続元は %d.%d.%d.%d 。", (int)(20 + next(60)), (int)next(256), (int)next(256), (int)next(256));
	if (next(100) == 0)                                     /* one of fifty campaigns, each with twenty reports or so */
		buf_format(&b, "接続先は hxxps://c%d.example[.]com/update 。", (int)next(50));
	return buf_str(&b);
}

static void add_report(struct cx *cx, struct uuid author, struct uuid centre, size_t k, int64_t at, struct uuid *ret)
{
	struct uuid message = *ret = uuid_new(at), revision = uuid_new(at);
	const char *sector = PICK(sectors), *type = PICK(types);
	struct report_content c = {
		.title = str_format(cx->mem, "%s%s", PICK(subjects), PICK(events)), .sector = str_of(sector), .event_type = str_of(type), .basis = 1 + (int)next(3),
		.route = ROUTE_MINISTRY, .tlp = TLP_AMBER, .consent = CONSENT_ANONYMISED, .noticed_us = at - (int64_t)next(6) * HOUR_US,
		.effect = { .state = 1 + (int)next(4) }, .level_breached = 1 + (int)next(3),
	};
	c.summary = summary(cx->mem, k);
	struct str body = report_body(cx->mem, &c);
	uint8_t salt[16] = { 0 }, digest[32];
	sha256(body.p, body.n, digest);
	must(cx, db_exec(cx, "insert into message (id, kind, author, author_user, number, status, tlp, published, sector, event_type, basis, route, latest, created_us,"
	                     " submitted_us, updated_us) values ($1, 1, $2, $2, $3, 2, 3, 0, $4, $5, $6, 'ministry', 1, $7, $7, $7)",
	                 ARGS(db_uuid(message), db_uuid(author), db_text(str_format(cx->mem, "R1999-%06zu", k)), db_text(c.sector), db_text(c.event_type),
	                      db_int(c.basis), db_int(at))), "message");
	must(cx, db_exec(cx, "insert into revision (id, message, number, stage, author_user, title, body, find, salt, digest, created_us, submitted_us)"
	                     " values ($1, $2, 1, 1, $3, $4, $5, $4, $6, $7, $8, $8)",
	                 ARGS(db_uuid(revision), db_uuid(message), db_uuid(author), db_text(c.title), db_text(body), db_bytes(salt, sizeof salt),
	                      db_bytes(digest, sizeof digest), db_int(at))), "revision");
	must(cx, db_exec(cx, "insert into delivery (id, message, revision, recipient, via, hop, state) values ($1, $2, $3, $4, $5, 2, 3)",
	                 ARGS(db_uuid(uuid_new(at)), db_uuid(message), db_uuid(revision), db_uuid(centre), db_uuid(author))), "delivery");
}

struct loaded { struct uuid *ids; size_t n, max; };

static void add_id(struct cx *cx, const struct db_row *row, void *arg)
{
	struct loaded *l = arg;
	(void)cx;
	if (l->n < l->max)
		l->ids[l->n++] = row_uuid(row, 0);
}

static void load_ids(struct cx *cx, struct uuid *ids, size_t n)
{
	struct loaded l = { ids, 0, n };
	must(cx, db_each(cx, "select id from message where number like 'R1999-%' order by id", NO_ARGS, add_id, &l), "ids");
	if (l.n != n) {
		fprintf(stderr, "joins: the store has %zu reports of an earlier run\n", l.n);
		exit(1);
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return fprintf(stderr, "usage: joins_bench STORE REPORTS QUESTIONS\n"), 64;
	size_t n = strtoul(argv[2], NULL, 10), questions = strtoul(argv[3], NULL, 10), found = 0;
	struct problem problem = { 0 };
	struct arena *keep = arena_new(), *mem = arena_new();
	struct cx cx = { .mem = mem, .problem = &problem, .now_us = clock_now_us() };
	struct orgs *orgs = arena_make(keep, struct orgs);
	struct uuid *ids = arena_array(keep, struct uuid, n), *picked = arena_array(keep, struct uuid, 20);
	double *ms = arena_array(keep, double, questions + 1);
	struct actor actor = { .roles = ROLE_ANALYST, .org_kind = ORG_CENTRE };
	must(&cx, db_open(&cx, str_of(argv[1]), DB_WRITE, &cx.db), "open");
	must(&cx, db_each(&cx, "select id from org where kind = 11 order by code", NO_ARGS, add_org, orgs), "operators");
	must(&cx, db_one(&cx, "select id from org where kind = 1", NO_ARGS, fill_uuid, &actor.org), "centre");
	must(&cx, db_one(&cx, "select id from account where org = $1 order by login limit 1", ARGS(db_uuid(actor.org)), fill_uuid, &actor.user), "analyst");
	cx.actor = &actor;
	struct orgs *there = arena_make(keep, struct orgs);
	must(&cx, db_each(&cx, "select id from message where number = 'R1999-000000'", NO_ARGS, add_org, there), "reports");
	for (size_t from = there->n ? n : 0; from < n; from += CHUNK) {
		must(&cx, db_begin(&cx), "begin");
		for (size_t k = from; k < n && k < from + CHUNK; k++)
			add_report(&cx, orgs->id[next(orgs->n)], actor.org, k, cx.now_us - (int64_t)(n - k) * (365 * DAY_US / (int64_t)n), &ids[k]);
		must(&cx, db_commit(&cx), "commit");
		arena_reset(mem);
	}
	if (there->n)                                           /* a store that was filled before */
		load_ids(&cx, ids, n);
	/* The first five thousand as the job reads them while nobody else writes, which is the figure; the rest quicker. */
	int64_t started = clock_elapsed_us();
	double index_s = 0;
	size_t read = 0;
	for (bool rest = true; rest; read++) {
		must(&cx, db_begin(&cx), "begin");
		must(&cx, join_fill(&cx, read < MEASURED ? 200 : 5000, NULL, &rest), "index");
		must(&cx, db_commit(&cx), "commit");
		arena_reset(mem);
		if (read + 1 == MEASURED)
			index_s = (double)(clock_elapsed_us() - started) / 1e6;
	}
	must(&cx, catalog_read(&cx, &cx.catalog), "catalogue");
	const struct catalog *catalog = cx.catalog;
	cx.mem = keep;
	must(&cx, catalog_read(&cx, &catalog), "catalogue");
	cx.mem = mem;
	cx.catalog = catalog;
	for (size_t i = 0; i <= questions; i++) {               /* the first warms up */
		struct join_suggestions s;
		must(&cx, db_begin(&cx), "begin");
		started = clock_elapsed_us();
		must(&cx, join_suggest_report(&cx, ids[next(n)], &s), "suggest");
		ms[i ? i - 1 : 0] = (double)(clock_elapsed_us() - started) / 1e3;
		found += s.n;
		db_rollback(&cx);
		arena_reset(mem);
	}
	struct incident_done done;
	struct join_suggestions s;
	struct triage triage;
	for (size_t i = 0; i < 20; i++)
		picked[i] = ids[i * (n / 20)];
	must(&cx, db_begin(&cx), "begin");
	must(&cx, incident_open(&cx, &(struct incident_input){ .reports = { picked, 20 } }, &done), "case");
	started = clock_elapsed_us();
	must(&cx, join_suggest_incident(&cx, done.id, &s), "suggest for a case");
	double case_ms = (double)(clock_elapsed_us() - started) / 1e3;
	started = clock_elapsed_us();
	must(&cx, triage_view(&cx, 0, &triage), "triage");
	double triage_ms = (double)(clock_elapsed_us() - started) / 1e3;
	db_rollback(&cx);
	qsort(ms, questions, sizeof *ms, by_value);
	printf("%.1f %.3f %.3f %.3f %.3f %.3f %.2f\n", index_s > 0 ? 200.0 * MEASURED / index_s : 0, ms[questions / 2], ms[questions * 99 / 100], ms[questions - 1], case_ms, triage_ms,
	       (double)found / (double)(questions + 1));
	db_close(cx.db);
	arena_release(mem);
	arena_release(keep);
	return 0;
}

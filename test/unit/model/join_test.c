/* Joins: what counts as an indicator, which texts are alike, and how the score is made of its parts. */
#include "../support.h"

#include "base/time.h"
#include "model/join.h"

static struct test_store t;

static int open_cx(void **state)
{
	(void)state;
	test_cx_open(&t);
	return 0;
}

static int close_cx(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}

static struct join_indicator got[JOIN_INDICATORS_MAX];

static size_t read_text(const char *text)
{
	return join_indicators(t.mem, str_of(text), got);
}

#define IS(i, k, v) do { assert_int_equal(got[i].kind, k); assert_str(got[i].value, v); } while (0)

static void indicators_are_found(void **state)
{
	(void)state;
	assert_int_equal(read_text("接続元は203.0.113.45、および198.51.100.7:443です。"), 2);
	IS(0, JOIN_IP, "203.0.113.45");
	IS(1, JOIN_IP, "198.51.100.7");
	assert_int_equal(read_text("接続先:hxxps://Evil[.]Example/v2/?a=1#top。"), 2);
	IS(0, JOIN_DOMAIN, "evil.example");
	IS(1, JOIN_URL, "https://evil.example/v2/?a=1");
	assert_int_equal(read_text("http://evil.example:80/x と http://evil.example/x"), 2);      /* the same twice */
	assert_int_equal(read_text("差出人 Info@Mail.Example.COM から"), 1);
	IS(0, JOIN_MAIL, "info@mail.example.com");
	assert_int_equal(read_text("SHA256: 9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"), 1);
	IS(0, JOIN_HASH, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
	assert_int_equal(read_text("全角の203.0.113.9も"), 1);
	IS(0, JOIN_IP, "203.0.113.9");
	assert_int_equal(read_text("宛先 [2001:DB8:0:0::5]:443 は 2001:db8::5 と同じ"), 1);
	IS(0, JOIN_IP, "2001:db8::5");
	assert_int_equal(read_text("(evil.example)、「evil2.example」。"), 2);
}

static void what_is_none_is_left_out(void **state)
{
	(void)state;
	assert_int_equal(read_text("10.1.2.3 192.168.0.1 172.16.5.5 127.0.0.1 169.254.1.1 100.64.0.1 224.0.0.1 fe80::1 ::1"), 0);
	assert_int_equal(read_text("report.pdf と setup.exe、2026.11.20、3.14、12:30、第1.2版、1.2.3.4.5"), 0);
	assert_int_equal(read_text("00000000000000000000000000000000 ffffffffffffffffffffffffffffffff"), 0);
	assert_int_equal(read_text("://  http://  @ . .. a@b x@ @example.com/"), 0);
	assert_int_equal(read_text(""), 0);
	struct buf b;
	buf_init(&b, t.mem, 1 << 16);
	for (int i = 0; i < 200; i++)
		buf_format(&b, "203.0.113.%d ", i);
	assert_int_equal(join_indicators(t.mem, buf_str(&b), got), JOIN_INDICATORS_MAX);
}

static int likeness(const char *a, const char *b)
{
	struct join_features *x = arena_make(t.mem, struct join_features), *y = arena_make(t.mem, struct join_features);
	join_sketch(t.mem, str_of(a), x);
	join_sketch(t.mem, str_of(b), y);
	assert_true(x->has_text && y->has_text);
	return join_likeness(x->sketch, y->sketch);
}

static void texts_are_compared_without_words(void **state)
{
	(void)state;
	const char *one = "遠隔接続装置の記録に深夜の身に覚えのない接続が残っていたため装置を切り離した。電子カルテへの影響は確認中である。";
	const char *near = "遠隔接続装置の記録に、深夜の身に覚えのない接続が残っていたため、装置を切り離した。予約への影響は確認中である。";
	const char *far = "変電所の監視画面が更新されず予備の画面で監視を続けている。供給に支障は出ていないが原因は分かっていない。";
	assert_int_equal(likeness(one, one), 100);
	assert_true(likeness(one, near) >= 50);
	assert_true(likeness(one, far) <= 10);
	assert_int_equal(likeness("遠隔接続装置 ABC-123 が応答しない状態が続いている", "遠隔接続装置abc-123が、応答しない状態が続いている。"), 100);
	struct join_features f = { .has_text = true };
	join_sketch(t.mem, S("短い"), &f);
	assert_false(f.has_text);
}

static struct join_features features(const char *sector, const char *type, int64_t at_us)
{
	return (struct join_features){ .sector = str_of(sector), .event_type = str_of(type), .event_us = at_us };
}

static void the_score_has_parts(void **state)
{
	(void)state;
	struct join_features a = features("power", "intrusion", 1000 * HOUR_US), b = features("power", "intrusion", 1000 * HOUR_US + 10);
	struct join_score s;
	join_compare(&a, &b, &s);
	assert_int_equal(s.parts[JOIN_TIME], 12);
	assert_int_equal(s.parts[JOIN_TYPE], 6);
	assert_int_equal(s.parts[JOIN_SECTOR], 5);
	assert_int_equal(join_total(&s), 23);
	assert_true(join_is_worth(&s));
	b = features("rail", "leak", 1000 * HOUR_US + 100 * HOUR_US);
	join_compare(&a, &b, &s);
	assert_int_equal(join_total(&s), 0);
	join_add_indicator(&s, join_indicator_points(JOIN_IP, 2));
	assert_int_equal(join_total(&s), 30);
	assert_true(join_is_worth(&s));                         /* another sector, another time: the same attacker */
	join_add_indicator(&s, 40);
	assert_int_equal(s.parts[JOIN_INDICATORS], 50);
	assert_true(join_indicator_points(JOIN_DOMAIN, 200) < join_indicator_points(JOIN_DOMAIN, 2));
	for (unsigned part = 0; part < JOIN_PARTS; part++)
		assert_true(text_sentence(join_part_text(part), LANG_EN).n > 0);
}

/* Near texts share a band, so that the index finds them; others nearly never do. */
static void bands_find_what_is_alike(void **state)
{
	(void)state;
	static const char *const words[] = { "遠隔", "接続", "装置", "監視", "制御", "予約", "受付", "停止", "復旧", "調査", "通信", "記録", "更新", "確認", "影響", "端末", "委託", "認証" };
	uint64_t dice = 7;
	int found = 0, wrong = 0;
	for (int round = 0; round < 200; round++) {
		struct buf text[3];
		struct join_features f[3];
		for (int k = 0; k < 3; k++)
			buf_init(&text[k], t.mem, 1 << 14);
		for (int i = 0; i < 60; i++) {
			const char *w[2];
			for (int k = 0; k < 2; k++)
				w[k] = words[(dice = dice * 6364136223846793005u + 1442695040888963407u) >> 33 & 15];
			buf_add(&text[0], str_of(w[0]));
			buf_add(&text[1], i % 12 == 0 ? S("変更") : str_of(w[0]));       /* one word in twelve differs */
			buf_add(&text[2], str_of(w[1]));
		}
		bool alike[2] = { false, false };
		for (int k = 0; k < 3; k++)
			join_sketch(t.mem, buf_str(&text[k]), &f[k]);
		for (int b = 0; b < JOIN_BANDS; b++)
			for (int k = 0; k < 2; k++)
				alike[k] |= f[0].bands[b] == f[k + 1].bands[b];
		found += alike[0];
		wrong += alike[1];
	}
	assert_true(found >= 195);
	assert_true(wrong <= 60);                               /* eighteen words in any order are more alike than reports are */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(indicators_are_found), cmocka_unit_test(what_is_none_is_left_out), cmocka_unit_test(texts_are_compared_without_words),
		cmocka_unit_test(the_score_has_parts), cmocka_unit_test(bands_find_what_is_alike),
	};
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

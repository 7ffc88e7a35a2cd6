/* The redaction engine: many small texts, each with what must be found. «...» is to be replaced, ‹...› to be kept, the rest is nobody's. */
#include "../support.h"

#include "base/buf.h"
#include "model/redact.h"

static struct test_store t;
static struct redact_index *names;
static int wrong;

static const struct redact_name registry[] = {
	{ LIT("月見浜電力株式会社"), REDACT_ORG, 1 }, { LIT("月電"), REDACT_ORG, 1 }, { LIT("Tsukimihama Electric Power Co., Inc."), REDACT_ORG, 1 },
	{ LIT("株式会社琥珀浦銀行"), REDACT_ORG, 2 }, { LIT("千灯ガス"), REDACT_ORG, 3 }, { LIT("NRT-C"), REDACT_ORG, 4 }, { LIT("東海株式会社"), REDACT_ORG, 5 },
	{ LIT("一般社団法人波音港湾協会"), REDACT_ORG, 6 }, { LIT("佐伯 修一"), REDACT_PERSON, 11 }, { LIT("さえき しゅういち"), REDACT_PERSON, 11 },
	{ LIT("Shuichi Saeki"), REDACT_PERSON, 11 }, { LIT("東 健太"), REDACT_PERSON, 12 }, { LIT("tsukimihama-epco.example.jp"), REDACT_DOMAIN, 1 },
};

/* Takes the marks out and compares: the finds must be the marks, no more and no less. */
static void check(const char *marked)
{
	struct str rest = str_of(marked);
	struct buf text;
	struct { size_t from, to; bool keep; } marks[32];
	size_t n = 0, n_finds;
	struct redact_find *finds;
	buf_init(&text, t.mem, 1 << 16);
	for (size_t i = 0; i < rest.n;) {
		struct str from = str_slice(rest, i, rest.n);
		if (str_starts(from, S("«")) || str_starts(from, S("‹"))) {
			marks[n].keep = str_starts(from, S("‹"));
			marks[n].from = text.n;
			i += marks[n].keep ? 3 : 2;
		} else if (str_starts(from, S("»")) || str_starts(from, S("›"))) {
			i += str_starts(from, S("›")) ? 3 : 2;
			marks[n++].to = text.n;
		} else
			buf_byte(&text, rest.p[i++]);
	}
	assert_ok(&t, redact_scan(&t.cx, names, buf_str(&text), &finds, &n_finds));
	bool same = n == n_finds;
	for (size_t i = 0; i < n && same; i++)
		same = finds[i].from == marks[i].from && finds[i].to == marks[i].to && (finds[i].proposal == REDACT_KEEP) == marks[i].keep;
	if (same)
		return;
	print_error("%s\n", marked);
	for (size_t i = 0; i < n_finds; i++)
		print_error("  found %s %s: %.*s\n", finds[i].proposal == REDACT_KEEP ? "to keep" : "to replace", redact_class_names[finds[i].class].p,
		            (int)(finds[i].to - finds[i].from), text.p + finds[i].from);
	wrong++;
}

static int open_names(void **state)
{
	(void)state;
	test_cx_open(&t);
	assert_ok(&t, redact_index_new(&t.cx, registry, sizeof registry / sizeof *registry, &names));
	return 0;
}

static int close_names(void **state)
{
	(void)state;
	test_cx_close(&t);
	return 0;
}

static void check_all(const char *const *cases)
{
	wrong = 0;
	for (; *cases; cases++)
		check(*cases);
	assert_int_equal(wrong, 0);
}

static void test_orgs(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"«月見浜電力株式会社»で障害。", "«月見浜電力(株)»", "«月見浜電力㈱»は", "«株式会社 月見浜電力»", "«月見浜　電力»です", "«月見浜\n電力»に連絡", "«月電»より",
		"«TSUKIMIHAMA ELECTRIC POWER»", "«Tsukimihama Electric Power Co., Ltd.» reports", "«Ｔｓｕｋｉｍｉｈａｍａ Electric\nPower» said", "«琥珀浦銀行»の窓口", "«㈱琥珀浦銀行»",
		"«千灯ｶﾞｽ»の供給", "«NRT-C» line", "«波音港湾協会»", "(一社)は別", "東海地方の事業者", "«東海㈱»", "NRT-CX is another", "«月見浜電力港町支店»の端末", "委託先«株式会社なみ給食»の装置、«なみ給食»側", "«みつば警備(株)»が増員", "«株式会社ほくと計装» です",
		"委託先の«株式会社はるかぜ»です", "委託先の«雲海システム㈱»が", "vendor «Kumo Systems Inc.» came", "当社のサーバ", "Microsoft Corporationの更新", NULL };
	check_all(cases);
}

static void test_people(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"«佐伯»様より", "«佐伯 修一»です", "«佐伯修一»部長", "«佐伯»さん", "«さえき しゅういち»", "«サエキ シュウイチ»", "Mr. «Saeki» called", "«Shuichi Saeki» wrote", "«Saeki Shuichi»,", "by «S. Saeki»",
		"«東»様は不在", "東側の設備", "森林の火災", "原因は不明", "お客様からの申告", "皆様にお知らせ", "同様の事象", "仕様を確認", "担当の«田中»様", "担当: «鈴木 一郎»", "患者の«轟»様", "Ms. «Tanaka» answered", "利用者様へ案内",
		"当直«泉»が到着", "04:55 «桐谷» 情報管理課長が登院", "夜勤 «国枝»主任", "本人(«志村»)は", "対象 «中原 智»さん", "送信者を名乗る«エレナ モロー»", "総務課長が確認", "別紙様式のとおり", "報告様式第2号",
		"«影山 一郎»様から連絡。«影山»、再度来訪", "Shift engineer «Nobu Tachibana» came; «Tachibana» left", "Local IT: «Somchai P.», «somchai@th.example.com»", "reviewed by «D. Kimura»\nShift engineer", "Port City Terminal", NULL };
	check_all(cases);
}

static void test_phones(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"電話«03-5550-0180»まで", "TEL:«０３－５５５０－０１８０»", "tel «(03)5550-0180»", "«03(5550)0180»", "«090-5550-1234»", "«+81-3-5550-0180»", "FAX «0420-55-0101»", "電話 «0355500180»", "連絡先は«内線2231»",
		"«ext. 2231»", "電話は«0439-55-\n0310»まで", "«0120-555-010»", "2026年11月20日", "2026-11-20", "10:30から11:45", "金額は1,234,567円", "R2026-000123", "3.1.2", "2025年度", "ポート番号 50443", "令和8年11月", "31,240件", "CVE-2026-12345", "第3四半期", NULL };
	check_all(cases);
}

static void test_mail_and_net(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"連絡先 «csirt@tsukimihama-epco.example.jp»", "«csirt＠tsukimihama-epco.example.jp»へ", "«csirt[at]tsukimihama-epco[.]example[.]jp»", "宛先 «taro.yamada@example.com»", "look at the server",
		"当社の«www.tsukimihama-epco.example.jp»", "通信先は‹evil.example›です", "C2: ‹hxxps://evil[.]example/a.php›", "フィッシングサイト ‹https://login.bad.example/verify?x=1›。", "不審な通信先 ‹198.51.100.7›:443",
		"攻撃元 ‹203.0.113[.]5›", "当社サーバ«192.0.2.10»", "内部の«10.1.2.3»", "端末 «192.168.1.0/24»", "attacker from ‹2001:db8:a77a:c4::2›", "当社の«2001:db8::1»", "バージョン 3.1.2.5", "version 3.1.2.5 to 3.1.4.0", "8.8.8.8 に到達",
		"cmd.exe と report.docx", "main.py, v1.2.3", "https://www.jpcert.or.jp/at/2026/at260001.html を参照", "std::string a::b", "10:30:15 に発生", "00:1a:2b:3c:4d:5e", "bad file checkout.min.js", "Android 10; K) Chrome/114.0.0.0", "通報者は一般の方(«finder@freemail.example.com»)", "不審な通信を検知。宛先 ‹198.51.100.9›", NULL };
	check_all(cases);
}

static void test_hashes_and_tickets(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"検体のハッシュ ‹d41d8cd98f00b204e9800998ecf8427e›", "malware ‹DA39A3EE5E6B4B0D3255BFEF95601890AFD80709›", "設計書のSHA-256 «e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855»", "00000000000000000000000000000000",
		"チケット«INC0012345»", "管理番号:«A-2026-118»", "受付番号は«48213»です", "«#48213» を参照", "ticket «SD-20931» was opened", "お客様番号(«1234-5678»)", "CVE-2026-22017", "KB5031455", "MS17-010", "ISO-27001", "SHA-256", "UTF-8", "R2026-000123", "法律第104号", "エラー番号 0x80070005",
		"受理番号 «第2026-03315号»", "先方番号 «HC-20261115-2»", "書面番号 «朝警捜照2026-449»", "整理番号:«情シス-26-031»", "order «SH-BM-10»", "log «NCC/FR/26-118»", "«RT#48213» を参照", "SR «3-29910442»", "ticket «OPS-4471»。後日«OPS-4471»を更新", "相談\n 11/09 公表", "型番 SK-220", "JVN#99999999", NULL };
	check_all(cases);
}

static void test_places(void **state)
{
	(void)state;
	static const char *const cases[] = {
		"所在地は«〒990-0101 月見県月見浜市港町1丁目2番3号»です", "«東京都千代田区霞が関1-2-3»", "«霧笛県霧笛崎市灯台通4-5-6»", "«夕凪県夕凪原市東浜8番地»", "«虹見市中央三丁目7番9号 虹見ビル5階»", "at «1-2-3 Minatomachi, Tsukimihama-shi»", "東京都内の3拠点", "月見浜市の12件", "関東地方", "市区町村", "1-2-3の順に",
		"«翠雲府翠雲市東町3丁目4番15号 メゾン東町202»の記載", "«朝凪県朝凪市埠頭2-1 第3ゲート»で", "at «Shop 12, 3-1 Ekimae, Hoshikagesawa 991-0025»", "to «77 Harbour Road, Port Alder».", NULL };
	check_all(cases);
}

/* One thing has one placeholder in all texts; what is replaced is numbered first. */
static void test_groups(void **state)
{
	(void)state;
	const struct str texts[] = { S("月見浜電力㈱と月電、攻撃元198.51.100.7、電話03-5550-0180"), S("Tsukimihama Electric Power, tel ０３－５５５０－０１８０, 090-5550-1234") };
	struct redact_find *f;
	size_t n;
	assert_ok(&t, redact_scan_all(&t.cx, names, texts, 2, &f, &n));
	assert_int_equal(n, 7);
	assert_int_equal(f[0].group, f[1].group);
	assert_int_equal(f[0].group, f[4].group);
	assert_int_equal(f[2].proposal, REDACT_KEEP);
	assert_int_equal(f[2].why, REDACT_WHY_ATTACK);
	assert_int_equal(f[3].group, f[5].group);
	assert_str(redact_placeholder(t.mem, &f[0], LANG_JA), "【A社】");
	assert_str(redact_placeholder(t.mem, &f[4], LANG_EN), "[Company A]");
	assert_str(redact_placeholder(t.mem, &f[6], LANG_JA), "【電話番号2】");
}

static void test_apply(void **state)
{
	(void)state;
	struct str text = S("月見浜電力㈱の佐伯様、攻撃元は198.51.100.7。"), derived;
	struct redact_find *f;
	struct redact_edit *edits;
	size_t n, n_edits;
	assert_ok(&t, redact_scan(&t.cx, names, text, &f, &n));
	redact_edits(&t.cx, f, n, 0, LANG_JA, &edits, &n_edits);
	assert_ok(&t, redact_apply(&t.cx, text, edits, n_edits, &derived));
	assert_str(derived, "【A社】の【担当者1】様、攻撃元は198.51.100.7。");
	const struct redact_edit bad[][2] = { { { 1, 3, S("x") }, { 0 } }, { { 0, 200, S("x") }, { 0 } }, { { 3, 6, S("x") }, { 0, 3, S("y") } }, { { 6, 3, S("x") }, { 0 } } };
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(redact_apply(&t.cx, text, bad[i], bad[i][1].with.n ? 2 : 1, &derived), E_INVALID);
		test_forget(&t);
	}
	assert_int_equal(redact_scan(&t.cx, names, S("\xff\xfe"), &f, &n), E_INVALID);
	test_forget(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_orgs, open_names, close_names), cmocka_unit_test_setup_teardown(test_people, open_names, close_names),
		cmocka_unit_test_setup_teardown(test_phones, open_names, close_names), cmocka_unit_test_setup_teardown(test_mail_and_net, open_names, close_names),
		cmocka_unit_test_setup_teardown(test_hashes_and_tickets, open_names, close_names), cmocka_unit_test_setup_teardown(test_places, open_names, close_names),
		cmocka_unit_test_setup_teardown(test_groups, open_names, close_names), cmocka_unit_test_setup_teardown(test_apply, open_names, close_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

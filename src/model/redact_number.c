/* model/redact_number.c — telephone and fax numbers, extensions; numbers of tickets, contracts and customers. */
#include "model/redact_parts.h"

static const struct str phone_words[] = { LIT("電話番号"), LIT("電話"), LIT("でんわ"), LIT("telephone"), LIT("phone"), LIT("tel."), LIT("tel"), LIT("fax番号"), LIT("fax."), LIT("fax"), LIT("ファクシミリ"), LIT("ファックス"), LIT("ファクス"), LIT("携帯電話"), LIT("携帯"), LIT("mobile"), LIT("cell"), LIT("直通"), LIT("代表"),
	LIT("連絡先"), LIT("緊急連絡"), LIT("フリーダイヤル"), LIT("call"), LIT("hotline"), LIT("ホットライン"), LIT("dial"), LIT("発信番号"), LIT("着信"), LIT("☎"), LIT("℡"), { NULL, 0 } };
static const struct str extension_words[] = { LIT("内線番号"), LIT("内線"), LIT("extension"), LIT("ext."), LIT("ext"), { NULL, 0 } };
static const struct str ticket_words[] = { LIT("管理番号"), LIT("管理no"), LIT("チケット番号"), LIT("チケットno"), LIT("チケットid"), LIT("チケット"), LIT("受付番号"), LIT("受付no"), LIT("受付id"), LIT("受付"), LIT("問い合わせ番号"), LIT("問合せ番号"), LIT("問合わせ番号"), LIT("お問い合わせ番号"), LIT("お客様番号"), LIT("お客さま番号"), LIT("顧客番号"), LIT("顧客id"), LIT("契約番号"), LIT("契約"), LIT("契約者番号"), LIT("契約id"), LIT("契約no"), LIT("供給地点特定番号"),
	LIT("案件番号"), LIT("案件no"), LIT("案件id"), LIT("整理番号"), LIT("伝票番号"), LIT("会員番号"), LIT("ケース番号"), LIT("ケースno"), LIT("ケースid"), LIT("ケース"), LIT("インシデント番号"), LIT("インシデントno"), LIT("インシデントid"), LIT("インシデント"), LIT("障害番号"), LIT("障害管理番号"), LIT("障害票"), LIT("注文番号"), LIT("発注番号"), LIT("申請番号"), LIT("依頼番号"), LIT("照会番号"), LIT("受理番号"), LIT("保守番号"), LIT("保守契約番号"), LIT("設備番号"), LIT("起票番号"), LIT("票番号"), LIT("文書番号"), LIT("登録番号"), LIT("予約番号"), LIT("口座番号"), LIT("カード番号"), LIT("患者番号"), LIT("患者id"), LIT("社員番号"), LIT("職員番号"), LIT("利用者番号"), LIT("機番"), LIT("シリアル番号"),
	LIT("ticket"), LIT("case"), LIT("incident"), LIT("reference"), LIT("ref."), LIT("ref"), LIT("customer"), LIT("contract"), LIT("account"), LIT("inquiry"), LIT("enquiry"), LIT("request"), LIT("complaint"), LIT("order"), LIT("job"), LIT("work order"), LIT("engagement"), LIT("届出番号"), LIT("お客様コード"), LIT("顧客コード"), LIT("契約者id"), LIT("店番号"), LIT("口座"), LIT("会員no"), LIT("伝票"), LIT("問合せid"), LIT("整理no"), LIT("purchase order"), LIT("po"),  LIT("報告番号"), LIT("通報番号"), LIT("回線番号"), LIT("回線id"), LIT("供給番号"), LIT("製造番号"), LIT("資産番号"), LIT("管理id"), LIT("識別番号"), LIT("事案番号"), LIT("事件番号"), LIT("事故番号"), LIT("起案番号"), LIT("決裁番号"), LIT("申込番号"), LIT("見積番号"), LIT("請求書番号"), LIT("追跡番号"), LIT("会員id"), LIT("お客様id"), LIT("お客さまid"), LIT("加盟店番号"), LIT("加盟店コード"), LIT("端末番号"), LIT("端末id"), LIT("車両番号"), LIT("受付id"), LIT("施設番号"), LIT("保険証番号"), LIT("証券番号"), LIT("稟議"), LIT("policy"), LIT("serial"), LIT("asset"), LIT("invoice"), LIT("rma"), LIT("claim"), LIT("report"), LIT("file"), LIT("docket"), LIT("circuit"), LIT("meter"), LIT("merchant"), LIT("permit"), LIT("approval"), LIT("booking"), LIT("chart"), LIT("問番"), LIT("番号"), LIT("番"), LIT("被害届"), LIT("届出"), LIT("文書"), LIT("service request"), LIT("change"), LIT("tracking"), LIT("issue"),
	/* without 番号: what stands behind must look like one */
	LIT("作業票"), LIT("作業報告書"), LIT("作業"), LIT("見積書"), LIT("見積"), LIT("照会"), LIT("相談"), LIT("依頼"), LIT("注文"), LIT("発注"), LIT("回線"), LIT("専用線"), LIT("品質記録"), LIT("変更管理"), LIT("変更"), LIT("問題管理"), LIT("起票"), LIT("修理"), LIT("点検"), LIT("対応"), LIT("調査"), LIT("通報"), LIT("申告"), LIT("監査"), LIT("予約"), LIT("請求書"), LIT("請求"), LIT("納品"), LIT("出荷"), LIT("工事"), LIT("案件"), LIT("障害"), LIT("故障"), LIT("事案"), LIT("問合せ"), LIT("問い合わせ"), LIT("受理"), LIT("整理"), LIT("伝票"), LIT("社内"), LIT("起案"), LIT("稟議"), LIT("口座"), LIT("会員"), LIT("管理no."), LIT("リクエスト"), LIT("サービスリクエスト"), LIT("トラッキング"), LIT("アラート"), LIT("シリアル"),
	LIT("numbers"), LIT("number"), LIT("quotation"), LIT("quote"), LIT("volume"), LIT("tenant"), LIT("work log"), LIT("alert"), LIT("problem"), LIT("tickets"), LIT("cases"), LIT("incidents"), LIT("requests"), LIT("changes"), LIT("contracts"), LIT("shipment"), LIT("consignment"), LIT("delivery"), LIT("subscription"), LIT("subscriber"), LIT("member"), LIT("membership"), LIT("patient"), LIT("licence"), LIT("license"), LIT("agreement"), LIT("task"), LIT("log"), LIT("record"), LIT("survey"), LIT("audit"), LIT("dispatch"), LIT("repair"), LIT("enquiries"), LIT("under"), LIT("linked"), LIT("related"), LIT("register"), { NULL, 0 } };
static const struct str between[] = { LIT("番号"), LIT("numbers"), LIT("number"), LIT("no."), LIT("no"), LIT("nos."), LIT("id"), LIT("code"), LIT("コード"), LIT("は"), LIT("が"), LIT("の"), LIT("を"), LIT("にて"), LIT("で"), LIT("として"), LIT("is"), LIT("was"), LIT("under"), LIT("as"), LIT(":"), LIT("="), LIT("#"), LIT("№"), LIT("「"), LIT("["), LIT("("), LIT("【"), LIT("、"), LIT("第"), LIT("."), LIT("|"), LIT(","), LIT("\""), LIT("『"), LIT("<"), LIT("`"), LIT(" "), LIT("\t"), LIT("\n"), { NULL, 0 } };
/* Letters before a number that everyone knows: no ticket. */
static const struct str known_prefixes[] = { LIT("cve"), LIT("cwe"), LIT("jvn"), LIT("jvndb"), LIT("jvnvu"), LIT("capec"), LIT("kb"), LIT("ms"), LIT("rfc"), LIT("iso"), LIT("iec"), LIT("jis"), LIT("nist"), LIT("sp"), LIT("tls"), LIT("ssl"), LIT("sha"), LIT("aes"), LIT("rsa"), LIT("md"), LIT("utf"), LIT("covid"), LIT("ta"), LIT("apt"), LIT("unc"), LIT("icsa"), LIT("vu"), LIT("fg"), LIT("ir"), LIT("ghsa"), LIT("ietf"), LIT("error"), LIT("err"), LIT("event"), LIT("eventid"), LIT("http"), LIT("ipv"), LIT("win"), LIT("windows"), LIT("office"), LIT("sql"), LIT("rs"), LIT("ieee"), LIT("x"), LIT("r"), LIT("tcp"), LIT("udp"), LIT("port"), LIT("dos"), LIT("e"), LIT("s"), LIT("q"), LIT("fy"), LIT("h"), LIT("v"), LIT("ver"), LIT("tr"), LIT("level"), LIT("lv"), LIT("step"), LIT("phase"), LIT("os"), LIT("id"), LIT("cpu"), LIT("sb"), LIT("cisco"), LIT("at"), LIT("jpcert"), LIT("tlp"), LIT("eol"), LIT("pl"), LIT("db"), LIT("srv"), LIT("sv"), LIT("no"), LIT("hc"), LIT("hs"), LIT("pc"), LIT("ws"), LIT("sw"), LIT("fw"), LIT("ap"), LIT("hub"), LIT("ups"), LIT("plc"), LIT("rtu"), LIT("nas"), { NULL, 0 } };
/* Before 番号: numbers of other things. */
static const struct str other_numbers[] = { LIT("ポート"), LIT("エラー"), LIT("バージョン"), LIT("シーケンス"), LIT("型式"), LIT("型番"), LIT("郵便"), LIT("電話"), LIT("イベント"), LIT("便"), LIT("列車"), LIT("短縮"), LIT("プロトコル"), LIT("プロセス"), LIT("セッション"), LIT("ルール"), LIT("記事"), LIT("規格"),  LIT("as"), LIT("cve"), LIT("系統"), LIT("暗証"), LIT("fax"), LIT("携帯"), LIT("発信"), LIT("フライト"), LIT("型"), LIT("型 "), LIT("局"), LIT("地"), LIT("品"), LIT("図"), LIT("順"), LIT("連"), LIT("交"), LIT("背"), LIT("部品"), LIT("パート"), { NULL, 0 } };
static const struct str laws[] = { LIT("法律"), LIT("政令"), LIT("省令"), LIT("告示"), LIT("台風"), LIT("条例"), LIT("規則"), LIT("通達"), LIT("訓令"), LIT("府令"), LIT("様式"), LIT("書式"), LIT("別紙"), LIT("別表"), LIT("別記"), LIT("別添"), LIT("議案"), LIT("議題"), { NULL, 0 } };
static const struct str authorities[] = { LIT("署"), LIT("警"), LIT("消"), LIT("届"), LIT("サ"), LIT("発"), LIT("情"), LIT("総"), LIT("障"), LIT("管"), LIT("契"), LIT("保"), LIT("報"), LIT("務"), LIT("企"), LIT("危"), LIT("災"), { NULL, 0 } };
static const struct str ticket_prefixes[] = { LIT("incident"), LIT("ticket"), LIT("ritm"), LIT("task"), LIT("case"), LIT("inc"), LIT("req"), LIT("chg"), LIT("prb"), LIT("tkt"), LIT("sr"), LIT("cs"), LIT("hd"), LIT("sd"), LIT("wo"), LIT("itsm"), LIT("rt"), LIT("ref"), LIT("crq"), LIT("pbi"), LIT("sctask"), LIT("srq"), LIT("csirt"), LIT("soc"), LIT("helpdesk"), { NULL, 0 } };

/* A word of the table within a few characters before i, on the same line. */
static bool word_near(const struct folded *f, size_t i, const struct str *words, size_t reach)
{
	for (size_t k = i; k + reach >= i; k--) {
		size_t n = redact_any_before(f, k, words);
		if (n && !(is_alnum(at(f, k - n)) && is_alnum(before(f, k - n))))
			return true;
		if (!k || is_line(at(f, k - 1)) || at(f, k - 1) == 0x3002)
			return false;
	}
	return false;
}

/* One or two characters between groups of digits: hyphen (the line may end behind it), blank, bracket, dot. */
static size_t phone_gap(const struct folded *f, size_t i, bool *bracket)
{
	size_t n = 0;
	while (n < 3) {
		uint32_t c = at(f, i + n);
		if (c == '(' || c == ')')
			*bracket = true;
		else if (is_line(c) ? !n || !is_hyphen(at(f, i + n - 1)) : !is_hyphen(c) && c != ' ' && c != '.')
			break;
		n++;
	}
	return n && is_digit(at(f, i + n)) ? n : 0;
}

struct number { size_t end, digits, groups, last, first; bool bracket, dotted; };

/* Groups of digits from i on. */
static struct number number_at(const struct folded *f, size_t i)
{
	struct number n = { .end = i };
	for (size_t k = i;;) {
		size_t start = k;
		while (is_digit(at(f, k)) && k - start < 16)
			k++;
		if (k == start)
			break;
		n.digits += k - start;
		n.last = k - start;
		n.first = n.groups ? n.first : k - start;
		n.groups++;
		n.end = k;
		bool bracket = false;
		size_t gap = phone_gap(f, k, &bracket);
		if (!gap || n.digits > 15 || (at(f, i) == '0' && n.digits >= 10) || (bracket && n.groups > 2))
			break;
		n.bracket = n.bracket || bracket;
		n.dotted = n.dotted || at(f, k) == '.';
		k += gap;
	}
	return n;
}

static bool unit_follows(const struct folded *f, size_t i)
{
	static const struct str units[] = { LIT("年"), LIT("月"), LIT("日"), LIT("時"), LIT("円"), LIT("件"), LIT("名"), LIT("台"), LIT("人"), LIT("%"), LIT("版"), LIT("号機"), LIT("戸"), LIT("丁目"), LIT("番地"), LIT(":"), LIT("/"), { NULL, 0 } };
	return redact_any(f, i, units) && !(at(f, i) == ':' && !is_digit(at(f, i + 1))) && !(at(f, i) == '/' && !is_digit(at(f, i + 1)));
}

static bool phone_form(const struct folded *f, size_t i, const struct number *n, bool named)
{
	uint32_t second = at(f, i + 1), third = at(f, i + 2);
	bool mobile = at(f, i) == '0' && (second == '9' || second == '8' || second == '7' || second == '5') && third == '0';
	bool free = at(f, i) == '0' && ((second == '1' && third == '2') || (second == '8' && third == '0') || (second == '5' && third == '7'));
	if (unit_follows(f, n->end))
		return false;
	if (at(f, i) == '0' && (n->digits == 10 || n->digits == 11) && n->first >= 2 && n->first <= 5) {
		if (n->groups == 3 && n->last >= 3 && n->last <= 4)
			return !n->dotted || named || mobile;
		if (n->groups == 2 && n->last >= 4 && n->last <= 8)
			return named || n->bracket || n->last >= 7;
	}
	if (n->groups == 1 && at(f, i) == '0' && (n->digits == 10 || n->digits == 11))
		return named || mobile || free;
	return named && n->groups > 1 && n->digits >= 6 && n->digits <= 12 && n->last >= 3 && n->last <= 5 && n->first <= 5 && !n->dotted;
}

static bool find_phone(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	uint32_t was = before(f, i);
	size_t from = i;
	if (at(f, i) == '(') {
		if (!is_digit(at(f, i + 1)) && at(f, i + 1) != '+')
			return false;
		i++;
	}
	if (is_alnum(was) || was == '.' || was == '_' || was == '#' || (is_hyphen(was) && from > 1 && is_alnum(at(f, from - 2))))
		return false;
	bool plus = at(f, i) == '+';
	size_t digits = i + plus;
	struct number n = number_at(f, digits);
	if (!n.digits || is_alnum(at(f, n.end)) || (is_hyphen(at(f, n.end)) && is_alnum(at(f, n.end + 1))))
		return false;
	bool named = word_near(f, from, phone_words, 12);
	if (plus ? n.digits < 8 || n.digits > 15 || n.groups < 2 : !phone_form(f, digits, &n, named)) {
		if (!(plus && n.groups == 1 && n.digits >= 10 && n.digits <= 15))
			return false;
	}
	*ret_end = n.end;
	bool area = from < i && at(f, digits + n.first) == ')';  /* (03)5550-0180 */
	redact_put(s, REDACT_PHONE, area ? from : i, n.end);
	return true;
}

static bool find_extension(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	size_t n = redact_any(f, i, extension_words);
	if (!n || (is_alnum(at(f, i)) && is_alnum(before(f, i))))
		return false;
	size_t k = i + n;
	while (k < i + n + 3 && (is_blank(at(f, k)) || at(f, k) == ':' || at(f, k) == '.' || at(f, k) == '('))
		k++;
	size_t start = k;
	while (is_digit(at(f, k)) || (is_hyphen(at(f, k)) && is_digit(at(f, k + 1)) && k > start))
		k++;
	if (k - start < 2 || k - start > 9)
		return false;
	redact_put(s, REDACT_PHONE, i, *ret_end = k);
	return true;
}

static bool ticket_char(const struct folded *f, size_t i)
{
	uint32_t c = at(f, i);
	return is_alnum(c) || ((c == '-' || c == '_' || c == '/' || c == 0x2212 || c == 0x2010) && is_alnum(at(f, i + 1)));
}

/* A token that can be a ticket's number: at least three digits in it; not a date, a time, one of our own numbers, a known one. */
static size_t ticket_at(const struct folded *f, size_t i, size_t min_digits, bool strong)
{
	size_t k = i, digits = 0, letters = 0;
	for (; ticket_char(f, k) && k < i + 40; k++) {
		digits += is_digit(at(f, k));
		letters += is_alnum(at(f, k)) && !is_digit(at(f, k));
	}
	if (digits < min_digits || unit_follows(f, k))
		return 0;
	if (at(f, i) == 'r' && is_digit(at(f, i + 1)) && at(f, i + 5) == '-' && k - i == 12)            /* R2026-000123: ours */
		return 0;
	bool vulnerability = redact_word(f, i, S("cve-")) || redact_word(f, i, S("jvn")) || redact_word(f, i, S("cwe-"));
	for (const struct str *p = known_prefixes; p->n && (!strong || vulnerability); p++) {
		size_t n = redact_word(f, i, *p);
		if (n && n == letters && (is_hyphen(at(f, i + n)) || is_digit(at(f, i + n)) || at(f, i + n) == '#'))
			return 0;
	}
	/* 2026-11-20, 2026/11/20 */
	if (!letters && k - i >= 8 && k - i <= 10 && at(f, i) == '2' && at(f, i + 1) == '0' && !is_digit(at(f, i + 4)) && !is_digit(at(f, i + 7)))
		return 0;
	return k;
}

/* Where the next number of an enumeration starts, or 0. */
static size_t another(const struct folded *f, size_t i)
{
	static const struct str joints[] = { LIT("、"), LIT(","), LIT("・"), LIT("/"), LIT(" "), LIT("及び"), LIT("および"), LIT("と"), LIT("and "), LIT("& "), { NULL, 0 } };
	size_t k = i, n, found = 0;
	while (k < i + 6 && (n = redact_any(f, k, joints)) != 0) {
		found |= n > 1 || at(f, k) != ' ';
		k += n;
	}
	return found && is_alnum(at(f, k)) ? k : 0;
}

/* AP-SEC-19, NCC/FR/26-118: capital letters, then parts behind hyphens or slashes. */
static bool code_at(const struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t k = i;
	while (k < i + 6 && is_alnum(at(f, k)) && !is_digit(at(f, k)) && redact_is_capital(s, k))
		k++;
	return k > i + 1 && (at(f, k) == '-' || at(f, k) == '/') && is_alnum(at(f, k + 1)) && (is_digit(at(f, k + 1)) || redact_is_capital(s, k + 1));
}

static bool has_slash(const struct folded *f, size_t from, size_t to)
{
	while (from < to && at(f, from) != '/')
		from++;
	return from < to;
}

static bool find_ticket(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	size_t n = redact_any(f, i, ticket_words), end;
	if (!n && (is_kanji(before(f, i)) || is_kata(before(f, i))) && !is_alnum(at(f, i + 2)) && !redact_any_before(f, i, other_numbers))
		n = redact_word(f, i, S("no")) + redact_word(f, i, S("id"));     /* 工事No., 案件ID */
	bool latin = is_alnum(at(f, i));
	if (!n || (latin && (is_alnum(before(f, i)) || is_latin(at(f, i + n)))))
		return false;
	size_t k = i + n;
	bool mark = false, line = false;
	if (redact_any_before(f, i, other_numbers) || (redact_word(f, i, S("order")) && redact_word(f, i + n, S(" of "))))
		return false;
	for (size_t more; k < i + n + 16 && (more = redact_any(f, k, between)) != 0; k += more) {
		if (is_alnum(at(f, k)) && is_alnum(at(f, k + more)) && (!is_digit(at(f, k + more)) || more < 3))
			break;
		mark = mark || more > 1 || at(f, k) == '#' || at(f, k) == ':';
		line = line || is_line(at(f, k));
	}
	size_t kanji = k;                                       /* 花警2026-1120 */
	while (kanji < k + 6 && (is_kanji(at(f, kanji)) || is_kata(at(f, kanji))))
		kanji++;
	kanji += kanji > k && is_hyphen(at(f, kanji)) && is_alnum(at(f, kanji + 1));    /* 情シス-26-031 */
	size_t start = k;
	if (is_alnum(at(f, kanji)) && kanji > k)
		k = kanji;
	bool letters = is_alnum(at(f, k)) && !is_digit(at(f, k));
	uint32_t last = at(f, i + n - 1);
	bool strong = mark || last == 0x53f7 || last == 'o' || last == 'd';     /* 番号, no, id */
	letters = letters || start < k;
	static const struct str sure[] = { LIT("ticket"), LIT("チケット"), LIT("受付"), { NULL, 0 } };
	bool numbered = at(f, k - 1) == 0x7b2c;                 /* 第12号 */
	bool coded = letters && code_at(s, k);
	end = ticket_at(f, k, numbered ? 1 : letters && (strong || coded) ? 2 : strong || letters ? 3 : 4, true);
	if (!end || (numbered && at(f, end) != 0x53f7) || (!strong && !letters && !numbered && end - k < (redact_any(f, i, sure) ? 4u : 5u)))
		return false;
	if (!letters && end - k == 4 && at(f, k) == '2' && at(f, k + 1) == '0' && !strong)      /* a year */
		return false;
	if (!strong && !letters && !numbered && (line || has_slash(f, k, end)))         /* 相談 11/09 */
		return false;
	while (at(f, end) == '-' && is_kanji(at(f, end + 1)) && at(f, end + 2) == '-' && is_digit(at(f, end + 3)))      /* 第2025-契-118号 */
		for (end += 3; is_digit(at(f, end)); end++) {}
	if (start < k)
		k = redact_word(f, i, S("被害届")) ? i : start;
	else if (numbered && at(f, end) == 0x53f7)
		k--;
	if (at(f, end) == 0x53f7)                               /* 第1882号 */
		end++;
	if (k == i + n && !latin && !strong && !letters)        /* 人事照会26-55 */
		while (k && i + n - k < 6 && is_kanji(at(f, k - 1)))
			k--;
	if (at(f, k - 1) == '#')
		k--;
	redact_put(s, REDACT_TICKET, k, end);
	for (size_t more; (more = another(f, end)) != 0;) {     /* INC0012345, 0012346 and 0012347 */
		size_t next = ticket_at(f, more, 4, false);
		if (!next)
			break;
		redact_put(s, REDACT_TICKET, more, next);
		end = next;
	}
	*ret_end = end;
	return true;
}

static size_t trailing_digits(const struct folded *f, size_t end)
{
	size_t n = 0;
	while (n < end && is_digit(at(f, end - 1 - n)))
		n++;
	return n < end ? n : 0;
}

/* INC0012345, CSIRT-2026-0412, HD-20931, #48213 */
static bool find_bare_ticket(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	uint32_t was = before(f, i);
	if (is_alnum(was) || was == '.' || was == '/' || was == '-' || was == '_' || was == '@' || was == '&' || was == '=')
		return false;
	size_t letters = 0, end;
	static const struct str numero[] = { LIT("no."), LIT("№"), { NULL, 0 } };
	size_t no = redact_any(f, i, numero), digit = i + no + (no && is_blank(at(f, i + no)));
	if (no && is_digit(at(f, digit)) && (end = ticket_at(f, digit, 4, false)) != 0) {
		redact_put(s, REDACT_TICKET, digit, *ret_end = end);
		return true;
	}
	if (at(f, i) == '#' && is_digit(at(f, i + 1))) {
		end = ticket_at(f, i + 1, 3, false);
		if (!end)
			return false;
		redact_put(s, REDACT_TICKET, i, *ret_end = end);
		return true;
	}
	while (is_alnum(at(f, i + letters)) && !is_digit(at(f, i + letters)))
		letters++;
	if (!letters && at(f, i) == '2' && at(f, i + 1) == '0') {        /* 20261104-0012 */
		size_t k = i;
		while (is_digit(at(f, k)))
			k++;
		end = k;
		if (at(f, k) == '-')
			for (end = k + 1; is_digit(at(f, end)); end++) {}
		if (k - i != 8 || end - k < 3 || is_alnum(at(f, end)) || at(f, end) == '-' || at(f, end) == '.')
			return false;
		redact_put(s, REDACT_TICKET, i, *ret_end = end);
		return true;
	}
	bool known = redact_any(f, i, ticket_prefixes) == letters;
	if (letters < 1 || letters > 10 || (!known && (!redact_is_capital(s, i) || !redact_is_capital(s, i + letters - 1))))
		return false;
	bool hyphen = at(f, i + letters) == '-' && is_alnum(at(f, i + letters + 1));
	if (at(f, i + letters) == '#' && is_digit(at(f, i + letters + 1)) && letters < 5 && !redact_word(f, i, S("jvn")) && (end = ticket_at(f, i + letters + 1, 3, false)) != 0) {     /* RT#48213 */
		redact_put(s, REDACT_TICKET, i, *ret_end = end);
		return true;
	}
	if (at(f, i + letters) == '/' && code_at(s, i) && !is_digit(at(f, i + letters + 1)) && (end = ticket_at(f, i, 3, false)) != 0 && is_hyphen(at(f, end - 1 - trailing_digits(f, end)))) {       /* NCC/FR/26-118 */
		redact_put(s, REDACT_TICKET, i, *ret_end = end);
		return true;
	}
	if (known && is_blank(at(f, i + letters)) && redact_is_capital(s, i) && is_digit(at(f, i + letters + 1)) && (end = ticket_at(f, i + letters + 1, 5, false)) != 0) {      /* SR 3-29910442 */
		redact_put(s, REDACT_TICKET, i + letters + 1, *ret_end = end);
		return true;
	}
	size_t digits = 0;
	while (is_digit(at(f, i + letters + digits)))
		digits++;
	if (!hyphen && !(known && digits) && !(digits >= (letters > 1 ? 6u : 8u)))
		return false;
	static const struct str models[] = { LIT("型番 "), LIT("型番"), LIT("型式 "), LIT("型式"), LIT("機種 "), LIT("model "), LIT("part "), LIT("part no. "), LIT("firmware "), LIT("装置 "), { NULL, 0 } };
	end = redact_any_before(f, i, models) ? 0 : ticket_at(f, i, letters > 1 ? 3 : 4, known);
	if (!end || is_alnum(at(f, end)))
		return false;
	redact_put(s, REDACT_TICKET, i, *ret_end = end);
	return true;
}

/* 芝浦署第1882号, 雲警サ第61号: not 法律第104号 */
static bool find_document(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	size_t k = i + 1, from = i;
	while (is_digit(at(f, k)) || (at(f, k) == '-' && is_digit(at(f, k + 1)) && k > i + 1))
		k++;
	if (k == i + 1 || !redact_word(f, k, S("号")) || redact_any_before(f, i, laws))
		return false;
	static const struct str after[] = { LIT("機"), LIT("炉"), LIT("線"), LIT("車"), LIT("室"), LIT("棟"), LIT("館"), LIT("店"), LIT("井"), LIT("系"), LIT("様"), LIT("議"), LIT("被"), LIT("条"), LIT("俸"), { NULL, 0 } };
	bool authority = false;
	for (; from && i - from < 6 && (is_kanji(at(f, from - 1)) || is_kata(at(f, from - 1))); from--)
		authority = authority || redact_any(f, from - 1, authorities);
	if ((!authority && i - from < 2) || redact_any(f, k + 1, after))
		return false;
	redact_put(s, REDACT_TICKET, from, *ret_end = k + 1);
	return true;
}

void redact_find_numbers(struct redact_scan *s)
{
	const struct folded *f = &s->f;
	for (size_t i = 0, end; i < f->n; i++) {
		uint32_t c = f->c[i];
		if (((is_digit(c) || c == '+' || c == '(') && find_phone(s, i, &end)) || ((c == 0x5185 || c == 'e') && find_extension(s, i, &end)))
			i = end - 1;
	}
	for (size_t i = 0, end; i < f->n; i++)
		if (find_ticket(s, i, &end) || find_bare_ticket(s, i, &end) || (f->c[i] == 0x7b2c && find_document(s, i, &end)))
			i = end - 1;
}

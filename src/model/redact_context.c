/* model/redact_context.c — whose an indicator is, by the words around it: the attacker's, which others need, or the source's. */
#include "model/redact_parts.h"

enum { PRIOR_STRONG = 18, PRIOR_WEAK = 9 };                     /* a text about an attack: what is nobody's is the attacker's, until a word says otherwise */
struct cue { struct str word; int weight; };                    /* > 0: the attacker's; < 0: the source's */
static const struct cue cues[] = {
#define C(word, weight) { LIT(word), weight },
	C("攻撃元", 4) C("攻撃者", 4) C("攻撃用", 4) C("攻撃を", 2) C("攻撃に", 2) C("攻撃が", 2) C("通信先", 3) C("接続先", 2) C("外部通信", 3) C("c2", 4) C("c&c", 4) C("c＆c", 4) C("コマンド&コントロール", 4) C("指令サーバ", 4) C("不審な", 3) C("不審", 3)
	C("怪しい", 3) C("悪性", 4) C("悪意", 4) C("悪用", 3) C("マルウェア", 4) C("マルウエア", 4) C("検体", 4) C("ウイルス", 3) C("ランサム", 3) C("トロイ", 3) C("ドロッパ", 4) C("ローダ", 3) C("バックドア", 4) C("webshell", 4) C("ウェブシェル", 4) C("webシェル", 4) C("不正な", 3) C("不正アクセス", 3)
	C("不正通信", 3) C("不正", 2) C("フィッシング", 4) C("偽サイト", 4) C("偽の", 3) C("偽", 2) C("なりすまし", 3) C("詐称", 3) C("詐欺", 3) C("誘導先", 4) C("誘導", 3) C("転送先", 3) C("リダイレクト先", 3) C("侵害指標", 4) C("ioc", 4) C("インジケータ", 4) C("送信元", 2) C("差出人", 2) C("送信者", 2) C("発信元", 2) C("接続元", 2) C("アクセス元", 3)
	C("スキャン元", 4) C("スキャン", 2) C("総当たり", 3) C("ブルートフォース", 3) C("ボットネット", 4) C("ボット", 3) C("ダウンロード元", 4) C("ダウンロード先", 3) C("配布元", 4) C("配布", 2) C("窃取", 3) C("持ち出し先", 3) C("流出先", 3) C("送信先", 1) C("ビーコン", 4) C("踏み台", 3) C("脅迫", 3) C("身代金", 3) C("ばらまき", 3) C("標的型", 3) C("添付ファイル", 2) C("ddos", 3) C("dos攻撃", 3)
	C("attacker", 4) C("attacking", 4) C("attack", 2) C("malicious", 4) C("malware", 4) C("suspicious", 3) C("phishing", 4) C("ransomware", 4) C("ransom", 3) C("command and control", 4) C("command-and-control", 4) C("beacon", 4) C("sample", 3) C("dropper", 4) C("payload", 4) C("loader", 3) C("exfiltrat", 4) C("spoofed", 3) C("spoofing", 3) C("indicator", 4) C("hostile", 4) C("rogue", 3) C("fake", 3) C("look-alike", 4) C("lookalike", 4) C("fraudulent", 3) C("bogus", 3) C("scanning", 3) C("scan", 2) C("brute", 3) C("sender", 2) C("sent from", 2) C("from:", 2) C("originat", 3) C("source ip", 2) C("callback", 3) C("call-back", 3) C("botnet", 4) C("backdoor", 4) C("trojan", 4) C("web shell", 4) C("adversary", 4) C("intruder", 4) C("threat", 2) C("login attempts", 2) C("blocked", 1) C("redirect", 3) C("drops", 3) C("implant", 4) C("staging", 3) C("hosted", 2) C("downloaded from", 4) C("download", 2) C("virus", 3) C("stealer", 4)
	C("指令先", 4) C("装う", 4) C("装った", 4) C("かたる", 3) C("騙る", 3) C("名乗る", 3) C("閲覧元", 4) C("操作元", 4) C("投稿元", 3) C("指標", 3) C("攻撃グループ", 4) C("リークサイト", 4) C("公開される", 2) C("外部の", 2) C("外部へ", 2) C("偵察", 4) C("試行", 3) C("混入", 4) C("改変版", 4) C("押収", 3) C("実行ファイル", 3) C("置かれたファイル", 4) C("侵入", 3) C("リモート操作ツール", 4) C("ツール", 1) C("ペイロード", 4) C("類似ドメイン", 4) C("不審メール", 4)
	C(".exe", 3) C(".dll", 3) C(".lnk", 3) C(".aspx", 3) C(".ps1", 3) C(".apk", 3) C(".js", 3) C(".scr", 3) C(".iso", 3) C(".hta", 3) C(".vbs", 3) C(".bat", 3) C(".docm", 3) C(".xlsm", 3) C(".zip", 2) C("query", 2) C("deny", 2) C("unknown", 2) C("src", 2) C("from=", 3) C("fwd", 4) C("url", 1)
	C("top talkers", 4) C("extortion", 4) C("exfil", 4) C("exfiltration", 4) C("stolen", 3) C("encryptor", 4) C("kit", 3) C("probe", 4) C("probes", 4) C("source", 2) C("dumpzone", 0) C("driver", 1) C("kill switch", 4) C("dropped", 3) C("pool", 2) C("miner", 4) C("mining", 3) C("xmrig", 4) C("landing page", 4) C("landing pages", 4) C("redirector", 4) C("leak site", 4) C("no victims", 3) C("takedown", 3) C("copy of", 2) C("tool", 2) C("reached", 1) C("changed to", 3) C("abuse", 2) C("impersonat", 4) C("pretend", 4) C("letter", 1)
	C("照合値", -5) C("作業後", -4) C("image of", -5) C("image sha", -5) C("builds", -5) C("構成ファイル", -5) C("スクリプト", -3) C("gateway", -4) C("ゲートウェイ", -4) C("検証機", -4) C("tunnel", -4) C("トンネルツール", 4) C("トンネル", -3) C("batch server", -5) C("server at", -4) C("web server", -4) C("web servers", -4) C("own ", -4) C("active on", -4) C("管理画面", -4) C("されたアドレス", -2) C("見本", -2) C("list:", -3) C("src=", 5) C("dst=", -5) C("malicious lookalike", 5)
	C("の端末", -2) C("当社web", -5) C("自社web", -5) C("弊社web", -5)
	C("自社の", -4) C("当方の", -4) C("外向け", -4) C("外部公開", -5) C("公開用", -5) C("公開している", -5) C("公開していた", -5) C("公開中", -4) C("固定ip", -5) C("割り当て", -4) C("割当", -4) C("サーバ群", -4) C("dmz", -5) C("社外公開", -5) C("予約サーバ", -4) C("メールサーバ", -4) C("webサーバ", -3) C("dnsサーバ", -3) C("ファイアウォール", -3) C("fw", -2) C("ルータ", -3) C("ルーター", -3) C("回線", -3) C("宛て", -4) C("あて", -3) C("本社", -4) C("支店", -3) C("拠点", -3) C("工場", -3) C("センター", -2) C("監視端末", -4) C("端末", -2) C("送出元", -3) C("nat", -3) C("出口", -4) C("ロードバランサ", -4) C("プロキシ", -3)
	C("mail server", -4) C("web site", -3) C("website", -3) C("dns server", -3) C("firewall", -3) C("router", -3) C("proxy", -3) C("load balancer", -4) C("public address", -5) C("public ip", -5) C("exposed", -3) C("facing", -4) C("egress", -4) C("head office", -4) C("branch", -3) C("workstation", -4) C("laptop", -4) C("terminal", -3) C("hmi", -4) C("scada", -4) C("historian", -4) C("jump host", -4) C("bastion", -4) C("jump server", -4) C("subnet", -3) C("vlan", -4) C("assigned to", -4) C("belongs to us", -6) C("my ", -3)
	C("海外", 3) C("国外", 3) C("ログイン元", 4) C("ログイン試行", 4) C("アクセス試行", 4) C("探索元", 4) C("通報元", -3) C("接続を試", 3) C("外部サーバ", 4) C("外部ip", 4) C("外部", 2) C("不明な", 3) C("身に覚え", 3) C("見覚えのない", 4) C("遮断", 3) C("ブロック", 3) C("拒否", 2) C("ddos攻撃元", 4) C("スパム", 3) C("迷惑メール", 3) C("乗っ取", 2) C("中継", 2) C("リフレクタ", 3) C("踏台", 3) C("キーロガー", 4) C("c2サーバ", 5) C("c&cサーバ", 5) C("投下", 3) C("感染させ", 4) C("アップロード先", 4) C("持出し先", 4) C("発信した", 1) C("国", 0)
	C("foreign", 3) C("abroad", 3) C("unknown host", 4) C("external host", 4) C("external address", 4) C("external", 2) C("unauthorised", 3) C("unauthorized", 3) C("logins from", 4) C("login from", 3) C("connections from", 3) C("connection to", 2) C("connected to", 2) C("connects to", 3) C("contacting", 3) C("beaconing", 4) C("beacons", 4) C("resolves", 2) C("resolved", 2) C("attackers", 4) C("attacks", 3) C("c2-", 4) C("c2:", 4) C("cnc", 4) C("drop zone", 4) C("droppers", 4) C("sink", 2) C("spam", 3) C("flood", 3) C("bots", 4) C("credential stuffing", 4) C("password spraying", 4) C("spraying", 4) C("exploit", 3) C("exploited", 2) C("exploitation", 2) C("typosquat", 4) C("clone", 3) C("cloned", 3) C("scam", 4) C("extort", 4) C("leaked on", 3) C("upload", 2) C("uploaded to", 4) C("sent to", 2) C("hashes", 2) C("iocs", 4)
	C("rhost", 5) C("saddr", 5) C("daddr", -5) C("failed password", 4) C("laddr", -4) C("local", -3) C("サーバ", -2) C("サーバー", -2) C("manual", -5) C("手順書", -5) C("マニュアル", -5) C("ログ", 0) C("設置", 1)
	C("個人情報", -1) C("条件書", -5) C("仕様書", -5) C("設計書", -5) C("図面", -5) C("名簿", -4) C("試験記録", -5) C("台帳", -5) C("帳票", -5) C("契約書", -5) C("修正版", -5) C("正規品", -5) C("checksum", -5) C("持ち出し", -4) C("私物", -3) C("個人クラウド", -5) C("個人の", -2) C("公開アドレス", -5) C("公開ip", -5) C("グローバルip", -4) C("認証公開", -5) C("公開、", -2) C("drawing", -5) C("blueprint", -5) C("specification", -5) C("roster", -5) C("database", -3) C("to=", -4) C("dst", -2) C("support", -4) C("real", -3) C("保守", -4) C("委託先", -4) C("ベンダ", -4) C("取引先", -4) C("メーカ", -3) C("vendor", -3) C("supplier", -4) C("contractor", -4) C("公開サイト", -4) C("予約サイト", -4) C("サイト(当", -4) C("証明書の拇印", -3) C("案内は", -4) C("対象", -3)
	C("当社", -4) C("弊社", -4) C("自社", -4) C("当行", -4) C("当院", -4) C("当局", -4) C("当庫", -4) C("当組合", -4) C("当空港", -4) C("当方", -3) C("弊行", -4) C("弊院", -4) C("本学", -4) C("社内", -4) C("院内", -4) C("行内", -4) C("構内", -3) C("庁内", -4) C("被害端末", -4) C("被害サーバ", -4) C("被害を受けた", -4) C("感染端末", -4) C("感染した", -3) C("公式サイト", -4) C("正規サイト", -4) C("正規の", -4) C("正規", -3) C("業務端末", -4) C("業務用", -3) C("お問い合わせ", -4) C("問い合わせ", -3) C("問合せ", -3) C("連絡先", -4) C("担当", -3) C("窓口", -3) C("宛先", -3) C("宛", -2) C("受信者", -3) C("受信した", -1) C("報告先", -3) C("監視サーバ", -3) C("公開サーバ", -3) C("公開web", -3) C("ホームページ", -3) C("vpn装置", -3) C("vpn機器", -3) C("顧客", -2) C("お客様", -2) C("電話", -3) C("バックアップ", -3) C("ポータル", -3) C("設定ファイル", -4) C("内部", -3) C("自組織", -4) C("管理者", -2) C("攻撃対象", -4) C("攻撃を受けた", -4) C("標的となった", -4) C("改ざんされた", -3) C("改ざんを受けた", -4)
	C("our ", -4) C("we ", -1) C("internal", -4) C("victim", -4) C("affected", -3) C("infected host", -4) C("infected", -2) C("compromised", -2) C("contact", -4) C("reply", -3) C("e-mail us", -4) C("reach us", -4) C("please", -2) C("recipient", -3) C("addressed to", -3) C("company's", -4) C("legitimate", -4) C("genuine", -4) C("official", -4) C("public web", -3) C("web site", -1) C("portal", -3) C("customer", -2) C("gateway", -2) C("backup", -3) C("helpdesk", -3) C("help desk", -3) C("operator", -1) C("tel", -3) C("phone", -3) C("target", -2) C("plant", -2) C("configuration", -3) C("config", -3) C("staff", -2) C("employee", -2)
#undef C
};

static bool ends_sentence(const struct folded *f, size_t i)
{
	uint32_t c = at(f, i);
	return c == 0x3002 || is_line(c) || ((c == '.' || c == ';') && (is_blank(at(f, i + 1)) || is_line(at(f, i + 1)))) || c == '!' || c == '?';
}

void redact_weigh_words(struct redact_scan *s)
{
	enum { HEADS = 256, CUES = sizeof cues / sizeof *cues };
	const struct folded *f = &s->f;
	int16_t head[HEADS] = { 0 }, next[CUES];                /* by the low bits of the first character; 0 ends */
	s->weight = arena_array(s->cx->mem, int8_t, f->n + 1);
	s->length = arena_array(s->cx->mem, int8_t, f->n + 1);
	s->covered = arena_array(s->cx->mem, uint32_t, f->n + 1);
	for (size_t k = 0; k < s->n; k++)
		for (size_t i = s->p[k].from; i < s->p[k].to; i++)
			s->covered[i] = (uint32_t)s->p[k].to;
	for (int k = 0; k < CUES; k++) {
		size_t i = 0;
		uint32_t first = redact_decode(cues[k].word, &i) % HEADS;
		next[k] = head[first];
		head[first] = (int16_t)(k + 1);
	}
	for (size_t i = 0; i < f->n; i++) {
		if (s->covered[i] || (is_alnum(f->c[i]) && is_alnum(before(f, i))))
			continue;
		for (int k = head[f->c[i] % HEADS]; k; k = next[k - 1]) {
			size_t n = redact_word(f, i, cues[k - 1].word);
			if (n <= (size_t)s->length[i])
				continue;
			s->length[i] = (int8_t)n;
			s->weight[i] = (int8_t)cues[k - 1].weight;
		}
		int prior = s->weight[i] >= 4 ? PRIOR_STRONG : s->weight[i] == 3 ? PRIOR_WEAK : 0;
		s->prior = prior > s->prior ? prior : s->prior;
	}
}

/* The words of [from, to), the nearer to the find the heavier. */
static int weigh(const struct redact_scan *s, size_t from, size_t to, size_t find_from, size_t find_to)
{
	int sum = 0;
	for (size_t i = from, n; i < to; i++) {
		if (s->covered[i]) {
			i = s->covered[i] - 1;
			continue;
		}
		n = (size_t)s->length[i];
		if (!n || i + n > to)
			continue;
		size_t distance = i < find_from ? find_from - i - n : i - find_to + 6;
		int nearness = distance < 4 ? 12 : distance < 12 ? 8 : distance < 24 ? 5 : distance < 48 ? 3 : 2;
		int weight = s->weight[i];
		uint32_t next = at(&s->f, i + n);
		if (weight < -2 && (next == 0x306f || next == 0x3082 || next == 0x304c || next == 0x3067))      /* 当社は, 当社も: not whose it is */
			weight = -1;
		sum += weight * nearness;
		i += n - 1;
	}
	return sum;
}

/* A list under a heading: the lines above, as long as they hold little but indicators, up to one that says what they are. */
static int heading(const struct redact_scan *s, size_t line)
{
	const struct folded *f = &s->f;
	for (int up = 0; up < 25 && line; up++) {
		size_t end = line - 1, from = end, plain = 0;
		while (from && !is_line(at(f, from - 1)))
			from--;
		for (size_t i = from; i < end; i++) {
			if (s->covered[i])
				i = s->covered[i] - 1;
			else
				plain += is_alnum(at(f, i)) || is_kanji(at(f, i)) || is_kata(at(f, i)) || is_hira(at(f, i));
		}
		int sum = weigh(s, from, end, end, end);
		if (sum)
			return sum;
		if (plain > 24)
			return 0;
		line = from;
	}
	return 0;
}

/* 203.0.113.5からの試行, from 203.0.113.5, 203.0.113.5:4444 -> 192.0.2.1 */
static int direction(const struct redact_scan *s, const struct redact_cand *c)
{
	static const struct str from[] = { LIT("から"), LIT(" から"), LIT("よりの"), { NULL, 0 } };
	static const struct str does[] = { LIT("の試行"), LIT("の攻撃"), LIT("の不正"), LIT("のアクセス"), LIT("の通信"), LIT("の接続"), LIT("のスキャン"), LIT("の総当"), LIT("のログイン"), LIT("の大量"), LIT("試行"), LIT("攻撃"), { NULL, 0 } };
	const struct folded *f = &s->f;
	size_t n = redact_any(f, c->to, from);
	int sum = n ? 16 : 0;
	if (n && redact_any(f, c->to + n, does))
		sum += 36;
	if (redact_word_before(f, c->from, S("from ")))
		sum += 16;
	/* a -> b in a log: out of a private network to the attacker, or from the attacker to us */
	size_t port = c->to;
	if (at(f, port) == ':')
		for (port++; is_digit(at(f, port)); port++) {}
	static const struct str arrows[] = { LIT(" -> "), LIT(" → "), LIT("→"), LIT(" => "), LIT("->"), { NULL, 0 } };
	if (redact_any(f, port, arrows))
		sum += 16;
	if (redact_any_before(f, c->from, arrows) && c > s->p && c->class == REDACT_IP)
		sum += c[-1].no_keep || c[-1].class != REDACT_IP ? 16 : -30;
	return sum;
}

int redact_context(const struct redact_scan *s, const struct redact_cand *c)
{
	const struct folded *f = &s->f;
	size_t from = c->from, to = c->to;
	while (from && c->from - from < 90 && !ends_sentence(f, from - 1))
		from--;
	while (to < f->n && to - c->to < 50 && !ends_sentence(f, to))
		to++;
	int sum = weigh(s, from, c->from, c->from, c->to) + weigh(s, c->to, to, c->from, c->to);
	bool defanged = false;
	for (size_t i = c->from; i < c->to; i++)
		defanged = defanged || ((at(f, i) == '[' || at(f, i) == '(') && c->class != REDACT_MAIL) || redact_word(f, i, S("hxxp"));
	sum += defanged ? 30 : 0;
	if (c->class == REDACT_IP)
		sum += direction(s, c);
	/* Domains of the source are known; its addresses and its files' hashes are not: without a word for it they are not kept. */
	int prior = c->class == REDACT_IP || c->class == REDACT_HASH ? 0 : s->prior;
	if (sum)
		return sum + prior;
	size_t line = c->from;
	while (line && !is_line(at(f, line - 1)))
		line--;
	return heading(s, line) + prior;
}

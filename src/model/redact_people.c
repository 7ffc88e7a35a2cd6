/* model/redact_people.c — people and companies that the index does not know but the wording gives away: a family name with a title
 * (佐藤様, Mr. Sato, 担当: 佐藤), a name with a legal form (株式会社雲海システム). */
#include "model/redact_parts.h"

/* Frequent family names; one that is not here is found by its title only where nothing else is possible. */
static const struct str families[] = {
#define F(x) LIT(x),
	F("佐々木") F("長谷川") F("五十嵐") F("久保田") F("小野寺") F("大久保") F("佐久間") F("宇佐美") F("小笠原") F("小山田") F("長谷部") F("波多野") F("日比野") F("二階堂") F("西園寺") F("勅使河原")
	F("佐藤") F("鈴木") F("高橋") F("田中") F("伊藤") F("渡辺") F("渡邊") F("渡邉") F("山本") F("中村") F("小林") F("加藤") F("吉田") F("山田") F("山口") F("松本") F("井上") F("木村") F("斎藤") F("斉藤") F("齋藤") F("齊藤")
	F("清水") F("山崎") F("阿部") F("池田") F("橋本") F("山下") F("石川") F("中島") F("前田") F("藤田") F("後藤") F("小川") F("岡田") F("村上") F("長田") F("近藤") F("石井") F("坂本") F("遠藤") F("青木") F("藤井") F("西村")
	F("福田") F("太田") F("三浦") F("岡本") F("松田") F("中川") F("中野") F("原田") F("小野") F("田村") F("竹内") F("金子") F("和田") F("中山") F("藤原") F("石田") F("上田") F("森田") F("原口") F("柴田") F("酒井") F("工藤")
	F("横山") F("宮崎") F("宮本") F("内田") F("高木") F("安藤") F("谷口") F("大野") F("丸山") F("今井") F("高田") F("藤本") F("武田") F("村田") F("上野") F("杉山") F("増田") F("平野") F("大塚") F("千葉") F("菅原") F("久保")
	F("松井") F("岩崎") F("木下") F("野口") F("松尾") F("野村") F("菊地") F("菊池") F("佐野") F("大西") F("杉本") F("新井") F("浜田") F("市川") F("古川") F("水野") F("小島") F("島田") F("桜井") F("高野") F("渡部") F("吉川")
	F("山内") F("西田") F("西川") F("飯田") F("菅野") F("北村") F("安田") F("五島") F("川口") F("平田") F("関口") F("川崎") F("東海林") F("本田") F("久米") F("中田") F("服部") F("川上") F("岩田") F("土屋") F("福島") F("秋山")
	F("荒木") F("大島") F("樋口") F("松岡") F("永井") F("小池") F("浅野") F("荒井") F("大橋") F("八木") F("須藤") F("熊谷") F("黒田") F("野田") F("川村") F("星野") F("尾崎") F("望月") F("松村") F("早川") F("内藤") F("吉村")
	F("岩本") F("片山") F("堀内") F("岡崎") F("沢田") F("澤田") F("今村") F("松浦") F("馬場") F("西山") F("本間") F("白石") F("大谷") F("関根") F("奥村") F("広瀬") F("廣瀬") F("田口") F("平井") F("大川") F("松下") F("小松")
	F("石原") F("富田") F("成田") F("矢野") F("栗原") F("北川") F("大石") F("吉岡") F("天野") F("三宅") F("滝沢") F("小西") F("桑原") F("辻本") F("森本") F("宮田") F("坂口") F("中西") F("南雲") F("榎本") F("神田") F("篠原")
	F("藤村") F("小田") F("根本") F("萩原") F("大森") F("戸田") F("小原") F("児玉") F("福井") F("川島") F("岸本") F("村井") F("津田") F("三好") F("田島") F("山中") F("河野") F("長尾") F("水谷") F("井口") F("塚本") F("竹田")
	F("相沢") F("相澤") F("柏木") F("梅田") F("佐伯") F("稲垣") F("鶴田") F("多田") F("岡村") F("高山") F("金井") F("大山") F("倉田") F("小沢") F("小澤") F("原島") F("落合") F("横田") F("深沢") F("門田") F("三上") F("桐生") F("真田") F("春日")
	F("神谷") F("宮沢") F("宮澤") F("相馬") F("堀江") F("柳田") F("氏家") F("高島") F("角田") F("比嘉") F("金城") F("大城") F("島袋") F("畠山") F("黒木") F("日高") F("甲斐") F("有馬") F("若林") F("吉野") F("吉本") F("芦田")
	F("結城") F("朝倉") F("水島") F("水沼") F("瀬川") F("瀬戸") F("生田") F("田辺") F("田代") F("田原") F("田畑") F("目黒") F("石黒") F("石橋") F("石塚") F("磯部") F("磯野") F("稲葉") F("笠原") F("米田") F("細川") F("細田")
	F("緒方") F("織田") F("花田") F("芳賀") F("茂木") F("草野") F("藤岡") F("藤川") F("藤沢") F("藤野") F("西尾") F("西野") F("谷川") F("豊田") F("赤坂") F("遠山") F("那須") F("郷田") F("都築") F("重松") F("金田") F("長野")
	F("長島") F("門脇") F("関谷") F("青山") F("青柳") F("須田") F("飯島") F("飯塚") F("香川") F("高井") F("高瀬") F("黒川") F("黒沢") F("林田") F("沼田") F("河合") F("河村") F("浅井") F("浅田") F("海野") F("泉田") F("牧野")
	F("植田") F("植木") F("柿沼") F("栗田") F("桑田") F("榊原") F("橘") F("岸田") F("岩井") F("岩瀬") F("岩永") F("峰岸") F("川田") F("川端") F("川原") F("市原") F("平山") F("平岡") F("平川") F("床井") F("式守") F("志村")
	F("林") F("森") F("原") F("関") F("岡") F("堀") F("辻") F("星") F("梶") F("泉") F("菅") F("桂") F("島") F("谷") F("浜") F("滝") F("沖") F("岸") F("乾") F("堤") F("柳") F("杉") F("榊") F("秦") F("峰") F("畑") F("宮") F("柏")
	F("榎") F("楠") F("桜") F("牧") F("金") F("李") F("王") F("陳") F("張") F("劉") F("朴") F("東") F("西") F("南") F("北") F("轟")
#undef F
	{ NULL, 0 } };
static const struct str front_titles[] = { LIT("担当者名:"), LIT("担当者:"), LIT("担当者は"), LIT("担当:"), LIT("担当は"), LIT("担当 "), LIT("担当者 "), LIT("氏名:"), LIT("氏名 "), LIT("名前:"), LIT("報告者:"), LIT("記載者:"), LIT("作成者:"), LIT("作成:"), LIT("責任者:"), LIT("責任者は"), LIT("連絡者:"), LIT("発信者:"), LIT("連絡先:"), LIT("窓口:"), LIT("承認:"), LIT("承認者:"), LIT("起票:"), LIT("起票者:"), LIT("記入者:"), { NULL, 0 } };
static const struct str honorifics[] = { LIT("様"), LIT("さま"), LIT("氏"), LIT("さん"), LIT("殿"), LIT("先生"), { NULL, 0 } };
static const struct str posts[] = { LIT("副部長"), LIT("部長"), LIT("本部長"), LIT("課長"), LIT("係長"), LIT("主任"), LIT("室長"), LIT("次長"), LIT("局長"), LIT("所長"), LIT("支店長"), LIT("社長"), LIT("会長"), LIT("専務"), LIT("常務"), LIT("取締役"), LIT("院長"), LIT("班長"), LIT("駅長"), LIT("主査"), LIT("主幹"), LIT("主事"), LIT("参事"), LIT("理事"), LIT("技師"), LIT("医師"), LIT("教授"), LIT("マネージャー"), LIT("マネージャ"), LIT("リーダー"), LIT("担当"), LIT("課員"), LIT("課長代理"), LIT("部長代理"), LIT("専門役"), LIT("上席"), LIT("参与"), LIT("店長"), LIT("校長"), LIT("学長"), LIT("機長"), LIT("船長"), LIT("隊長"), LIT("組合長"), LIT("委員長"), LIT("委員"), LIT("監督"), LIT("当直長"), LIT("調査役"), LIT("審査役"), LIT("支配人"), LIT("助役"), LIT("弁護士"), LIT("警部補"), LIT("警部"), LIT("巡査"), LIT("記者"), LIT("運転士"), LIT("車掌"), LIT("看護師"), LIT("技術員"), LIT("代表"), LIT("夫妻"), { NULL, 0 } };
/* What stands before 様, 氏, さん without being a name. */
static const struct str nobody[] = { LIT("客"), LIT("皆"), LIT("者"), LIT("員"), LIT("社"), LIT("店"), LIT("院"), LIT("師"), LIT("局"), LIT("省"), LIT("庁"), LIT("課"), LIT("部"), LIT("室"), LIT("係"), LIT("各位"), LIT("先"), LIT("元"), LIT("方"), LIT("同"), LIT("仕"), LIT("多"), LIT("異"), LIT("模"), LIT("有"), LIT("王"), LIT("神"), LIT("奥"),
	LIT("人"), LIT("家"), LIT("主"), LIT("署"), LIT("両"), LIT("某"), LIT("別"), LIT("一"), LIT("何"), LIT("逆"), LIT("今"), LIT("以"), LIT("県"), LIT("市"),  LIT("国"), LIT("団"), LIT("会"), LIT("組"), LIT("物"), LIT("患"), LIT("左"), LIT("然"), LIT("世"), LIT("業"), LIT("機関"), LIT("関"), LIT("行"), LIT("組合"), LIT("合"), LIT("校"),  LIT("館"), LIT("所"), LIT("場"), { NULL, 0 } };
static const struct str companies[] = { LIT("株式会社"), LIT("有限会社"), LIT("合同会社"), LIT("合資会社"), LIT("合名会社"), LIT("(株)"), LIT("(有)"), LIT("(同)"), LIT("一般社団法人"), LIT("公益社団法人"), LIT("一般財団法人"), LIT("公益財団法人"), LIT("医療法人社団"), LIT("医療法人"), LIT("社会福祉法人"), LIT("学校法人"), LIT("独立行政法人"), LIT("協同組合"), { NULL, 0 } };
static const struct str latin_companies[] = { LIT("co., ltd"), LIT("co.,ltd"), LIT("co. ltd"), LIT("co ltd"), LIT("co., inc"), LIT("inc."), LIT("inc"), LIT("corporation"), LIT("corp."), LIT("corp"), LIT("company, limited"), LIT("limited"), LIT("ltd."), LIT("ltd"), LIT("llc"), LIT("k.k."), LIT("gmbh"), LIT("plc"), LIT("company"), { NULL, 0 } };
static const struct str public_makers[] = { LIT("microsoft"), LIT("oracle"), LIT("cisco"), LIT("fortinet"), LIT("vmware"), LIT("google"), LIT("amazon"), LIT("apple"), LIT("adobe"), LIT("palo alto"), LIT("juniper"), LIT("citrix"), LIT("ivanti"), LIT("trend micro"), LIT("crowdstrike"), LIT("ibm"), LIT("intel"), LIT("dell"), LIT("siemens"), LIT("schneider"), LIT("マイクロソフト"), LIT("オラクル"), LIT("シスコ"), LIT("フォーティネット"), LIT("日立"), LIT("三菱電機"), LIT("富士通"), LIT("日本電気"), LIT("東芝"), LIT("横河"), LIT("トレンドマイクロ"), { NULL, 0 } };

static bool by_form(struct redact_scan *s, enum redact_class class, size_t from, size_t to)
{
	struct redact_cand *c = redact_put(s, class, from, to);
	c->no_keep = true;
	c->company = class == REDACT_ORG;
	return true;
}

/* A family name that starts at i: its length. */
static size_t family_at(const struct folded *f, size_t i)
{
	return is_kanji(at(f, i)) ? redact_any(f, i, families) : 0;
}

/* A name after a label: 担当: 佐藤 一郎 */
static bool find_labelled(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t n = redact_any(f, i, front_titles), k = i + n;
	if (!n)
		return false;
	while (k < i + n + 2 && is_blank(at(f, k)))
		k++;
	size_t family = family_at(f, k), end = k + family;
	if (!family)
		return false;
	size_t given = end;
	if (is_blank(at(f, given)))
		given++;
	size_t stop = given;
	while (stop < given + 3 && is_kanji(at(f, stop)) && !redact_any(f, stop, posts) && !redact_any(f, stop, honorifics))
		stop++;
	if (stop > given && !is_kanji(at(f, stop)))
		end = stop;
	return by_form(s, REDACT_PERSON, k, end);
}

/* The name before a title that stands at i. */
/* Words after which a family name stands: 課長 佐藤, 担当の佐藤, 情報システム部 佐藤. */
static const struct str roles[] = { LIT("担当者"), LIT("担当"), LIT("当直"), LIT("責任者"), LIT("社員"), LIT("職員"), LIT("技術者"), LIT("係員"), LIT("運転士"), LIT("看護師"), LIT("医師"), LIT("所長"), LIT("部長"), LIT("課長"), LIT("係長"), LIT("主任"), LIT("室長"), LIT("次長"), LIT("主査"), LIT("管理者"), LIT("患者"), LIT("顧客"), LIT("契約者"), LIT("申告者"), LIT("通報者"), LIT("受付"), LIT("作業員"), LIT("営業"), LIT("利用者"), LIT("駅長"), LIT("院長"), LIT("店長"), LIT("部"), LIT("課"), LIT("係"), LIT("室"), LIT("局"), LIT("署"), LIT("所"), LIT("グループ"), LIT("チーム"), LIT("センター"), LIT("センタ"), LIT("支店"), LIT("社"), LIT("院"), LIT("店"), LIT("リーダー"), LIT("マネージャー"), LIT("記"), LIT("文責"), LIT("報告"), LIT("作成"), LIT("承認"), LIT("確認"), LIT("発信"), LIT("窓口"), LIT("連絡先"), { NULL, 0 } };
/* What follows a family name in names of places and houses. */
static const struct str no_given[] = { LIT("県"), LIT("市"), LIT("町"), LIT("村"), LIT("区"), LIT("郡"), LIT("店"), LIT("場"), LIT("所"), LIT("社"), LIT("駅"), LIT("線"), LIT("港"), LIT("橋"), LIT("川"), LIT("湾"), LIT("島"), LIT("院"), LIT("局"), LIT("署"), LIT("部"), LIT("課"), LIT("室"), LIT("会"), LIT("館"), LIT("校"), LIT("寺"), LIT("城"), LIT("沢"), LIT("谷"), LIT("台"), LIT("坂"), LIT("通"), LIT("側"), LIT("方"), LIT("面"), LIT("系"), LIT("電"), LIT("鉄"), LIT("道"), LIT("路"), LIT("号"), LIT("庁"), LIT("則"), LIT("組"), LIT("屋"), LIT("園"), LIT("家"), LIT("製"), LIT("工"), LIT("式"), LIT("流"), LIT("駐"), LIT("地"), LIT("口"), LIT("内"), LIT("前"), LIT("中"), LIT("上"), LIT("下"), LIT("東"), LIT("西"), LIT("南"), LIT("北"), LIT("間"), LIT("発"), LIT("行"), LIT("着"), LIT("銀"), LIT("証"), LIT("信"), LIT("保"), LIT("薬"), LIT("商"), LIT("氏"), LIT("様"), LIT("殿"), { NULL, 0 } };

/* 佐藤 一郎 anywhere, 佐藤一郎 where nothing goes on, 佐藤 after a role. */
static bool find_full(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	if (is_kanji(before(f, i)) || is_kata(before(f, i)))
		return false;
	size_t family = family_at(f, i), k = i + family, given = k;
	if (!family)
		return false;
	bool blank = is_blank(at(f, k)) && !is_blank(at(f, k + 1));
	if (blank)
		given = ++k;
	while (k < given + 4 && is_kanji(at(f, k)))
		k++;
	if (blank && k == given)
		while (k < given + 4 && (is_hira(at(f, k)) || is_kata(at(f, k))))
			k++;
	size_t n = k - given;
	bool ends = !is_kanji(at(f, k)) && !(blank && is_kata(at(f, k)));
	bool named = n >= 1 && n <= 3 && ends && !redact_any(f, given, posts) && !redact_any(f, given, honorifics);
	for (size_t j = given; j < k && named; j++)
		named = !redact_any(f, j, no_given) && !(at(f, j) >= 0x4e00 && at(f, j) <= 0x4e03 && n == 1);
	if (named && (blank ? !is_hira(at(f, given)) || n >= 2 : n <= 2 && family > 1))
		return by_form(s, REDACT_PERSON, i, k);
	size_t back = i;
	while (back && i - back < 2 && (is_blank(at(f, back - 1)) || at(f, back - 1) == ':' || at(f, back - 1) == 0x306e || at(f, back - 1) == '/' || at(f, back - 1) == '(' || at(f, back - 1) == 0x300c || at(f, back - 1) == '|' || at(f, back - 1) == '\t' || at(f, back - 1) == 0x3001))
		back--;
	/* what a person does, or a telephone number, behind it */
	static const struct str does[] = { LIT("(担当"), LIT("(責任者"), LIT("(内線"), LIT("(携帯"), LIT("(当直"), LIT("(0"), LIT(" 0"), LIT("が対応"), LIT("が確認"), LIT("が検知"), LIT("が発見"), LIT("が受"), LIT("が作業"), LIT("が操作"), LIT("が実施"), LIT("が開封"), LIT("が送信"), LIT("が気付"), LIT("が気づ"), LIT("が報告"), LIT("が連絡"), LIT("が誤"), LIT("が不審"), LIT("より連絡"), LIT("より報告"), LIT("より電話"), LIT("から連絡"), LIT("から報告"), LIT("から電話"), LIT("へ連絡"), LIT("に連絡"), LIT("へ報告"), LIT("に報告"), LIT("まで連絡"), LIT("まで。"), LIT("へ電話"), LIT("に電話"), LIT("と申"), LIT("です。"), LIT("記)"), { NULL, 0 } };
	bool alone = !is_kanji(at(f, i + family)) && !is_kata(at(f, i + family));
	if (family > 1 && redact_any(f, i + family, does))
		return by_form(s, REDACT_PERSON, i, i + family);
	if (alone && family > 1 && back < i && redact_any_before(f, back, roles))
		return by_form(s, REDACT_PERSON, i, i + family);
	return false;
}

static bool find_titled(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	bool honorific = redact_any(f, i, honorifics) > 0;
	if (!honorific && !redact_any(f, i, posts))
		return false;
	size_t to = i, k;
	if (to && is_blank(at(f, to - 1)))
		to--;
	for (k = to; k && to - k < 4 && is_kanji(at(f, k - 1)); k--) {}
	/* 佐藤 一郎様: one blank inside */
	size_t start = k;
	if (k == to)                                            /* 大谷 ふみ様 */
		for (; k && to - k < 4 && (is_hira(at(f, k - 1)) || is_kata(at(f, k - 1))); k--) {}
	if (k > 1 && is_blank(at(f, k - 1)) && is_kanji(at(f, k - 2)) && to - k <= 4 && to > k) {
		size_t b = k - 1;
		while (b && k - 1 - b < 4 && is_kanji(at(f, b - 1)))
			b--;
		for (size_t j = b; j < k - 1; j++)
			if (family_at(f, j) == k - 1 - j)
				return by_form(s, REDACT_PERSON, j, to);
	}
	if (to == start)
		return false;
	for (size_t j = start; j < to; j++) {
		size_t family = family_at(f, j);
		bool starts = j == start ? !is_kanji(before(f, j)) : redact_any_before(f, j, nobody) > 0;
		if (family && j + family <= to && to - j - family <= 3 && starts)
			return by_form(s, REDACT_PERSON, j, to);
	}
	static const struct str role[] = { LIT("担当 "), LIT("担当者 "), LIT("担当:"), LIT("担当の"), LIT("担当者の"), LIT("窓口 "), LIT("窓口の"), { NULL, 0 } };
	if (!honorific || (to - start < 2 && !redact_any_before(f, start, role)) || is_kanji(before(f, start)) || redact_any_before(f, to, nobody) || redact_word(f, start, S("貴")) || redact_word(f, start, S("弊")))
		return false;
	return by_form(s, REDACT_PERSON, start, to);
}

static bool is_capital(const struct redact_scan *s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s->text.p + s->f.from[i];
	return (p[0] >= 'A' && p[0] <= 'Z') || (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0xa1 && p[2] <= 0xba);
}

static size_t capital_word(const struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	if (i >= f->n || !is_latin(at(f, i)) || !is_capital(s, i))
		return 0;
	size_t k = i;
	while (is_latin(at(f, k)) || (at(f, k) == '\'' && is_latin(at(f, k + 1))))
		k++;
	return k - i;
}

/* Mr. Taro Sato, Ms Sato; Sato-san */
static bool find_english_person(struct redact_scan *s, size_t i)
{
	static const struct str front[] = { LIT("mr."), LIT("mrs."), LIT("ms."), LIT("dr."), LIT("prof."), LIT("mr"), LIT("mrs"), LIT("ms"), LIT("dr"), { NULL, 0 } };
	const struct folded *f = &s->f;
	if (is_alnum(before(f, i)) || !is_latin(at(f, i)) || !is_capital(s, i))
		return false;
	size_t n = redact_any(f, i, front), k = i + n, word;
	if (n && (is_blank(at(f, k)) || is_line(at(f, k))) && (word = capital_word(s, k + 1)) > 0) {
		size_t from = k + 1, to = from + word;
		if (word == 1 && at(f, to) == '.')                      /* Mr K. Oyama */
			to++;
		else if (word == 1)
			return false;
		for (int more = 0; more < 2 && is_blank(at(f, to)) && (word = capital_word(s, to + 1)) > 1; more++)
			to += 1 + word;
		return by_form(s, REDACT_PERSON, from, to);
	}
	word = capital_word(s, i);
	if (word > 1 && (redact_word(f, i + word, S("-san")) || redact_word(f, i + word, S("-sama"))) && !is_alnum(at(f, i + word + 4 + (at(f, i + word + 4) == 'a'))))
		return by_form(s, REDACT_PERSON, i, i + word);
	return false;
}

/* Frequent family names as they are written in Latin letters. */
static const struct str latin_families[] = {
#define F(x) LIT(x),
	F("sato") F("suzuki") F("takahashi") F("tanaka") F("ito") F("watanabe") F("yamamoto") F("nakamura") F("kobayashi") F("kato") F("yoshida") F("yamada") F("sasaki") F("yamaguchi") F("matsumoto") F("inoue") F("kimura") F("hayashi") F("saito") F("shimizu") F("yamazaki") F("yamasaki")
	F("abe") F("mori") F("ikeda") F("hashimoto") F("yamashita") F("ishikawa") F("nakajima") F("maeda") F("fujita") F("goto") F("ogawa") F("okada") F("murakami") F("hasegawa") F("kondo") F("ishii") F("sakamoto") F("endo") F("aoki") F("fujii") F("nishimura") F("fukuda") F("ota") F("miura")
	F("okamoto") F("matsuda") F("nakagawa") F("nakano") F("harada") F("ono") F("tamura") F("takeuchi") F("kaneko") F("wada") F("nakayama") F("fujiwara") F("ishida") F("ueda") F("morita") F("hara") F("shibata") F("sakai") F("kudo") F("yokoyama") F("miyazaki") F("miyamoto") F("uchida") F("takagi")
	F("ando") F("taniguchi") F("ohno") F("maruyama") F("imai") F("takada") F("fujimoto") F("takeda") F("murata") F("ueno") F("sugiyama") F("masuda") F("hirano") F("otsuka") F("sugawara") F("kubo") F("matsui") F("iwasaki") F("kinoshita") F("noguchi") F("matsuo") F("nomura") F("kikuchi") F("sano")
	F("onishi") F("sugimoto") F("arai") F("hamada") F("ichikawa") F("furukawa") F("mizuno") F("kojima") F("shimada") F("sakurai") F("takano") F("yoshikawa") F("yamauchi") F("nishida") F("iida") F("kanno") F("kitamura") F("yasuda") F("kawaguchi") F("hirata") F("sekiguchi") F("kawasaki") F("honda")
	F("hattori") F("kawakami") F("iwata") F("tsuchiya") F("akiyama") F("araki") F("oshima") F("higuchi") F("matsuoka") F("nagai") F("koike") F("asano") F("ohashi") F("yagi") F("kumagai") F("kuroda") F("noda") F("kawamura") F("hoshino") F("ozaki") F("mochizuki") F("hayakawa") F("naito") F("yoneda") F("oyama") F("otani")
#undef F
	{ NULL, 0 } };

/* Whether the word that ends at i began with a capital letter. */
static bool was_capital(const struct redact_scan *s, size_t i)
{
	while (i && is_latin(at(&s->f, i - 1)))
		i--;
	return is_capital(s, i);
}

/* Taro Sato, Sato Taro, K. Sato: two capitals, one of them a family's. */
static bool find_latin_full(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t n = capital_word(s, i), k = i + n;
	if (!n)
		return false;
	if (n == 1 && at(f, k) == '.')
		k++;
	else if (n < 2)
		return false;
	if (is_blank(at(f, k)))
		k++;
	else if (n > 1)
		return false;
	size_t second = capital_word(s, k), end = k + second;
	if (second < 2 || (is_blank(at(f, end)) && redact_any(f, end + 1, latin_companies)))
		return false;
	static const struct str cues[] = { LIT("contact"), LIT("contact person"), LIT("contacts"), LIT("by"), LIT("noticed"), LIT("author"), LIT("owner"), LIT("attn"), LIT("attention"), LIT("regards"), LIT("sincerely"), LIT("caller"), LIT("to"), LIT("with"), LIT("called"), LIT("handler"), LIT("signed"), LIT("engineer"), LIT("operator"), LIT("analyst"), LIT("manager"), LIT("officer"), LIT("director"), LIT("technician"), LIT("nurse"), LIT("patient"), LIT("reporter"), LIT("name"), LIT("from"), LIT("support"), LIT("our"), { NULL, 0 } };
	size_t back = i;
	while (back && i - back < 4 && (is_blank(at(f, back - 1)) || is_line(at(f, back - 1)) || at(f, back - 1) == ':' || at(f, back - 1) == ',' || at(f, back - 1) == '.'))
		back--;
	bool label = back < i && (at(f, back) == ':' || at(f, back) == ',');
	size_t cue = back < i ? redact_any_before(f, back, cues) : 0;
	/* Haruka Saionji <..., Haruka Saionji, +81 ..., Haruka Saionji, CISO */
	static const struct str titles[] = { LIT("ciso"), LIT("cio"), LIT("cto"), LIT("manager"), LIT("director"), LIT("head of"), LIT("chief"), LIT("engineer"), LIT("officer"), LIT("analyst"), LIT("csirt"), LIT("security"), LIT("duty"), LIT("shift"), LIT("section"), LIT("vice"), LIT("president"), LIT("general"), LIT("senior"), LIT("deputy"), { NULL, 0 } };
	size_t after = end;
	while (after < end + 3 && (is_blank(at(f, after)) || at(f, after) == ',' || at(f, after) == '/' || at(f, after) == '('))
		after++;
	bool reached = at(f, after) == '<' || (after > end + 1 && (at(f, after) == '+' || (at(f, after) == '0' && is_digit(at(f, after + 1))))) || (after > end + 1 && at(f, end) == ',' && redact_any(f, after, titles));
	if (n > 1 && reached && !capital_word(s, end + 1) && !redact_any_before(f, end, latin_companies) && !is_alnum(before(f, i)) && !(i > 1 && is_blank(at(f, i - 1)) && is_latin(at(f, i - 2)) && was_capital(s, i - 2)))
		return by_form(s, REDACT_PERSON, i, end);
	if (n > 1 && label && cue && !is_alnum(before(f, back - cue)) && !capital_word(s, end + 1))
		return by_form(s, REDACT_PERSON, i, end);
	for (const struct str *w = latin_families; w->n; w++)
		if ((redact_word(f, i, *w) == n && n > 1) || redact_word(f, k, *w) == second)
			return by_form(s, REDACT_PERSON, i, end);
	return false;
}

static bool is_name_char(uint32_t c)
{
	return is_kanji(c) || is_kata(c) || is_alnum(c) || c == 0x30fb || c == '&';
}

static const struct str particles[] = { LIT("から"), LIT("より"), LIT("など"), LIT("です"), LIT("では"), LIT("には"), LIT("とは"), LIT("への"), LIT("との"), LIT("の"), LIT("が"), LIT("は"), LIT("を"), LIT("に"), LIT("で"), LIT("と"), LIT("や"), LIT("も"), LIT("へ"), { NULL, 0 } };

static bool find_company(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t n = redact_any(f, i, companies), from = i, to = i + n;
	if (!n)
		return false;
	while (from && i - from < 24 && is_name_char(at(f, from - 1)))
		from--;
	if (i - from < 2) {                                     /* in front of the name */
		from = i;
		if (is_blank(at(f, to)))
			to++;
		size_t start = to;
		size_t particle = redact_any(f, to, particles);
		if (is_hira(at(f, to)) && (!particle || (particle == 1 && is_hira(at(f, to + 1)))))    /* 株式会社さざなみマート, 株式会社はるかぜ */
			while (to < start + 8 && is_hira(at(f, to)) && (to < start + 2 || !redact_any(f, to, particles)))
				to++;
		while (to < start + 24 && is_name_char(at(f, to)))
			to++;
		size_t tail = to;                               /* コードつむぎの: as far as a particle */
		while (tail < to + 6 && is_hira(at(f, tail)) && !redact_any(f, tail, particles))
			tail++;
		if (tail - to >= 2 && redact_any(f, tail, particles))
			to = tail;
		if (to - start < 2)
			return false;
	}
	for (const struct str *m = public_makers; m->n; m++)
		for (size_t k = from; k < to; k++)
			if (redact_word(f, k, *m))
				return false;
	return by_form(s, REDACT_ORG, from, to);
}

static bool find_latin_company(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t n = redact_any(f, i, latin_companies);
	if (!n || is_alnum(at(f, i + n)) || is_alnum(before(f, i)) || !is_capital(s, i))
		return false;
	size_t from = i, words = 0;
	for (size_t k = i; words < 5;) {
		while (k && i - k < 60 && (is_blank(at(f, k - 1)) || at(f, k - 1) == ',' || at(f, k - 1) == '&'))
			k--;
		size_t end = k;
		while (k && (is_alnum(at(f, k - 1)) || at(f, k - 1) == '-'))
			k--;
		if (k == end || !is_capital(s, k))
			break;
		from = k;
		words++;
	}
	if (redact_word(f, from, S("the ")))
		from += 4, words--;
	if (!words)
		return false;
	for (const struct str *m = public_makers; m->n; m++)
		if (redact_word(f, from, *m))
			return false;
	return by_form(s, REDACT_ORG, from, i + n);
}

void redact_find_people(struct redact_scan *s)
{
	const struct folded *f = &s->f;
	for (size_t i = 0; i < f->n; i++) {
		if (is_alnum(f->c[i])) {
			if (!is_alnum(before(f, i)) && (find_english_person(s, i) || find_latin_company(s, i) || find_latin_full(s, i)))
				continue;
		} else {
			find_labelled(s, i);
			find_full(s, i);
			find_titled(s, i);
			find_company(s, i);
		}
	}
}

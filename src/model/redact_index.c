/* model/redact_index.c — the names to look for, in a tree of folded characters: from each character of the text it is walked once.
 *
 * A name is stored without what differs from writer to writer: blanks and line breaks, middle dots, the legal form (株式会社, Co.,
 * Ltd.), older shapes of characters. What a short or common name needs beside it (a legal form, a title) is told by its `need`. */
#include <string.h>

#include "model/redact_parts.h"

enum need {
	NEED_NOTHING,
	NEED_FORM,                                              /* an org of one or two characters, or named like a place: 株式会社 beside it */
	NEED_TITLE,                                             /* a family name: 様, 部長, Mr. beside it; weak without */
	NEED_GIVEN,                                             /* a given name: only with a title */
	NEED_EXACT,                                             /* short and Latin: no blanks inside; capital letters where given */
};
enum { GAPS_MAX = 8, DEPTH_MAX = 96, NAMES_MAX = 200000 };

struct pattern { int next; enum redact_class class; enum need need; int who; bool company, capital; };
struct redact_index {
	struct arena *mem;
	/* The tree: edges in a table of open addressing. */
	uint64_t *edge;                                         /* node << 21 | character, + 1; 0 is empty */
	uint32_t *to;
	size_t n_edges, room;
	uint32_t n_nodes;
	int *first;                                             /* of each node: its first pattern, or -1 */
	size_t nodes_room;
	struct pattern *pattern;
	size_t n_patterns, patterns_room;
	/* The source's domains, in no order: few enough to be walked. */
	struct str *domain;
	int *domain_who;
	size_t n_domains, domains_room;
};

static const struct str forms[] = { LIT("特定非営利活動法人"), LIT("国立研究開発法人"), LIT("地方独立行政法人"), LIT("国立大学法人"), LIT("公立大学法人"), LIT("独立行政法人"),
	LIT("一般社団法人"), LIT("公益社団法人"), LIT("一般財団法人"), LIT("公益財団法人"), LIT("医療法人社団"), LIT("医療法人財団"), LIT("社会福祉法人"), LIT("社会医療法人"),
	LIT("特殊会社"), LIT("医療法人"), LIT("学校法人"), LIT("宗教法人"), LIT("社団法人"), LIT("財団法人"), LIT("npo法人"), LIT("株式会社"), LIT("カブシキガイシャ"), LIT("有限会社"), LIT("合同会社"),
	LIT("合資会社"), LIT("合名会社"), LIT("相互会社"), LIT("(一社)"), LIT("(公社)"), LIT("(一財)"), LIT("(公財)"), LIT("(株)"), LIT("(有)"), LIT("(同)"), LIT("(独)"), LIT("(医)"),
	LIT("(学)"), LIT("(福)"), LIT("(社)"), LIT("(財)"), LIT("(資)"), LIT("(名)"), { NULL, 0 } };
static const struct str latin_forms[] = { LIT("company limited"), LIT("company, limited"), LIT("co., limited"), LIT("co. limited"), LIT("kabushiki kaisha"), LIT("kabushiki-kaisha"), LIT("co.,ltd."), LIT("co.,ltd"),
	LIT("co., ltd."), LIT("co., ltd"), LIT("co. ltd."), LIT("co. ltd"), LIT("co ltd."), LIT("co ltd"), LIT("co., inc."), LIT("co., inc"), LIT("co.,inc."), LIT("co.,inc"), LIT("incorporated"), LIT("corporation"),
	LIT("limited"), LIT("company"), LIT("inc."), LIT("inc"), LIT("corp."), LIT("corp"), LIT("ltd."), LIT("ltd"), LIT("l.l.c."), LIT("llc"), LIT("k.k."), LIT("kk"),
	LIT("plc"), LIT("gmbh"), LIT("co."), { NULL, 0 } };
static const struct str companies[] = { LIT("株式会社"), LIT("カブシキガイシャ"), LIT("有限会社"), LIT("合同会社"), LIT("合資会社"), LIT("合名会社"), LIT("相互会社"), LIT("(株)"), LIT("(有)"), LIT("(同)"), { NULL, 0 } };
/* Words that are no name of their own. */
static const struct str common[] = { LIT("北海道"), LIT("東北"), LIT("関東"), LIT("北陸"), LIT("中部"), LIT("東海"), LIT("近畿"), LIT("関西"), LIT("中国"), LIT("四国"), LIT("九州"), LIT("沖縄"),
	LIT("東京"), LIT("大阪"), LIT("京都"), LIT("名古屋"), LIT("横浜"), LIT("日本"), LIT("中央"), LIT("全国"), LIT("電力"), LIT("電気"), LIT("鉄道"), LIT("銀行"), LIT("病院"), LIT("空港"), LIT("港湾"), LIT("水道"),
	LIT("通信"), LIT("放送"), LIT("物流"), LIT("化学"), LIT("石油"), LIT("ガス"), LIT("クレジット"), LIT("システム"), LIT("ネットワーク"), LIT("サービス"), LIT("センター"), LIT("セキュリティ"),
	LIT("network"), LIT("networks"), LIT("system"), LIT("systems"), LIT("service"), LIT("services"), LIT("security"), LIT("bank"), LIT("japan"), LIT("tokyo"), LIT("osaka"), LIT("hospital"), LIT("airport"), { NULL, 0 } };
static const struct str titles[] = { LIT("様"), LIT("さま"), LIT("氏"), LIT("さん"), LIT("殿"), LIT("君"), LIT("くん"), LIT("先生"), LIT("教授"), LIT("博士"), LIT("代表取締役"), LIT("取締役"), LIT("執行役員"), LIT("社長"), LIT("会長"), LIT("専務"), LIT("常務"),
	LIT("副部長"), LIT("部長"), LIT("本部長"), LIT("課長"), LIT("副課長"), LIT("係長"), LIT("主任"), LIT("室長"), LIT("次長"), LIT("局長"), LIT("所長"), LIT("支店長"), LIT("支社長"), LIT("工場長"), LIT("センター長"), LIT("院長"), LIT("副院長"), LIT("看護師長"), LIT("事務長"), LIT("班長"), LIT("駅長"), LIT("主査"), LIT("主幹"), LIT("主事"), LIT("参事"), LIT("理事"), LIT("技師"), LIT("医師"),
	LIT("課長代理"), LIT("部長代理"), LIT("専門役"), LIT("上席"), LIT("参与"), LIT("店長"), LIT("校長"), LIT("学長"), LIT("機長"), LIT("船長"), LIT("隊長"), LIT("組合長"), LIT("委員長"), LIT("委員"), LIT("監督"), LIT("当直長"), LIT("当直"), LIT("調査役"), LIT("審査役"), LIT("支配人"), LIT("助役"), LIT("運転士"), LIT("車掌"), LIT("代表"), LIT("理事長"), LIT("部員"), LIT("課員"), LIT("係員"), LIT("(仮名)"), LIT("グループ長"), LIT("グループリーダー"), LIT("チームリーダー"), LIT("チーム長"), LIT("リーダー"), LIT("マネージャー"), LIT("マネージャ"), LIT("マネジャー"), LIT("担当"), LIT("氏名"), LIT("ciso"), LIT("cio"), LIT("cto"), { NULL, 0 } };
static const struct str free_mail[] = { LIT("gmail.com"), LIT("yahoo.co.jp"), LIT("yahoo.com"), LIT("outlook.com"), LIT("outlook.jp"), LIT("hotmail.com"), LIT("hotmail.co.jp"), LIT("icloud.com"), LIT("docomo.ne.jp"), LIT("ezweb.ne.jp"), LIT("softbank.ne.jp"), LIT("nifty.com"),
	LIT("biglobe.ne.jp"), LIT("ocn.ne.jp"), { NULL, 0 } };

/* Older and rarer shapes, folded into the common one on both sides. */
static uint32_t shape(uint32_t c)
{
	static const uint16_t pairs[][2] = { { 0x9ad9, 0x9ad8 } /* 髙高 */, { 0xfa11, 0x5d0e } /* 﨑崎 */, { 0x6ff1, 0x6d5c } /* 濱浜 */, { 0x6ff5, 0x6d5c }, { 0x908a, 0x8fba } /* 邊辺 */,
		{ 0x9089, 0x8fba }, { 0x9f4b, 0x658e } /* 齋斎 */, { 0x6589, 0x658e } /* 斉斎 */, { 0x9f4a, 0x658e }, { 0x6fa4, 0x6ca2 } /* 澤沢 */, { 0x5ee3, 0x5e83 } /* 廣広 */,
		{ 0x570b, 0x56fd } /* 國国 */, { 0x5d8b, 0x5cf6 } /* 嶋島 */, { 0x5d8c, 0x5cf6 }, { 0x6afb, 0x685c } /* 櫻桜 */, { 0x9f8d, 0x7adc } /* 龍竜 */, { 0x9435, 0x9244 } /* 鐵鉄 */,
		{ 0x771e, 0x771f } /* 眞真 */, { 0x51a8, 0x5bcc } /* 冨富 */, { 0x5cef, 0x5cf0 } /* 峯峰 */, { 0x6c23, 0x6c17 } /* 氣気 */, { 0x30f6, 0x30b1 } /* ヶケ */, { 0x30f5, 0x30ab } /* ヵカ */ };
	if (c < 0x30f5)
		return c;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (pairs[i][0] == c)
			return pairs[i][1];
	return c;
}

static bool is_gap(uint32_t c)
{
	return is_blank(c) || is_line(c) || c == 0x30fb || c == 0xb7 || c == '-' || c == '.' || c == '_' || c == 0x2010;
}

static size_t slot(const struct redact_index *x, uint64_t key)
{
	uint64_t h = key * UINT64_C(0x9e3779b97f4a7c15);
	size_t i = (size_t)(h >> 32) & (x->room - 1);
	while (x->edge[i] && x->edge[i] != key)
		i = (i + 1) & (x->room - 1);
	return i;
}

static uint64_t edge_key(uint32_t node, uint32_t c)
{
	return ((uint64_t)node << 21 | c) + 1;
}

static void grow(struct redact_index *x)
{
	uint64_t *edge = x->edge;
	uint32_t *to = x->to;
	size_t room = x->room;
	x->room = room * 2;
	x->edge = arena_array(x->mem, uint64_t, x->room);
	x->to = arena_array(x->mem, uint32_t, x->room);
	for (size_t i = 0; i < room; i++)
		if (edge[i]) {
			size_t k = slot(x, edge[i]);
			x->edge[k] = edge[i];
			x->to[k] = to[i];
		}
}

static uint32_t node_new(struct redact_index *x)
{
	if (x->n_nodes == x->nodes_room) {
		size_t room = x->nodes_room * 2;
		int *first = arena_array(x->mem, int, room);
		memcpy(first, x->first, x->nodes_room * sizeof *first);
		x->first = first;
		x->nodes_room = room;
	}
	x->first[x->n_nodes] = -1;
	return x->n_nodes++;
}

static void add(struct redact_index *x, const uint32_t *c, size_t n, struct pattern pattern)
{
	uint32_t node = 0;
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		if (is_gap(c[i]))
			continue;
		if (++used > DEPTH_MAX)
			return;
		uint64_t key = edge_key(node, shape(c[i]));
		size_t k = slot(x, key);
		if (!x->edge[k]) {
			x->edge[k] = key;
			x->to[k] = node_new(x);
			node = x->to[k];
			if (++x->n_edges > x->room / 2)
				grow(x);
		} else
			node = x->to[k];
	}
	for (int p = x->first[node]; p >= 0; p = x->pattern[p].next)
		if (x->pattern[p].class == pattern.class && x->pattern[p].need <= pattern.need && !(x->pattern[p].capital && !pattern.capital))
			return;                                         /* there, and asking no more */
	if (!used)
		return;
	if (x->n_patterns == x->patterns_room) {
		struct pattern *wider = arena_array(x->mem, struct pattern, x->patterns_room * 2);
		memcpy(wider, x->pattern, x->patterns_room * sizeof *wider);
		x->pattern = wider;
		x->patterns_room *= 2;
	}
	pattern.next = x->first[node];
	x->first[node] = (int)x->n_patterns;
	x->pattern[x->n_patterns++] = pattern;
}

struct shape_of { size_t chars, kanji, kata, hira, latin, other; };
static struct shape_of shape_of(const uint32_t *c, size_t n)
{
	struct shape_of s = { 0 };
	for (size_t i = 0; i < n; i++) {
		if (is_gap(c[i]))
			continue;
		s.chars++;
		s.kanji += is_kanji(c[i]);
		s.kata += is_kata(c[i]);
		s.hira += is_hira(c[i]);
		s.latin += is_alnum(c[i]) || is_latin(c[i]);
	}
	s.other = s.chars - s.kanji - s.kata - s.hira - s.latin;
	return s;
}

/* Takes the legal forms off both ends: what is left is [*from, *to). */
static bool strip_forms(const struct folded *f, size_t *from, size_t *to)
{
	bool any = false;
	for (size_t n = 1; n;) {
		while (*from < *to && (is_gap(at(f, *from)) || at(f, *from) == ','))
			(*from)++;
		while (*to > *from && (is_gap(at(f, *to - 1)) || at(f, *to - 1) == ','))
			(*to)--;
		n = redact_any(f, *from, forms);
		if (n && *from + n < *to)
			*from += n;
		else if ((n = redact_any_before(f, *to, forms)) != 0 && *from + n < *to)
			*to -= n;
		else if ((n = redact_any_before(f, *to, latin_forms)) != 0 && *from + n < *to && !is_alnum(at(f, *to - n - 1)))
			*to -= n;
		else
			n = 0;
		any = any || n;
	}
	return any;
}

static bool is_common(const struct folded *f, size_t from, size_t to);

bool redact_core(const struct folded *f, size_t *from, size_t *to)
{
	return strip_forms(f, from, to) && !is_common(f, *from, *to);
}

static bool is_common(const struct folded *f, size_t from, size_t to)
{
	for (const struct str *w = common; w->n; w++)
		if (redact_word(f, from, *w) == to - from)
			return true;
	return false;
}

static const struct str generic[] = { LIT("the "), LIT("bank "), LIT("japan "), LIT("tokyo "), LIT("osaka "), LIT("city "), LIT("national "), LIT("east "), LIT("west "), LIT("north "), LIT("south "), LIT("new "), LIT("central "), LIT("first "), LIT("general "), LIT("university "), LIT("port "), LIT("institute "), LIT("ministry "), LIT("council "), LIT("association "), { NULL, 0 } };

static void add_org(struct redact_index *x, const struct folded *f, int who)
{
	size_t from = 0, to = f->n;
	bool company = false;
	for (size_t i = 0; i < f->n; i++)
		company = company || redact_any(f, i, companies);
	bool formed = strip_forms(f, &from, &to);
	company = company || (formed && shape_of(f->c, f->n).latin > 0);
	struct shape_of s = shape_of(f->c + from, to - from);
	if (!s.chars)
		return;
	enum need need = NEED_NOTHING;
	bool latin = s.latin + s.other == s.chars;
	if (s.chars < 2 || is_common(f, from, to) || (s.chars < 3 && s.hira))
		need = NEED_FORM;
	else if (latin && s.chars < 7)
		need = NEED_EXACT;
	add(x, f->c + from, to - from, (struct pattern){ .class = REDACT_ORG, .need = need, .who = who, .company = company });
	/* Of a long Latin name the first two words are how people call it. */
	size_t words = 1, second = 0;
	for (size_t i = from + 1; i < to && latin; i++)
		if (is_gap(at(f, i)) && !is_gap(at(f, i - 1)) && ++words == 3)
			second = i;
	if (second && second - from > 9 && !redact_any(f, from, generic) && !redact_word_before(f, second, S(" of")) && !redact_word_before(f, second, S(" and")) && !redact_word_before(f, second, S(" &")))
		add(x, f->c + from, second - from, (struct pattern){ .class = REDACT_ORG, .who = who, .company = company });
	/* A name that starts with "the" is written without, and with. */
	if (redact_word(f, from, S("the ")) && to - from > 10)
		add(x, f->c + from + 4, to - from - 4, (struct pattern){ .class = REDACT_ORG, .who = who, .company = company });
}

static void add_family(struct redact_index *x, const uint32_t *c, size_t n, int who)
{
	if (n)
		add(x, c, n, (struct pattern){ .class = REDACT_PERSON, .need = NEED_TITLE, .who = who });
}

/* T. Yamada, t.yamada, t-yamada, tyamada, yamada-t: the initial of the word at `given`, and the family's [from, to). */
static void add_initial(struct redact_index *x, const struct folded *f, size_t given, size_t from, size_t to, struct pattern whole)
{
	uint32_t c[64] = { at(f, given) };
	size_t n = 1;
	for (size_t i = from; i < to && n < 63; i++)
		c[n++] = at(f, i);
	c[n] = c[0];
	if (n >= 5) {
		add(x, c, n, whole);
		add(x, c + 1, n, whole);
	}
}

static void add_person(struct redact_index *x, const struct folded *f, int who)
{
	size_t from = 0, to = f->n, gap;
	while (from < to && is_gap(at(f, from)))
		from++;
	while (to > from && is_gap(at(f, to - 1)))
		to--;
	for (gap = from; gap < to && !is_gap(at(f, gap)); gap++) {}
	struct shape_of s = shape_of(f->c + from, to - from);
	bool latin = s.latin + s.other == s.chars;
	struct pattern whole = { .class = REDACT_PERSON, .need = s.chars < 3 && gap == to ? NEED_TITLE : NEED_NOTHING, .who = who };
	if (s.chars > 1)
		add(x, f->c + from, to - from, whole);
	if (gap == to) {                                        /* no space: two characters are the family's, nearly always */
		if (s.kanji == s.chars && s.chars >= 3)
			add_family(x, f->c + from, 2, who);
		return;
	}
	size_t given = gap;
	while (given < to && is_gap(at(f, given)))
		given++;
	size_t last = to;
	while (last > from && !is_gap(at(f, last - 1)))
		last--;
	if (!latin) {
		add_family(x, f->c + from, gap - from, who);
		if (to - last > 1)
			add(x, f->c + last, to - last, (struct pattern){ .class = REDACT_PERSON, .need = NEED_GIVEN, .who = who });
		return;
	}
	/* Latin: either order; the family is the first or the last word. */
	uint32_t turned[128];
	size_t n = 0;
	for (size_t i = last; i < to && n < 60; i++)
		turned[n++] = at(f, i);
	for (size_t i = from; i < last && n < 120; i++)
		if (!is_gap(at(f, i)))
			turned[n++] = at(f, i);
	add(x, turned, n, whole);
	add_initial(x, f, from, last, to, whole);
	add_initial(x, f, last, from, gap, whole);
	if (gap - from > 2)
		add_family(x, f->c + from, gap - from, who);
	if (to - last > 2)
		add_family(x, f->c + last, to - last, who);
}

static void add_domain(struct redact_index *x, struct str domain, int who)
{
	for (const struct str *p = free_mail; p->n; p++)
		if (str_eq(*p, domain))
			return;
	if (!domain.n)
		return;
	if (x->n_domains == x->domains_room) {
		size_t room = x->domains_room ? x->domains_room * 2 : 64;
		struct str *d = arena_array(x->mem, struct str, room);
		int *w = arena_array(x->mem, int, room);
		for (size_t i = 0; i < x->n_domains; i++) {
			d[i] = x->domain[i];
			w[i] = x->domain_who[i];
		}
		x->domain = d;
		x->domain_who = w;
		x->domains_room = room;
	}
	x->domain[x->n_domains] = domain;
	x->domain_who[x->n_domains++] = who;
}

bool redact_own_domain(const struct redact_index *x, struct str domain, int *ret_who)
{
	for (size_t i = 0; i < x->n_domains; i++) {
		struct str d = x->domain[i];
		if (domain.n < d.n || !str_ends(domain, d) || (domain.n > d.n && domain.p[domain.n - d.n - 1] != '.'))
			continue;
		*ret_who = x->domain_who[i];
		return true;
	}
	return false;
}

static void add_name(struct redact_index *x, const struct redact_name *name)
{
	struct folded f;
	fold_map(x->mem, name->text, &f);
	struct pattern exact = { .class = name->class, .who = name->who };
	switch (name->class) {
	case REDACT_ORG: add_org(x, &f, name->who); break;
	case REDACT_PERSON:
		add_person(x, &f, name->who);
		if (f.n && is_hira(f.c[0])) {                   /* a reading: in katakana too */
			uint32_t *c = arena_array(x->mem, uint32_t, f.n);
			for (size_t i = 0; i < f.n; i++)
				c[i] = f.c[i] >= 0x3041 && f.c[i] <= 0x3096 ? f.c[i] + 0x60 : f.c[i];
			add_person(x, &(struct folded){ c, f.from, f.n }, name->who);
		}
		break;
	case REDACT_MAIL:
	case REDACT_DOMAIN:
		add_domain(x, redact_host(redact_refang(x->mem, &f, 0, f.n)), name->who);
		break;
	default:
		if (f.n >= 4)
			add(x, f.c, f.n, exact);
	}
}

enum status redact_index_new(struct cx *cx, const struct redact_name *names, size_t n, struct redact_index **ret)
{
	if (n > NAMES_MAX)
		return fail_detail(cx, E_LIMIT, T_TOO_LARGE, "%zu names", n);
	struct redact_index *x = arena_make(cx->mem, struct redact_index);
	size_t bytes = 0;
	for (size_t i = 0; i < n; i++)
		bytes += names[i].text.n;
	*x = (struct redact_index){ .mem = cx->mem, .room = 4096, .nodes_room = 4096, .patterns_room = 1024 + n };
	while (x->room < bytes)
		x->room *= 2;
	x->nodes_room = x->room / 2;
	x->edge = arena_array(cx->mem, uint64_t, x->room);
	x->to = arena_array(cx->mem, uint32_t, x->room);
	x->first = arena_array(cx->mem, int, x->nodes_room);
	x->pattern = arena_array(cx->mem, struct pattern, x->patterns_room);
	node_new(x);
	for (size_t i = 0; i < n; i++) {
		if (!str_utf8(names[i].text))
			return fail(cx, E_INVALID, T_FIELD_UTF8);
		add_name(x, &names[i]);
	}
	*ret = x;
	return OK;
}

/* " (Thailand) Co., Ltd.": the end of it, or 0. */
static size_t branch_abroad(const struct folded *f, size_t i)
{
	size_t k = i + 2, n;
	if (!is_blank(at(f, i)) || at(f, i + 1) != '(')
		return 0;
	while (k < i + 24 && (is_latin(at(f, k)) || is_blank(at(f, k))))
		k++;
	if (at(f, k) != ')' || !is_blank(at(f, k + 1)) || (n = redact_any(f, k + 2, latin_forms)) == 0)
		return 0;
	return is_alnum(at(f, k + 2 + n)) ? 0 : k + 2 + n;
}

/* The legal forms beside [*from, *to), taken in. */
static bool take_forms(const struct folded *f, size_t *from, size_t *to)
{
	bool any = false;
	for (size_t n = 1; n;) {
		size_t back = *from, on = *to;
		while (back && *from - back < 2 && is_gap(at(f, back - 1)))
			back--;
		while (on - *to < 2 && (is_gap(at(f, on)) || at(f, on) == ','))
			on++;
		if ((n = redact_any_before(f, back, forms)) != 0)
			*from = back - n;
		else if ((n = redact_any(f, on, forms)) != 0)
			*to = on + n;
		else if ((n = branch_abroad(f, *to)) != 0)
			*to = n;
		else if (on > *to && (n = redact_any(f, on, latin_forms)) != 0 && !is_alnum(at(f, on + n)))
			*to = on + n;
		else
			n = 0;
		any = any || n;
	}
	return any;
}

static const struct str branches[] = { LIT("支店"), LIT("支社"), LIT("支部"), LIT("支局"), LIT("営業所"), LIT("出張所"), LIT("事業所"), LIT("工場"), LIT("発電所"), LIT("変電所"), LIT("浄水場"), LIT("製油所"), LIT("製造所"), LIT("事業部"),
	LIT("車両センター"), LIT("物流センター"), LIT("データセンター"), LIT("コールセンター"), LIT("サービスセンター"), LIT("センター"), LIT("ターミナル"), LIT("病院"), LIT("診療所"), LIT("駅"), LIT("本店"), LIT("本社"), LIT("基地"), LIT("研究所"), LIT("営業部"), LIT("店"), { NULL, 0 } };

/* 月見浜電力港町支店: the branch goes with the name. */
static size_t take_branch(const struct folded *f, size_t to)
{
	for (size_t i = to; i < to + 10; i++) {
		size_t n = redact_any(f, i, branches);
		if (n)
			return i + n;
		if (!is_kanji(at(f, i)) && !is_kata(at(f, i)) && !(i == to && is_blank(at(f, i))))
			break;
	}
	return to;
}

static bool latin_title(const struct folded *f, size_t from, size_t to)
{
	static const struct str front[] = { LIT("mr."), LIT("mr"), LIT("ms."), LIT("ms"), LIT("mrs."), LIT("mrs"), LIT("dr."), LIT("dr"), LIT("prof."), LIT("prof"), { NULL, 0 } };
	static const struct str rear[] = { LIT("-san"), LIT("-sama"), LIT("-shi"), LIT(" san"), { NULL, 0 } };
	size_t back = from;
	while (back && is_gap(at(f, back - 1)))
		back--;
	size_t n = redact_any_before(f, back, front);
	return (n && !is_alnum(before(f, back - n)) && back < from) || redact_any(f, to, rear);
}

/* 佐藤です, 佐藤記, 担当 佐藤: who says so is a person. */
static bool introduced(const struct folded *f, size_t from, size_t to)
{
	static const struct str rear[] = { LIT("です"), LIT("と申"), LIT("でございます"), LIT("だが"), LIT("記"), LIT("携帯"), LIT("(内線"), LIT("名義"), LIT("受け"), LIT("拝"), LIT("助役"), LIT("指令"), { NULL, 0 } };
	static const struct str front[] = { LIT("担当"), LIT("担当者"), LIT("報告"), LIT("報告者"), LIT("作成"), LIT("確認"), LIT("責任者"), LIT("連絡先"), LIT("承認"), LIT("発信者"), LIT("起票"), LIT("例:"), { NULL, 0 } };
	size_t back = from;
	while (back && from - back < 3 && (is_blank(at(f, back - 1)) || at(f, back - 1) == ':' || at(f, back - 1) == '|' || at(f, back - 1) == '(' || at(f, back - 1) == 0x300c))
		back--;
	uint32_t next = at(f, to), was = before(f, from);
	bool ends = !next || is_line(next) || next == 0x3001 || next == 0x3002 || next == ',' || next == '(' || (is_blank(next) && to + 1 >= f->n);
	bool stands = was == 0x3002 || (is_blank(was) && from > 1 && (is_kanji(at(f, from - 2)) || is_kata(at(f, from - 2)) || at(f, from - 2) == ')'));
	if (ends && stands)                                     /* 港湾サービス 碇、 */
		return true;
	return !is_kanji(before(f, from)) && (redact_any(f, to, rear) || (back < from && redact_any_before(f, back, front)));
}

static bool titled(const struct folded *f, size_t from, size_t to)
{
	size_t on = to;
	while (on - to < 2 && is_gap(at(f, on)))
		on++;
	size_t n = redact_any(f, on, titles);
	if (n && !(redact_word(f, on, S("君")) && is_kanji(at(f, on + 1))) && !(redact_word(f, on, S("担当")) && is_kanji(at(f, on + 2))))
		return true;
	return latin_title(f, from, to);
}

/* 千葉, 石川: names of people and of prefectures */
static bool is_place(const struct folded *f, size_t from, size_t to)
{
	static const struct str places[] = { LIT("青森"), LIT("秋田"), LIT("福島"), LIT("千葉"), LIT("石川"), LIT("福井"), LIT("長野"), LIT("岐阜"), LIT("静岡"), LIT("滋賀"), LIT("奈良"), LIT("岡山"), LIT("広島"), LIT("山口"), LIT("徳島"), LIT("香川"), LIT("高知"), LIT("福岡"), LIT("佐賀"), LIT("長崎"), LIT("熊本"), LIT("大分"), LIT("宮崎"), LIT("川崎"), LIT("神戸"), LIT("札幌"), LIT("仙台"), LIT("新宿"), LIT("原因"), LIT("東西"), LIT("南北"), { NULL, 0 } };
	size_t n = redact_any(f, from, places);
	return n && n == to - from;
}

/* What ends a word for sure: a mark, a blank, a bracket, the edge of the text. */
static bool stands_alone(uint32_t c)
{
	return !c || is_blank(c) || is_line(c) || (c >= 0x3001 && c <= 0x3011 && c != 0x3005 && c != 0x3006) || c == 0x2192 || (c < 0x80 && !is_alnum(c)) || c == 0x30fb;
}

static bool person_fits(const struct redact_scan *s, const struct pattern *p, size_t from, size_t to, bool *ret_weak)
{
	const struct folded *f = &s->f;
	if (p->need == NEED_GIVEN)
		return !is_kanji(before(f, from)) && titled(f, from, to);
	if (p->need != NEED_TITLE || titled(f, from, to) || introduced(f, from, to))
		return true;
	/* A family name alone: only as a word of its own, and where the same person stands elsewhere for sure. */
	bool latin = is_alnum(at(f, from));
	static const struct str ends[] = { LIT("談"), LIT("記"), LIT("作成"), LIT("携帯"), LIT("直通"), LIT("宛"), LIT("受"), LIT("発"), LIT("名義"), LIT("確認"), LIT("報告"), LIT("対応"), LIT("承認"), LIT("印"), LIT("拝"), LIT("経由"), LIT("両名"), LIT("本人"), LIT("個人"), LIT("他"), LIT("以下"), LIT("ほか"), { NULL, 0 } };
	static const struct str starts[] = { LIT("課長"), LIT("部長"), LIT("係長"), LIT("室長"), LIT("主任"), LIT("所長"), LIT("次長"), LIT("局長"), LIT("駅長"), LIT("店長"), LIT("担当者"), LIT("担当"), LIT("責任者"), LIT("社員"), LIT("職員"), LIT("部"), LIT("課"), LIT("係"), LIT("室"), LIT("局"), LIT("署"), LIT("班"), LIT("社"), LIT("者"), LIT("員"), LIT("師"), { NULL, 0 } };
	bool front = !is_kanji(before(f, from)) || redact_any_before(f, from, starts);
	for (size_t k = s->n; k-- > 0 && !front && s->p[k].to + 64 > from;)     /* 月電佐伯: behind an org */
		front = s->p[k].class == REDACT_ORG && s->p[k].to == from;
	bool rear = (!is_kanji(at(f, to)) && !is_kata(at(f, to))) || redact_any(f, to, ends);
	if (latin ? !redact_is_capital(s, from) : !front || !rear)
		return false;
	if (!latin && at(f, to) == 0x3093)                      /* ん goes on */
		return false;
	static const struct str places[] = { LIT("県"), LIT("国"), LIT("市"), LIT("町"), LIT("村"), LIT("区"), LIT("都"), LIT("府"), LIT("局"), LIT("庁"), LIT("省"), LIT("署"), LIT("港"), LIT("駅"), LIT("社"), LIT("店"), LIT("課"), LIT("部"), LIT("室"), { NULL, 0 } };
	if (to - from < 2 && redact_any(f, from, places))       /* a family's name too, but far more often the word */
		return false;
	if (to - from < 2) {                                    /* 東, 林: as a word between marks, else where the person is known from elsewhere */
		if (!stands_alone(before(f, from)))
			return false;
		*ret_weak = !stands_alone(at(f, to));
		return !*ret_weak || is_hira(at(f, to));
	}
	*ret_weak = latin ? to - from < 3 : is_common(f, from, to) || is_place(f, from, to);
	return true;
}

static bool fits(struct redact_scan *s, const struct pattern *p, size_t *from, size_t *to, size_t gaps, bool *ret_weak)
{
	const struct folded *f = &s->f;
	bool latin_start = is_alnum(at(f, *from)) || is_latin(at(f, *from)), latin_end = is_alnum(at(f, *to - 1)) || is_latin(at(f, *to - 1));
	if ((latin_start && (is_alnum(before(f, *from)) || is_latin(before(f, *from)))) || (latin_end && (is_alnum(at(f, *to)) || is_latin(at(f, *to)))))
		return false;
	/* katakana goes on: another word */
	if ((is_kata(at(f, *from)) && is_kata(before(f, *from)) && *to - *from < 5) || (is_kata(at(f, *to - 1)) && is_kata(at(f, *to)) && *to - *from < 5))
		return false;
	if (p->class == REDACT_PERSON)
		return person_fits(s, p, *from, *to, ret_weak);
	if (p->class != REDACT_ORG)
		return true;
	if (p->need == NEED_EXACT && (gaps || (*to - *from < 4 && !redact_is_capital(s, *from))))
		return false;
	/* inside a name in the net or a mail address it is found as that */
	uint32_t was = before(f, *from), next = at(f, *to);
	if ((latin_start && (was == '.' || was == '-' || was == '@' || was == '/') && is_alnum(at(f, *from - 2))) || (latin_end && (next == '@' || (next == '.' && is_alnum(at(f, *to + 1))))))
		return false;
	bool formed = take_forms(f, from, to);
	if (p->need == NEED_FORM && !formed)
		return false;
	*to = take_branch(f, *to);
	return true;
}

struct stop { int pattern; size_t to, gaps; };

static void put_stop(struct redact_scan *s, size_t start, const struct stop *stops, size_t n)
{
	const struct redact_index *x = s->index;
	for (size_t k = n; k-- > 0;)
		for (int p = stops[k].pattern; p >= 0; p = x->pattern[p].next) {
			size_t from = start, to = stops[k].to;
			bool weak = false;
			if (!fits(s, &x->pattern[p], &from, &to, stops[k].gaps, &weak))
				continue;
			struct redact_cand *c = redact_put(s, x->pattern[p].class, from, to);
			c->why = REDACT_WHY_NAME;
			c->who = x->pattern[p].who;
			c->company = x->pattern[p].company;
			c->weak = weak;
			c->no_keep = true;
			if (!weak)
				return;
		}
}

void redact_find_names(struct redact_scan *s)
{
	const struct redact_index *x = s->index;
	const struct folded *f = &s->f;
	for (size_t start = 0; start < f->n; start++) {
		struct stop stops[DEPTH_MAX];
		uint32_t node = 0;
		size_t n = 0, gaps = 0, blanks = 0;
		if (is_gap(f->c[start]))
			continue;
		for (size_t i = start; i < f->n; i++) {
			uint32_t c = shape(f->c[i]);
			if (is_gap(c)) {
				blanks += is_blank(c) || is_line(c);
				if (++gaps > GAPS_MAX)
					break;
				continue;
			}
			size_t k = slot(x, edge_key(node, c));
			if (!x->edge[k])
				break;
			node = x->to[k];
			if (x->first[node] >= 0 && n < DEPTH_MAX)
				stops[n++] = (struct stop){ x->first[node], i + 1, blanks };
		}
		if (n)
			put_stop(s, start, stops, n);
	}
}

/* model/redact_net.c — mail addresses, URLs, domains, IP addresses and hashes, also as people write them so that nobody clicks:
 * hxxp, [.], (at), full-width. */
#include <string.h>

#include "model/redact_parts.h"

static const struct str dots[] = { LIT("[.]"), LIT("(.)"), LIT("{.}"), LIT("[dot]"), LIT("(dot)"), LIT("{dot}"), LIT("[ドット]"), LIT("(ドット)"),
	LIT(" dot "), LIT(" [.] "), LIT(" [dot] "), LIT(" (dot) "), LIT("."), { NULL, 0 } };
static const struct str ats[] = { LIT("[@]"), LIT("(@)"), LIT("{@}"), LIT("[at]"), LIT("(at)"), LIT("{at}"), LIT("<at>"), LIT("【at】"), LIT("【@】"),
	LIT("(アット)"), LIT("(アットマーク)"), LIT("[アットマーク]"), LIT("[アット]"), LIT("【アット】"), LIT(" [at] "), LIT(" (at) "), LIT(" @ "), LIT("_at_"), LIT("@"), { NULL, 0 } };
static const struct str schemes[] = { LIT("https"), LIT("http"), LIT("hxxps"), LIT("hxxp"), LIT("h**ps"), LIT("h**p"), LIT("httxs"), LIT("httx"),
	LIT("meow"), LIT("sftp"), LIT("ftps"), LIT("ftp"), LIT("fxp"), LIT("ldaps"), LIT("ldap"), LIT("smb"), LIT("wss"), LIT("ws"), LIT("rdp"),
	LIT("ssh"), LIT("tcp"), LIT("udp"), LIT("tls"), { NULL, 0 } };
static const struct str slashes[] = { LIT("://"), LIT("[://]"), LIT("[:]//"), LIT(":\\/\\/"), LIT(":\\\\"), LIT("(:)//"), { NULL, 0 } };
/* Endings of names in the net; two letters are a country but for those below, which end names of files. */
static const struct str tlds[] = { LIT("com"), LIT("net"), LIT("org"), LIT("info"), LIT("biz"), LIT("edu"), LIT("gov"), LIT("mil"), LIT("int"), LIT("arpa"),
	LIT("example"), LIT("test"), LIT("invalid"), LIT("local"), LIT("localdomain"), LIT("lan"), LIT("internal"), LIT("intra"), LIT("corp"), LIT("home"),
	LIT("xyz"), LIT("top"), LIT("site"), LIT("online"), LIT("shop"), LIT("store"), LIT("club"), LIT("icu"), LIT("cloud"), LIT("app"), LIT("dev"), LIT("live"),
	LIT("pro"), LIT("tech"), LIT("work"), LIT("works"), LIT("space"), LIT("website"), LIT("link"), LIT("click"), LIT("buzz"), LIT("fun"), LIT("vip"),
	LIT("win"), LIT("bid"), LIT("loan"), LIT("men"), LIT("name"), LIT("mobi"), LIT("asia"), LIT("tokyo"), LIT("osaka"), LIT("nagoya"), LIT("page"),
	LIT("web"), LIT("host"), LIT("press"), LIT("media"), LIT("news"), LIT("email"), LIT("support"), LIT("systems"), LIT("network"), LIT("services"),
	LIT("solutions"), LIT("agency"), LIT("company"), LIT("group"), LIT("onion"), LIT("zone"), LIT("world"), LIT("today"), LIT("center"), LIT("rest"),
	LIT("quest"), LIT("monster"), LIT("cyou"), LIT("bond"), LIT("sbs"), LIT("cfd"), LIT("lol"), LIT("bar"), LIT("ink"), LIT("download"), { NULL, 0 } };
static const struct str file_endings[] = { LIT("sh"), LIT("py"), LIT("pl"), LIT("md"), LIT("js"), LIT("ts"), LIT("ps"), LIT("so"), LIT("cs"), LIT("vb"),
	LIT("go"), LIT("gz"), LIT("db"), LIT("am"), LIT("pm"), LIT("rs"), LIT("hs"), LIT("kt"), LIT("ex"), LIT("lz"), LIT("xz"), LIT("ko"), LIT("la"),
	LIT("eg"), LIT("ie"), LIT("al"), LIT("st"), LIT("dr"), LIT("mr"), LIT("ms"), LIT("inc"), { NULL, 0 } };
/* Of these, what is no country at all. */
static const struct str only_files[] = { LIT("js"), LIT("ts"), LIT("cs"), LIT("vb"), LIT("gz"), LIT("db"), LIT("hs"), LIT("kt"), LIT("ex"), LIT("lz"), LIT("xz"), LIT("ko"), { NULL, 0 } };
/* Known to everyone and nobody's secret: pages that reports quote, providers, services. */
static const struct str public_domains[] = { LIT("jpcert.or.jp"), LIT("ipa.go.jp"), LIT("nisc.go.jp"), LIT("cyber.go.jp"), LIT("npa.go.jp"), LIT("meti.go.jp"),
	LIT("mlit.go.jp"), LIT("soumu.go.jp"), LIT("mhlw.go.jp"), LIT("fsa.go.jp"), LIT("cas.go.jp"), LIT("go.jp"), LIT("jvn.jp"), LIT("nist.gov"),
	LIT("cisa.gov"), LIT("mitre.org"), LIT("cve.org"), LIT("first.org"), LIT("microsoft.com"), LIT("apple.com"), LIT("adobe.com"), LIT("google.com"),
	LIT("cisco.com"), LIT("fortinet.com"), LIT("vmware.com"), LIT("github.com"), LIT("virustotal.com"), LIT("abuseipdb.com"), LIT("shodan.io"),
	LIT("windowsupdate.com"), LIT("w3.org"), LIT("ntp.nict.jp"), LIT("nict.jp"), LIT("asp.net"), LIT("node.js"), { NULL, 0 } };

static bool in_table(struct str s, const struct str *table)
{
	for (; table->n; table++)
		if (str_eq(s, *table))
			return true;
	return false;
}

static bool is_label(uint32_t c)
{
	return is_alnum(c) || c == '-' || c == '_';
}

struct str redact_refang(struct arena *mem, const struct folded *f, size_t from, size_t to)
{
	struct buf b;
	buf_init(&b, mem, 4 * (to - from) + 8);
	for (size_t i = from, n; i < to; i += n) {
		if ((n = redact_any(f, i, slashes)) != 0)
			buf_add(&b, S("://"));
		else if ((n = redact_any(f, i, dots)) != 0 && i + n <= to)
			buf_byte(&b, '.');
		else if ((n = redact_any(f, i, ats)) != 0 && i + n <= to)
			buf_byte(&b, '@');
		else if ((n = 1) != 0 && !is_blank(f->c[i]) && !is_line(f->c[i]) && f->c[i] != '[' && f->c[i] != ']')
			buf_byte(&b, (char)(f->c[i] < 0x80 ? f->c[i] : '?'));
	}
	return buf_str(&b);
}

struct str redact_host(struct str s)
{
	struct str rest;
	ptrdiff_t scheme = str_find(s, S("://"));
	if (scheme >= 0)
		s = str_slice(s, (size_t)scheme + 3, s.n);
	s = str_cut(s, '/', &rest);
	struct str host = str_cut(s, '@', &rest);
	return str_cut(rest.p ? rest : host, ':', &rest);
}

struct str redact_family(struct str host)
{
	static const struct str registries[] = { LIT("co"), LIT("or"), LIT("ne"), LIT("ac"), LIT("go"), LIT("ed"), LIT("ad"), LIT("gr"), LIT("lg"), LIT("com"), LIT("net"), LIT("org"),
		LIT("gov"), LIT("edu"), LIT("example"), { NULL, 0 } };
	size_t end = host.n, labels = 0, from = host.n;
	if (host.n && is_digit((unsigned char)host.p[host.n - 1])) {    /* a network of 256: of one owner, nearly always */
		while (host.n && host.p[host.n - 1] != '.')
			host.n--;
		return host;
	}
	for (size_t i = host.n; i-- > 0 && labels < 3;) {
		if (i && host.p[i - 1] != '.')
			continue;
		struct str label = str_slice(host, i, end);
		end = i ? i - 1 : 0;
		labels++;
		from = i;
		if (labels == 2 && !(host.n - i - label.n <= 3 && in_table(label, registries)))
			break;
	}
	return str_slice(host, from, host.n);
}

static bool below(struct str domain, struct str parent)
{
	return str_eq(domain, parent) || (domain.n > parent.n && str_ends(domain, parent) && domain.p[domain.n - parent.n - 1] == '.');
}

static bool is_public(struct str domain)
{
	for (const struct str *p = public_domains; p->n; p++)
		if (below(domain, *p))
			return true;
	return false;
}

/* A name in the net from i on: the position after it, or 0. Two labels at least; the last is one of the endings. `sure`: what
 * stands around it says that it is one (after @ or a scheme), so that any ending of letters will do. */
static size_t domain_at(const struct redact_scan *s, size_t i, bool sure)
{
	const struct folded *f = &s->f;
	char last[16];
	size_t labels = 0, end = 0, good = 0;
	bool defanged = false;
	for (;;) {
		size_t start = i, n = 0, dot;
		bool letters = true;
		for (; is_label(at(f, i)); i++) {
			letters = letters && !is_digit(at(f, i)) && at(f, i) != '_' && at(f, i) != '-';
			if (n < sizeof last)
				last[n] = (char)at(f, i);
			n++;
		}
		if (!n || n > 63 || at(f, start) == '-')
			break;
		labels++;
		end = i;
		struct str tld = { last, n < sizeof last ? n : 0 };
		bool xn = n > 4 && last[0] == 'x' && last[1] == 'n' && last[2] == '-';
		bool country = n == 2 && letters && (sure || ((labels > 2 || defanged) && !in_table(tld, only_files)) || !in_table(tld, file_endings));
		if (labels > 1 && ((letters && tld.n && in_table(tld, tlds)) || xn || country || (sure && letters && n >= 2)))
			good = end;
		dot = redact_any(f, i, dots);
		if (!dot || !is_label(at(f, i + dot)))
			break;
		defanged = defanged || dot > 1;
		i += dot;
	}
	return good && good == end ? good : sure || defanged ? good : 0;
}

static bool is_local(uint32_t c)
{
	return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%' || c == '\'';
}

static bool find_mail(struct redact_scan *s, size_t i, size_t n_at)
{
	const struct folded *f = &s->f;
	size_t from = i;
	while (from && (is_local(at(f, from - 1)) || redact_any_before(f, from, dots))) {
		size_t dot = redact_any_before(f, from, dots);
		if (dot > 1 && from > dot && !is_alnum(at(f, from - dot - 1)))
			break;
		from -= dot ? dot : 1;
	}
	while (from < i && !is_alnum(at(f, from)) && at(f, from) != '_')
		from++;
	size_t to = domain_at(s, i + n_at, true);
	if (from == i || !to)
		return false;
	struct str host = redact_host(redact_refang(s->cx->mem, f, from, to));
	if (!is_public(host))
		redact_put(s, REDACT_MAIL, from, to);
	return true;
}

static bool url_char(const struct redact_scan *s, size_t i, bool wide)
{
	uint32_t c = at(&s->f, i);
	if (c <= ' ' || c >= 0x7f || strchr("<>\"`|^{}", (int)c))
		return false;
	return wide || (unsigned char)s->text.p[s->f.from[i]] < 0x80 || is_alnum(c);
}

/* The end of an URL whose host ended at i. */
static size_t url_end(const struct redact_scan *s, size_t start, size_t i)
{
	const struct folded *f = &s->f;
	bool wide = (unsigned char)s->text.p[f->from[start]] >= 0x80;
	size_t from = i;
	if (at(f, i) == ':' && is_digit(at(f, i + 1)))
		for (i++; is_digit(at(f, i)); i++) {}
	else if (redact_word(f, i, S("[:]")) && is_digit(at(f, i + 3)))
		for (i += 3; is_digit(at(f, i)); i++) {}
	if (at(f, i) == '/' || at(f, i) == '?' || at(f, i) == '#') {
		int round = 0, square = 0;
		for (; url_char(s, i, wide) || redact_any(f, i, dots) > 1; i++) {
			uint32_t c = at(f, i);
			round += c == '(' ? 1 : c == ')' ? -1 : 0;
			square += c == '[' ? 1 : c == ']' ? -1 : 0;
			if (round < 0 || square < 0)
				break;
		}
		while (i > from + 1 && strchr(".,;:!?'([", (int)at(f, i - 1)))
			i--;
	}
	return i;
}

static size_t ipv4_at(const struct folded *f, size_t i, unsigned octets[4]);

static bool ip_private(const unsigned o[4]);

static bool find_url(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	size_t scheme = redact_any(f, i, schemes), slash = scheme ? redact_any(f, i + scheme, slashes) : 0;
	if (!slash || is_alnum(before(f, i)))
		return false;
	size_t host = i + scheme + slash, end = host;
	unsigned octets[4];
	for (size_t k = host; k < f->n && k < host + 80 && (is_local(at(f, k)) || at(f, k) == ':'); k++)       /* user:password@ */
		if (at(f, k + 1) == '@')
			host = k + 2;
	if ((end = ipv4_at(f, host, octets)) == 0)
		end = domain_at(s, host, true);
	if (!end && at(f, host) == '[') {                               /* [IPv6] */
		for (end = host + 1; is_hex(at(f, end)) || at(f, end) == ':'; end++) {}
		end = at(f, end) == ']' ? end + 1 : 0;
	}
	for (size_t k = host; !end && is_label(at(f, k)); k++)          /* a host of one word */
		if (!is_label(at(f, k + 1)))
			end = k + 1;
	if (!end)
		return false;
	*ret_end = end = url_end(s, i, end);
	if (!is_public(redact_host(redact_refang(s->cx->mem, f, i, end)))) {
		bool address = ipv4_at(f, host, octets) != 0;
		redact_put(s, REDACT_URL, i, end)->no_keep = address && ip_private(octets);
	}
	return true;
}

static bool find_domain(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	uint32_t was = before(f, i);
	if (is_label(was) || was == '.' || was == '@' || was == '/' || was == '\\' || redact_any_before(f, i, ats) > 1)
		return false;
	size_t end = domain_at(s, i, false);
	if (!end || is_label(at(f, end)) || (at(f, end) == '(' && at(f, end + 1) == ')'))
		return false;
	struct str name = redact_refang(s->cx->mem, f, i, end);
	*ret_end = end;
	if (is_public(redact_host(name)) || redact_any(f, end, ats))
		return true;
	size_t whole = url_end(s, i, end);
	bool path = whole > end && at(f, end) == '/' && whole > end + 1;
	redact_put(s, path ? REDACT_URL : REDACT_DOMAIN, i, path ? whole : end);
	*ret_end = path ? whole : end;
	return true;
}

/* Four numbers up to 255 with dots; the last may be x or * (a network). 0: none. */
static size_t ipv4_at(const struct folded *f, size_t i, unsigned octets[4])
{
	for (int k = 0; k < 4; k++) {
		unsigned value = 0;
		size_t start = i;
		for (; is_digit(at(f, i)) && i < start + 3; i++)
			value = value * 10 + (at(f, i) - '0');
		if (i == start && k >= 2 && (at(f, i) == '*' || at(f, i) == 'x'))
			while (i < start + 3 && (at(f, i) == '*' || at(f, i) == 'x'))
				i++;
		if (i == start || value > 255 || (i > start + 1 && at(f, start) == '0'))
			return 0;
		octets[k] = value;
		size_t dot = k < 3 ? redact_any(f, i, dots) : 0;
		if (k < 3 && !dot)
			return 0;
		i += dot;
	}
	return is_alnum(at(f, i)) ? 0 : i;
}

static const struct str version_words[] = { LIT("fw"), LIT("f/w"), LIT("ソフトウェア"), LIT("software"), LIT("より前"), LIT("version"), LIT("バージョン"), LIT("ver."), LIT("ver"), LIT("build"), LIT("ビルド"), LIT("firmware"), LIT("ファームウェア"),
	LIT("ファームウエア"), LIT("ファーム"), LIT("release"), LIT("リリース"), LIT("patch"), LIT("パッチ"), LIT("rev."), LIT("rev"), LIT("版数"), LIT("版"), LIT("update"), LIT("os"),
	LIT("エンジン"), LIT("engine"), LIT("section"), LIT("定義ファイル"), { NULL, 0 } };
static const struct str address_words[] = { LIT("ip"), LIT("ipアドレス"), LIT("アドレス"), LIT("address"), LIT("addresses"), LIT("from"), LIT("to"), LIT("host"), LIT("server"), LIT("サーバ"),
	LIT("サーバー"), LIT("ホスト"), LIT("c2"), LIT("at"), LIT("and"), LIT("or"), LIT("via"), LIT("source"), LIT("by"), LIT("is"), LIT("in"), LIT("on"), LIT("ipv4"), LIT("dns"), LIT("vpn"), LIT("subnet"), LIT("network"), LIT("src"), LIT("dst"), LIT("gateway"), LIT("ネットワーク"), LIT("セグメント"), { NULL, 0 } };

/* A word of versions that ends at i: "version", not "server". */
static bool version_before(const struct folded *f, size_t i)
{
	size_t n = redact_any_before(f, i, version_words);
	return n && !(is_alnum(at(f, i - n)) && is_alnum(before(f, i - n)));
}

/* 3.1.2.5 after a word such as "version", or small numbers after a product's name. */
static bool is_version(const struct folded *f, size_t i, size_t end, const unsigned octets[4])
{
	size_t k = i;
	if (k > 1 && at(f, k - 1) == '/' && is_latin(at(f, k - 2)) && octets[1] == 0 && octets[2] == 0)        /* Chrome/114.0.0.0 */
		return true;
	if (k && at(f, k - 1) == 'v' && !is_alnum(before(f, k - 1)))
		return true;
	while (k && (is_blank(at(f, k - 1)) || at(f, k - 1) == ':' || at(f, k - 1) == '(' || at(f, k - 1) == '=' || at(f, k - 1) == '<' || at(f, k - 1) == '>' || at(f, k - 1) == 0x2264))
		k--;
	if (version_before(f, k) || redact_word(f, end, S("版")) || redact_word(f, end, S("以前")) || redact_word(f, end, S("未満")) || redact_word(f, end, S("以降")))
		return true;
	if (octets[0] > 30 || octets[1] > 30 || octets[2] > 30 || octets[3] > 99 || octets[0] == 10)
		return false;
	/* from 3.1.2.5 to 3.1.2.6: somewhere before in the line a word of versions */
	size_t line = k;
	for (size_t back = 0; line && back < 60 && !is_line(at(f, line - 1)) && at(f, line - 1) != 0x3002; back++, line--) {
		if (version_before(f, line) && !is_alnum(at(f, line)))
			return true;
	}
	if (redact_any_before(f, k, address_words))
		return false;
	size_t word = k;
	while (word && (is_latin(at(f, word - 1)) || is_kata(at(f, word - 1))))
		word--;
	return k - word >= 2;
}

static bool ip_everyones(const unsigned o[4])
{
	static const unsigned known[][4] = { { 8, 8, 8, 8 }, { 8, 8, 4, 4 }, { 1, 1, 1, 1 }, { 1, 0, 0, 1 }, { 9, 9, 9, 9 }, { 0, 0, 0, 0 }, { 208, 67, 222, 222 } };
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!memcmp(o, known[i], sizeof known[i]))
			return true;
	return o[0] == 127 || (o[0] == 255 && o[1] == 255) || (o[0] == 255 && o[1] == 0) || o[0] >= 240;
}

static bool ip_private(const unsigned o[4])
{
	return o[0] == 10 || (o[0] == 172 && o[1] >= 16 && o[1] < 32) || (o[0] == 192 && o[1] == 168) || (o[0] == 169 && o[1] == 254) ||
		(o[0] == 100 && o[1] >= 64 && o[1] < 128);
}

static size_t prefix_end(const struct folded *f, size_t i, unsigned max)
{
	if (at(f, i) != '/' || !is_digit(at(f, i + 1)))
		return i;
	unsigned bits = 0;
	size_t k = i + 1;
	for (; is_digit(at(f, k)) && k < i + 4; k++)
		bits = bits * 10 + (at(f, k) - '0');
	return bits <= max && !is_digit(at(f, k)) ? k : i;
}

static bool find_ipv4(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	unsigned octets[4];
	uint32_t was = before(f, i);
	if (is_alnum(was) || was == '.' || was == '_')
		if (!(was == 'v' && !is_alnum(before(f, i - 1))))
			return false;
	size_t end = ipv4_at(f, i, octets);
	if (!end || (at(f, end) == '.' && is_digit(at(f, end + 1))))
		return false;
	*ret_end = end;
	if (is_version(f, i, end, octets) || ip_everyones(octets))
		return true;
	struct redact_cand *c = redact_put(s, REDACT_IP, i, *ret_end = prefix_end(f, end, 32));
	c->no_keep = ip_private(octets);
	return true;
}

static bool find_ipv6(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	uint32_t was = before(f, i);
	if (is_alnum(was) || was == ':' || was == '.')
		return false;
	unsigned groups = 0, doubles = 0, digits = 0;
	size_t k = i;
	while (groups + doubles <= 8) {
		size_t start = k;
		for (; is_hex(at(f, k)) && k < start + 5; k++)
			digits += is_digit(at(f, k));
		if (k - start > 4)
			return false;
		groups += k > start;
		size_t colon = redact_word(f, k, S("[:]")) ? 3 : at(f, k) == ':';
		if (!colon || (groups == 8 && k > start))
			break;
		if (at(f, k + colon) == ':') {
			doubles++;
			k += colon + 1;
		} else if (is_hex(at(f, k + colon)) && k > start)
			k += colon;
		else
			break;
	}
	bool whole = doubles == 0 ? groups == 8 : doubles == 1 && groups >= 2 && groups < 8;
	if (!whole || !digits || is_alnum(at(f, k)) || k - i < 6)
		return false;
	struct redact_cand *c = redact_put(s, REDACT_IP, i, *ret_end = prefix_end(f, k, 128));
	c->no_keep = at(f, i) == 'f' && (at(f, i + 1) == 'c' || at(f, i + 1) == 'd' || at(f, i + 1) == 'e');
	return true;
}

static bool find_hash(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	if (is_alnum(before(f, i)) || before(f, i) == '-')
		return false;
	size_t k = i, letters = 0;
	for (; is_hex(at(f, k)); k++)
		letters += !is_digit(at(f, k));
	size_t n = k - i;
	if (is_alnum(at(f, k)) || (n != 32 && n != 40 && n != 56 && n != 64 && n != 96 && n != 128) || !letters || letters == n)
		return false;
	redact_put(s, REDACT_HASH, i, *ret_end = k);
	return true;
}

void redact_find_net(struct redact_scan *s)
{
	const struct folded *f = &s->f;
	for (size_t i = 0, end; i < f->n; i++) {
		uint32_t c = f->c[i];
		size_t n_at = c == '@' || c == '[' || c == '(' || c == '{' || c == '<' || c == 0x3010 || c == ' ' || c == '_' ? redact_any(f, i, ats) : 0;
		if (n_at && find_mail(s, i, n_at))
			continue;
		bool starts = is_alnum(c) && (!is_alnum(before(f, i)));
		if ((starts && find_url(s, i, &end)) || (is_digit(c) && find_ipv4(s, i, &end)) || ((is_hex(c) || c == ':') && find_ipv6(s, i, &end)) ||
		    (starts && find_hash(s, i, &end)) || (starts && find_domain(s, i, &end)))
			i = end - 1;
	}
	/* user at example dot jp: only with the dot spelt out, for "look at example.jp" is none */
	for (size_t i = 1; i + 4 < f->n; i++)
		if (redact_word(f, i, S(" at ")) && is_alnum(at(f, i - 1))) {
			size_t k = i + 4;
			while (is_label(at(f, k)))
				k++;
			if (redact_any(f, k, dots) > 1)
				find_mail(s, i, 4);
		}
}

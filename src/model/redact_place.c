/* model/redact_place.c — postal addresses: Japanese ones by their number at the end (1丁目2番3号, 4-5-6, 8番地) and the town before
 * it, with or without 〒; English ones by the number in front and the words of places after it. */
#include "model/redact_parts.h"

static const struct str prefectures[] = { LIT("北海道"), LIT("青森県"), LIT("岩手県"), LIT("宮城県"), LIT("秋田県"), LIT("山形県"), LIT("福島県"), LIT("茨城県"), LIT("栃木県"), LIT("群馬県"), LIT("埼玉県"),
	LIT("千葉県"), LIT("東京都"), LIT("神奈川県"), LIT("新潟県"), LIT("富山県"), LIT("石川県"), LIT("福井県"), LIT("山梨県"), LIT("長野県"), LIT("岐阜県"), LIT("静岡県"), LIT("愛知県"), LIT("三重県"), LIT("滋賀県"),
	LIT("京都府"), LIT("大阪府"), LIT("兵庫県"), LIT("奈良県"), LIT("和歌山県"), LIT("鳥取県"), LIT("島根県"), LIT("岡山県"), LIT("広島県"), LIT("山口県"), LIT("徳島県"), LIT("香川県"), LIT("愛媛県"), LIT("高知県"), LIT("福岡県"),
	LIT("佐賀県"), LIT("長崎県"), LIT("熊本県"), LIT("大分県"), LIT("宮崎県"), LIT("鹿児島県"), LIT("沖縄県"), { NULL, 0 } };
static const struct str hiragana_towns[] = { LIT("さいたま市"), LIT("つくば市"), LIT("ひたちなか市"), LIT("いわき市"), LIT("むつ市"), LIT("つがる市"), LIT("にかほ市"), LIT("さくら市"), LIT("みどり市"), LIT("ふじみ野市"), LIT("いすみ市"), LIT("あきる野市"), LIT("かほく市"), LIT("あわら市"), LIT("みよし市"), LIT("あま市"), LIT("いなべ市"), LIT("たつの市"), LIT("みやま市"), LIT("うきは市"), LIT("えびの市"), LIT("うるま市"), { NULL, 0 } };
static const struct str blocks[] = { LIT("丁目"), LIT("番町"), LIT("番地の"), LIT("番地"), LIT("番"), LIT("号"), LIT("条"), LIT("の"), LIT("ノ"), LIT("線"), { NULL, 0 } };
static const struct str buildings[] = { LIT("ビルディング"), LIT("ビル"), LIT("タワー"), LIT("会館"), LIT("本館"), LIT("別館"), LIT("新館"), LIT("センター"), LIT("プラザ"), LIT("マンション"), LIT("ハイツ"), LIT("コーポ"), LIT("荘"), LIT("庁舎"), LIT("号棟"), LIT("棟"), LIT("号室"), LIT("パーキング"), LIT("駐車場"), LIT("ゲート"), LIT("倉庫"), LIT("工場"), LIT("ターミナル"), LIT("スクエア"), LIT("ヒルズ"), LIT("テラス"), LIT("レジデンス"), LIT("メゾン"), LIT("アパート"), LIT("ハウス"), LIT("団地"), LIT("事業所"), LIT("営業所"), LIT("支店"), LIT("支社"), LIT("本社"), LIT("研究所"), LIT("病院"), LIT("構内"), LIT("パーク"), LIT("ヴィラ"), LIT("コート"), LIT("パレス"), LIT("キャンパス"), { NULL, 0 } };
static const struct str place_words[] = { LIT("prefecture"), LIT("pref."), LIT("city"), LIT("ward"), LIT("town"), LIT("village"), LIT("street"), LIT("st."), LIT("avenue"), LIT("ave."), LIT("ave"), LIT("road"), LIT("rd."), LIT("boulevard"), LIT("blvd"), LIT("lane"), LIT("drive"), LIT("district"),
	LIT("tokyo"), LIT("osaka"), LIT("kyoto"), LIT("hokkaido"), LIT("chome"), LIT("suite"), LIT("floor"), LIT("japan"), { NULL, 0 } };
static const struct str place_ends[] = { LIT("-shi"), LIT("-ku"), LIT("-cho"), LIT("-machi"), LIT("-ken"), LIT("-fu"), LIT("-to"), LIT("-gun"), LIT("-mura"), LIT("-son"), LIT("-dori"), LIT("-chome"), { NULL, 0 } };

static bool is_town(uint32_t c) { return c == 0x5e02 /* 市 */ || c == 0x533a /* 区 */ || c == 0x90e1 /* 郡 */ || c == 0x753a /* 町 */ || c == 0x6751 /* 村 */; }
static bool is_prefecture(uint32_t c) { return c == 0x770c /* 県 */ || c == 0x90fd /* 都 */ || c == 0x5e9c /* 府 */ || c == 0x9053 /* 道 */; }
static bool is_number(uint32_t c)
{
	return is_digit(c) || c == 0x3007 || c == 0x4e00 || c == 0x4e8c || c == 0x4e09 || c == 0x56db || c == 0x4e94 || c == 0x516d || c == 0x4e03 || c == 0x516b || c == 0x4e5d || c == 0x5341;
}

/* The number of a place: 1丁目2番3号, 4-5-6, 8番地, 三丁目7番9号. The position after it, or 0. */
static size_t block_at(const struct folded *f, size_t i)
{
	size_t k = i, end = 0, parts = 0;
	bool named = false;
	for (;;) {
		size_t start = k, n;
		while (is_number(at(f, k)) && k < start + 5)
			k++;
		if (k == start)
			break;
		parts++;
		if ((n = redact_any(f, k, blocks)) != 0 && !(at(f, k) == 0x306e && !is_number(at(f, k + n)))) {
			named = named || n > 1 || at(f, k) == 0x756a || at(f, k) == 0x53f7 || at(f, k) == 0x6761;
			k += n;
			end = k;
			if (is_blank(at(f, k)) && is_number(at(f, k + 1)))
				k++;
			else if (is_hyphen(at(f, k)) && is_number(at(f, k + 1)))
				k++;
		} else if (is_hyphen(at(f, k)) && is_number(at(f, k + 1))) {
			end = ++k;
		} else {
			end = k;
			break;
		}
	}
	return parts && (named || parts > 1) ? end : 0;
}

/* From the start of a name of places forward to its number: the position after all of it, or 0. */
static size_t place_at(const struct folded *f, size_t i, bool *ret_town)
{
	static const struct str counters[] = { LIT("件"), LIT("名"), LIT("台"), LIT("人"), LIT("戸"), LIT("か"), LIT("カ"), LIT("ヶ"), LIT("ケ"), LIT("箇"), LIT("月"), LIT("年"), LIT("日"), LIT("時"), LIT("分"), LIT("秒"), LIT("%"), LIT("割"), LIT("倍"), LIT("社"), LIT("世"), LIT("便"), LIT("本"), LIT("回"), LIT("階"), LIT("つ"), LIT("区"), LIT("市"), LIT("町"), LIT("村"), LIT("地"), LIT("万"), LIT("千"), LIT("百"), LIT("拠"), LIT("."), LIT(","), LIT(":"), LIT("/"), LIT("ヵ"), LIT("系"), LIT("機"), LIT("号"), LIT("院"), LIT("校"), LIT("店"), LIT("施"), { NULL, 0 } };
	bool town = false, prefecture = false, hamlet = false;
	int towns = 0;
	size_t gaps = 0;
	for (size_t k = i; k < i + 48 && k < f->n; k++) {
		uint32_t c = at(f, k);
		if (is_number(c)) {
			size_t end = block_at(f, k);
			if (end && town) {
				*ret_town = town;
				for (size_t on = end; on < end + 3 && (is_kanji(at(f, on)) || is_number(at(f, on))); on++) {   /* 南7条西2丁目 */
					size_t more = is_number(at(f, on)) ? block_at(f, on) : 0;
					if (more)
						return more;
				}
				return end;
			}
			if (is_digit(c)) {                                      /* 東浜8, 字大浜100 */
				for (end = k; is_digit(at(f, end)); end++) {}
				if (towns && (prefecture || hamlet || towns > 1) && end - k < 5 && !redact_any(f, end, counters) && !is_blank(before(f, k)))
					return *ret_town = town, end;
				return 0;
			}
		}
		hamlet = hamlet || c == 0x5b57;                         /* 字 */
		prefecture = prefecture || is_prefecture(c);
		if (is_town(c) && k > i)
			town = ++towns > 0;
		else if (is_blank(c) || is_line(c)) {
			if (++gaps > 3)
				return 0;
		} else if (!is_kanji(c) && !is_kata(c) && !is_hira(c) && c != 0x30b1)
			return 0;
		/* particles of a sentence */
		if (c == 0x306f || c == 0x3092 || (c == 0x306b && at(f, k + 1) != 0x3057) || (c == 0x3067 && k > i))
			return 0;
	}
	return 0;
}

/* After the number: a building and a floor. */
static size_t building_end(const struct folded *f, size_t i)
{
	size_t end = i, k = i;
	for (int turn = 0; turn < 2; turn++) {
		k = end;
		while (k < end + 2 && is_blank(at(f, k)))
			k++;
		size_t start = k, found = 0;
		for (; k < start + 20 && (is_kanji(at(f, k)) || is_kata(at(f, k)) || is_alnum(at(f, k)) || at(f, k) == 0x30fb || is_hira(at(f, k))); k++) {
			size_t n = redact_any(f, k, buildings);
			if (n && k > start) {
				found = k + n;
				while (is_digit(at(f, found)))
					found++;
			}
			if (is_digit(at(f, k)) && k > start + 2 && (is_kata(at(f, k - 1)) || (is_kata(at(f, start)) && is_digit(at(f, k + 1)) && is_digit(at(f, k + 2)) && is_kanji(at(f, k - 1))))) {      /* サンライズ305, メゾン東町202 */
				for (found = k; is_digit(at(f, found)); found++) {}
				found = redact_word(f, found, S("号室")) ? found + 2 : found;
			}
			if (is_digit(at(f, k)) && (redact_word(f, k + 1, S("階")) || (at(f, k + 1) == 'f' && !is_alnum(at(f, k + 2)))))
				found = k + 2;
		}
		if (!found && k > start && is_blank(at(f, k)) && is_digit(at(f, k + 1))) {      /* みなとDC 3F */
			size_t floor = k + 2 + is_digit(at(f, k + 2));
			found = redact_word(f, floor, S("階")) || (at(f, floor) == 'f' && !is_alnum(at(f, floor + 1))) ? floor + 1 : 0;
		}
		if (!found)
			break;
		end = found;
	}
	return end;
}

static size_t postcode_at(const struct folded *f, size_t i)
{
	size_t k = i;
	for (int n = 0; n < 7; n++) {
		if (n == 3 && is_hyphen(at(f, k)))
			k++;
		else if (n == 3)
			return 0;
		if (!is_digit(at(f, k)))
			return 0;
		k++;
	}
	return is_digit(at(f, k)) || (is_hyphen(at(f, k)) && is_digit(at(f, k + 1))) ? 0 : k;
}

static bool find_postcode(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	static const struct str words[] = { LIT("郵便番号:"), LIT("郵便番号"), LIT("郵便番号 "), LIT("郵便番号は"), LIT("zip code "), LIT("zip "), LIT("postal code "), LIT("postcode "), { NULL, 0 } };
	size_t start = i;
	bool sign = at(f, i) == 0x3012;
	if (sign)
		for (start++; is_blank(at(f, start)); start++) {}
	if (!sign && (is_alnum(before(f, i)) || is_hyphen(before(f, i))))
		return false;
	size_t end = postcode_at(f, start), place = end;
	bool town = false;
	if (!end)
		return false;
	while (place < end + 3 && (is_blank(at(f, place)) || is_line(at(f, place))))
		place++;
	size_t whole = place_at(f, place, &town);
	if (!sign && !whole && !redact_any_before(f, i, words))
		return false;
	if (whole)
		end = building_end(f, whole);
	else if (sign)                                          /* without a number: as far as the town */
		for (size_t k = place; k < place + 24 && (is_kanji(at(f, k)) || is_kata(at(f, k))); k++)
			end = is_town(at(f, k)) ? k + 1 : end;
	redact_put(s, REDACT_POSTAL, i, *ret_end = end);
	return true;
}

/* Where the name of the place begins whose 県 or 市 stands at i. */
static size_t place_start(const struct folded *f, size_t i)
{
	size_t n = redact_any_before(f, i + 1, prefectures), k = i;
	if (n || (n = redact_any_before(f, i + 1, hiragana_towns)) != 0)
		return i + 1 - n;
	while (k && i - k < 6 && (is_kanji(at(f, k - 1)) || is_kata(at(f, k - 1))) && !is_prefecture(at(f, k - 1)))
		k--;
	return k;
}

static bool find_place(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	size_t from = place_start(f, i);
	bool town = false;
	if (from == i)
		return false;
	size_t end = place_at(f, from, &town);
	if (!end)
		return false;
	redact_put(s, REDACT_POSTAL, from, *ret_end = building_end(f, end));
	return true;
}

static bool is_word(uint32_t c)
{
	return is_alnum(c) || is_latin(c) || c == '-' || c == '\'';
}

/* 5F Harbor Bldg., 1-2-3 ...: where the house before the number begins. */
static size_t house_start(const struct redact_scan *s, size_t i)
{
	static const struct str houses[] = { LIT("building"), LIT("bldg."), LIT("bldg"), LIT("tower"), LIT("plaza"), LIT("center"), LIT("centre"), LIT("house"), LIT("hall"), LIT("floor"), LIT("hangar"), LIT("room"), LIT("suite"), LIT("shop"), LIT("unit"), LIT("apartment"), LIT("apt."), LIT("apt"), LIT("gate"), LIT("warehouse"), LIT("square"), LIT("mansion"), LIT("heights"), LIT("works"), LIT("factory"), LIT("office"), LIT("terminal"), { NULL, 0 } };
	const struct folded *f = &s->f;
	size_t start = i, k = i;
	for (int words = 0; words < 6; words++) {
		size_t end = k;
		while (end && (is_blank(at(f, end - 1)) || at(f, end - 1) == ','))
			end--;
		size_t from = end;
		while (from && (is_word(at(f, from - 1)) || at(f, from - 1) == '.'))
			from--;
		if (from == end || end == k || ((unsigned char)s->text.p[f->from[from]] >= 'a'))
			break;
		k = from;
		if (redact_any_before(f, end, houses) || start < i)
			start = from;
		else if (!is_digit(at(f, end - 1)))
			break;
	}
	return start;
}

/* 4-5-6 Todai-dori, Mutekisaki City, Muteki 990-0101, Japan; 12 Harbour Street, Tsukimihama */
static bool find_english(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	if (is_alnum(before(f, i)) || before(f, i) == '-' || before(f, i) == '.' || before(f, i) == '/' || before(f, i) == ':')
		return false;
	size_t k = i, end = 0, hyphens = 0, words = 0, commas = 0, named = 0, last = 0;
	for (; is_digit(at(f, k)) || (is_hyphen(at(f, k)) && is_digit(at(f, k + 1))); k++)
		hyphens += !is_digit(at(f, k));
	if (k - i > 12 || hyphens > 3)
		return false;
	if (redact_word(f, k, S("-chome")) || redact_word(f, k, S(" chome")) || redact_word(f, k, S(" banchi")))
		hyphens++;
	bool zip = false;
	while (k < f->n && k < i + 140 && words < 16) {
		size_t start = k;
		while (k < start + 3 && (at(f, k) == ',' || is_blank(at(f, k)) || is_line(at(f, k)))) {
			commas += at(f, k) == ',';
			k++;
		}
		size_t word = k;
		while (is_word(at(f, k)))
			k++;
		if (k == word || (k == start && words))
			break;
		words++;
		size_t n = redact_any(f, word, place_words);
		bool place = (n && word + n == k + (at(f, word + n - 1) == '.')) || redact_any_before(f, k, place_ends);
		bool code = postcode_at(f, word) == k && commas;
		bool capital = (unsigned char)s->text.p[f->from[word]] >= 'A' && (unsigned char)s->text.p[f->from[word]] <= 'Z';
		named += capital;
		last = capital ? k : last;
		bool name = (unsigned char)s->text.p[f->from[word]] < 'a' || is_digit(at(f, word)) || place;
		if (!name)
			break;
		zip = zip || code;
		if (place || code)
			end = n && at(f, word + n - 1) == '.' ? k + 1 : k;
		if (end > k)
			k = end;
	}
	if (!end && hyphens && commas && named >= 2 && !zip)            /* 4-5-6 Todai, Mutekisaki */
		end = last;
	if (end && last > end && at(f, end) == ',' && (is_line(at(f, last)) || at(f, last) == '.' || at(f, last) == ',' || at(f, last) == ')' || at(f, last) == ';' || last == f->n))     /* 77 Harbour Road, Port Alder */
		end = last;
	if (!end || words < 2 || (!hyphens && !commas && !redact_any_before(f, end, place_words)))
		return false;
	static const struct str parts[] = { LIT("hangar"), LIT("suite"), LIT("building"), LIT("bldg."), LIT("bldg"), LIT("floor"), LIT("room"), LIT("unit"), LIT("terminal"), LIT("pier"), LIT("gate"), LIT("level"), LIT("block"), LIT("shop"), LIT("apartment"), LIT("apt."), LIT("apt"), LIT("warehouse"), LIT("dock"), LIT("lot"), LIT("plant"), { NULL, 0 } };
	size_t n = i && is_blank(at(f, i - 1)) ? redact_any_before(f, i - 1, parts) : 0;
	redact_put(s, REDACT_POSTAL, n ? i - 1 - n : house_start(s, i), *ret_end = end);
	return true;
}

/* Minato-cho 1-2-3, Tsukimihama-shi */
static bool find_english_turned(struct redact_scan *s, size_t i, size_t *ret_end)
{
	const struct folded *f = &s->f;
	if (is_word(before(f, i)) || (unsigned char)s->text.p[f->from[i]] >= 'a')
		return false;
	size_t k = i, end;
	while (is_word(at(f, k)))
		k++;
	if (!redact_any_before(f, k, place_ends) || !is_blank(at(f, k)) || !is_digit(at(f, k + 1)))
		return false;
	size_t hyphens = 0;
	for (end = k + 1; is_digit(at(f, end)) || (is_hyphen(at(f, end)) && is_digit(at(f, end + 1))); end++)
		hyphens += !is_digit(at(f, end));
	for (size_t more = end; at(f, more) == ',' && is_blank(at(f, more + 1));) {
		size_t word = more + 2;
		for (more = word; is_word(at(f, more)) || (is_blank(at(f, more)) && is_digit(at(f, more + 1))); more++) {}
		if (more > word && (redact_any_before(f, more, place_ends) || redact_any(f, word, place_words) || is_digit(at(f, more - 1))))
			end = more;
	}
	redact_put(s, REDACT_POSTAL, i, *ret_end = end);
	return hyphens || end > k + 1;
}

void redact_find_places(struct redact_scan *s)
{
	const struct folded *f = &s->f;
	for (size_t i = 0, end; i < f->n; i++) {
		uint32_t c = f->c[i];
		if (((c == 0x3012 || is_digit(c)) && find_postcode(s, i, &end)) || (is_digit(c) && find_english(s, i, &end)) ||
		    (is_latin(c) && find_english_turned(s, i, &end)) || ((is_prefecture(c) || is_town(c)) && find_place(s, i, &end)))
			i = end - 1;
	}
}

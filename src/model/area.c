/* model/area.c — the table; the eight regions as school books have them, Okinawa with Kyushu. */
#include "model/area.h"

const struct region regions[REGION_LAST + 1] = {
	{ LIT(""), LIT("") }, { LIT("北海道"), LIT("Hokkaido") }, { LIT("東北地方"), LIT("Tohoku region") }, { LIT("関東地方"), LIT("Kanto region") },
	{ LIT("中部地方"), LIT("Chubu region") }, { LIT("近畿地方"), LIT("Kinki region") }, { LIT("中国地方"), LIT("Chugoku region") },
	{ LIT("四国地方"), LIT("Shikoku region") }, { LIT("九州・沖縄地方"), LIT("Kyushu and Okinawa") },
};

const struct area areas[AREA_LAST + 1] = {
	{ LIT(""), LIT(""), 0 },
	{ LIT("北海道"), LIT("Hokkaido"), 1 }, { LIT("青森県"), LIT("Aomori"), 2 }, { LIT("岩手県"), LIT("Iwate"), 2 },
	{ LIT("宮城県"), LIT("Miyagi"), 2 }, { LIT("秋田県"), LIT("Akita"), 2 }, { LIT("山形県"), LIT("Yamagata"), 2 },
	{ LIT("福島県"), LIT("Fukushima"), 2 }, { LIT("茨城県"), LIT("Ibaraki"), 3 }, { LIT("栃木県"), LIT("Tochigi"), 3 },
	{ LIT("群馬県"), LIT("Gunma"), 3 }, { LIT("埼玉県"), LIT("Saitama"), 3 }, { LIT("千葉県"), LIT("Chiba"), 3 },
	{ LIT("東京都"), LIT("Tokyo"), 3 }, { LIT("神奈川県"), LIT("Kanagawa"), 3 }, { LIT("新潟県"), LIT("Niigata"), 4 },
	{ LIT("富山県"), LIT("Toyama"), 4 }, { LIT("石川県"), LIT("Ishikawa"), 4 }, { LIT("福井県"), LIT("Fukui"), 4 },
	{ LIT("山梨県"), LIT("Yamanashi"), 4 }, { LIT("長野県"), LIT("Nagano"), 4 }, { LIT("岐阜県"), LIT("Gifu"), 4 },
	{ LIT("静岡県"), LIT("Shizuoka"), 4 }, { LIT("愛知県"), LIT("Aichi"), 4 }, { LIT("三重県"), LIT("Mie"), 5 },
	{ LIT("滋賀県"), LIT("Shiga"), 5 }, { LIT("京都府"), LIT("Kyoto"), 5 }, { LIT("大阪府"), LIT("Osaka"), 5 },
	{ LIT("兵庫県"), LIT("Hyogo"), 5 }, { LIT("奈良県"), LIT("Nara"), 5 }, { LIT("和歌山県"), LIT("Wakayama"), 5 },
	{ LIT("鳥取県"), LIT("Tottori"), 6 }, { LIT("島根県"), LIT("Shimane"), 6 }, { LIT("岡山県"), LIT("Okayama"), 6 },
	{ LIT("広島県"), LIT("Hiroshima"), 6 }, { LIT("山口県"), LIT("Yamaguchi"), 6 }, { LIT("徳島県"), LIT("Tokushima"), 7 },
	{ LIT("香川県"), LIT("Kagawa"), 7 }, { LIT("愛媛県"), LIT("Ehime"), 7 }, { LIT("高知県"), LIT("Kochi"), 7 },
	{ LIT("福岡県"), LIT("Fukuoka"), 8 }, { LIT("佐賀県"), LIT("Saga"), 8 }, { LIT("長崎県"), LIT("Nagasaki"), 8 },
	{ LIT("熊本県"), LIT("Kumamoto"), 8 }, { LIT("大分県"), LIT("Oita"), 8 }, { LIT("宮崎県"), LIT("Miyazaki"), 8 },
	{ LIT("鹿児島県"), LIT("Kagoshima"), 8 }, { LIT("沖縄県"), LIT("Okinawa"), 8 },
};

int area_of_code(struct str code)
{
	int64_t n;
	if (str_starts(code, S("JP-")))
		code = str_slice(code, 3, code.n);
	return str_int(code, 1, AREA_LAST, &n) ? (int)n : 0;
}

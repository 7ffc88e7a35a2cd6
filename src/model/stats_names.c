/* The named figures, with their definitions. Whoever changes what one counts raises its version and says so in doc/STATISTICS.md. */
#include "model/stats.h"

#define COUNT(n, j, e, mj, me, dim, pub) \
	{ .name = LIT(n), .ja = LIT(j), .en = LIT(e), .means_ja = LIT(mj), .means_en = LIT(me), .kind = MESSAGE_REPORT, .by = dim, .version = 1, .published = pub }
#define REPORTS_JA "年度内(日本時間の4月から翌年3月)に第1報が送信された情報連絡の件数。続報は数えず、訓練・演習は除く。セプター経由の原本は数えず、セプターが作成した連絡を数える。"
#define REPORTS_EN "Reports whose first notice was sent within the fiscal year (April to March, Japan time). Follow-ups are not counted, exercises are left out. " \
	"An original of the CEPTOAR route is not counted; what the CEPTOAR derived from it is."
#define CLASS_JA "重要インフラ事業者等からの分(セプターが作成したものを含む)で、"
#define CLASS_EN "Those of operators (with those that a CEPTOAR derived), "
#define LATEST_JA "直近の報の記載による。"
#define LATEST_EN "as the newest notice says."
#define TIME_JA "件数・中央値・90パーセンタイル(最近順位法)・分布。1時間未満は秒、1日未満は分、以上は時間の単位に切り捨てる。起点となる第1報の年度に数え、訓練・演習は除く。"
#define TIME_EN "Count, median, 90th percentile (nearest rank) and distribution; whole seconds below an hour, whole minutes below a day, whole hours above; in the fiscal year of the first notice; exercises are left out."

const struct stat_definition stat_definitions[] = {
	COUNT("reports", "情報連絡の件数", "Reports", REPORTS_JA "事業者等からの分と関係省庁・関係機関からの分を分けて数える。",
	      REPORTS_EN " Operators' and agencies' are counted apart.", STAT_BY_ORIGIN, true),
	COUNT("reports_by_sector", "分野別の情報連絡の件数", "Reports by sector", REPORTS_JA CLASS_JA "分野は" LATEST_JA,
	      REPORTS_EN " " CLASS_EN "by sector " LATEST_EN, STAT_BY_SECTOR, false),
	COUNT("reports_by_event", "事象別の情報連絡の件数", "Reports by type of event", REPORTS_JA CLASS_JA "事象は" LATEST_JA,
	      REPORTS_EN " " CLASS_EN "by type of event " LATEST_EN, STAT_BY_EVENT, true),
	COUNT("reports_by_cause", "原因別の情報連絡の件数", "Reports by type of cause",
	      REPORTS_JA CLASS_JA "原因は" LATEST_JA "一件に原因が複数あれば、それぞれに数える(合計は件数と一致しない)。",
	      REPORTS_EN " " CLASS_EN "by type of cause " LATEST_EN " One with several causes counts under each, so the parts do not add up to the total.",
	      STAT_BY_CAUSE, false),
	COUNT("reports_by_basis", "根拠別の情報連絡の件数", "Reports by basis", REPORTS_JA CLASS_JA "情報連絡の根拠は" LATEST_JA,
	      REPORTS_EN " " CLASS_EN "by basis " LATEST_EN, STAT_BY_BASIS, false),
	COUNT("reports_by_route", "経路別の情報連絡の件数", "Reports by route", REPORTS_JA CLASS_JA "所管省庁への経路とセプターを経た経路に分ける。",
	      REPORTS_EN " " CLASS_EN "by way: to the ministry, or by the CEPTOAR.", STAT_BY_ROUTE, false),
	{ .name = LIT("provisions"), .ja = LIT("情報提供の件数"), .en = LIT("Provisions of information"),
	  .means_ja = LIT("年度内に初版が公開された情報提供の件数。新しい版は数えず、後に取り下げたものは含み、訓練・演習は除く。"),
	  .means_en = LIT("Advisories whose first version was published within the fiscal year. Later versions are not counted, those withdrawn later are, exercises are left out."),
	  .kind = MESSAGE_ADVISORY, .by = STAT_BY_NONE, .version = 1, .published = true },
	{ .name = LIT("time_noticed_to_report"), .ja = LIT("認知から第1報まで"), .en = LIT("From noticing to the first notice"),
	  .means_ja = LIT("事象を認知した日時(直近の報の記載)から第1報の送信まで。" TIME_JA "セプターが作成した連絡は、時刻を丸めているので含めない。"),
	  .means_en = LIT("From when it was noticed (as the newest notice says) to the first notice. " TIME_EN " What a CEPTOAR derived is left out: its times are coarse."),
	  .kind = MESSAGE_REPORT, .by = STAT_BY_NONE, .moment = STAT_NOTICE, .version = 1 },
	{ .name = LIT("time_report_to_centre"), .ja = LIT("第1報から国の窓口まで"), .en = LIT("From the first notice to the centre"),
	  .means_ja = LIT("第1報の送信から、国の窓口(ナショナルセンター)に届くまで。届いたものだけを数える。" TIME_JA),
	  .means_en = LIT("From the first notice until it reached the national centre; only those that did. " TIME_EN),
	  .kind = MESSAGE_REPORT, .by = STAT_BY_NONE, .moment = STAT_CENTRE, .version = 1 },
	{ .name = LIT("time_report_to_receipt"), .ja = LIT("第1報から最初の受信確認まで"), .en = LIT("From the first notice to the first acknowledgement"),
	  .means_ja = LIT("第1報の送信から、受信した組織のいずれかが最初に受領を確認するまで。" TIME_JA),
	  .means_en = LIT("From the first notice until the first of those it reached acknowledged it. " TIME_EN),
	  .kind = MESSAGE_REPORT, .by = STAT_BY_NONE, .moment = STAT_RECEIPT, .version = 1 },
	{ .name = LIT("time_report_to_advisory"), .ja = LIT("第1報から情報提供まで"), .en = LIT("From the first notice to an advisory"),
	  .means_ja = LIT("第1報の送信から、その連絡に基づく最初の情報提供の公開まで。情報提供につながったものだけを数える。" TIME_JA),
	  .means_en = LIT("From the first notice until the first advisory that draws on it was published; only those that led to one. " TIME_EN),
	  .kind = MESSAGE_REPORT, .by = STAT_BY_NONE, .moment = STAT_ADVISORY, .version = 1 },
	{ .name = LIT("time_advisory_to_acknowledgement"), .ja = LIT("情報提供の到達から受信確認まで"), .en = LIT("From an advisory's delivery to its acknowledgement"),
	  .means_ja = LIT("受信組織ごとに、情報提供が届いてから受領を確認するまで(1時間未満は秒、1日未満は分、以上は時間の単位に切り捨て)。情報提供の年度に数え、件数は組織の延べ数。訓練・演習は除く。"),
	  .means_en = LIT("For each recipient, from delivery until it acknowledged (whole seconds below an hour, whole minutes below a day, whole hours above). In the fiscal year of the advisory; counts recipients, not advisories; exercises are left out."),
	  .kind = MESSAGE_ADVISORY, .by = STAT_BY_NONE, .answered = STAT_ACKNOWLEDGED, .version = 1 },
	{ .name = LIT("time_advisory_to_outcome"), .ja = LIT("情報提供の到達から対応結果まで"), .en = LIT("From an advisory's delivery to its outcome"),
	  .means_ja = LIT("受信組織ごとに、情報提供が届いてから対応結果を最初に回答するまで(1時間未満は秒、1日未満は分、以上は時間の単位に切り捨て)。情報提供の年度に数え、件数は組織の延べ数。訓練・演習は除く。"),
	  .means_en = LIT("For each recipient, from delivery until it first stated an outcome (whole seconds below an hour, whole minutes below a day, whole hours above). In the fiscal year of the advisory; counts recipients, not advisories; exercises are left out."),
	  .kind = MESSAGE_ADVISORY, .by = STAT_BY_NONE, .answered = STAT_OUTCOME, .version = 1 },
};
const size_t n_stat_definitions = sizeof stat_definitions / sizeof *stat_definitions;

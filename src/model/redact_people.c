/* model/redact_people.c — people and companies that the index does not know but the wording gives away: a family name with a title
 * (佐藤様, Mr. Sato, 担当: 佐藤), a name with a legal form (株式会社雲海システム). */
#include "model/redact_parts.h"

/* Frequent family names; one that is not here is found by its title only where nothing else is possible. */
static const struct str families[] = {
#define F(x) LIT(x),
	F("小野田") F("大内田") F("和久井") F("八重樫") F("四方田") F("十文字") F("早乙女") F("小鳥遊") F("龍ヶ崎")
	F("楠本") F("長谷") F("高梨") F("柏倉") F("梶原") F("戸倉") F("三輪") F("久我") F("佐々") F("須崎") F("二宮") F("梶田") F("梶谷") F("東条") F("大友") F("大倉") F("小森") F("小峰") F("小柴") F("小杉") F("岩尾") F("西口") F("熊田") F("熊倉")
	F("犬飼") F("猪瀬") F("猪俣") F("長友") F("鈴江") F("鈴川") F("有村") F("有本") F("吉武") F("吉井") F("吉浦") F("吉成") F("池永") F("池野") F("森永") F("森崎") F("宮部") F("宮越") F("浅岡") F("朝田") F("磯崎") F("稲本") F("猪股") F("今岡")
	F("上杉") F("植村") F("鵜沢") F("梅村") F("浦田") F("浦野") F("大沼") F("大畑") F("緒川") F("奥井") F("小栗") F("尾関") F("折原") F("貝塚") F("梶山") F("片瀬") F("勝部") F("加治") F("加地") F("門間") F("金光") F("亀井") F("亀田") F("川合")
	F("菊川") F("岸川") F("北沢") F("喜田") F("木谷") F("桐原") F("草間") F("久慈") F("楠田") F("倉本") F("栗本") F("黒須") F("桑名") F("小磯") F("古城") F("古森") F("坂梨") F("坂部") F("桜木") F("笹川") F("笹原") F("篠塚") F("柴山") F("嶋田")
	F("島貫") F("白崎") F("城田") F("菅谷") F("杉村") F("杉野") F("瀬古") F("高尾") F("高岸") F("高杉") F("高柳") F("滝田") F("竹川") F("武山") F("立石") F("立花") F("橘田") F("谷内") F("玉川") F("千野") F("塚田") F("塚原") F("手島") F("寺井")
	F("寺西") F("堂本") F("戸井") F("徳山") F("富沢") F("友田") F("中江") F("中尾") F("中岡") F("中沢") F("中澤") F("中谷") F("中根") F("中平") F("中本") F("永瀬") F("永山") F("成瀬") F("西谷") F("西浦") F("新美") F("沼沢") F("野瀬") F("野間")
	F("橋口") F("橋爪") F("畑野") F("花井") F("浜岡") F("林原") F("原野") F("針生") F("久松") F("平島") F("深井") F("福士") F("福留") F("藤倉") F("藤枝") F("藤尾") F("藤永") F("藤平") F("古沢") F("古瀬") F("古橋") F("細江") F("堀越") F("堀部")
	F("本吉") F("前原") F("牧原") F("町井") F("松谷") F("松元") F("松葉") F("丸尾") F("三木") F("三谷") F("三沢") F("三島") F("水原") F("光永") F("宮脇") F("六車") F("村川") F("村重") F("村中") F("持丸") F("元木") F("百瀬") F("安川") F("安達")
	F("柳瀬") F("矢口") F("矢崎") F("矢内") F("山井") F("山際") F("山科") F("山添") F("山室") F("山脇") F("横沢") F("横地") F("吉崎") F("吉住") F("吉瀬") F("吉富") F("吉松") F("米川") F("米本") F("若井") F("若杉") F("渡瀬") F("鷲見") F("槙野")
	F("真柴") F("柚原") F("一色") F("七海") F("弓削") F("不破") F("風間")
	F("渡良瀬") F("大和田") F("大河原") F("宇田川") F("朝比奈") F("海老原") F("海老名") F("阿久津") F("桐谷") F("国枝") F("中原") F("影山") F("桜庭") F("新堂") F("網代") F("国分") F("中込") F("丹羽") F("久野") F("久住") F("井手") F("井出") F("井川") F("井沢")
	F("伊東") F("伊原") F("今泉") F("今野") F("今田") F("仁科") F("佐川") F("佐竹") F("佐原") F("佐山") F("保坂") F("保科") F("倉橋") F("倉持") F("児島") F("入江") F("入野") F("内海") F("内山") F("冨田") F("前川") F("加納") F("加瀬") F("勝又")
	F("勝田") F("北島") F("北原") F("及川") F("古田") F("古賀") F("古屋") F("古谷") F("名取") F("吉沢") F("吉澤") F("吉永") F("吉原") F("吉見") F("向井") F("君島") F("唐沢") F("喜多") F("四宮") F("園田") F("土井") F("土田") F("土居") F("坂井")
	F("坂田") F("坂下") F("坂東") F("城戸") F("堀川") F("堀口") F("堀田") F("塩田") F("塩谷") F("塩野") F("増井") F("大井") F("大江") F("大沢") F("大澤") F("大場") F("大平") F("大村") F("大原") F("大坪") F("大木") F("大槻") F("大滝") F("大貫")
	F("大熊") F("奥田") F("奥山") F("奥野") F("奥寺") F("姫野") F("宇野") F("守屋") F("守田") F("安部") F("安倍") F("安井") F("安東") F("宍戸") F("宗像") F("宮内") F("宮下") F("宮川") F("宮坂") F("宮原") F("宮島") F("宮地") F("宮野") F("富永")
	F("富樫") F("寺田") F("寺島") F("寺尾") F("寺本") F("小泉") F("小坂") F("小柳") F("小寺") F("小室") F("小谷") F("小菅") F("小暮") F("小椋") F("小宮") F("小関") F("小堀") F("小高") F("小玉") F("小幡") F("尾形") F("尾上") F("山岸") F("山根")
	F("山村") F("山野") F("山川") F("山城") F("山岡") F("山路") F("山辺") F("岡部") F("岡野") F("岡安") F("岩下") F("岩城") F("岩間") F("岩佐") F("岩渕") F("岩谷") F("岩村") F("島村") F("島津") F("島本") F("島崎") F("峯岸") F("川井") F("川瀬")
	F("川野") F("市村") F("市橋") F("布施") F("平賀") F("平松") F("平尾") F("平沢") F("平澤") F("平林") F("幸田") F("広田") F("庄司") F("庄子") F("引地") F("後閑") F("徳田") F("徳永") F("志賀") F("恩田") F("愛甲") F("我妻") F("戸塚") F("戸川")
	F("戸村") F("手塚") F("斉木") F("新谷") F("新垣") F("早坂") F("早瀬") F("早野") F("星川") F("春山") F("曽根") F("曽我") F("有賀") F("服田") F("木内") F("木原") F("木田") F("木島") F("木暮") F("本多") F("本橋") F("本山") F("杉田") F("杉浦")
	F("杉原") F("杉崎") F("村松") F("村岡") F("村瀬") F("村木") F("村尾") F("村越") F("東野") F("松川") F("松崎") F("松野") F("松永") F("松木") F("松宮") F("松橋") F("板垣") F("板倉") F("林崎") F("染谷") F("柘植") F("柚木") F("柳沢") F("柳澤")
	F("柳原") F("柴崎") F("柿崎") F("栗山") F("栗林") F("根岸") F("根津") F("桂木") F("桐山") F("桑野") F("桜田") F("梅原") F("梅津") F("梅沢") F("森岡") F("森川") F("森下") F("森山") F("森谷") F("森脇") F("森口") F("森村") F("植松") F("椎名")
	F("榊田") F("樋渡") F("横井") F("横尾") F("横川") F("横溝") F("武井") F("武内") F("武藤") F("武部") F("武川") F("毛利") F("氷室") F("永田") F("永野") F("永島") F("江口") F("江川") F("江藤") F("江原") F("池内") F("池谷") F("池本") F("沖田")
	F("沢村") F("沢井") F("河原") F("河本") F("沼尻") F("泉谷") F("津村") F("津川") F("浅川") F("浅見") F("浅沼") F("浜口") F("浜野") F("浜本") F("浜崎") F("深田") F("深見") F("添田") F("清野") F("渋沢") F("渡会") F("湯浅") F("溝口") F("滝口")
	F("滝川") F("滝本") F("漆原") F("濱田") F("瀧本") F("片桐") F("片岡") F("片平") F("牛島") F("牧田") F("玉井") F("玉城") F("玉木") F("玉置") F("瓜生") F("甲田") F("生駒") F("田上") F("田宮") F("田所") F("田邊") F("田部") F("田尻") F("田淵")
	F("由良") F("畑中") F("畑山") F("白井") F("白川") F("白鳥") F("白木") F("皆川") F("益田") F("真鍋") F("真壁") F("真野") F("矢島") F("矢部") F("矢沢") F("矢田") F("石上") F("石丸") F("石山") F("石渡") F("石崎") F("石倉") F("磯貝") F("神山")
	F("神崎") F("神林") F("神保") F("福永") F("福原") F("福本") F("福地") F("福沢") F("秋元") F("秋葉") F("秋本") F("稲田") F("稲村") F("竹中") F("竹下") F("竹村") F("竹本") F("竹原") F("笠井") F("笠松") F("筒井") F("篠田") F("篠崎") F("米山")
	F("米倉") F("粕谷") F("糸井") F("紺野") F("細井") F("細谷") F("細野") F("細見") F("綿貫") F("緑川") F("織部") F("羽鳥") F("肥後") F("能勢") F("脇田") F("臼井") F("興津") F("舟木") F("船木") F("船越") F("芝田") F("芦沢") F("芦原") F("若松")
	F("若山") F("若月") F("茅野") F("荻野") F("荻原") F("菊田") F("菅沼") F("菅井") F("萩野") F("葛西") F("葛城") F("蓮見") F("藤代") F("藤崎") F("藤巻") F("藤森") F("藤山") F("藤島") F("藤木") F("西井") F("西岡") F("西沢") F("西澤") F("西島")
	F("西脇") F("西本") F("西崎") F("西森") F("角谷") F("谷本") F("谷村") F("谷田") F("豊川") F("赤木") F("赤松") F("赤井") F("越智") F("辰巳") F("辻井") F("進藤") F("遠坂") F("郡司") F("野上") F("野中") F("野原") F("野崎") F("野沢") F("野澤")
	F("野島") F("金森") F("金澤") F("金山") F("金原") F("鈴村") F("釜田") F("錦織") F("長井") F("長坂") F("長沢") F("長澤") F("長山") F("長瀬") F("門倉") F("関本") F("関野") F("阪本") F("雨宮") F("霜田") F("青野") F("青田") F("青井") F("須賀")
	F("須山") F("須永") F("額賀") F("飛田") F("飯野") F("馬渕") F("駒井") F("高原") F("高見") F("高倉") F("高畑") F("高村") F("高城") F("高垣") F("髙橋") F("鬼塚") F("魚住") F("鳥海") F("鵜飼") F("鷲尾") F("黒岩") F("黒崎") F("黒沼") F("麻生")
	F("麦倉") F("鶴見") F("齊木") F("龍田") F("瀬尾") F("鳴海") F("汐見") F("浪川") F("水越") F("灘") F("碇")
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
static const struct str front_titles[] = { LIT("担当者名:"), LIT("担当者:"), LIT("担当者は"), LIT("担当:"), LIT("担当は"), LIT("担当 "), LIT("担当者 "), LIT("氏名:"), LIT("氏名 "), LIT("名前:"), LIT("報告者:"), LIT("記載者:"), LIT("作成者:"), LIT("作成:"), LIT("責任者:"), LIT("責任者は"), LIT("連絡者:"), LIT("発信者:"), LIT("連絡先:"), LIT("窓口:"), LIT("承認:"), LIT("承認者:"), LIT("起票:"), LIT("起票者:"), LIT("記入者:"), LIT("本人:"), LIT("対応者:"), LIT("対応:"), LIT("確認者:"), LIT("確認:"), LIT("文責:"), LIT("文責 "), LIT("発見者:"), LIT("発見者は"), LIT("発見者 "), LIT("通報者:"), LIT("通報者は"), LIT("申告者:"), LIT("受付者:"), LIT("受信者:"), LIT("操作者:"), LIT("作業者:"), LIT("作業者 "), LIT("作業者は"), LIT("記録:"), LIT("記録者:"), LIT("立会:"), LIT("立会者:"), LIT("立会人:"), LIT("報告者 "), LIT("報告者は"), LIT("作成者 "), LIT("作成 "), LIT("承認 "), LIT("責任者 "), LIT("名義人:"), LIT("名義:"), LIT("名義 "), LIT("契約者:"), LIT("患者:"), LIT("顧客:"), LIT("所有者:"), LIT("使用者:"), LIT("利用者:"), LIT("当直:"), LIT("当直者:"), LIT("当番:"), LIT("医師:"), LIT("技術者:"), LIT("代表者:"), LIT("代理:"), LIT("連絡担当:"), LIT("連絡担当者:"), LIT("を名乗る"), LIT("と名乗る"), LIT("本人は"), LIT("発信:"), LIT("発信 "), { NULL, 0 } };
static const struct str honorifics[] = { LIT("様"), LIT("さま"), LIT("氏"), LIT("さん"), LIT("殿"), LIT("先生"), { NULL, 0 } };
static const struct str posts[] = { LIT("副部長"), LIT("部長"), LIT("本部長"), LIT("課長"), LIT("係長"), LIT("主任"), LIT("室長"), LIT("次長"), LIT("局長"), LIT("所長"), LIT("支店長"), LIT("社長"), LIT("会長"), LIT("専務"), LIT("常務"), LIT("取締役"), LIT("院長"), LIT("班長"), LIT("駅長"), LIT("主査"), LIT("主幹"), LIT("主事"), LIT("参事"), LIT("理事"), LIT("技師"), LIT("医師"), LIT("教授"), LIT("マネージャー"), LIT("マネージャ"), LIT("リーダー"), LIT("担当"), LIT("課員"), LIT("課長代理"), LIT("部長代理"), LIT("専門役"), LIT("上席"), LIT("参与"), LIT("店長"), LIT("校長"), LIT("学長"), LIT("機長"), LIT("船長"), LIT("隊長"), LIT("組合長"), LIT("委員長"), LIT("委員"), LIT("監督"), LIT("当直長"), LIT("調査役"), LIT("審査役"), LIT("支配人"), LIT("助役"), LIT("弁護士"), LIT("警部補"), LIT("警部"), LIT("巡査"), LIT("記者"), LIT("運転士"), LIT("車掌"), LIT("看護師"), LIT("技術員"), LIT("代表"), LIT("夫妻"), LIT("検針員"), LIT("作業員"), LIT("警備員"), LIT("保安員"), LIT("指令員"), LIT("係員"), LIT("社員"), LIT("職員"), LIT("隊員"), LIT("研究員"), LIT("運転手"), LIT("指令長"), LIT("センター長"), LIT("工場長"), LIT("支社長"), LIT("事務長"), LIT("師長"), LIT("副所長"), LIT("副院長"), LIT("副社長"), LIT("副支店長"), LIT("グループ長"), LIT("チーム長"), LIT("主席"), LIT("主管"), LIT("技監"), LIT("専門官"), LIT("補佐"), LIT("主務"), LIT("主事補"), LIT("巡査部長"), LIT("警視"), LIT("消防士長"), LIT("消防司令"), LIT("税理士"), LIT("司法書士"), LIT("薬剤師"), LIT("技士"), LIT("助教"), LIT("准教授"), LIT("議員"), LIT("市長"), LIT("町長"), LIT("村長"), LIT("知事"), LIT("エンジニア"), LIT("オペレータ"), LIT("ディレクター"), { NULL, 0 } };
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

size_t redact_family_at(const struct folded *f, size_t i)
{
	return family_at(f, i);
}

/* Characters that family names are made of: the first, the last. 影山, 桐谷, 汐崎: good where a title or a label stands beside it. */
static const struct str family_first[] = {
#define F(x) LIT(x),
	F("山") F("川") F("河") F("田") F("中") F("小") F("大") F("高") F("石") F("藤") F("佐") F("木") F("村") F("井") F("松") F("竹") F("杉") F("梅") F("桜") F("柳") F("桐") F("桑") F("栗") F("柿") F("桂") F("楠") F("榎") F("榊") F("樋") F("横") F("古") F("新") F("若") F("長") F("短") F("広") F("深") F("浅") F("清") F("平") F("安") F("福") F("吉") F("富") F("豊") F("宮") F("神") F("寺") F("堀") F("池") F("沼") F("沢") F("澤") F("滝") F("瀬") F("津") F("浜") F("濱") F("磯") F("汐") F("潮") F("波") F("浪") F("海") F("島") F("嶋") F("岡") F("岩") F("岸") F("坂") F("谷") F("野") F("原") F("森") F("林") F("草") F("花") F("菊") F("菅") F("荻") F("萩") F("葛") F("蓮") F("芦") F("芝") F("茅") F("稲") F("秋") F("春") F("夏") F("冬") F("冨") F("朝") F("夕") F("星") F("月") F("日") F("雨") F("雪") F("雲") F("霜") F("風") F("虹") F("青") F("赤") F("白") F("黒") F("緑") F("金") F("銀") F("玉") F("珠") F("鈴") F("鶴") F("鴨") F("鷲") F("鷹") F("鳥") F("鹿") F("馬") F("牛") F("熊") F("猪") F("亀") F("龍") F("虎") F("尾") F("足") F("手") F("八") F("三") F("五") F("七") F("九") F("千") F("百") F("一") F("二") F("四") F("六") F("今") F("永") F("久") F("後") F("前") F("西") F("東") F("南") F("北") F("上") F("下") F("内") F("奥") F("片") F("丸") F("細") F("太") F("成") F("相") F("荒") F("須") F("阿") F("伊") F("宇") F("加") F("志") F("真") F("矢") F("弓") F("織") F("綾") F("絹") F("渡") F("遠") F("近") F("辻") F("塚") F("塩") F("土") F("早") F("飯") F("米") F("麦") F("酒") F("国") F("江") F("影") F("鏡") F("笠") F("笹") F("篠") F("筒") F("門") F("関") F("戸") F("倉") F("蔵") F("氷") F("水") F("湯") F("泉") F("鳴") F("羽") F("翠") F("紺") F("桃") F("椿") F("椎") F("橘") F("檜") F("槙") F("牧") F("望") F("保") F("本") F("武") F("向") F("君") F("喜") F("和") F("徳") F("仁") F("能") F("脇") F("曽") F("曾") F("末") F("根") F("葉") F("茂") F("城") F("館") F("湊") F("港") F("灘") F("鎌") F("釜") F("鍋") F("甲") F("庄") F("園") F("薗") F("児") F("服") F("桧") F("沖") F("生")
	F("柏") F("梶") F("鵜") F("鮎") F("鍵") F("釘") F("鉄") F("陣") F("飛") F("鬼") F("魚") F("黛") F("斎") F("緒") F("縄") F("胡") F("芹") F("苅") F("菱") F("蒔") F("薄") F("藍") F("蝦") F("都") F("猿") F("犬") F("狩") F("畠") F("畑") F("砂") F("碓") F("秩") F("粟") F("糸") F("網") F("荷") F("諸") F("軽") F("那") F("邑") F("郡") F("重") F("錦") F("隅") F("雫") F("音") F("植") F("最") F("有") F("梨") F("栄") F("持") F("押") F("折") F("旭") F("杜") F("来") F("桶") F("棚") F("毛") F("湖") F("満") F("源") F("炭") F("立") F("串") F("乙") F("亘") F("仲") F("余") F("依") F("俵") F("兼") F("刈") F("勝") F("升") F("半") F("卯") F("又") F("及") F("吹") F("呉") F("味") F("坪") F("埴") F("増") F("多") F("妻") F("宗") F("宍") F("定") F("室") F("布") F("常") F("幡") F("庭") F("引") F("恩") F("恵") F("愛") F("扇") F("々") F("柘") F("熱") F("照") F("勢") F("額") F("飾") F("頼") F("頭") F("黄") F("鷺") F("鶯") F("鎧")
#undef F
	{ NULL, 0 } };
static const struct str family_last[] = {
#define F(x) LIT(x),
	F("田") F("川") F("河") F("山") F("本") F("村") F("井") F("藤") F("野") F("原") F("島") F("嶋") F("谷") F("沢") F("澤") F("崎") F("﨑") F("橋") F("木") F("塚") F("岡") F("林") F("森") F("浜") F("濱") F("瀬") F("尾") F("津") F("葉") F("城") F("浦") F("倉") F("見") F("枝") F("庭") F("垣") F("脇") F("辺") F("邊") F("泉") F("堀") F("池") F("沼") F("坂") F("松") F("杉") F("竹") F("梅") F("桜") F("柳") F("影") F("宮") F("貝") F("丸") F("根") F("岸") F("江") F("里") F("郷") F("門") F("代") F("戸") F("羽") F("鳥") F("笠") F("巻") F("平") F("越") F("居") F("越智") F("賀") F("間") F("名") F("屋") F("守") F("住") F("来") F("方") F("股") F("石") F("岩") F("砂") F("渕") F("淵") F("堂") F("蔵") F("潟") F("湊")
	F("輪") F("我") F("梨") F("々") F("司") F("坪") F("嵐") F("幡") F("栖") F("納") F("船") F("藪") F("角") F("込") F("隈") F("黒") F("鍋") F("置") F("口") F("美") F("多") F("留") F("久") F("樹") F("馬") F("熊") F("塁")
#undef F
	{ NULL, 0 } };
/* Made like a family name, and none: words of reports. */
static const struct str no_family[] = { LIT("山間"), LIT("中間"), LIT("中原"), LIT("大方"), LIT("水門"), LIT("夕方"), LIT("東方"), LIT("西方"), LIT("南方"), LIT("北方"), LIT("上方"), LIT("下方"), LIT("前方"), LIT("後方"), LIT("相方"), LIT("平方"), LIT("片方"), LIT("夜間"), LIT("日間"), LIT("月間"), LIT("一名"), LIT("二名"), LIT("三名"), LIT("五名"), LIT("四名"), LIT("六名"), LIT("七名"), LIT("八名"), LIT("九名"), LIT("千名"), LIT("百名"), LIT("数名"), LIT("国名"), LIT("社名"), LIT("大名"), LIT("本名"), LIT("館名"), LIT("港名"), LIT("五代"), LIT("土間"), LIT("区間"), LIT("岸壁"), LIT("海岸"), LIT("河川"), LIT("山林"), LIT("森林"), LIT("東山"), LIT("赤根"), LIT("水泉"), LIT("戸戸"), LIT("門戸"), LIT("江戸"), LIT("本来"), LIT("以来"), LIT("外来"), LIT("将来"), LIT("未来"), LIT("和名"), LIT("上名"), LIT("下名"), LIT("前名"), LIT("後名"), LIT("近間"), LIT("新居"), LIT("本屋"), LIT("上屋"), LIT("平屋"), LIT("水戸"), LIT("各戸"), LIT("内部"), LIT("土石"), LIT("東口"), LIT("西口"), LIT("南口"), LIT("北口"), LIT("戸口"), LIT("河口"), LIT("水口"), LIT("入口"), LIT("上口"), LIT("下口"), LIT("一角"), LIT("頭角"), LIT("三角"), LIT("多角"), LIT("四角"), LIT("都度"), LIT("持込"), LIT("押込"), LIT("立木"), LIT("定石"), LIT("設置"), LIT("位置"), LIT("倉庫"), LIT("各々"), LIT("方々"), LIT("日々"), LIT("月々"), LIT("久々"), LIT("上司"), LIT("室名"), LIT("定名"), LIT("多数"), LIT("仲間"), LIT("半角"), LIT("半間"), LIT("引込"), LIT("重石"), LIT("来月"), LIT("味見"), LIT("引継"), LIT("有名"), LIT("名名"), LIT("都市"), LIT("立方"), LIT("定住"), LIT("多方"), LIT("室内"), LIT("保守"), LIT("国守"), LIT("市来"), LIT("金納"), LIT("未納"), LIT("後納"), LIT("前納"), LIT("船舶"), LIT("母船"), LIT("本船"), LIT("木船"), LIT("水上"), LIT("生来"), LIT("生石"), LIT("本件"), LIT("三者"), LIT("手配"), LIT("手口"), LIT("窓口"), LIT("大口"), LIT("小口"), LIT("片口"), LIT("宗派"), LIT("本間") /* a family all the same: in the table above */, { NULL, 0 } };

/* The same by what family names are made of: two characters. */
static size_t family_like(const struct folded *f, size_t i)
{
	size_t n = family_at(f, i);
	if (n || !is_kanji(at(f, i)) || !is_kanji(at(f, i + 1)))
		return n;
	return redact_any(f, i, family_first) && redact_any(f, i + 1, family_last) && !redact_any(f, i, no_family) ? 2 : 0;
}

/* エレナ モロー, ジョン・スミス */
static bool find_foreign(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t k = i, second;
	while (is_kata(at(f, k)))
		k++;
	if (k - i < 2 || k - i > 10 || (!is_blank(at(f, k)) && at(f, k) != 0x30fb))
		return false;
	for (second = ++k; is_kata(at(f, k)); k++) {}
	if (k - second < 2 || k - second > 10 || is_kanji(at(f, k)))
		return false;
	return by_form(s, REDACT_PERSON, i, k);
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
	size_t family = family_like(f, k), end = k + family;
	if (!family)
		return find_foreign(s, k);
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
static const struct str roles[] = { LIT("担当者"), LIT("担当"), LIT("当直"), LIT("責任者"), LIT("社員"), LIT("職員"), LIT("技術者"), LIT("係員"), LIT("運転士"), LIT("看護師"), LIT("医師"), LIT("所長"), LIT("部長"), LIT("課長"), LIT("係長"), LIT("主任"), LIT("室長"), LIT("次長"), LIT("主査"), LIT("管理者"), LIT("患者"), LIT("顧客"), LIT("契約者"), LIT("申告者"), LIT("通報者"), LIT("受付"), LIT("作業員"), LIT("営業"), LIT("利用者"), LIT("駅長"), LIT("院長"), LIT("店長"), LIT("部"), LIT("課"), LIT("係"), LIT("室"), LIT("局"), LIT("署"), LIT("所"), LIT("グループ"), LIT("チーム"), LIT("センター"), LIT("センタ"), LIT("支店"), LIT("社"), LIT("院"), LIT("店"), LIT("リーダー"), LIT("マネージャー"), LIT("記"), LIT("文責"), LIT("報告"), LIT("作成"), LIT("承認"), LIT("確認"), LIT("発信"), LIT("窓口"), LIT("連絡先"), LIT("運転員"), LIT("操作員"), LIT("監視員"), LIT("保守員"), LIT("指令員"), LIT("検針員"), LIT("警備員"), LIT("派遣社員"), LIT("新人"), LIT("後任"), LIT("前任"), LIT("副担当"), LIT("発見者"), LIT("立会人"), LIT("作業者"), LIT("操作者"), LIT("課員"), LIT("部員"), LIT("課長補佐"), LIT("課長代理"), { NULL, 0 } };
/* The same with nothing between: 当直泉が, 担当影山より. */
static const struct str people_roles[] = { LIT("当直"), LIT("当直長"), LIT("当番"), LIT("担当"), LIT("担当者"), LIT("責任者"), LIT("社員"), LIT("職員"), LIT("作業員"), LIT("検針員"), LIT("警備員"), LIT("係員"), LIT("課長"), LIT("部長"), LIT("係長"), LIT("主任"), LIT("室長"), LIT("次長"), LIT("所長"), LIT("院長"), LIT("社長"), LIT("駅長"), LIT("店長"), LIT("医師"), LIT("看護師"), LIT("運転士"), LIT("指令員"), LIT("技術者"), LIT("技師"), LIT("本人は"), LIT("本人("), LIT("発見者"), LIT("通報者"), LIT("申告者"), { NULL, 0 } };
static const struct str behind_people[] = { LIT("が"), LIT("は"), LIT("より"), LIT("から"), LIT("に"), LIT("へ"), LIT("を"), LIT("と"), LIT("、"), LIT("。"), LIT(")"), LIT(","), LIT(" "), LIT("\n"), LIT("も"), LIT("の"), { NULL, 0 } };
/* What follows a family name in names of places and houses. */
static const struct str no_given[] = { LIT("県"), LIT("市"), LIT("町"), LIT("村"), LIT("区"), LIT("郡"), LIT("店"), LIT("場"), LIT("所"), LIT("社"), LIT("駅"), LIT("線"), LIT("港"), LIT("橋"), LIT("川"), LIT("湾"), LIT("島"), LIT("院"), LIT("局"), LIT("署"), LIT("部"), LIT("課"), LIT("室"), LIT("会"), LIT("館"), LIT("校"), LIT("寺"), LIT("城"), LIT("沢"), LIT("谷"), LIT("台"), LIT("坂"), LIT("通"), LIT("側"), LIT("方"), LIT("面"), LIT("系"), LIT("電"), LIT("鉄"), LIT("道"), LIT("路"), LIT("号"), LIT("庁"), LIT("則"), LIT("組"), LIT("屋"), LIT("園"), LIT("家"), LIT("製"), LIT("工"), LIT("式"), LIT("流"), LIT("駐"), LIT("地"), LIT("口"), LIT("内"), LIT("前"), LIT("中"), LIT("上"), LIT("下"), LIT("東"), LIT("西"), LIT("南"), LIT("北"), LIT("間"), LIT("発"), LIT("行"), LIT("着"), LIT("銀"), LIT("証"), LIT("信"), LIT("保"), LIT("薬"), LIT("商"), LIT("氏"), LIT("様"), LIT("殿"), { NULL, 0 } };

/* Families that are also prefectures or large towns. */
static const struct str prefecture_names[] = { LIT("千葉"), LIT("石川"), LIT("福島"), LIT("福井"), LIT("長野"), LIT("香川"), LIT("山口"), LIT("宮崎"), LIT("川崎"), LIT("福岡"), LIT("岡山"), { NULL, 0 } };

/* 当直泉が */
static bool find_on_duty(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	if (!is_kanji(at(f, i)) || !redact_any_before(f, i, people_roles))
		return false;
	size_t family = family_like(f, i);
	if (!family || is_kanji(at(f, i + family)) || !redact_any(f, i + family, behind_people))
		return false;
	return by_form(s, REDACT_PERSON, i, i + family);
}

/* 桐谷 情報管理課長 */
static bool find_before_post(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t family = family_like(f, i), k = i + family + 1;
	if (family < 2 || !is_blank(at(f, i + family)))
		return false;
	for (size_t start = k; k < start + 12 && (is_kanji(at(f, k)) || is_kata(at(f, k))); k++)
		if (redact_any(f, k, posts))
			return by_form(s, REDACT_PERSON, i, i + family);
	return false;
}

/* Characters of given names. */
static const struct str given_chars[] = {
#define F(x) LIT(x),
	F("一") F("二") F("三") F("郎") F("朗") F("子") F("美") F("恵") F("香") F("太") F("介") F("輔") F("樹") F("也") F("哉") F("人") F("仁") F("和") F("博") F("浩") F("弘") F("宏") F("寛") F("裕") F("祐") F("雄") F("夫") F("男") F("彦") F("明") F("昭") F("章") F("彰") F("正") F("雅") F("昌") F("政") F("真") F("誠") F("信") F("伸") F("進") F("健") F("賢") F("謙") F("憲") F("剛") F("豪") F("徹") F("哲") F("達") F("隆") F("孝") F("貴") F("敬") F("啓") F("慶") F("圭") F("恭") F("俊") F("駿") F("淳") F("潤") F("純") F("順") F("翔") F("将") F("大") F("拓") F("卓") F("琢") F("匠") F("武") F("猛") F("毅") F("勇") F("勝") F("克") F("勉") F("努") F("修") F("秀") F("英") F("栄") F("永") F("瑛") F("友") F("智") F("知") F("朋") F("直") F("尚") F("久") F("寿") F("良") F("亮") F("遼") F("涼") F("諒") F("凌") F("聡") F("悟") F("暁") F("聖") F("清") F("静") F("晴") F("陽") F("洋") F("葉") F("遥") F("悠") F("優") F("由") F("結") F("唯") F("佑") F("勲") F("岳") F("望") F("希") F("実") F("稔") F("豊") F("穂") F("茂") F("繁") F("滋") F("司") F("史") F("志") F("士") F("詩") F("紫") F("沙") F("紗") F("彩") F("綾") F("文") F("奈") F("那") F("菜") F("七") F("夏") F("波") F("海") F("未") F("麻") F("舞") F("愛") F("藍") F("葵") F("杏") F("凛") F("蓮") F("幸") F("康") F("泰") F("義") F("吉") F("忠") F("治") F("次") F("之") F("行") F("典") F("法") F("紀") F("規") F("光") F("輝") F("晃") F("春") F("千") F("津") F("代") F("江") F("枝") F("乃") F("里") F("理") F("梨") F("莉") F("絵") F("衣") F("加") F("佳") F("華") F("花") F("夕") F("月") F("音") F("心") F("咲") F("桜") F("梓") F("楓") F("空") F("斗") F("登") F("平") F("兵") F("助") F("吾") F("玄") F("源") F("元") F("学") F("広") F("道") F("新") F("渉") F("歩") F("薫") F("緑") F("碧") F("泉") F("瞳") F("恒") F("航") F("湊") F("蒼") F("律") F("凪") F("澄") F("慎") F("崇") F("宗") F("基") F("邦") F("喜") F("重") F("安") F("保") F("照") F("伊") F("織") F("成")
	F("玲") F("怜") F("瑠") F("璃") F("琉") F("琴") F("瑞") F("穣") F("巌") F("巧") F("宙") F("遊") F("颯") F("蓉") F("芳") F("芽") F("茜") F("茉") F("萌") F("萩") F("菫") F("葛") F("蘭") F("虹") F("蝶") F("鈴") F("雛") F("雫") F("霞") F("露") F("靖") F("韻") F("響") F("頼") F("飛") F("馨") F("駆") F("駒") F("鶴") F("鷹") F("龍") F("麗") F("黎") F("朱") F("杉") F("李") F("柊") F("桃") F("梅") F("椿") F("楠") F("榮") F("樂") F("毬") F("洸") F("涙") F("渚") F("湖") F("澪") F("灯") F("煌") F("燈") F("爽") F("牧") F("珠") F("珂") F("瑚") F("甫") F("百") F("皓") F("盛") F("眞") F("矢") F("磨") F("祥") F("禎") F("秋") F("穏") F("竜") F("笑") F("粋") F("絢") F("綺") F("維") F("緋") F("羽") F("翠") F("翼") F("耀") F("胡") F("脩") F("舜") F("芙") F("苑") F("茅")
#undef F
	{ NULL, 0 } };
/* Words of labels and headings that a name may stand behind with a blank, and which are none. */
static const struct str labels[] = { LIT("対象"), LIT("宛先"), LIT("氏名"), LIT("名前"), LIT("本人"), LIT("相手"), LIT("連絡"), LIT("報告"), LIT("確認"), LIT("発信"), LIT("送信"), LIT("受信"), LIT("受付"), LIT("対応"), LIT("件名"), LIT("日時"), LIT("内容"), LIT("備考"), LIT("概要"), LIT("原因"), LIT("影響"), LIT("状況"), LIT("経緯"), LIT("以上"), LIT("電話"), LIT("上記"), LIT("下記"), LIT("同社"), LIT("当社"), LIT("弊社"), LIT("各社"), LIT("部門"), LIT("総務"), LIT("営業"), LIT("業務"), LIT("技術"), LIT("経理"), LIT("情報"), LIT("運用"), LIT("保守"), LIT("設備"), LIT("広報"), LIT("合計"), LIT("人数"), LIT("夜勤"), LIT("日勤"), LIT("早番"), LIT("遅番"), LIT("午前"), LIT("午後"), LIT("早朝"), LIT("深夜"), LIT("有無"), LIT("判定"), LIT("結果"), LIT("資料"), LIT("別紙"), LIT("既定"), LIT("現在"), LIT("平成"), LIT("令和"), LIT("昭和"), LIT("様式"), { NULL, 0 } };

/* 中原 智: what is made like a family name, a blank, and a given name of two or three characters (of one before a title). */
static bool find_by_given(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t k = i, given, n;
	while (k < i + 4 && is_kanji(at(f, k)))
		k++;
	size_t family = k - i;
	if (family < 1 || family > 3 || !is_blank(at(f, k)) || redact_any(f, i, labels) || redact_any_before(f, k, roles) || redact_any_before(f, k, nobody))
		return false;
	bool before_title = false;
	for (size_t on = k + 1; on < k + 5 && is_kanji(at(f, on)) && !before_title; on++)       /* 猿渡 玲奈様: any characters */
		before_title = on > k + 1 && redact_any(f, on, honorifics) > 0;
	for (given = ++k; k < given + 4 && (before_title ? is_kanji(at(f, k)) : redact_any(f, k, given_chars) > 0) && !redact_any(f, k, honorifics) && !redact_any(f, k, posts); k++) {}
	n = k - given;
	bool like = family_like(f, i) == family, titled = redact_any(f, k, honorifics) || redact_any(f, k, posts) || (is_blank(at(f, k)) && redact_any(f, k + 1, honorifics));
	if (n < 1 || n > 3 || (is_kanji(at(f, k)) && !titled) || is_kata(at(f, k)) || (family == 1 && !titled))
		return false;
	if (!titled && (n < 2 || (!like && (family != 2 || n != 2))))
		return false;
	return by_form(s, REDACT_PERSON, i, k);
}

/* 課長 佐藤, 佐藤が対応: a family name beside what a person is or does. */
static bool find_in_role(struct redact_scan *s, size_t i, size_t family)
{
	const struct folded *f = &s->f;
	size_t back = i;
	while (back && i - back < 2 && (is_blank(at(f, back - 1)) || at(f, back - 1) == ':' || at(f, back - 1) == 0x306e || at(f, back - 1) == '/' || at(f, back - 1) == '(' || at(f, back - 1) == 0x300c || at(f, back - 1) == '|' || at(f, back - 1) == '\t' || at(f, back - 1) == 0x3001))
		back--;
	/* what a person does, or a telephone number, behind it */
	static const struct str does[] = { LIT("(担当"), LIT("(責任者"), LIT("(内線"), LIT("(携帯"), LIT("(当直"), LIT("(0"), LIT(" 0"), LIT("が対応"), LIT("が確認"), LIT("が検知"), LIT("が発見"), LIT("が受"), LIT("が作業"), LIT("が操作"), LIT("が実施"), LIT("が開封"), LIT("が送信"), LIT("が気付"), LIT("が気づ"), LIT("が報告"), LIT("が連絡"), LIT("が誤"), LIT("が不審"), LIT("より連絡"), LIT("より報告"), LIT("より電話"), LIT("から連絡"), LIT("から報告"), LIT("から電話"), LIT("へ連絡"), LIT("に連絡"), LIT("へ報告"), LIT("に報告"), LIT("まで連絡"), LIT("まで。"), LIT("へ電話"), LIT("に電話"), LIT("と申"), LIT("です。"), LIT("記)"), LIT("コメント"), LIT("記入"), LIT("追記"), LIT("が復旧"), LIT("が到着"), LIT("が現地"), LIT("が現場"), LIT("が説明"), LIT("が判断"), LIT("が指示"), LIT("が担当"), LIT("が回答"), LIT("が起票"), LIT("が駆"), LIT("が接続"), LIT("が設定"), LIT("が立会"), LIT("が立ち会"), LIT("が出社"), LIT("が登院"), LIT("が登庁"), LIT("が巡回"), LIT("が点検"), LIT("が交換"), LIT("が停止"), LIT("が遮断"), LIT("が切り離"), LIT("が入力"), LIT("がクリック"), LIT("が返信"), LIT("が転送"), LIT("が申告"), LIT("が通報"), LIT("が承認"), LIT("が調査"), LIT("が持ち帰"), LIT("に確認"), LIT("へ確認"), LIT("に依頼"), LIT("へ依頼"), LIT("に聞"), LIT("に引"), LIT("へ引"), LIT("と協議"), LIT("と電話"), LIT("から回答"), LIT("より回答"), LIT("から申告"), LIT("より申告"), LIT("から聞"), LIT("まで電話"), LIT("談"), LIT("(直通"), LIT("(電話"), LIT("(tel"), LIT("(課長"), LIT("(広報"), LIT("(総務"), LIT("(営業"), LIT("(情報"), LIT("(情シス"), LIT("(技術"), LIT("(設備"), LIT("(運用"), LIT("(保全"), LIT("(保守"), LIT("(経理"), LIT("(当社"), LIT("(弊社"), LIT("(同社"), LIT("の両名"), LIT("両名"), LIT("ほか"), LIT("(主任"), LIT("(係長"), LIT("(部長"), LIT("(社員"), { NULL, 0 } };
	bool alone = !is_kanji(at(f, i + family)) && !is_kata(at(f, i + family));
	if (family > 1 && redact_any(f, i + family, does))
		return by_form(s, REDACT_PERSON, i, i + family);
	if (alone && family > 1 && back < i && redact_any_before(f, back, roles))
		return by_form(s, REDACT_PERSON, i, i + family);
	return false;
}

/* 佐藤 一郎 anywhere, 佐藤一郎 where nothing goes on, 佐藤 after a role. */
static bool find_full(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	if (is_kanji(before(f, i)) || is_kata(before(f, i)))
		return find_on_duty(s, i);
	size_t family = family_at(f, i), k = i + family, given = k;
	if (!family && (find_by_given(s, i) || find_before_post(s, i) || find_on_duty(s, i)))
		return true;
	if (!family && (family = family_like(f, i)) != 0)
		return find_in_role(s, i, family);
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
	if (find_in_role(s, i, family))
		return true;
	if (family > 1 && before(f, i) == '(' && at(f, i + family) == ')' && !redact_any(f, i, prefecture_names))      /* 本人(志村) */
		return by_form(s, REDACT_PERSON, i, i + family);
	return find_before_post(s, i) || find_on_duty(s, i);
}

/* What heads have the post of: 総務課長 is nobody's name, 津軽課長 is. */
static const struct str departments[] = { LIT("総務"), LIT("営業"), LIT("経理"), LIT("技術"), LIT("情報"), LIT("運用"), LIT("保守"), LIT("設備"), LIT("広報"), LIT("人事"), LIT("法務"), LIT("企画"), LIT("財務"), LIT("工務"), LIT("保安"), LIT("業務"), LIT("調達"), LIT("監査"), LIT("開発"), LIT("品質"), LIT("安全"), LIT("環境"), LIT("土木"), LIT("建築"), LIT("電気"), LIT("機械"), LIT("施設"), LIT("管理"), LIT("計画"), LIT("運転"), LIT("運輸"), LIT("車両"), LIT("営繕"), LIT("配電"), LIT("送電"), LIT("発電"), LIT("変電"), LIT("給電"), LIT("系統"), LIT("資材"), LIT("購買"), LIT("生産"), LIT("製造"), LIT("警備"), LIT("防災"), LIT("危機"), LIT("消防"), LIT("水道"), LIT("浄水"), LIT("下水"), LIT("税務"), LIT("市民"), LIT("福祉"), LIT("医事"), LIT("看護"), LIT("薬剤"), LIT("検査"), LIT("外来"), LIT("病棟"), LIT("夜勤"), LIT("日勤"), LIT("担当"), LIT("当直"), LIT("責任"), LIT("同社"), LIT("当社"), LIT("弊社"), LIT("各社"), LIT("当該"), LIT("各部"), LIT("当時"), LIT("現場"), LIT("電算"), LIT("通信"), LIT("電子"), LIT("放送"), LIT("制作"), LIT("編成"), LIT("審査"), LIT("融資"), LIT("証券"), LIT("市場"), LIT("預金"), LIT("事務"), LIT("秘書"), LIT("渉外"), LIT("港湾"), LIT("航空"), LIT("整備"), LIT("保線"), LIT("信号"), LIT("輸送"), LIT("工事"), LIT("供給"), LIT("保全"), LIT("製油"), LIT("研究"), LIT("分析"), LIT("支援"), LIT("対策"), LIT("統括"), LIT("主任"), LIT("副部"), LIT("専門"), LIT("産業"), LIT("主治"), LIT("研修"), LIT("救急"), LIT("内科"), LIT("外科"), LIT("代表"), LIT("会社"), LIT("病院"), LIT("地区"), LIT("地域"), LIT("本店"), LIT("支店"), LIT("本社"), LIT("支社"), LIT("全体"), LIT("一般"), LIT("女性"), LIT("男性"), LIT("派遣"), LIT("新任"), LIT("前任"), LIT("後任"), LIT("臨時"), LIT("契約"), LIT("正規"), LIT("電車"), LIT("列車"), LIT("勤務"), LIT("指令"), LIT("司令"), LIT("国際"), LIT("戦略"), LIT("推進"), LIT("教育"), LIT("政策"), LIT("復旧"), LIT("調査"), LIT("作業"), LIT("副所"), LIT("警察"), LIT("県警"), LIT("税理"), LIT("顧問"), LIT("上級"), LIT("中級"), LIT("次席"), LIT("首席"), LIT("料金"), LIT("収納"), LIT("窓口"), LIT("会員"), LIT("販売"), LIT("商品"), LIT("資産"), LIT("債権"), LIT("用地"), LIT("河川"), LIT("道路"), LIT("住民"), LIT("国保"), LIT("年金"), LIT("教務"), LIT("学務"), LIT("庶務"), LIT("経営"), LIT("栄養"), LIT("臨床"), LIT("配車"), LIT("運行"), LIT("乗務"), LIT("荷役"), LIT("通関"), LIT("倉庫"), LIT("物流"), LIT("機関"), LIT("甲板"), LIT("無線"), LIT("管制"), LIT("気象"), LIT("顧客"), LIT("受付"), LIT("与信"), LIT("決済"), LIT("為替"), LIT("引受"), LIT("査定"), LIT("保険"), LIT("年度"), LIT("新任"), LIT("副班"), { NULL, 0 } };
static const struct str heads[] = { LIT("課長"), LIT("部長"), LIT("係長"), LIT("主任"), LIT("室長"), LIT("次長"), LIT("所長"), LIT("主査"), LIT("課長代理"), LIT("課長補佐"), { NULL, 0 } };

/* 津軽課長, though 津軽 is in no table: two characters, and nothing that could be a department. */
static bool find_head(struct redact_scan *s, size_t start, size_t to)
{
	const struct folded *f = &s->f;
	if (to - start != 2 || !redact_any(f, to, heads) || is_kanji(before(f, start)) || is_kata(before(f, start)))
		return false;
	for (size_t k = start; k < to; k++)
		if (redact_any(f, k, nobody) || redact_any(f, k, no_given) || redact_any(f, k, (const struct str[]){ LIT("副"), LIT("長"), LIT("各"), LIT("両"), LIT("前"), LIT("元"), LIT("当"), LIT("現"), LIT("新"), LIT("第"), LIT("務"), LIT("理"), LIT("術"), LIT("備"), LIT("全"), { NULL, 0 } }))
			return false;
	return !redact_any(f, start, departments) && !redact_any(f, start, labels) && by_form(s, REDACT_PERSON, start, to);
}

static bool find_titled(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	bool honorific = redact_any(f, i, honorifics) > 0;
	if (!honorific && !redact_any(f, i, posts))
		return false;
	static const struct str words[] = { LIT("様式"), LIT("様子"), LIT("様相"), LIT("様態"), LIT("様々"), LIT("様な"), LIT("様に"), LIT("氏名"), { NULL, 0 } };
	if (redact_any(f, i, words) && !(redact_word(f, i, S("様に")) && is_kanji(before(f, i))))
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
			if (family_like(f, j) == k - 1 - j)             /* 桐谷 情報管理課長: a department, no given name */
				return by_form(s, REDACT_PERSON, j, !honorific && (to - k > 3 || redact_any(f, k, departments)) ? k - 1 : to);
	}
	if (to == start)
		return false;
	for (size_t j = start; j < to; j++) {
		size_t family = family_like(f, j);
		bool starts = j == start ? !is_kanji(before(f, j)) : redact_any_before(f, j, nobody) > 0;
		if (family && j + family <= to && to - j - family <= 3 && starts)
			return by_form(s, REDACT_PERSON, j, to);
	}
	if (!honorific && to == i && find_head(s, start, to))
		return true;
	static const struct str role[] = { LIT("担当 "), LIT("担当は"), LIT("担当者は"), LIT("担当者 "), LIT("担当:"), LIT("担当の"), LIT("担当者の"), LIT("窓口 "), LIT("窓口の"), { NULL, 0 } };
	if (!honorific || (to - start < 2 && !redact_any_before(f, start, role)) || is_kanji(before(f, start)) || redact_any_before(f, to, nobody) || redact_word(f, start, S("貴")) || redact_word(f, start, S("弊")))
		return false;
	return by_form(s, REDACT_PERSON, start, to);
}

bool redact_is_capital(const struct redact_scan *s, size_t i)
{
	const unsigned char *p = (const unsigned char *)s->text.p + s->f.from[i];
	return (p[0] >= 'A' && p[0] <= 'Z') || (p[0] == 0xef && p[1] == 0xbc && p[2] >= 0xa1 && p[2] <= 0xba);
}

static size_t capital_word(const struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	if (i >= f->n || !is_latin(at(f, i)) || !redact_is_capital(s, i))
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
	if (is_alnum(before(f, i)) || !is_latin(at(f, i)) || !redact_is_capital(s, i))
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

/* Given names, Japanese and of other countries, in Latin letters. "may", "will", "mark" as words stand in small letters or open a sentence;
 * with a second capital word beside them they are people. */
static const struct str latin_given[] = {
#define F(x) LIT(x),
	F("taro") F("nobu") F("taka") F("hide") F("yoshi") F("masa") F("kazu") F("tomo") F("aki") F("haru") F("ryu") F("shu") F("ryoma") F("kenshin") F("pat") F("chris") F("alex") F("sam") F("tom") F("joe") F("bob") F("bill") F("mike") F("steve") F("dave") F("jim") F("nick") F("greg") F("gary") F("phil") F("tim") F("henrik") F("karl") F("jonas") F("miriam") F("ingrid") F("greta") F("hannah") F("zoe") F("chloe") F("megan") F("molly") F("amy") F("lucy") F("grace") F("jiro") F("saburo") F("ichiro") F("kenji") F("koji") F("shinji") F("yuji") F("ryuji") F("eiji") F("seiji") F("joji") F("hiroshi") F("takashi") F("satoshi") F("tsuyoshi") F("kiyoshi") F("hitoshi") F("atsushi") F("masashi") F("tadashi") F("yasushi") F("takeshi") F("hideki")
	F("naoki") F("hiroki") F("daiki") F("yuki") F("koki") F("tomoki") F("kazuki") F("haruki") F("mizuki") F("masaki") F("toshiki") F("motoki") F("kenta") F("shota") F("ryota") F("yuta") F("kota") F("sota") F("keita") F("kazuya") F("tatsuya") F("tetsuya") F("takuya") F("yuya")
	F("shinya") F("naoya") F("kazuo") F("yoshio") F("akio") F("mitsuo") F("toshio") F("hideo") F("norio") F("masao") F("tomio") F("isao") F("kunio") F("haruo") F("kenichi") F("shinichi") F("junichi") F("yuichi") F("eiichi") F("koichi") F("ryoichi") F("seiichi") F("shuichi") F("keiichi")
	F("kazuhiro") F("yasuhiro") F("masahiro") F("yoshihiro") F("takahiro") F("toshihiro") F("akihiro") F("nobuhiro") F("mitsuhiro") F("hirohiro") F("kazuhiko") F("yoshihiko") F("akihiko") F("haruhiko") F("katsuhiko") F("toshihiko") F("kunihiko") F("yukihiko") F("masahiko") F("daisuke") F("keisuke") F("yusuke") F("kosuke") F("shunsuke")
	F("ryosuke") F("eisuke") F("sosuke") F("shinsuke") F("makoto") F("minoru") F("mamoru") F("noboru") F("wataru") F("kaoru") F("hikaru") F("satoru") F("susumu") F("tsutomu") F("osamu") F("isamu") F("manabu") F("mitsuru") F("shigeru") F("shigeki") F("tsubasa") F("ryo") F("sho") F("jun")
	F("ken") F("kei") F("shin") F("rei") F("go") F("gen") F("akira") F("yutaka") F("hayato") F("yuto") F("kento") F("kaito") F("masato") F("naoto") F("takato") F("hiroto") F("yoshito") F("akito") F("haruto") F("ren") F("sora") F("riku") F("minato") F("itsuki")
	F("tomoya") F("yasuo") F("yoshinori") F("takanori") F("hidenori") F("masanori") F("katsunori") F("nobuo") F("nobuyuki") F("hiroyuki") F("takayuki") F("yoshiyuki") F("masayuki") F("toshiyuki") F("tomoyuki") F("hideyuki") F("motoharu") F("masaru") F("hajime") F("kiyoto") F("michio") F("fumio") F("teruo") F("tetsuo")
	F("takeo") F("kenzo") F("ryuzo") F("taizo") F("shozo") F("eizo") F("yuzo") F("hanako") F("yoko") F("keiko") F("kyoko") F("yuko") F("junko") F("tomoko") F("naoko") F("noriko") F("michiko") F("kazuko") F("sachiko") F("yoshiko") F("kumiko") F("mariko") F("reiko") F("ryoko")
	F("akiko") F("hiroko") F("takako") F("mayuko") F("toshiko") F("mieko") F("chieko") F("rieko") F("eriko") F("eiko") F("fumiko") F("hisako") F("atsuko") F("nobuko") F("masako") F("ayako") F("kanako") F("asako") F("satoko") F("kyouko") F("setsuko") F("yumiko") F("emiko") F("haruka")
	F("ayaka") F("yuka") F("mika") F("rika") F("erika") F("honoka") F("momoka") F("asuka") F("shizuka") F("madoka") F("kana") F("ayana") F("hana") F("rina") F("yuna") F("mana") F("haruna") F("kanna") F("nana") F("ayumi") F("megumi") F("izumi") F("kasumi") F("mayumi")
	F("hitomi") F("naomi") F("asami") F("manami") F("satomi") F("minami") F("tomomi") F("kazumi") F("masumi") F("yumi") F("emi") F("ami") F("rumi") F("kumi") F("mami") F("airi") F("eri") F("yuri") F("mari") F("kaori") F("shiori") F("saori") F("midori") F("hikari")
	F("akari") F("yukari") F("minori") F("kaho") F("miho") F("shiho") F("nao") F("mao") F("mio") F("rio") F("yui") F("mei") F("rui") F("aoi") F("ai") F("mai") F("rie") F("yoshie") F("misaki") F("saki") F("natsuki") F("kozue") F("sumire") F("tsukasa")
	F("chika") F("chiaki") F("chihiro") F("chinatsu") F("kotone") F("ayane") F("akane") F("natsumi") F("nozomi") F("sayaka") F("sayuri") F("sakura") F("tomoe") F("fumie") F("hatsue") F("sae") F("james") F("john") F("robert") F("michael") F("david") F("william") F("richard") F("thomas")
	F("charles") F("daniel") F("matthew") F("anthony") F("paul") F("steven") F("andrew") F("kevin") F("brian") F("george") F("edward") F("peter") F("kenneth") F("stephen") F("jason") F("jeffrey") F("ryan") F("eric") F("jonathan") F("scott") F("frank") F("benjamin") F("samuel") F("patrick")
	F("alexander") F("jack") F("henry") F("oliver") F("lucas") F("liam") F("noah") F("ethan") F("sean") F("simon") F("martin") F("adrian") F("ian") F("graham") F("neil") F("stuart") F("oscar") F("victor") F("carlos") F("juan") F("jose") F("luis") F("miguel") F("antonio")
	F("marco") F("mario") F("pierre") F("jean") F("hans") F("klaus") F("stefan") F("sven") F("lars") F("erik") F("anders") F("nils") F("ivan") F("sergei") F("dmitri") F("oleg") F("igor") F("alexei") F("mohammed") F("ahmed") F("ali") F("omar") F("rajesh") F("sanjay")
	F("amit") F("anil") F("vijay") F("ravi") F("sunil") F("deepak") F("arjun") F("somchai") F("nguyen") F("mary") F("maria") F("anna") F("patricia") F("jennifer") F("linda") F("elizabeth") F("susan") F("jessica") F("sarah") F("karen") F("lisa") F("nancy") F("emily") F("emma")
	F("olivia") F("laura") F("julia") F("helen") F("rachel") F("catherine") F("claire") F("sophie") F("alice") F("kate") F("jane") F("ann") F("anne") F("andrea") F("nicole") F("michelle") F("amanda") F("rebecca") F("diana") F("elena") F("natalia") F("olga") F("irina") F("priya")
	F("anita") F("fatima") F("aisha") F("ling") F("wei") F("chen") F("soyeon") F("jihoon") F("minjun") F("seojun") F("jiwoo") F("hyun") F("minsu")
#undef F
	{ NULL, 0 } };

/* A whole word of the table. */
static bool is_one_of(const struct folded *f, size_t i, size_t n, const struct str *words)
{
	for (; words->n; words++)
		if (words->n == n && redact_word(f, i, *words) == n)
			return true;
	return false;
}

/* Made of the syllables of Japanese: Tsujimura, Yakushiji. */
static bool is_romaji(const struct folded *f, size_t i, size_t n)
{
	size_t end = i + n, vowels = 0;
	while (i < end) {
		size_t consonants = 0;
		uint32_t first = at(f, i);
		for (; i < end && !redact_any(f, i, (const struct str[]){ LIT("a"), LIT("i"), LIT("u"), LIT("e"), LIT("o"), { NULL, 0 } }); i++, consonants++)
			if (at(f, i) == 'l' || at(f, i) == 'q' || at(f, i) == 'x' || at(f, i) == 'v' || !is_alnum(at(f, i)))
				return false;
		if (i == end)
			return consonants == 1 && first == 'n' && vowels;
		static const struct str pairs[] = { LIT("sh"), LIT("ch"), LIT("ts"), LIT("ky"), LIT("gy"), LIT("ny"), LIT("hy"), LIT("by"), LIT("py"), LIT("my"), LIT("ry"), LIT("kk"), LIT("ss"), LIT("tt"), LIT("pp"), LIT("cc"), LIT("mm"), { NULL, 0 } };
		bool nasal = consonants > 1 && at(f, i - consonants) == 'n' && at(f, i - consonants + 1) != 'y';
		size_t rest = consonants - nasal;
		if (rest > 2 || (rest == 2 && !redact_any(f, i - rest, pairs)))
			return false;
		vowels++;
		i++;
	}
	return vowels > 1;
}

/* A mail address from i on in which the word stands: Somchai P., somchai@... */
static bool mail_of(const struct folded *f, size_t i, size_t word, size_t n)
{
	for (size_t k = i; k < i + 40 && (is_alnum(at(f, k)) || at(f, k) == '.' || at(f, k) == '-' || at(f, k) == '_' || at(f, k) == '@'); k++) {
		size_t same = 0;
		if (at(f, k) == '@')
			return false;
		while (same < n && at(f, k + same) == at(f, word + same))
			same++;
		if (same == n && n > 2)
			return true;
	}
	return false;
}

/* Two words that are a person's by themselves (a given name known to be one), by what they are made of where a name would stand, or by
 * the mail address behind them. `i`, `n`: the first; `k`, `m`: the second. */
static bool are_person(const struct redact_scan *s, size_t i, size_t n, size_t k, size_t m)
{
	const struct folded *f = &s->f;
	static const struct str places[] = { LIT("city"), LIT("port"), LIT("bay"), LIT("station"), LIT("line"), LIT("airport"), LIT("hospital"), LIT("bank"), LIT("prefecture"), LIT("ward"), LIT("plant"), LIT("branch"), LIT("railway"), LIT("grid"), LIT("gas"), LIT("water"), LIT("shinkin"), LIT("dori"), LIT("works"), LIT("terminal"), LIT("denki"), LIT("denryoku"), LIT("tetsudo"), LIT("kogyo"), LIT("suido"), LIT("shoji"), LIT("kaiun"), LIT("kensetsu"), LIT("sangyo"), LIT("kisen"), LIT("koun"), LIT("seiyu"), LIT("kagaku"), LIT("ginko"), LIT("shoken"), LIT("hoken"), LIT("tsushin"), LIT("hoso"), LIT("butsuryu"), LIT("unyu"), LIT("gakuen"), LIT("byoin"), { NULL, 0 } };
	if (is_one_of(f, k, m, places) || is_one_of(f, i, n, places) || redact_any(f, k + m, (const struct str[]){ LIT("-shi"), LIT("-ku"), LIT("-cho"), LIT("-ken"), LIT("-dori"), { NULL, 0 } }))
		return false;
	if (n > 1 && (is_one_of(f, i, n, latin_given) || (is_one_of(f, k, m, latin_given) && is_romaji(f, i, n))))
		return true;
	size_t after = k + m + (at(f, k + m) == '.'), on = after;
	while (on < after + 3 && (at(f, on) == ' ' || at(f, on) == ',' || at(f, on) == '<' || at(f, on) == '('))
		on++;
	if (on > after && n > 2 && (mail_of(f, on, i, n) || mail_of(f, on, k, m)))
		return true;
	uint32_t was = i > 1 && is_blank(before(f, i)) ? at(f, i - 2) : before(f, i), next = at(f, k + m);
	bool stands = !was || is_line(was) || was == ':' || was == ',' || was == '(' || was == ';' || was == '.' || was == '/' || was == '|' || was == '"';
	bool ends = !next || is_line(next) || next == ',' || next == '(' || next == ')' || next == '.' || next == ';' || next == '"' || next == '|' || redact_word(f, k + m, S(" ("));
	if (n > 1 && redact_word(f, k, S("o'")) == 2)            /* Pat O'Neill */
		return true;
	static const struct str roles_latin[] = { LIT("engineer "), LIT("operator "), LIT("customer "), LIT("patient "), LIT("technician "), LIT("analyst "), LIT("nurse "), LIT("doctor "), LIT("manager "), LIT("supervisor "), LIT("driver "), LIT("clerk "), LIT("guard "), LIT("officer "), LIT("colleague "), LIT("contractor "), LIT("employee "), LIT("by "), LIT("with "), LIT("from "), LIT("told "), LIT("called "), LIT("ask "), LIT("call "), LIT("cc "), LIT("attn "), LIT("contact "), LIT("thanks to "), { NULL, 0 } };
	bool role = redact_any_before(f, i, roles_latin) > 0;
	return ((stands && ends) || role) && (n > 2 || (n == 1 && m > 3 && at(f, i + 1) == '.')) && m > 2 && (n == 1 || is_romaji(f, i, n)) && is_romaji(f, k, m);
}

/* Whether the word that ends at i began with a capital letter. */
static bool was_capital(const struct redact_scan *s, size_t i)
{
	while (i && is_latin(at(&s->f, i - 1)))
		i--;
	return redact_is_capital(s, i);
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
	else if (n > 1 && !is_line(at(f, k)))
		return false;
	bool broken = is_line(at(f, k)) && n > 1;               /* Keisuke / Todo over a line break */
	k += broken;
	size_t second = capital_word(s, k), end = k + second;
	if (broken && (second < 2 || !is_romaji(f, i, n) || !is_romaji(f, k, second) || !is_one_of(f, i, n, latin_given)))
		return false;
	if (second == 1 && n > 2 && at(f, end) == '.' && are_person(s, i, n, k, 1))     /* Somchai P. */
		return by_form(s, REDACT_PERSON, i, end + 1);
	if (second < 2 || (is_blank(at(f, end)) && redact_any(f, end + 1, latin_companies)))
		return false;
	static const struct str cues[] = { LIT("contact"), LIT("contact person"), LIT("contacts"), LIT("by"), LIT("noticed"), LIT("author"), LIT("owner"), LIT("attn"), LIT("attention"), LIT("regards"), LIT("sincerely"), LIT("caller"), LIT("to"), LIT("with"), LIT("called"), LIT("handler"), LIT("signed"), LIT("engineer"), LIT("operator"), LIT("analyst"), LIT("manager"), LIT("officer"), LIT("director"), LIT("technician"), LIT("nurse"), LIT("patient"), LIT("reporter"), LIT("reported by"), LIT("approved by"), LIT("prepared by"), LIT("commander"), LIT("scribe"), LIT("assigned to"), LIT("assigned_to"), LIT("assignee"), LIT("customer"), LIT("witness"), LIT("supervisor"), LIT("holder"), LIT("lead"), LIT("call"), LIT("ask"), LIT("name"), LIT("from"), LIT("support"), LIT("our"), { NULL, 0 } };
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
	if ((n > 1 && is_one_of(f, i, n, latin_families)) || is_one_of(f, k, second, latin_families) || are_person(s, i, n, k, second))
		return by_form(s, REDACT_PERSON, i, end);
	return false;
}

static bool is_name_char(uint32_t c)
{
	return is_kanji(c) || is_kata(c) || is_alnum(c) || c == 0x30fb || c == '&';
}

static const struct str particles[] = { LIT("から"), LIT("より"), LIT("など"), LIT("です"), LIT("では"), LIT("には"), LIT("とは"), LIT("への"), LIT("との"), LIT("の"), LIT("が"), LIT("は"), LIT("を"), LIT("に"), LIT("で"), LIT("と"), LIT("や"), LIT("も"), LIT("へ"), { NULL, 0 } };

/* What companies do, at the end of their names: ほくと計装 and not ほく と 計装. */
static const struct str trades[] = { LIT("計装"), LIT("電機"), LIT("電気"), LIT("電工"), LIT("電設"), LIT("工業"), LIT("商事"), LIT("商会"), LIT("物産"), LIT("産業"), LIT("建設"), LIT("工務店"), LIT("運輸"), LIT("運送"), LIT("警備"), LIT("設備"), LIT("通信"), LIT("システム"), LIT("サービス"), LIT("ソフト"), LIT("テック"), LIT("製作所"), LIT("給食"), LIT("食品"), LIT("水産"), LIT("観光"), LIT("交通"), LIT("薬品"), LIT("製薬"), LIT("測器"), LIT("計測"), LIT("機械"), LIT("機器"), LIT("印刷"), LIT("企画"), LIT("情報"), LIT("リース"), LIT("鉄工"), LIT("海運"), LIT("陸運"), LIT("倉庫"), LIT("清掃"), LIT("管理"), { NULL, 0 } };
static const struct str connectives[] = { LIT("および"), LIT("また"), LIT("なお"), LIT("ならびに"), LIT("さらに"), LIT("あわせて"), LIT("この"), LIT("その"), LIT("あの"), LIT("ただし"), LIT("うち"), LIT("かつ"), LIT("する"), LIT("した"), LIT("ある"), LIT("いる"), LIT("同じ"), LIT("もと"), LIT("ほか"), { NULL, 0 } };

static bool find_company(struct redact_scan *s, size_t i)
{
	const struct folded *f = &s->f;
	size_t n = redact_any(f, i, companies), from = i, to = i + n;
	if (!n)
		return false;
	while (from && i - from < 24 && is_name_char(at(f, from - 1)))
		from--;
	static const struct str relations[] = { LIT("委託先"), LIT("再委託先"), LIT("配信元"), LIT("取引先"), LIT("発注先"), LIT("納入先"), LIT("納入元"), LIT("提供元"), LIT("製造元"), LIT("販売元"), LIT("開発元"), LIT("委託元"), LIT("発注元"), LIT("親会社"), LIT("子会社"), LIT("関連会社"), LIT("協力会社"), LIT("元請"), LIT("下請"), LIT("業者"), LIT("保守会社"), LIT("会社"), LIT("ベンダー"), LIT("ベンダ"), LIT("メーカー"), LIT("メーカ"), LIT("代理店"), LIT("販売店"), LIT("加盟店"), LIT("派遣元"), LIT("派遣先"), LIT("出向元"), LIT("所属"), LIT("委託"), LIT("担当"), LIT("顧客"), LIT("契約先"), LIT("連絡先"), LIT("宛先"), LIT("先"), LIT("事業者"), LIT("運営"), LIT("保守"), LIT("調査"), LIT("解析"), LIT("社名"), LIT("会社名"), LIT("同社"), LIT("及び"), { NULL, 0 } };
	uint32_t next = at(f, to);
	if (from < i && redact_any_before(f, i, relations) && (is_kanji(next) || is_kata(next) || is_hira(next) || is_alnum(next)))
		from = i;                                       /* 委託先株式会社なみ給食 */
	else if (from < i && is_hira(before(f, from))) {        /* みつば警備(株): a word in hiragana in front, where nothing stands before that */
		size_t k = from;
		while (k && from - k < 6 && is_hira(at(f, k - 1)))
			k--;
		uint32_t was = before(f, k);
		bool stands = !was || is_line(was) || is_blank(was) || was == 0x3001 || was == 0x3002 || was == 0x300c || was == '(' || was == ':' || was == ',' || was == '/';
		if (stands && from - k >= 2 && from - k <= 5 && !redact_any_before(f, from, particles) && !redact_any(f, k, connectives))
			from = k;
	}
	if (i - from < 2) {                                     /* in front of the name */
		from = i;
		if (is_blank(at(f, to)))
			to++;
		size_t start = to;
		size_t particle = redact_any(f, to, particles);
		if (is_hira(at(f, to)) && (!particle || (particle == 1 && is_hira(at(f, to + 1)))))    /* 株式会社さざなみマート, 株式会社はるかぜ */
			while (to < start + 8 && is_hira(at(f, to)) && (to < start + 2 || !redact_any(f, to, particles) || redact_any(f, to + 1, trades)))
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
	if (!n || is_alnum(at(f, i + n)) || is_alnum(before(f, i)) || before(f, i) == '-' || at(f, i + n) == '-' || !redact_is_capital(s, i))
		return false;
	size_t from = i, words = 0;
	for (size_t k = i; words < 5;) {
		while (k && i - k < 60 && (is_blank(at(f, k - 1)) || (at(f, k - 1) == ',' && !words) || at(f, k - 1) == '&'))
			k--;
		if (k > 1 && at(f, k - 1) == ')')                       /* Kumo (Thailand) Co., Ltd. */
			for (size_t b = k - 2; b && k - b < 24 && (is_latin(at(f, b)) || is_blank(at(f, b)) || at(f, b) == '('); b--)
				if (at(f, b) == '(') {
					k = b;
					break;
				}
		while (k && is_blank(at(f, k - 1)))
			k--;
		size_t end = k;
		while (k && (is_alnum(at(f, k - 1)) || at(f, k - 1) == '-'))
			k--;
		if (k == end || !redact_is_capital(s, k))
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

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
	/* the attacker's: by what it was used for */
	C("未登録", 4) C("採掘プール", 4) C("採掘先", 4) C("収集先", 4) C("置かれたサーバ", 4) C("差し替わ", 4) C("差し替えられ", 4) C("すり替え", 4) C("差替え", 4) C("改変された", 4) C("偽造", 4) C("模倣", 4) C("攻撃通信", 4) C("大量アクセス", 4) C("機械的アクセス", 4) C("機械的なアクセス", 4) C("辞書攻撃", 4) C("パスワードスプレー", 4) C("リスト型", 4) C("侵入元", 4) C("侵入経路", 4) C("感染元", 4) C("感染源", 4) C("ダウンローダ", 4) C("遠隔操作", 4) C("遠隔操作ツール", 4) C("情報窃取", 4) C("マイナー", 4) C("マイニング", 4) C("コインマイナー", 4) C("暗号化ツール", 4) C("交渉サイト", 4) C("交渉先", 4) C("暴露サイト", 4) C("暴露", 4) C("漏えいサイト", 4) C("掲示板", 4) C("リダイレクタ", 4) C("着地ページ", 4) C("偽アプリ", 4) C("偽のログイン", 4) C("偽ページ", 4) C("偽画面", 4) C("偽警告", 4) C("似せた", 4) C("酷似", 4) C("悪質", 4) C("不審ip", 4) C("不審通信", 4) C("不審ドメイン", 4) C("不審url", 4) C("不審な添付", 4) C("攻撃ip", 4) C("攻撃に使われ", 4) C("攻撃で使われ", 4) C("使われたドメイン", 4) C("使われたip", 4) C("使用されたドメイン", 4) C("使用されたip", 4) C("取得先", 4) C("コールバック先", 4) C("c2通信", 4) C("通信先の", 4) C("外部宛て", 4) C("海外ip", 4) C("国外ip", 4) C("匿名", 4) C("tor出口", 4) C("vpnサービス", 4) C("名乗るメール", 4) C("装うメール", 4) C("なりすましメール", 4) C("送信元ip", 4) C("送信元アドレス", 4) C("送信元メール", 4) C("送信元ドメイン", 4) C("実際の送信元", 4) C("攻撃パケット", 4) C("攻撃トラフィック", 4)
	C("情報漏えい", 3) C("リーク", 3) C("掲載先", 3) C("上位は", 3) C("上位:", 3) C("送信元は", 3) C("発信元は", 3) C("送信先は", 3) C("通信している", 3) C("通信していた", 3) C("通信を行", 3) C("へ通信", 3) C("に通信", 3) C("への通信", 3) C("への接続", 3) C("へ接続", 3) C("に接続", 3) C("からの接続", 3) C("からのアクセス", 3) C("からの通信", 3) C("からのログイン", 3) C("からの試行", 3) C("署名のない", 3) C("未知の", 3) C("未承認", 3) C("身元不明", 3) C("置き換え", 3) C("書き換え", 3) C("混ぜ", 3) C("仕込", 3) C("埋め込", 3) C("流布", 3) C("拡散", 3)
	C("collector", 4) C("skimmer", 4) C("panel", 4) C("bad file", 4) C("bad ", 4) C("actor", 4) C("actors", 4) C("threat actor", 4) C("points to", 4) C("posted at", 5) C("posted on", 4) C("also posted", 4) C("config points", 4) C("talks to", 4) C("talked to", 4) C("phones home", 4) C("dials", 4) C("negotiation", 4) C("ransom note", 4) C("note points", 4) C("leaked", 4) C("dead drop", 4) C("mule", 4) C("drive-by", 4) C("malvertising", 4) C("watering hole", 4) C("trojanised", 4) C("trojanized", 4) C("tampered", 4) C("infostealer", 4) C("keylogger", 4) C("rat", 4) C("cobalt strike", 4) C("mimikatz", 4) C("rclone", 4) C("shellcode", 4) C("wiper", 4) C("worm", 4) C("cryptominer", 4) C("coinminer", 4) C("mining pool", 4) C("poisoned", 4) C("hijack", 4) C("hijacked", 4) C("hijacker", 4) C("lure", 4) C("decoy", 4) C("bait", 4) C("homoglyph", 4) C("impostor", 4) C("imposter", 4) C("forged", 4) C("counterfeit", 4) C("rogue server", 4) C("rogue ap", 4) C("evil twin", 4) C("captive portal", 4) C("reverse shell", 4) C("ssh brute", 4) C("tor exit", 4) C("proxy service", 4) C("bulletproof", 4) C("dropping", 4) C("contacted", 4) C("resolving to", 4) C("command server", 4) C("controller at", 4) C("observables", 4) C("observable", 4) C("ioc list", 4) C("block list", 4) C("blocklist", 4) C("please block", 4) C("to block", 4) C("sinkhole", 4) C("unknown address", 4) C("unknown server", 4) C("unrecognised", 4) C("unrecognized", 4) C("unfamiliar", 4) C("from abroad", 4) C("attempts from", 4) C("probing", 4) C("probed", 4) C("logged in from", 4) C("was used from", 4) C("used from", 4) C("skimmer hosts", 4) C("named", 4)
	C("extra", 3) C("unexpected", 3) C("fallback", 3) C("as a fallback", 3) C("replaced", 3) C("swapped", 3) C("reply-to", 3) C("return-path", 3) C("received: from", 3) C("received from", 3) C("x-originating-ip", 3) C("posing as", 3) C("claims to be", 3) C("claiming to be", 3) C("purporting", 3) C("appears to come", 3) C("coming from", 3) C("requests from", 3) C("traffic from", 3) C("traffic to", 3) C("uploads to", 3) C("posts to", 3) C("posting to", 3) C("pulls", 3) C("fetches", 3) C("fetched from", 3) C("downloads from", 3) C("installer", 3) C("attachment", 3) C("macro", 3) C("archive with", 3) C("executable", 3)
	/* the source's: its people, devices, documents, and what is genuine */
	C("カメラ:", -5) C("カメラ(", -5) C("録画機", -5) C("プリンタ", -5) C("複合機", -5) C("サイネージ", -5) C("制御盤", -5) C("基地局", -5) C("自宅", -2) C("本人の", -5) C("自宅回線", -5) C("通報者", -5) C("一般の方", -5) C("研究者", -2) C("研究者を名乗る", -4) C("のものは除", 0) C("を除", 0) C("発見者", -5) C("連絡者", -5) C("お客さま", -5) C("利用者の", -5) C("会員の", -5) C("加盟店の", -5) C("契約者の", -5) C("当社の", -5) C("弊社の", -5) C("当院の", -5) C("当行の", -5) C("当局の", -5) C("当社側", -5) C("当社ip", -5) C("当社アドレス", -5) C("社内サーバ", -5) C("社内端末", -5) C("対象端末", -5) C("対象サーバ", -5) C("対象機器", -5) C("対象装置", -5) C("対象ホスト", -5) C("該当端末", -5) C("被害機", -5) C("被害ホスト", -5) C("攻撃先", -5) C("標的は", -5) C("標的:", -5) C("設置場所", -5) C("固定アドレス", -5) C("端末の", -5) C("端末:", -5) C("端末(", -5) C("サーバ:", -5) C("サーバ名", -5) C("ホスト名", -5) C("ホスト:", -5) C("自社公開", -5) C("弊社公開", -5) C("当社公開", -5) C("当社サイト", -5) C("当社ドメイン", -5) C("正しいドメイン", -5) C("正しいurl", -5) C("正しいアドレス", -5) C("正当な", -5) C("本物の", -5) C("本物は", -5) C("正規版", -5) C("正しい値", -5) C("正常時", -5) C("改ざん前", -5) C("変更前", -5) C("バックアップの", -5) C("構成図", -5) C("配管図", -5) C("系統図", -5) C("設計図", -5) C("業務データ", -5) C("顧客データ", -5) C("従業員", -5) C("出勤簿", -5) C("給与", -5) C("議事録", -5) C("契約先", -5) C("提供媒体", -5) C("証拠媒体", -5) C("証拠保全", -5) C("保全した", -5) C("保全媒体", -5) C("保全データ", -5) C("証跡", -5) C("ディスクイメージ", -5) C("イメージの", -5) C("原本", -5) C("写しの", -5) C("納品物", -5) C("配布資料", -5) C("納品", -5) C("更新ファイルの正", -5) C("手順", -5) C("要領", -5)
	C("camera", -5) C("printer", -5) C("plc", -5) C("rtu", -5) C("relay at", -5) C("controller", -5) C("switch", -5) C("kiosk", -5) C("atm", -5) C("meter", -5) C("home line", -5) C("home address", -5) C("finder", -5) C("researcher", -5) C("reporter of", -5) C("our own", -9) C("being our", -9) C("ours", -5) C("our network", -5) C("our address", -5) C("our range", -5) C("our host", -5) C("our server", -5) C("our site", -5) C("our web", -5) C("our mail", -5) C("our vpn", -5) C("our domain", -5) C("from our", -5) C("at our", -5) C("of our", -5) C("in our", -5) C("on our", -5) C("hit our", -5) C("against our", -5) C("towards our", -5) C("assigned", -5) C("fixed address", -5) C("local ip", -5) C("local address", -5) C("host name", -5) C("hostname", -5) C("own host", -5) C("own server", -5) C("own domain", -5) C("own address", -5) C("real domain", -5) C("real site", -5) C("correct domain", -5) C("correct address", -5) C("legit", -5) C("original is", -5) C("original:", -5) C("known good", -5) C("known-good", -5) C("good copy", -5) C("golden", -5) C("clean copy", -5) C("clean version", -5) C("disk image", -5) C("forensic image", -5) C("evidence", -5) C("chain of custody", -5) C("minutes", -5) C("price list", -5) C("layout", -5) C("wiring", -5) C("floor plan", -5) C("schematic", -5) C("customer list", -5) C("payroll", -5) C("archive of", -5) C("of the archive", -5) C("manual rev", -5) C("inspection manual", -5) C("procedure", -5) C("source code", -5) C("firmware source", -5) C("backup of", -5) C("export of", -5) C("extract of", -5) C("vendor's", -5) C("supplier's", -5) C("under our", -5) C("partner's", -5) C("merchant", -5) C("merchants", -5)
	/* of neither, and longer than a word above */
	C("scanner", 4) C("hit our", 0) C("source address", 4) C("検知したファイル", 3) C("検知した", 2) C("検出した", 2) C("検出され", 2) C("検知され", 2) C("without our name", 0) C("please share", 2) C("共有可", 1) C("共有して", 1) C("社名を伏せ", 0) C("当社名を伏せ", 0) C("当社名は伏せ", 0) C("当社名を出さず", 0) C("当社で確認した", 1) C("当社が確認した", 1) C("当社にて確認した", 1) C("当社で観測", 1) C("端末から", 0) C("端末が", 0) C("サーバから", 0) C("サーバが", 0) C("攻撃対象ではない", 0) C("連絡先と", -1)
#undef C
};

/* Words of mail: 宛先 of a connection is the other side. */
static const struct str of_mail[] = { LIT("宛先"), LIT("宛て"), LIT("あて"), LIT("宛"), LIT("受信者"), LIT("recipient"), LIT("addressed to"), LIT("reply"), { NULL, 0 } };
/* What "当社は" begins with: who does something, not whose the thing is. */
static const struct str who_does[] = { LIT("当"), LIT("弊"), LIT("自社"), LIT("本学"), { NULL, 0 } };

static bool ends_sentence(const struct folded *f, size_t i)
{
	static const struct str shortened[] = { LIT("rev"), LIT("no"), LIT("nos"), LIT("ver"), LIT("vol"), LIT("mr"), LIT("ms"), LIT("mrs"), LIT("dr"), LIT("co"), LIT("approx"), LIT("e.g"), LIT("i.e"), LIT("incl"), LIT("ref"), LIT("fig"), { NULL, 0 } };
	uint32_t c = at(f, i);
	if (c == '.' && is_blank(at(f, i + 1)) && redact_any_before(f, i, shortened))
		return false;
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
static int weigh(const struct redact_scan *s, size_t from, size_t to, const struct redact_cand *c)
{
	int sum = 0;
	size_t find_from = c->from, find_to = c->to;
	bool mail = c->class == REDACT_MAIL;
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
		if (weight < -2 && redact_any(&s->f, i, who_does) && (next == 0x306f || next == 0x3082 || next == 0x304c || next == 0x3067))      /* 当社は, 当社も: not whose it is */
			weight = -1;
		if (!mail && weight < 0 && redact_any(&s->f, i, of_mail))
			weight = 0;
		for (size_t k = i + n; k < i + n + 4 && i >= find_to && k < s->f.n; k++)        /* the label of what follows */
			if (s->covered[k])
				weight = 0;
		sum += weight * nearness;
		i += n - 1;
	}
	return sum;
}

/* A list under a heading: the lines above, as long as they hold little but indicators, up to one that says what they are. */
static int heading(const struct redact_scan *s, size_t line, enum redact_class class)
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
		int sum = weigh(s, from, end, &(struct redact_cand){ .class = class, .from = end, .to = end });
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
	int sum = weigh(s, from, c->from, c) + weigh(s, c->to, to, c);
	bool defanged = false;
	for (size_t i = c->from; i < c->to; i++)
		defanged = defanged || ((at(f, i) == '[' || at(f, i) == '(') && c->class != REDACT_MAIL) || redact_word(f, i, S("hxxp"));
	sum += defanged ? 30 : 0;
	if (c->class == REDACT_IP)
		sum += direction(s, c);
	static const struct str to_whom[] = { LIT(" to "), LIT(" to <"), LIT("to: "), LIT("to: <"), LIT("cc: "), LIT("cc: <"), LIT("宛先:"), LIT("宛先: "), LIT("宛先 "), { NULL, 0 } };
	if (c->class == REDACT_MAIL && redact_any_before(f, c->from, to_whom) && !redact_word_before(f, c->from, S("reply-to: ")))
		sum -= 40;
	/* Domains of the source are known; its addresses and its files' hashes are not: without a word for it they are not kept. */
	int prior = c->class == REDACT_IP || c->class == REDACT_HASH ? 0 : s->prior;
	if (sum)
		return sum + prior;
	size_t line = c->from;
	while (line && !is_line(at(f, line - 1)))
		line--;
	/* 不審な通信を検知。宛先 198.51.100.9: the sentences before it in the line, where it goes on with what they speak of */
	static const struct str goes_on[] = { LIT("宛先 "), LIT("宛先:"), LIT("宛先は"), LIT("宛先"), LIT("相手先 "), LIT("相手先は"), LIT("相手は"), LIT("destination "), LIT("destination: "), LIT("destination was "), { NULL, 0 } };
	if (line < from && redact_any_before(f, c->from, goes_on) && (sum = weigh(s, line, from, c)) != 0)
		return sum + prior;
	return heading(s, line, c->class) + prior;
}

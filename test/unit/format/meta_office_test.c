/* Office documents: who wrote, commented and changed them is found and taken out; what one reads stays. */
#include "meta_support.h"

#define TYPES(kind) LIT("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Types xmlns=\"t\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>" \
	"<Override PartName=\"/customXml/item1.xml\" ContentType=\"x\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd." kind ".main+xml\"/></Types>")
#define DOCUMENT "<w:document xmlns:w=\"w\"><w:body><w:p w:rsidR=\"00AB12CD\" w:rsidRDefault=\"00AB12CD\"><w:r><w:t>通信設備の&amp;障害</w:t></w:r>" \
	"<w:ins w:id=\"1\" w:author=\"山田 太郎\" w:date=\"2026-04-01T09:00:00Z\"><w:r><w:t>追加した文</w:t></w:r></w:ins></w:p>" \
	"<w:p><w:r><w:drawing><pic:cNvPr id=\"1\" name=\"図1\" descr=\"C:\\Users\\yamada\\図.png\"/></w:drawing></w:r></w:p></w:body></w:document>"

static const struct part docx[] = {
	{ LIT("[Content_Types].xml"), TYPES("openxmlformats-officedocument.wordprocessingml.document") },
	{ LIT("_rels/.rels"), LIT("<Relationships xmlns=\"r\"><Relationship Id=\"rId1\" Type=\"t/officeDocument\" Target=\"word/document.xml\"/>"
	      "<Relationship Id=\"rId2\" Type=\"t/thumbnail\" Target=\"docProps/thumbnail.jpeg\"/></Relationships>") },
	{ LIT("docProps/core.xml"), LIT("<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:title>障害報告 第3版</dc:title><dc:creator>山田 太郎</dc:creator>"
	      "<cp:lastModifiedBy>佐藤 &lt;花子&gt;</cp:lastModifiedBy><dcterms:created xsi:type=\"x\">2026-04-01T00:00:00Z</dcterms:created></cp:coreProperties>") },
	{ LIT("docProps/app.xml"), LIT("<Properties xmlns=\"p\"><Template>\\\\files\\社内.dotx</Template><Application>Microsoft Office Word</Application>"
	      "<Company>みなと電力株式会社</Company><Words>10</Words></Properties>") },
	{ LIT("docProps/custom.xml"), LIT("<Properties xmlns=\"p\"><property fmtid=\"{}\" pid=\"2\" name=\"管理番号\"><vt:lpwstr>MD-2026-17</vt:lpwstr></property></Properties>") },
	{ LIT("docProps/thumbnail.jpeg"), LIT("\xff\xd8\xff") },
	{ LIT("customXml/item1.xml"), LIT("<b/>") },
	{ LIT("word/_rels/document.xml.rels"), LIT("<Relationships xmlns=\"r\"><Relationship Id=\"rId1\" Type=\"t/customXml\" Target=\"../customXml/item1.xml\"/>"
	      "<Relationship Id=\"rId2\" Type=\"t/hyperlink\" Target=\"https://example.jp/a\" TargetMode=\"External\"/>"
	      "<Relationship Id=\"rId3\" Type=\"t/image\" Target=\"file:///C:\\Users\\yamada\\a.png\" TargetMode=\"External\"/></Relationships>") },
	{ LIT("word/settings.xml"), LIT("<w:settings xmlns:w=\"w\"><w:zoom w:percent=\"100\"/><w:attachedTemplate r:id=\"rId1\"/><w:rsids><w:rsidRoot w:val=\"00AB12CD\"/></w:rsids></w:settings>") },
	{ LIT("word/_rels/settings.xml.rels"), LIT("<Relationships xmlns=\"r\"><Relationship Id=\"rId1\" Type=\"t/attachedTemplate\" Target=\"file:///N:\\社内.dotx\" TargetMode=\"External\"/></Relationships>") },
	{ LIT("word/comments.xml"), LIT("<w:comments xmlns:w=\"w\"><w:comment w:id=\"0\" w:author=\"鈴木 一郎\" w:initials=\"鈴\" w:date=\"2026-04-02T00:00:00Z\"><w:p><w:r><w:t>要確認</w:t></w:r></w:p></w:comment></w:comments>") },
	{ LIT("word/people.xml"), LIT("<w15:people xmlns:w15=\"w\"><w15:person w15:author=\"鈴木 一郎\"><w15:presenceInfo w15:providerId=\"AD\" w15:userId=\"S::suzuki@minato.example::1\"/></w15:person></w15:people>") },
	{ LIT("word/document.xml"), LIT(DOCUMENT) },
};
#define DOCX (sizeof docx / sizeof *docx)

static struct str part_of(struct bytes file, const char *name)
{
	struct zip z;
	struct bytes part;
	assert_ok(&t, zip_open(&t.cx, file, &z));
	const struct zip_entry *e = zip_find(&z, str_of(name));
	if (!e)
		return NO_STR;
	assert_ok(&t, zip_get(&t.cx, &z, e, &part));
	return str_of_bytes(part);
}

static void word(void **state)
{
	(void)state;
	struct bytes file = archive_of(docx, DOCX);
	struct str before, after;
	bool cut;
	clean_twice(file);
	assert_int_equal(report.type, META_DOCX);
	assert_find(&report, META_AUTHOR, "山田 太郎");
	assert_find(&report, META_LAST_AUTHOR, "佐藤 <花子>");
	assert_find(&report, META_COMPANY, "みなと電力株式会社");
	assert_find(&report, META_TITLE, "障害報告 第3版");
	assert_find(&report, META_TIME, "2026-04-01T00:00:00Z");
	assert_find(&report, META_TIME, "2026-04-01T09:00:00Z");
	assert_find(&report, META_CUSTOM, "管理番号 MD-2026-17");
	assert_find(&report, META_ANNOTATOR, "山田 太郎");
	assert_find(&report, META_ANNOTATOR, "鈴木 一郎");
	assert_find(&report, META_ANNOTATOR, "S::suzuki@minato.example::1");
	assert_find(&report, META_TEMPLATE, "file:///N:\\社内.dotx");
	assert_find(&report, META_PATH, "C:\\Users\\yamada\\図.png");
	assert_find(&report, META_PATH, "file:///C:\\Users\\yamada\\a.png");
	assert_find(&report, META_ID, "rsid");
	assert_find(&report, META_THUMBNAIL, NULL);
	assert_int_equal(left.n, 0);
	assert_ok(&t, meta_text(&t.cx, S("x"), file, 4000, &before, &cut));
	assert_ok(&t, meta_text(&t.cx, S("x"), cleaned, 4000, &after, &cut));
	assert_true(str_find(before, S("通信設備の&障害追加した文\n")) >= 0 && str_find(before, S("要確認")) >= 0 && str_find(before, S("https://example.jp/a")) >= 0);
	assert_true(str_find(after, S("通信設備の&障害追加した文\n")) >= 0 && str_find(after, S("要確認")) >= 0 && str_find(after, S("https://example.jp/a")) >= 0);
	assert_str(part_of(cleaned, "word/document.xml"),
	           "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>通信設備の&amp;障害</w:t></w:r>"
	           "<w:ins w:id=\"1\" w:author=\"Author\"><w:r><w:t>追加した文</w:t></w:r></w:ins></w:p>"
	           "<w:p><w:r><w:drawing><pic:cNvPr id=\"1\" name=\"図1\" descr=\"file:///removed\"/></w:drawing></w:r></w:p></w:body></w:document>");
	assert_null(part_of(cleaned, "customXml/item1.xml").p);
	assert_null(part_of(cleaned, "docProps/thumbnail.jpeg").p);
	assert_true(str_find(part_of(cleaned, "[Content_Types].xml"), S("customXml")) < 0);
	assert_true(str_find(part_of(cleaned, "_rels/.rels"), S("thumbnail")) < 0);
	assert_true(str_find(part_of(cleaned, "word/_rels/document.xml.rels"), S("customXml")) < 0);
	assert_true(str_find(part_of(cleaned, "word/_rels/document.xml.rels"), S("https://example.jp/a")) >= 0);
	every_beginning(file, 61);
}

static void excel_and_powerpoint(void **state)
{
	(void)state;
	static const struct part xlsx[] = {
		{ LIT("[Content_Types].xml"), LIT("<Types xmlns=\"t\"><Override PartName=\"/xl/workbook.xml\" ContentType=\"spreadsheetml\"/></Types>") },
		{ LIT("xl/workbook.xml"), LIT("<workbook><fileSharing userName=\"sato\"/><x15ac:absPath url=\"C:\\Users\\sato\\Desktop\\\"/><sheets><sheet name=\"被害状況\"/></sheets></workbook>") },
		{ LIT("xl/comments1.xml"), LIT("<comments><authors><author>佐藤</author><author/></authors><commentList><comment ref=\"A1\" authorId=\"0\"><text><t>概数</t></text></comment></commentList></comments>") },
		{ LIT("xl/persons/person.xml"), LIT("<personList><person displayName=\"佐藤\" id=\"{1}\" userId=\"S::sato@x\" providerId=\"AD\"/></personList>") },
		{ LIT("xl/sharedStrings.xml"), LIT("<sst><si><t>停電戸数</t></si></sst>") },
		{ LIT("xl/worksheets/sheet1.xml"), LIT("<worksheet><row><c t=\"s\"><v>0</v></c><c><v>31240</v></c></row><pageSetup paperSize=\"9\" r:id=\"rId1\"/></worksheet>") },
		{ LIT("xl/printerSettings/printerSettings1.bin"), LIT("\\\\print01") },
		{ LIT("xl/vbaProject.bin"), LIT("\0\1\2") },
	};
	static const struct part pptx[] = {
		{ LIT("[Content_Types].xml"), LIT("<Types xmlns=\"t\"><Override ContentType=\"presentationml\"/></Types>") },
		{ LIT("ppt/commentAuthors.xml"), LIT("<p:cmAuthorLst><p:cmAuthor id=\"0\" name=\"高橋\" initials=\"T\" lastIdx=\"1\"/></p:cmAuthorLst>") },
		{ LIT("ppt/comments/comment1.xml"), LIT("<p:cmLst><p:cm authorId=\"0\" dt=\"2026-01-01T00:00:00\"><p:text>ここ</p:text></p:cm></p:cmLst>") },
		{ LIT("ppt/slides/slide1.xml"), LIT("<p:sld><a:p><a:r><a:t>概要</a:t></a:r></a:p></p:sld>") },
	};
	struct str text;
	bool cut;
	clean_twice(archive_of(xlsx, sizeof xlsx / sizeof *xlsx));
	assert_int_equal(report.type, META_XLSX);
	assert_find(&report, META_ANNOTATOR, "sato");
	assert_find(&report, META_ANNOTATOR, "佐藤");
	assert_find(&report, META_ANNOTATOR, "S::sato@x");
	assert_find(&report, META_PATH, "C:\\Users\\sato\\Desktop\\");
	assert_find(&report, META_PATH, "xl/printerSettings/printerSettings1.bin");
	assert_find(&left, META_EMBEDDED, "xl/vbaProject.bin");
	assert_ok(&t, meta_text(&t.cx, S("x"), cleaned, 4000, &text, &cut));
	assert_str(text, "停電戸数\n被害状況\n概数\n\t31240\t\n");
	clean_twice(archive_of(pptx, sizeof pptx / sizeof *pptx));
	assert_int_equal(report.type, META_PPTX);
	assert_find(&report, META_ANNOTATOR, "高橋");
	assert_int_equal(left.n, 0);
	assert_ok(&t, meta_text(&t.cx, S("x"), cleaned, 4, &text, &cut));
	assert_true(cut);
	assert_str(text, "こ");
}

static void opendocument(void **state)
{
	(void)state;
	static const struct part odt[] = {
		{ LIT("mimetype"), LIT("application/vnd.oasis.opendocument.text") },
		{ LIT("META-INF/manifest.xml"), LIT("<manifest:manifest><manifest:file-entry manifest:full-path=\"Thumbnails/thumbnail.png\"/><manifest:file-entry manifest:full-path=\"content.xml\"/></manifest:manifest>") },
		{ LIT("meta.xml"), LIT("<office:document-meta><office:meta><meta:initial-creator>中村</meta:initial-creator><dc:creator>小林</dc:creator>"
		      "<meta:generator>LibreOffice/7.4</meta:generator><meta:user-defined meta:name=\"部署\">技術部</meta:user-defined></office:meta></office:document-meta>") },
		{ LIT("content.xml"), LIT("<office:document-content><office:body><text:p>本文<office:annotation><dc:creator>加藤</dc:creator><dc:date>2026-01-01</dc:date>"
		      "<text:p>注</text:p></office:annotation></text:p></office:body></office:document-content>") },
		{ LIT("settings.xml"), LIT("<office:document-settings><config:config-item config:name=\"PrinterName\">\\\\srv\\p1</config:config-item><config:config-item config:name=\"Zoom\">100</config:config-item></office:document-settings>") },
		{ LIT("Thumbnails/thumbnail.png"), LIT("x") },
	};
	struct str text;
	bool cut;
	clean_twice(archive_of(odt, sizeof odt / sizeof *odt));
	assert_int_equal(report.type, META_ODF);
	assert_find(&report, META_AUTHOR, "中村");
	assert_find(&report, META_LAST_AUTHOR, "小林");
	assert_find(&report, META_APPLICATION, "LibreOffice/7.4");
	assert_find(&report, META_CUSTOM, "部署 技術部");
	assert_find(&report, META_ANNOTATOR, "加藤");
	assert_find(&report, META_PATH, "PrinterName \\\\srv\\p1");
	assert_int_equal(left.n, 0);
	assert_ok(&t, meta_text(&t.cx, S("x"), cleaned, 4000, &text, &cut));
	assert_true(str_find(text, S("本文")) >= 0 && str_find(text, S("注")) >= 0 && str_find(text, S("Author")) < 0);
}

/* A document in a document in a document; deeper ones are named and left. */
static void nested(void **state)
{
	(void)state;
	struct bytes inner = archive_of(docx, DOCX);
	for (int depth = 1; depth <= 4; depth++) {
		struct part outer[] = { docx[0], docx[12], { LIT("word/embeddings/inner.docx"), str_of_bytes(inner) } };
		inner = archive_of(outer, 3);
		clean_twice(inner);
		assert_int_equal(find_of(&left, META_EMBEDDED, "word/embeddings/inner.docx") != NULL, depth == 4);
		assert_int_equal(find_of(&report, META_COMPANY, "みなと電力株式会社") != NULL, depth < 4);
	}
}

static void refusals(void **state)
{
	(void)state;
	static const struct part plain[] = { { LIT("a.txt"), LIT("a") } };
	struct part locked[] = { { LIT("mimetype"), LIT("application/vnd.oasis.opendocument.text") },
		{ LIT("META-INF/manifest.xml"), LIT("<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>") } };
	assert_refused(archive_of(plain, 1), T_META_ARCHIVE);
	assert_refused(archive_of(locked, 2), T_META_ENCRYPTED);
	static const struct str broken[] = { LIT("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), LIT("<a b=\"c"), LIT("<a><dc:creator>no end"), LIT("<"), LIT("<a></"), LIT("<!-- no end"),
		LIT("<coreProperties><creator>x") };
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		struct part parts[] = { docx[0], { LIT("docProps/core.xml"), broken[i] } };
		assert_refused(archive_of(parts, 2), T_META_BROKEN);
	}
}

/* UTF-16 parts, other prefixes, quotes of the other kind, entities: nothing hides there. */
static void spellings(void **state)
{
	(void)state;
	struct part parts[] = { docx[0], { LIT("word/document.xml"), LIT("<x:document><x:ins  x:author = 'A \"B\" &#x5C71;'\n x:id='1'/><x:del x:author=''/></x:document>") },
		{ LIT("docProps/odd.xml"), LIT("\xff\xfe<\0a\0 \0a\0u\0t\0h\0o\0r\0=\0\"\0Q\0\"\0/\0>\0") } };
	clean_twice(archive_of(parts, 3));
	assert_find(&report, META_ANNOTATOR, "A \"B\" 山");
	assert_find(&report, META_ANNOTATOR, "Q");
	assert_str(part_of(cleaned, "word/document.xml"), "<x:document><x:ins  x:author=\"Author\"\n x:id=\"1\"/><x:del x:author=''/></x:document>");
	assert_str(part_of(cleaned, "docProps/odd.xml"), "<a author=\"Author\"/>");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(word), cmocka_unit_test(excel_and_powerpoint), cmocka_unit_test(opendocument), cmocka_unit_test(nested),
		cmocka_unit_test(refusals), cmocka_unit_test(spellings) };
	return cmocka_run_group_tests(tests, open_cx, close_cx);
}

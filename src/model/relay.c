#include "model/relay.h"
#include "base/arena.h"
#include "base/str.h"

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
#define AT(member) .offset = offsetof(struct relay_input, member)
static const struct field relay_fields[] = {
	{ .name = LIT("revision"), .kind = FIELD_UUID, .flags = FIELD_REQUIRED, AT(revision), DOC("もとにした報", "The notice it is made from") },
	{ .name = LIT("content"), .kind = FIELD_STRUCT, .flags = FIELD_REQUIRED, AT(content), .sub = &report_fields,
	  DOC("匿名化した情報連絡", "The report without the name") },
	{ .name = LIT("note"), .kind = FIELD_LONG_TEXT, AT(note), .max = 2000, DOC("控え(セプターの中だけ)", "Note, kept inside the CEPTOAR") },
};
#undef AT
const struct field_table relay_input_table = {
	LIT("RelayInput"), relay_fields, sizeof relay_fields / sizeof *relay_fields, sizeof(struct relay_input), FIELD_NO_PRESENT,
};
#define AT(member) .offset = offsetof(struct relay_setting_input, member)
static const struct field setting_fields[] = {
	{ .name = LIT("k"), .kind = FIELD_INT, .flags = FIELD_REQUIRED, AT(small_group), .min = 2, .max = 1000,
	  DOC("これより少ない会員に絞り込まれるときに警告する", "Warn where fewer members than this remain") },
	{ .name = LIT("auto_inquiry"), .kind = FIELD_BOOL, AT(auto_inquiry),
	  DOC("照会を会員へ自動で取り次ぐ", "Inquiries go down to the member by themselves") },
};
#undef AT
const struct field_table relay_setting_table = {
	LIT("RelaySettingsInput"), setting_fields, sizeof setting_fields / sizeof *setting_fields, sizeof(struct relay_setting_input), FIELD_NO_PRESENT,
};

/* Folded, and without what people put between the parts of a name. */
static struct str plain(struct arena *mem, struct str s)
{
	struct str folded = str_fold(mem, s);
	char *p = arena_alloc(mem, folded.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < folded.n; i++) {
		char c = folded.p[i];
		if (c != ' ' && c != '\t' && c != '\n' && c != '\r')
			p[n++] = c;
	}
	return (struct str){ p, n };
}

/* The name without the form of company around it. */
static struct str bare(struct str name)
{
	static const struct str forms[] = {
		LIT("株式会社"), LIT("有限会社"), LIT("合同会社"), LIT("一般社団法人"), LIT("一般財団法人"), LIT("公益財団法人"), LIT("独立行政法人"),
		LIT("(株)"), LIT("(有)"), LIT(",inc."), LIT("inc."), LIT("co.,ltd."), LIT("ltd."), { NULL, 0 },
	};
	for (size_t i = name.n; i-- > 1 && name.p[name.n - 1] == ')';)  /* "(架空)", "(fictional)", "(株)" */
		if (name.p[i] == '(')
			name = str_slice(name, 0, i);
	for (const struct str *f = forms; f->n; f++) {
		if (str_starts(name, *f))
			name = str_slice(name, f->n, name.n);
		if (str_ends(name, *f))
			name = str_slice(name, 0, name.n - f->n);
	}
	return name;
}

static bool worth_looking(struct str name)
{
	bool ascii = true;
	for (size_t i = 0; i < name.n; i++)
		ascii &= (uint8_t)name.p[i] < 0x80;
	return ascii ? name.n >= 4 : str_chars(name) >= 2;
}

struct look { struct arena *mem; const struct str *names; size_t n; struct relay_found *found; size_t n_found, room; };

static void look_at(struct look *l, const struct json *value, struct str pointer)
{
	if (l->n_found == l->room)
		return;
	if (json_kind(value) == JSON_TEXT) {
		struct str text = plain(l->mem, json_text(value));
		for (size_t i = 0; i < l->n; i++)
			if (str_find(text, l->names[i]) >= 0) {
				l->found[l->n_found++] = (struct relay_found){ pointer };
				return;
			}
		return;
	}
	bool array = json_kind(value) == JSON_ARRAY;
	int i = 0;
	for (const struct json *m = json_first(value); m; m = json_next(m), i++)
		look_at(l, m, array ? str_format(l->mem, "%.*s/%d", STR_ARG(pointer), i)
		                    : str_format(l->mem, "%.*s/%.*s", STR_ARG(pointer), STR_ARG(json_key(m))));
}

size_t relay_names_in(struct cx *cx, const struct json *body, const struct str *names, size_t n, struct relay_found *ret, size_t room)
{
	struct str *looked = arena_array(cx->mem, struct str, n + 1);
	struct look l = { .mem = cx->mem, .names = looked, .found = ret, .room = room };
	for (size_t i = 0; i < n; i++) {
		struct str name = bare(plain(cx->mem, names[i]));
		if (worth_looking(name))
			looked[l.n++] = name;
	}
	if (json_kind(body) == JSON_OBJECT)
		look_at(&l, body, NO_STR);
	return l.n_found;
}

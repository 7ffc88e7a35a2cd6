#include "app/catalog.h"
#include "app/access.h"
#include "app/journal.h"
#include "app/live.h"
#include "base/str.h"
#include "model/catalog_file.h"
#include "store/fact.h"
#include "sys/crypto.h"

#define DIGEST_KEY S("catalog.digest")

static struct str file_text(const struct embed_file *files, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(files[i].name, name))
			return (struct str){ (const char *)files[i].start, (size_t)(files[i].end - files[i].start) };
	return NO_STR;
}

static enum status files_read(struct cx *cx, const struct embed_file *files, size_t n_files, struct fact_array *ret)
{
	enum status st = OK;
	for (size_t i = 0; st == OK && i < catalog_file_count(); i++) {
		struct str name = catalog_file_name(i), text = file_text(files, n_files, name);
		if (!text.p)
			return fail_detail(cx, E_INVALID, T_CATALOG, "%.*s: the file is missing", STR_ARG(name));
		st = catalog_file_read(cx, name, text, ret);
	}
	return st;
}

enum status catalog_parse(struct cx *cx, const struct embed_file *files, size_t n_files, const struct catalog **ret)
{
	struct fact_array facts = { NULL, 0, 0 };
	const struct catalog *cat;
	enum status st = files_read(cx, files, n_files, &facts);
	if (st == OK)
		st = catalog_make(cx, facts.p, facts.n, &cat);
	if (st == OK)
		st = catalog_check(cx, cat);
	if (st == OK)
		*ret = cat;
	return st;
}

static struct str digest_of_embedded(struct cx *cx)
{
	uint8_t all[64] = { 0 }, end[32];
	for (size_t i = 0; i < catalog_file_count(); i++) {
		struct str text = file_text(embed_data, embed_data_count, catalog_file_name(i));
		sha256(text.p, text.n, all + 32);
		sha256(all, sizeof all, end);
		for (size_t k = 0; k < sizeof end; k++)
			all[k] = end[k];
	}
	return str_hex(cx->mem, all, 32);
}

static enum status replace_shipped(struct cx *cx, const struct catalog *cat)
{
	enum status st = fact_drop_shipped(cx);
	for (size_t i = 0; st == OK && i < cat->n; i++) {
		bool edited;
		st = fact_is_edited(cx, cat->facts[i].kind, cat->facts[i].id, &edited);
		if (st == OK && !edited)
			st = fact_add(cx, &cat->facts[i]);
	}
	return st;
}

enum status catalog_load(struct cx *cx)
{
	struct str now = digest_of_embedded(cx), before;
	enum status st = meta_get(cx, DIGEST_KEY, &before);
	if (st != OK || str_eq(now, before))
		return st;
	const struct catalog *cat;
	st = catalog_parse(cx, embed_data, embed_data_count, &cat);
	if (st == OK)
		st = replace_shipped(cx, cat);
	if (st == OK)
		st = live_tell_facts(cx);
	return st == OK ? meta_set(cx, DIGEST_KEY, now) : st;
}

enum status catalog_read(struct cx *cx, const struct catalog **ret)
{
	struct fact_list list;
	enum status st = fact_list(cx, &list);
	return st == OK ? catalog_make(cx, list.p, list.n, ret) : st;
}

enum status catalog_edit(struct cx *cx, struct str kind, struct str id, int32_t from_day, struct str body)
{
	const struct json *o;
	int32_t day = DAY_UNSTATED;
	enum status st = need_role(cx, ROLE_PLATFORM);
	if (st == OK)
		st = catalog_fact_check(cx, kind, body);
	if (st == OK)
		st = json_parse(cx, body, &o);
	if (st != OK)
		return st;
	if (json_get(o, S("valid_from")) && !day_parse(json_get_text(o, S("valid_from")), &day))
		return fail_field(cx, S("/valid_from"), T_FIELD_DATE, 0);
	if (day != from_day || !str_eq(json_get_text(o, S("id")), id))  /* the key stays as it is */
		return fail_field(cx, S("/id"), T_CATALOG, 0);
	st = fact_edit(cx, kind, id, from_day, body);
	if (st == OK)
		st = live_tell_facts(cx);                       /* this process reads them anew by itself (ROUTE_CATALOG): before it answers */
	return st == OK ? journal_append(cx, S("settings.fact"), (struct uuid){ { 0 } }, NULL, NULL) : st;
}

/* app/migrate.c — forward only; the number of the last file applied is meta's schema_version. */
#include "app/migrate.h"

#include "app/stats_past.h"
#include "base/embed.h"
#include "base/str.h"
#include "sys/db.h"

enum { NUMBER_DIGITS = 4, MIGRATION_LOCK = 61001, STATS_SINCE = 2 };

/* "0001_start.sql" is 1. */
static int64_t file_version(struct str name)
{
	int64_t version = 0;
	return str_int(str_slice(name, 0, NUMBER_DIGITS), 1, 9999, &version) ? version : 0;
}

static int64_t newest_version(void)
{
	int64_t newest = 0;
	for (size_t i = 0; i < embed_schema_count; i++)
		if (file_version(embed_schema[i].name) > newest)
			newest = file_version(embed_schema[i].name);
	return newest;
}

static enum status has_meta(struct cx *cx, int64_t *ret_tables)
{
	if (db_is_postgres(cx->db))
		return db_one(cx, "select count(*) from information_schema.tables where table_schema = current_schema() "
		              "and table_name = 'meta'", NO_ARGS, fill_int, ret_tables);
	return db_one(cx, "select count(*) from sqlite_schema where type = 'table' and name = 'meta'", NO_ARGS, fill_int, ret_tables);
}

static enum status store_version(struct cx *cx, int64_t *ret)
{
	int64_t tables = 0, version = 0;
	struct str text = NO_STR;
	enum status status = has_meta(cx, &tables);
	if (status == OK && tables) {
		status = db_one(cx, "select value from meta where key = 'schema_version'", NO_ARGS, fill_text, &text);
		if (status == E_MISSING)
			status = OK;
		else if (status == OK && !str_int(text, 0, 9999, &version))
			status = fail_detail(cx, E_CONFLICT, T_STORE_VERSION, "schema_version is %.*s", STR_ARG(text));
	}
	if (status == OK)
		*ret = version;
	return status;
}

static enum status refuse(struct cx *cx, int64_t version)
{
	return fail_detail(cx, E_CONFLICT, T_STORE_VERSION, "the store has schema %lld, this program has %lld", (long long)version,
	                   (long long)newest_version());
}

static enum status apply_above(struct cx *cx, int64_t version)
{
	enum status status = OK;
	for (size_t i = 0; i < embed_schema_count && status == OK; i++) {
		const struct embed_file *file = &embed_schema[i];
		if (file_version(file->name) > version)
			status = db_script(cx, (struct str){ (const char *)file->start, (size_t)(file->end - file->start) });
	}
	if (status != OK)
		return status;
	struct str number = str_format(cx->mem, "%lld", (long long)newest_version());
	return db_exec(cx, "insert into meta (key, value) values ('schema_version', $1) "
	               "on conflict (key) do update set value = excluded.value", ARGS(db_text(number)));
}

/* Inside the transaction, where nobody else can be doing the same. */
static enum status apply_alone(struct cx *cx, int64_t *ret_from)
{
	int64_t version = 0;
	enum status status = OK;
	if (db_is_postgres(cx->db))
		status = db_exec(cx, "select pg_advisory_xact_lock($1)", ARGS(db_int(MIGRATION_LOCK)));
	if (status == OK)
		status = store_version(cx, &version);
	if (status == OK && version > newest_version())
		status = refuse(cx, version);
	if (status == OK && version < newest_version())
		status = apply_above(cx, version);
	if (status == OK && version > 0 && version < STATS_SINCE)       /* what schema files cannot say in SQL */
		status = stats_past(cx);
	if (status == OK)
		*ret_from = version;
	return status;
}

enum status migrate(struct cx *cx, int64_t *ret_from, int64_t *ret_to)
{
	int64_t from = 0;
	enum status status = db_begin(cx);
	if (status != OK)
		return status;
	status = apply_alone(cx, &from);
	if (status != OK) {
		db_rollback(cx);
		return status;
	}
	status = db_commit(cx);
	if (status == OK) {
		*ret_from = from;
		*ret_to = newest_version();
	}
	return status;
}

enum status migrate_check(struct cx *cx)
{
	int64_t version = 0;
	enum status status = store_version(cx, &version);
	return status == OK && version != newest_version() ? refuse(cx, version) : status;
}

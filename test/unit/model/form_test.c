/* The forms of the catalogue and the inputs of the program say the same. */
#include "support.h"

#include "base/embed.h"
#include "model/advisory.h"
#include "model/report.h"

static const struct field *field_of(const struct field_table *table, struct str name)
{
	struct str rest, head = str_cut(name, '.', &rest);
	for (size_t i = 0; i < table->n_fields; i++)
		if (str_eq(table->fields[i].name, head))
			return rest.n ? field_of(table->fields[i].sub, rest) : &table->fields[i];
	return NULL;
}

static void form_fits(const char *file, const struct field_table *table)
{
	struct test_store t;
	const struct json *root;
	size_t n = 0;
	test_cx_open(&t);
	struct bytes b = embed_find(embed_data, str_of(file));
	assert_ok(&t, json_parse(&t.cx, (struct str){ (const char *)b.p, b.n }, &root));
	const struct json *form = json_first(json_get(root, S("items")));
	for (const struct json *s = json_first(json_get(form, S("sections"))); s; s = json_next(s))
		for (const struct json *f = json_first(json_get(s, S("fields"))); f; f = json_next(f), n++) {
			struct str name = json_get_text(f, S("name"));
			const struct field *field = field_of(table, name);
			if (!field)
				print_error("%s: %.*s\n", file, STR_ARG(name));
			assert_non_null(field);
			if (field->flags & FIELD_REQUIRED)      /* what the program demands, the form says so */
				assert_str(json_get_text(f, S("required")), "first");
		}
	for (size_t i = 0; i < table->n_fields; i++) {          /* and nothing that is demanded is missing from it */
		bool there = !(table->fields[i].flags & FIELD_REQUIRED);
		for (const struct json *s = json_first(json_get(form, S("sections"))); s; s = json_next(s))
			for (const struct json *f = json_first(json_get(s, S("fields"))); f; f = json_next(f))
				there |= str_eq(json_get_text(f, S("name")), table->fields[i].name);
		assert_true(there);
	}
	assert_true(n > 10);
	test_cx_close(&t);
}

static void forms_fit_inputs(void **state)
{
	(void)state;
	form_fits("forms/report.json", &report_fields);
	form_fits("forms/advisory.json", &advisory_table);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(forms_fit_inputs) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the engine must find in the half of test/corpus that its rules may be written on. The other half is measured by script/bench. */
#include "../support.h"

#include "../../bench/redact_corpus.h"

static void test_recall(void **state)
{
	(void)state;
	struct test_store t;
	struct corpus_names names = { 0 };
	struct redact_index *index;
	struct corpus_score score = { 0 };
	long marks = 0, found = 0, proposals = 0, right = 0;
	test_cx_open(&t);
	assert_true(corpus_registry(&t.cx, "test/corpus/registry.json", 20000, &names));
	assert_ok(&t, redact_index_new(&t.cx, names.p, names.n, &index));
	assert_true(corpus_score_dir(&t.cx, index, "test/corpus/tune", &score));
	for (int i = 1; i < REDACT_CLASSES; i++) {
		marks += score.of[i].marks;
		found += score.of[i].found;
		proposals += score.of[i].proposals;
		right += score.of[i].right;
	}
	assert_true(marks > 900);
	assert_true(corpus_ratio(found, marks) >= 0.98);
	assert_true(corpus_ratio(right, proposals) >= 0.85);
	test_cx_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_recall) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}

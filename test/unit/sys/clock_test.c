/* The clock that tests can move, and the log's lines. */
#include "support.h"

#include <fcntl.h>
#include <time.h>

#include "base/json.h"
#include "base/time.h"
#include "sys/clock.h"
#include "sys/log.h"

static char path[] = "/tmp/noroshi-clock-XXXXXX";

static void set_offset(const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	usleep(60000);
}

static int64_t offset_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t apart = clock_now_us() - ((int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000);
	return (apart + (apart < 0 ? -1 : 1) * SECOND_US / 2) / SECOND_US;
}

static void test_clock(void **state)
{
	(void)state;
	int64_t before = clock_elapsed_us();
	set_offset("3600000000\n");
	assert_int_equal(offset_now(), 3600);
	set_offset("-60000000");
	assert_int_equal(offset_now(), -60);
	set_offset("nonsense");
	assert_int_equal(offset_now(), -60);                    /* the last good one */
	assert_true(clock_elapsed_us() - before >= 180000 && clock_elapsed_us() - before < 60 * SECOND_US);
}

static void test_log(void **state)
{
	(void)state;
	struct test_store t;
	char got[4096];
	int ends[2], kept = dup(STDERR_FILENO);
	const struct json *line;
	test_cx_open(&t);
	t.cx.trace[0] = 0xab;
	(void)fail_detail(&t.cx, E_BUSY, T_STORE, "disk \"full\"\n");
	assert_int_equal(0, pipe(ends));
	dup2(ends[1], STDERR_FILENO);
	log_line(LEVEL_ERROR, "request.fail", FACTS(log_text("path", S("/a\nb")), log_int("n", -5), log_problem(&t.cx)));
	log_line(LEVEL_DEBUG, "never.seen", NO_FACTS);
	dup2(kept, STDERR_FILENO);
	close(kept);
	close(ends[1]);
	ssize_t n = read(ends[0], got, sizeof got);
	close(ends[0]);
	assert_true(n > 0 && got[n - 1] == '\n' && !memchr(got, '\n', (size_t)n - 1));
	test_forget(&t);
	assert_ok(&t, json_parse(&t.cx, (struct str){ got, (size_t)n }, &line));
	assert_str(json_get_text(line, S("event")), "request.fail");
	assert_str(json_get_text(line, S("level")), "error");
	assert_str(json_get_text(line, S("path")), "/a\nb");
	assert_str(json_get_text(line, S("trace")), "ab00000000000000");
	assert_str(json_get_text(line, S("code")), "store");
	assert_str(json_get_text(line, S("detail")), "disk \"full\"\n");
	assert_int_equal(json_get_int(line, S("n"), 0), -5);
	test_cx_close(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_clock), cmocka_unit_test(test_log) };
	int file = mkstemp(path);
	if (file < 0)
		return 1;
	close(file);
	setenv("NOROSHI_TEST_CLOCK", path, 1);                  /* before the clock is first asked */
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return failed;
}

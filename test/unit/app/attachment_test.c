/* Files: names made harmless, types by content, quotas, binding, and who may read. (The visibility of all: visibility_test.) */
#include "flow_support.h"

#include "app/attachment.h"
#include "store/attachment.h"
#include "sys/filetype.h"

static struct flow f;
static struct cx *const cx = &f.t.cx;

static int open_flow(void **state)
{
	(void)state;
	flow_open(&f);
	return 0;
}

static int close_flow(void **state)
{
	(void)state;
	flow_close(&f);
	return 0;
}

static enum status take(struct str name, struct str content, struct attachment *ret)
{
	struct str type;
	struct bytes bytes = { (const uint8_t *)content.p, content.n };
	assert_ok(&f.t, filetype_of(cx, bytes, &type));
	return attachment_take(cx, name, type, bytes, ret);
}

static void names_are_made_harmless(void **state)
{
	(void)state;
	struct attachment a;
	static const struct { struct str sent, kept; } names[] = {
		{ LIT("../../etc/passwd"), LIT("passwd") }, { LIT("C:\\temp\\log.txt"), LIT("log.txt") }, { LIT(".bashrc"), LIT("bashrc") },
		{ LIT("a\"b<c>.txt"), LIT("a_b_c_.txt") }, { LIT("x\r\ny"), LIT("x__y") }, { LIT(" 報告書.pdf "), LIT("報告書.pdf") },
		{ LIT("invoice\xe2\x80\xae""fdp.exe"), LIT("invoice_fdp.exe") }, { LIT("///"), LIT("file") }, { LIT("..."), LIT("file") },
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_ok(&f.t, take(names[i].sent, S("text"), &a));
		assert_true(str_eq(a.name, names[i].kept));
	}
	struct buf name;
	buf_init(&name, f.t.mem, 4096);
	for (int i = 0; i < 200; i++)
		buf_add(&name, S("長"));
	buf_add(&name, S(".txt"));
	assert_ok(&f.t, take(buf_str(&name), S("text"), &a));
	assert_true(a.name.n <= 180 && str_utf8(a.name) && str_ends(a.name, S(".txt")));
	assert_int_equal(take(S("\xff"), S("text"), &a), E_INVALID);
	test_forget(&f.t);
}

static void types_are_told_by_content(void **state)
{
	(void)state;
	struct attachment a;
	static const struct { struct str content; bool fine; } files[] = {
		{ LIT("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"), true }, { LIT("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0"), true },
		{ LIT("time,host\n10:00,a\n"), true }, { LIT("{\"type\":\"bundle\"}"), true }, { LIT("ただの文章です。\n"), true },
		{ LIT("\120\113\003\004\024\000\000\000\000\000\265\124\164\135\206\246\020\066\005\000\000\000\005\000\000\000\005\000\000\000\141\056\164\170\164\150\145\154\154\157\120\113\001\002\024\003\024\000\000\000\000\000\265\124\164\135\206\246\020\066\005\000\000\000\005\000\000\000\005\000\000\000\000\000\000\000\000\000\000\000\200\001\000\000\000\000\141\056\164\170\164\120\113\005\006\000\000\000\000\001\000\001\000\063\000\000\000\050\000\000\000\000\000"), true }, { LIT("From: a@example.org\nTo: b@example.org\nSubject: x\nMIME-Version: 1.0\n\ny\n"), true },
		{ LIT("MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff\0\0\xb8\0\0\0\0\0\0\0@\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x40\0\0\0PE\0\0"), false },
		{ LIT("\x7f""ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0>\0\1\0\0\0"), false }, { LIT("#!/bin/sh\necho hello\n"), false },
		{ LIT("<!DOCTYPE html><html><body><script>alert(1)</script></body></html>"), false },
		{ LIT("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"), false },
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		enum status st = take(S("harmless.pdf"), files[i].content, &a);
		if ((st == OK) != files[i].fine)
			print_error("file %zu: %.*s\n", i, STR_ARG(f.t.problem.detail));
		assert_int_equal(st == OK, files[i].fine);
		test_forget(&f.t);
	}
	assert_int_equal(take(S("a.txt"), S(""), &a), E_INVALID);
	test_forget(&f.t);
	struct bytes large = { arena_alloc(f.t.mem, ATTACHMENT_MAX_BYTES + 1), ATTACHMENT_MAX_BYTES + 1 };
	assert_int_equal(attachment_take(cx, S("a"), S("text/plain"), large, &a), E_LIMIT);
	test_forget(&f.t);
}

static struct uuid keep(enum who who, struct str content)
{
	struct attachment a;
	flow_as(&f, who);
	assert_ok(&f.t, take(S("a.txt"), content, &a));
	assert_ok(&f.t, attachment_keep(cx, &a));
	return a.id;
}

static void bound_files_go_with_the_message(void **state)
{
	(void)state;
	struct uuid id = keep(POWER_1, S("log")), foreign = keep(RAIL_1, S("other"));
	struct uuid both[] = { id, foreign };
	struct report_content c = flow_report(&f);
	struct report_done d;
	struct attachment a;
	flow_as(&f, METI);
	assert_int_equal(attachment_read(cx, id, &a), E_MISSING);
	flow_as(&f, POWER_1);
	c.attachments = (struct list){ both, 2 };
	assert_int_equal(report_submit(cx, &c, &d), E_INVALID);
	assert_true(flow_wrong(&f, S("/attachments/1"), T_ATTACHMENT_MISSING));
	test_forget(&f.t);
	c.attachments.n = 1;
	assert_ok(&f.t, report_submit(cx, &c, &d));
	flow_as(&f, METI);
	assert_ok(&f.t, attachment_read(cx, id, &a));
	assert_int_equal(a.bytes.n, 3);
	flow_as(&f, CENTRE);
	assert_int_equal(attachment_read(cx, id, &a), E_MISSING);
	flow_as(&f, POWER_1);
	assert_int_equal(attachment_remove(cx, id), E_MISSING);
	/* A follow-up may name it again. */
	test_forget(&f.t);
	assert_ok(&f.t, report_follow_up(cx, d.message, 0, &c, false, &d));
}

static void drafts_hold_their_files(void **state)
{
	(void)state;
	struct uuid one = keep(POWER_1, S("one")), two = keep(POWER_1, S("two"));
	struct report_content c = { .title = S("x"), .attachments = { &one, 1 } };
	struct report_done d;
	flow_as(&f, POWER_1);
	assert_ok(&f.t, report_draft(cx, &c, &d));
	assert_int_equal(attachment_remove(cx, one), E_MISSING);
	test_forget(&f.t);
	c.attachments = (struct list){ &two, 1 };
	assert_ok(&f.t, report_edit(cx, d.message, 0, &c, &d));
	assert_ok(&f.t, attachment_remove(cx, one));
	assert_ok(&f.t, report_drop(cx, d.message, 0));
	assert_ok(&f.t, attachment_remove(cx, two));
}

static void what_is_unbound_is_bounded(void **state)
{
	(void)state;
	flow_as(&f, POWER_2);
	struct attachment a = { .id = uuid_new(cx->now_us), .org = f.org[POWER_2].id, .account = f.actor[POWER_2].user, .name = S("a"), .type = S("text/plain"),
	                        .size = ATTACHMENT_UNBOUND_MAX_BYTES, .bytes = { (const uint8_t *)"x", 1 } };
	assert_ok(&f.t, attachment_add(cx, &a));
	struct attachment b;
	assert_ok(&f.t, take(S("b"), S("text"), &b));
	assert_int_equal(attachment_keep(cx, &b), E_LIMIT);
	assert_int_equal(f.t.problem.why, T_ATTACHMENT_QUOTA);
	test_forget(&f.t);
	struct actor admin = f.actor[POWER_1];
	admin.roles = ROLE_PLATFORM;
	cx->actor = &admin;
	assert_int_equal(attachment_keep(cx, &b), E_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_made_harmless), cmocka_unit_test(types_are_told_by_content), cmocka_unit_test(bound_files_go_with_the_message),
		cmocka_unit_test(drafts_hold_their_files), cmocka_unit_test(what_is_unbound_is_bounded),
	};
	return cmocka_run_group_tests(tests, open_flow, close_flow);
}

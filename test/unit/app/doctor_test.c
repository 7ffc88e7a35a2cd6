/* What noroshi doctor says of the keys of sealed custody. */
#include "support.h"

#include "app/doctor.h"

static struct test_store t;
static struct str said;
static enum check_result result;

static void told(void *arg, const struct check *c)
{
	(void)arg;
	if (!str_eq(c->name, S("custody.keys")))
		return;
	said = str_copy(t.mem, c->detail);
	result = c->result;
}

static void look(void)
{
	struct db *db = t.cx.db;
	struct doctor d = { .told = told };
	said = NO_STR;
	result = CHECK_GOOD;
	doctor_store(&t.cx, &d, t.where, NULL);
	t.cx.db = db;
	test_forget(&t);
}

static struct uuid org, key, officer;

static void run(enum status st)
{
	assert_ok(&t, st);
}

static struct uuid add_copy(int kind, struct uuid holder)
{
	struct uuid id = uuid_new(t.cx.now_us);
	run(db_exec(&t.cx, "insert into key_copy (id, org_key, kind, holder, blob, created_us, created_by) values ($1, $2, $3, $4, '{}', 0, $1)",
	            ARGS(db_uuid(id), db_uuid(key), db_int(kind), db_uuid(holder))));
	return id;
}

static void says_when_a_key_hangs_by_a_thread(void **state)
{
	(void)state;
	struct uuid message = uuid_new(t.cx.now_us);
	look();
	assert_int_equal(said.n, 0);                            /* nobody keeps a key: nothing to say */
	run(db_exec(&t.cx, "insert into org_key (id, org, public, created_us, created_by) values ($1, $2, $3, 0, $1)",
	            ARGS(db_uuid(key), db_uuid(org), db_bytes(key.b, 16))));
	struct uuid first = add_copy(1, officer);
	look();
	assert_int_equal(result, CHECK_GOOD);                   /* one way, but nothing sealed yet */
	run(db_exec(&t.cx, "insert into message (id, kind, author, author_user, status, tlp, latest, created_us, updated_us, sealed)"
	                   " values ($1, 1, $2, $2, 2, 3, 1, 0, 0, $3)", ARGS(db_uuid(message), db_uuid(org), db_uuid(key))));
	look();
	assert_int_equal(result, CHECK_WARNING);
	assert_true(str_find(said, S("c-x: its sealed reports hang on one officer's passphrase")) == 0);
	struct uuid share = add_copy(2, (struct uuid){ { 0 } });
	look();
	assert_int_equal(result, CHECK_GOOD);
	assert_true(said.n > 0);
	run(db_exec(&t.cx, "update account set state = 2", NO_ARGS));   /* who cannot sign in cannot unlock */
	look();
	assert_int_equal(result, CHECK_WARNING);
	assert_true(str_find(said, S("recovery code:")) > 0);
	run(db_exec(&t.cx, "update key_copy set ended_us = 1 where id = $1 or id = $2", ARGS(db_uuid(share), db_uuid(first))));
	look();
	assert_int_equal(result, CHECK_BAD);
	run(db_exec(&t.cx, "update org_key set retired_us = 1", NO_ARGS));
	add_copy(4, (struct uuid){ { 0 } });                    /* the key that replaced it opens it */
	look();
	assert_int_equal(result, CHECK_GOOD);
}

static int open_store(void **state)
{
	(void)state;
	test_store_open(&t);
	org = uuid_new(t.cx.now_us), key = uuid_new(t.cx.now_us), officer = uuid_new(t.cx.now_us);
	run(db_exec(&t.cx, "insert into org (id, code, kind, ja, en, find, from_day, to_day, updated_us) values ($1, 'c-x', 8, 'x', 'x', 'x', 0, 99999, 0)",
	            ARGS(db_uuid(org))));
	run(db_exec(&t.cx, "insert into account (id, org, login, ja, en, roles, password, created_us) values ($1, $2, 'o', 'x', 'x', 4, 'x', 0)",
	            ARGS(db_uuid(officer), db_uuid(org))));
	return 0;
}

static int close_store(void **state)
{
	(void)state;
	test_store_close(&t);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(says_when_a_key_hangs_by_a_thread) };
	return cmocka_run_group_tests(tests, open_store, close_store);
}

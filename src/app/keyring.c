/* app/keyring.c — see keyring.h. */
#include "app/keyring.h"

#include "base/arena.h"
#include "base/str.h"

struct str keyring_path(struct cx *cx, struct str folder, struct str name)
{
	return str_format(cx->mem, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

/* A file that is there already makes E_CONFLICT, which is not recorded as a failure of the request. */
static bool there(enum status st, struct cx *cx)
{
	if (st != E_CONFLICT)
		return false;
	if (cx->problem)
		*cx->problem = (struct problem){ .why = T_NONE };
	return true;
}

enum status keyring_create(struct cx *cx, struct str folder)
{
	struct sign_key key;
	struct secret_key secret;
	sign_key_new(&key);
	secret_key_new(&secret);
	struct str path = keyring_path(cx, folder, S("journal.key"));
	enum status st = sign_key_save(cx, path, &key);
	if (there(st, cx))
		st = sign_key_load(cx, path, &key);
	if (st == OK)
		st = public_key_save(cx, keyring_path(cx, folder, S("journal.pub")), key.pub);
	if (st == OK) {
		st = secret_key_save(cx, keyring_path(cx, folder, S("secret.key")), &secret);
		st = there(st, cx) ? OK : st;
	}
	crypto_forget(&key, sizeof key);
	crypto_forget(&secret, sizeof secret);
	return st;
}

enum status keyring_open(struct cx *cx, struct str folder, struct keyring *ret)
{
	struct keyring keys;
	enum status st = sign_key_load(cx, keyring_path(cx, folder, S("journal.key")), &keys.journal);
	if (st == OK)
		st = secret_key_load(cx, keyring_path(cx, folder, S("secret.key")), &keys.secret);
	if (st == OK)
		*ret = keys;
	crypto_forget(&keys, sizeof keys);
	return st;
}

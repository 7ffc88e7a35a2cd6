#include "sys/filetype.h"
#include <magic.h>
#include "base/str.h"

static void closer(void *magic)
{
	magic_close(magic);
}

enum status filetype_of(struct cx *cx, struct bytes bytes, struct str *ret)
{
	magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF);
	if (!magic)
		return fail_detail(cx, E_REMOTE, T_STORE, "libmagic");
	arena_closer(cx->mem, closer, magic);
	if (magic_load(magic, NULL) != 0)
		return fail_detail(cx, E_REMOTE, T_STORE, "libmagic: %s", magic_error(magic));
	const char *type = magic_buffer(magic, bytes.p ? (const void *)bytes.p : "", bytes.n);
	*ret = str_copy(cx->mem, type ? str_of(type) : S("application/octet-stream"));
	return OK;
}

#include "store/rows.h"
#include "base/buf.h"
#include "base/str.h"

struct str like_pattern(struct cx *cx, struct str q)
{
	struct str folded = str_fold(cx->mem, str_trim(q));
	if (!folded.n)
		return S("");
	struct buf out;
	buf_init(&out, cx->mem, folded.n * 2 + 2);
	buf_byte(&out, '%');
	for (size_t i = 0; i < folded.n; i++) {
		if (folded.p[i] == '%' || folded.p[i] == '_' || folded.p[i] == '!')
			buf_byte(&out, '!');
		buf_byte(&out, folded.p[i]);
	}
	buf_byte(&out, '%');
	return buf_str(&out);
}

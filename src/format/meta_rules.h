/* format/meta_rules.h — office documents' XML: what names people and places in it, and writing the part on without. */
#ifndef NOROSHI_FORMAT_META_RULES_H
#define NOROSHI_FORMAT_META_RULES_H
#include "format/meta_parts.h"

/* Reads one part (UTF-8) and, where `out` is given, writes it there cleaned. *ret_changed: the copy differs. */
enum status meta_rules(struct meta_work *, struct str part, struct str xml, struct buf *out, bool *ret_changed) MUST_CHECK;
/* What a part is that goes as a whole; META_NONE: it stays. */
enum meta_kind meta_rules_drop(struct str part);
/* True where the text is a path on somebody's machine or server, and not the one that cleaning writes. */
bool meta_is_path(struct str);
#endif

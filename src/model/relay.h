/* model/relay.h — what the CEPTOAR's officer works with when deriving a message without the name. Kinds are message kinds; stored. */
#ifndef NOROSHI_MODEL_RELAY_H
#define NOROSHI_MODEL_RELAY_H
#include "base/field.h"
#include "model/message.h"
#include "model/report.h"

struct relay { struct uuid original, derived, org; int kind; int64_t at_us; };
struct relay_revision {
	struct uuid revision, derived;                          /* derived none: not relayed */
	int64_t number, submitted_us;
	int stage;
};
#define RELAY_SMALL_GROUP 5                                     /* fewer than so many members are named by what singles them out */
#define RELAY_LIST_MAX 100
struct relay_work { struct uuid message; int64_t notices, relayed, received_us; };
/* An original that its author withdrew while what was derived from it stands: the CEPTOAR has to decide about that. */
struct relay_withdrawn { struct uuid original, derived; struct org author; struct str number, derived_number; int64_t withdrawn_us; };
struct relay_setting { int64_t small_group; bool auto_inquiry; int64_t version; };
struct relay_member { struct org org; struct str area; struct str *aliases; size_t n_aliases; };
struct relay_person { struct uuid org; struct str login, ja, en; };
struct relay_address { struct uuid org; int kind; struct str address, name; };
struct relay_name { struct uuid org; int kind; struct str name; };

struct relay_input { struct uuid revision; struct report_content content; struct str note; };
struct relay_setting_input { int64_t small_group; bool auto_inquiry; };
extern const struct field_table relay_input_table, relay_setting_table;

/* Where a text names the source: JSON pointers of the members of `body` (an object) in which one of the names stands. Compared folded
 * and without spaces; names shorter than two characters (or four of ASCII) are passed over. At most `room`; returns how many. */
struct relay_found { struct str pointer; };
size_t relay_names_in(struct cx *, const struct json *body, const struct str *names, size_t n, struct relay_found *ret, size_t room);
#endif

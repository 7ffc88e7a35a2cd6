/* api/mode.h — large-scale mode: /modes. */
#ifndef NOROSHI_API_MODE_H
#define NOROSHI_API_MODE_H
#include "api/route.h"
extern const struct field_table mode_query_table, mode_reason_table;
enum status mode_list_get(struct cx *, struct call *) MUST_CHECK;
enum status mode_post(struct cx *, struct call *) MUST_CHECK;
enum status mode_confirm_post(struct cx *, struct call *) MUST_CHECK;
enum status mode_end_post(struct cx *, struct call *) MUST_CHECK;
enum status mode_drop_post(struct cx *, struct call *) MUST_CHECK;
/* "modes" of /me: what is on for who asks. */
enum status modes_of_me_json(struct cx *, struct jw *) MUST_CHECK;
#endif

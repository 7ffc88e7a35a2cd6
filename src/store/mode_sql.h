/* store/mode_sql.h — when a mode d is in force for a message, for store/mode.c and store/network.c only. */
#ifndef NOROSHI_STORE_MODE_SQL_H
#define NOROSHI_STORE_MODE_SQL_H
/* Literals with the parameters' names: whether it is an exercise, a time, that or an earlier one (in force at any time since), the
 * sector (empty: none), the message whose case counts. 1 MODE_COUNTRY, 2 MODE_SECTOR, 3 MODE_CASE. */
#define MODE_IN_FORCE(exercise, at, since, sector, message) \
	"d.exercise = " exercise " and d.on_us > 0 and d.on_us <= " at " and (d.off_us = 0 or d.off_us > " since ")" \
	" and (d.scope_kind = 1 or (d.scope_kind = 2 and d.scope = " sector ") or (d.scope_kind = 3 and exists (select 1 from incident_message x" \
	" where x.incident = d.incident and x.message = " message " and x.removed_us = 0)))"
#endif

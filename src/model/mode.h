/* model/mode.h — large-scale mode 大規模重要インフラサービス障害対応: for the country, a sector or a case, crisis management, incident-response
 * and disaster agencies are added to the running routes and the limits of hops shorten; stepping down restores what was.
 *
 *   proposed -> on (by a second person, or at once in an emergency with its reason) -> off;   proposed -> dropped
 *
 * A rehearsal is the same for exercise-marked messages only. What changes is data: the rows of mode large_scale in the route table.
 * Pure. Numbers are stored; never renumber.
 */
#ifndef NOROSHI_MODEL_MODE_H
#define NOROSHI_MODEL_MODE_H
#include "base/field.h"

enum mode_scope { MODE_COUNTRY = 1, MODE_SECTOR, MODE_CASE };
enum mode_state { MODE_PROPOSED = 1, MODE_ON, MODE_OFF, MODE_DROPPED };
extern const struct str mode_scope_names[], mode_state_names[];  /* "country", "sector", "case"; "proposed", "on", "off", "dropped" */

struct mode {
	struct uuid id, incident;                               /* incident: of MODE_CASE */
	enum mode_scope scope_kind;
	enum mode_state state;
	bool exercise, emergency;                               /* emergency: one person switched it on alone */
	struct str sector, reason, off_reason;
	struct uuid proposed_by, on_by, off_by;
	int64_t proposed_us, on_us, off_us, version;            /* 0: not (yet) */
};
/* The change asked for, before it is saved. E_CONFLICT (T_MODE_STATE) from another state; E_DENIED (T_MODE_TWO) where who proposed it
 * confirms it. */
enum status mode_confirmed(struct cx *, const struct mode *, struct uuid by, struct mode *ret) MUST_CHECK;
enum status mode_ended(struct cx *, const struct mode *, struct uuid by, struct str reason, struct mode *ret) MUST_CHECK;
enum status mode_dropped(struct cx *, const struct mode *, struct uuid by, struct str reason, struct mode *ret) MUST_CHECK;

/* "ModeInput" */
struct mode_input { int scope; struct str sector, reason; struct uuid incident; bool exercise, emergency; };
extern const struct field_table mode_table;
/* What belongs to the scope is there and nothing else; E_INVALID. */
enum status mode_check(struct cx *, const struct mode_input *) MUST_CHECK;
#endif

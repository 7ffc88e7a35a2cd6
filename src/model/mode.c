#include "model/mode.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/catalog.h"

const struct str mode_scope_names[] = { LIT("country"), LIT("sector"), LIT("case"), { NULL, 0 } };
const struct str mode_state_names[] = { LIT("proposed"), LIT("on"), LIT("off"), LIT("dropped"), { NULL, 0 } };

#define AT(member) .offset = offsetof(struct mode_input, member)
#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
static const struct field mode_fields[] = {
	{ .name = LIT("scope"), .kind = FIELD_CHOICE, .flags = FIELD_REQUIRED, AT(scope), .choices = mode_scope_names,
	  DOC("範囲(全国・分野・案件)", "For the country, a sector or a case") },
	{ .name = LIT("sector"), .kind = FIELD_TEXT, AT(sector), .max = 40, DOC("分野(カタログの識別子)", "Sector (catalogue id)") },
	{ .name = LIT("case"), .kind = FIELD_UUID, AT(incident), DOC("案件の識別子", "Id of the case") },
	{ .name = LIT("reason"), .kind = FIELD_LONG_TEXT, .flags = FIELD_REQUIRED, AT(reason), .min = 5, .max = 2000,
	  DOC("移行の理由(関係者に表示されます)", "Why; shown to everyone concerned") },
	{ .name = LIT("exercise"), .kind = FIELD_BOOL, AT(exercise), DOC("訓練・演習", "Rehearsal") },
	{ .name = LIT("emergency"), .kind = FIELD_BOOL, AT(emergency),
	  DOC("緊急: 一人で直ちに移行する", "Emergency: switched on at once by one person") },
};
const struct field_table mode_table = {
	LIT("ModeInput"), mode_fields, sizeof mode_fields / sizeof *mode_fields, sizeof(struct mode_input), FIELD_NO_PRESENT,
};

enum status mode_check(struct cx *cx, const struct mode_input *in)
{
	enum status st = OK;
	if (in->scope == MODE_SECTOR && !in->sector.n)
		st = fail_field(cx, S("/sector"), T_FIELD_REQUIRED, 0);
	else if (in->scope == MODE_SECTOR && !catalog_has(cx->catalog, S("sector"), in->sector, day_of(cx->now_us)))
		st = fail_field(cx, S("/sector"), T_FIELD_CHOICE, 0);
	else if (in->scope != MODE_SECTOR && in->sector.n)
		st = fail_field(cx, S("/sector"), T_MODE_SCOPE, 0);
	if (in->scope == MODE_CASE && uuid_is_none(in->incident))
		st = fail_field(cx, S("/case"), T_FIELD_REQUIRED, 0);
	else if (in->scope != MODE_CASE && !uuid_is_none(in->incident))
		st = fail_field(cx, S("/case"), T_MODE_SCOPE, 0);
	return st == OK ? OK : fail(cx, E_INVALID, T_INPUT);
}

enum status mode_confirmed(struct cx *cx, const struct mode *m, struct uuid by, struct mode *ret)
{
	if (m->state != MODE_PROPOSED)
		return fail(cx, E_CONFLICT, T_MODE_STATE);
	if (uuid_eq(m->proposed_by, by))
		return fail(cx, E_DENIED, T_MODE_TWO);
	*ret = *m;
	ret->state = MODE_ON;
	ret->on_by = by;
	ret->on_us = cx->now_us;
	return OK;
}

static enum status over(struct cx *cx, const struct mode *m, enum mode_state from, enum mode_state to, struct mode *ret)
{
	if (m->state != from)
		return fail(cx, E_CONFLICT, T_MODE_STATE);
	*ret = *m;
	ret->state = to;
	ret->off_us = cx->now_us;
	return OK;
}

enum status mode_ended(struct cx *cx, const struct mode *m, struct uuid by, struct str reason, struct mode *ret)
{
	enum status st = over(cx, m, MODE_ON, MODE_OFF, ret);
	if (st == OK)
		ret->off_by = by, ret->off_reason = reason;
	return st;
}

enum status mode_dropped(struct cx *cx, const struct mode *m, struct uuid by, struct str reason, struct mode *ret)
{
	enum status st = over(cx, m, MODE_PROPOSED, MODE_DROPPED, ret);
	if (st == OK)
		ret->off_by = by, ret->off_reason = reason;
	return st;
}

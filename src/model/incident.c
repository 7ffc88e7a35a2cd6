#include "model/incident.h"
#include "base/str.h"
#include "base/time.h"

const struct str incident_state_names[] = { LIT("open"), LIT("watching"), LIT("closed"), LIT("merged"), { NULL, 0 } };
const struct str incident_what_names[] = {
	LIT("opened"), LIT("edited"), LIT("report_added"), LIT("report_removed"), LIT("note"), LIT("owner"), LIT("state"), LIT("merged_in"),
	LIT("merged_into"), LIT("split_off"), LIT("split_from"), LIT("rated"), LIT("advisory"), LIT("consent_asked"), { NULL, 0 },
};
const struct str incident_may_names[] = {
	LIT("edit"), LIT("watch"), LIT("open"), LIT("close"), LIT("merge"), LIT("split"), LIT("rate"), LIT("advise"), { NULL, 0 },
};

const struct str signal_names[] = {
	LIT("stopped"), LIT("degraded"), LIT("effect_unknown"), LIT("level_breached"), LIT("spill_over"), LIT("law"), LIT("severe"),
	LIT("several_sectors"), LIT("overdue"), LIT("waiting"), LIT("level"), { NULL, 0 },
};

enum text signal_text(unsigned bit)
{
	static const enum text texts[SIGNALS] = {
		T_SIGNAL_STOPPED, T_SIGNAL_DEGRADED, T_SIGNAL_UNKNOWN, T_SIGNAL_BREACHED, T_SIGNAL_SPILL, T_SIGNAL_LAW, T_SIGNAL_SEVERE,
		T_SIGNAL_SECTORS, T_SIGNAL_OVERDUE, T_SIGNAL_WAITING, T_SIGNAL_LEVEL,
	};
	return bit < SIGNALS ? texts[bit] : T_NONE;
}

enum status incident_state_after(struct cx *cx, int now, int want)
{
	static const struct { int from, to; } ways[] = {
		{ INCIDENT_OPEN, INCIDENT_WATCHING }, { INCIDENT_WATCHING, INCIDENT_OPEN }, { INCIDENT_OPEN, INCIDENT_CLOSED },
		{ INCIDENT_WATCHING, INCIDENT_CLOSED }, { INCIDENT_CLOSED, INCIDENT_OPEN },
	};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (ways[i].from == now && ways[i].to == want)
			return OK;
	return fail(cx, E_CONFLICT, now == INCIDENT_MERGED ? T_CASE_MERGED : T_STATE);
}

/* Some write that there is none. */
static bool says_none(struct str s)
{
	static const struct str none[] = { LIT("なし"), LIT("無し"), LIT("無"), LIT("特になし"), LIT("none"), LIT("None"), LIT("-"), { NULL, 0 } };
	for (const struct str *n = none; n->n; n++)
		if (str_eq(*n, str_trim(s)))
			return true;
	return s.n == 0;
}

unsigned signals_of(const struct report_content *c)
{
	static const unsigned effects[] = {
		[0] = 0, [EFFECT_NONE] = 0, [EFFECT_DEGRADED] = SIGNAL_DEGRADED, [EFFECT_STOPPED] = SIGNAL_STOPPED, [EFFECT_UNKNOWN] = SIGNAL_UNKNOWN,
	};
	unsigned signals = c->effect.state >= 0 && c->effect.state <= EFFECT_UNKNOWN ? effects[c->effect.state] : 0;
	if (c->level_breached == BREACHED_YES)
		signals |= SIGNAL_BREACHED;
	if (!says_none(c->spill_over))
		signals |= SIGNAL_SPILL;
	return signals | (c->basis == BASIS_LAW ? SIGNAL_LAW : c->basis == BASIS_SEVERE ? SIGNAL_SEVERE : 0);
}

unsigned signals_settle(unsigned s)
{
	if (s & SIGNAL_STOPPED)
		s &= ~(unsigned)(SIGNAL_DEGRADED | SIGNAL_UNKNOWN);
	else if (s & SIGNAL_DEGRADED)
		s &= ~(unsigned)SIGNAL_UNKNOWN;
	if (s & SIGNAL_LAW)
		s &= ~(unsigned)SIGNAL_SEVERE;
	return s;
}

int64_t signal_points(unsigned bit, int64_t waited_us, int level)
{
	static const int fixed[SIGNALS] = { 30, 15, 5, 20, 10, 15, 10, 10, 10, 0, 0 };
	int64_t hours = waited_us / HOUR_US;
	if (bit >= SIGNALS)
		return 0;
	switch (1u << bit) {
	case SIGNAL_WAITING: return hours < 0 ? 0 : hours > 10 ? 10 : hours;
	case SIGNAL_LEVEL: return level > 0 ? 10 * level : 0;
	default: return fixed[bit];
	}
}

int64_t urgency_of(unsigned signals, int64_t waited_us, int level)
{
	int64_t sum = 0;
	signals = signals_settle(signals);
	for (unsigned bit = 0; bit < SIGNALS; bit++)
		if (signals & 1u << bit)
			sum += signal_points(bit, waited_us, level);
	return sum;
}

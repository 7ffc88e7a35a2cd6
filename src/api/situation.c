#include "api/situation.h"
#include "api/show.h"
#include "app/situation.h"
#include "base/str.h"
#include "base/time.h"
#include "base/uuid.h"
#include "model/catalog.h"

static void show_sectors(const struct cx *cx, struct jw *w, const struct situation *s)
{
	jw_key(w, S("sectors"));
	jw_array(w);
	for (size_t i = 0; i < s->n_sectors; i++) {
		const struct situation_sector *x = &s->sectors[i];
		const struct fact *f = x->sector.n && cx->catalog ? catalog_find(cx->catalog, S("sector"), x->sector, day_of(cx->now_us)) : NULL;
		jw_object(w);
		jw_k_text(w, S("sector"), x->sector);
		show_text(w, S("ja"), f ? f->ja : x->sector);
		show_text(w, S("en"), f && f->en.n ? f->en : x->sector);
		jw_k_int(w, S("open"), x->open);
		jw_k_int(w, S("watching"), x->watching);
		jw_k_int(w, S("unrated"), x->unrated);
		if (x->level >= 0)
			jw_k_int(w, S("level"), x->level);
		jw_k_int(w, S("waiting"), x->waiting);
		jw_k_int(w, S("overdue"), x->overdue);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_hops(struct jw *w, const struct situation_advisory *a)
{
	jw_key(w, S("hops"));
	jw_array(w);
	for (int hop = 0; hop < SITUATION_HOPS; hop++) {
		const struct situation_hop *h = &a->hops[hop];
		if (!h->sent)
			continue;
		jw_object(w);
		jw_k_int(w, S("hop"), hop);
		jw_k_int(w, S("sent"), h->sent);
		jw_k_int(w, S("opened"), h->opened > h->acknowledged ? h->opened : h->acknowledged);
		jw_k_int(w, S("acknowledged"), h->acknowledged);
		jw_k_int(w, S("outcome"), h->outcome);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_advisories(const struct cx *cx, struct jw *w, const struct situation *s)
{
	jw_key(w, S("advisories"));
	jw_array(w);
	for (size_t i = 0; i < s->n_advisories; i++) {
		const struct situation_advisory *a = &s->advisories[i];
		int64_t sent = 0, acknowledged = 0;
		for (int hop = 0; hop < SITUATION_HOPS; hop++) {
			sent += a->hops[hop].sent;
			acknowledged += a->hops[hop].acknowledged;
		}
		bool late = a->due_us && a->due_us < cx->now_us;
		jw_object(w);
		jw_k_uuid(w, S("id"), a->m.id);
		show_text(w, S("number"), a->m.number);
		show_text(w, S("title"), a->m.title);
		jw_k_text(w, S("tlp"), tlp_names[a->m.tlp - 1]);
		jw_k_time(w, S("published_at"), a->m.submitted_us);
		show_time(w, S("due_at"), a->due_us);
		show_hops(w, a);
		jw_k_int(w, S("sent"), sent);
		jw_k_int(w, S("acknowledged"), acknowledged);
		jw_k_int(w, S("overdue"), late && sent > acknowledged ? sent - acknowledged : 0);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_days(struct jw *w, const struct situation *s)
{
	jw_key(w, S("days"));
	jw_array(w);
	for (size_t i = 0; i < s->n_days; i++) {
		jw_object(w);
		jw_k_day(w, S("day"), s->days[i].day);
		jw_k_text(w, S("event_type"), s->days[i].event_type);
		jw_k_int(w, S("n"), s->days[i].n);
		jw_end_object(w);
	}
	jw_end_array(w);
}

static void show_modes(struct jw *w, const struct situation *s)
{
	bool large = false;
	for (size_t i = 0; i < s->n_modes; i++)
		large = large || !s->modes[i].exercise;
	jw_k_text(w, S("mode"), large ? S("large_scale") : s->n_modes ? S("rehearsal") : S("normal"));
	jw_key(w, S("modes"));
	jw_array(w);
	for (size_t i = 0; i < s->n_modes; i++) {
		const struct situation_mode *m = &s->modes[i];
		jw_object(w);
		jw_k_uuid(w, S("id"), m->id);
		jw_k_text(w, S("scope_kind"), situation_mode_scopes[m->scope_kind >= 1 && m->scope_kind <= 3 ? m->scope_kind - 1 : 0]);
		show_text(w, S("scope"), m->scope);
		jw_k_bool(w, S("exercise"), m->exercise);
		show_time(w, S("since"), m->since_us);
		jw_end_object(w);
	}
	jw_end_array(w);
}

enum status situation_get(struct cx *cx, struct call *call)
{
	struct situation *s;
	struct jw *w = &call->json;
	enum status st = situation_now(cx, &s);
	if (st != OK)
		return st;
	jw_object(w);
	jw_k_time(w, S("at"), cx->now_us);
	jw_k_text(w, S("scope"), s->country ? S("country") : S("sectors"));
	show_modes(w, s);
	show_sectors(cx, w, s);
	show_advisories(cx, w, s);
	jw_k_int(w, S("advisories_waiting"), s->advisories_waiting);
	jw_k_int(w, S("advisories_overdue"), s->advisories_overdue);
	show_days(w, s);
	jw_end_object(w);
	return OK;
}

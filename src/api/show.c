#include "api/show.h"
#include "base/uuid.h"

void show_text(struct jw *w, struct str key, struct str value)
{
	if (value.n)
		jw_k_text(w, key, value);
}

void show_time(struct jw *w, struct str key, int64_t us)
{
	if (us)
		jw_k_time(w, key, us);
}

void show_org(struct jw *w, struct str key, const struct org *o)
{
	jw_key(w, key);
	org_ref_write(w, o);
}

static void show_known_org(struct jw *w, struct str key, const struct org *o, struct shown_orgs *shown)
{
	for (unsigned i = 0; shown && i < 4; i++)
		if (shown->v[i].json.n && uuid_eq(shown->v[i].id, o->id)) {
			jw_k_raw(w, key, shown->v[i].json);
			return;
		}
	jw_key(w, key);
	size_t from = w->out->n;
	org_ref_write(w, o);
	/* What a buffer has outgrown lives on in the arena, so this stays readable. */
	if (shown && !w->out->full) {
		shown->v[shown->next % 4].id = o->id;
		shown->v[shown->next++ % 4].json = (struct str){ w->out->p + from, w->out->n - from };
	}
}

struct str local(const struct cx *cx, const struct org *o)
{
	return cx->lang == LANG_EN ? o->en : o->ja;
}

struct str status_name(int status)
{
	return status >= STATUS_DRAFT && status <= STATUS_WITHDRAWN ? message_status_names[status - 1] : NO_STR;
}

struct str hop_to_name(int kind)
{
	return kind == ORG_MINISTRY ? S("ministry") : kind == ORG_CEPTOAR ? S("ceptoar") : kind == ORG_CENTRE ? S("centre") : S("operator");
}

void show_row(struct jw *w, const struct message_row *r, struct shown_orgs *shown)
{
	const struct message *m = &r->m;
	jw_object(w);
	jw_k_uuid(w, S("id"), m->id);
	jw_k_text(w, S("kind"), message_kind_names[m->kind - 1]);
	show_text(w, S("number"), m->number);
	show_text(w, S("title"), m->title);
	show_text(w, S("sector"), m->sector);
	show_text(w, S("event_type"), m->event_type);
	if (!uuid_is_none(m->about))
		jw_k_uuid(w, S("about"), m->about);
	if (!uuid_is_none(m->sealed))
		jw_k_uuid(w, S("sealed"), m->sealed);
	if (m->basis)
		jw_k_text(w, S("basis"), basis_names[m->basis - 1]);
	show_text(w, S("route"), m->route);
	if (m->tlp)
		jw_k_text(w, S("tlp"), tlp_names[m->tlp - 1]);
	jw_k_text(w, S("status"), status_name(m->status));
	jw_k_bool(w, S("exercise"), m->exercise);
	show_known_org(w, S("author"), &r->author, shown);
	if (m->submitted_us)
		jw_k_time(w, S("submitted_at"), m->submitted_us);
	else
		jw_k_time(w, S("created_at"), m->created_us);
	jw_k_time(w, S("updated_at"), m->updated_us);
	jw_k_int(w, S("revision"), r->revision);
	if (r->stage)
		jw_k_text(w, S("stage"), stage_names[r->stage - 1]);
	jw_end_object(w);
}

void show_delivery_members(struct jw *w, const struct delivery_row *r, int64_t now_us, struct shown_orgs *shown)
{
	const struct delivery *d = &r->d;
	jw_k_uuid(w, S("id"), d->id);
	jw_k_uuid(w, S("message"), d->message);
	jw_key(w, S("revision"));
	jw_object(w);
	jw_k_uuid(w, S("id"), d->revision);
	jw_k_int(w, S("number"), r->revision);
	jw_end_object(w);
	if (!uuid_is_none(r->recipient.id))                     /* lists of one's own deliveries leave it out */
		show_known_org(w, S("org"), &r->recipient, shown);
	if (!uuid_is_none(r->via.id))
		show_known_org(w, S("via"), &r->via, shown);
	jw_k_int(w, S("hop"), d->hop);
	jw_k_text(w, S("state"), delivery_state_names[d->state - 1]);
	jw_k_time(w, S("sent_at"), delivery_sent_us(d));
	show_time(w, S("opened_at"), d->opened_us);
	show_time(w, S("acknowledged_at"), d->acked_us);
	show_time(w, S("due_at"), d->due_us);
	jw_k_bool(w, S("late"), delivery_is_late(d, now_us));
	jw_key(w, S("pass"));
	jw_object(w);
	jw_k_text(w, S("state"), pass_state_names[d->pass_state]);
	show_time(w, S("due_at"), d->pass_due_us);
	show_time(w, S("at"), d->pass_us);
	jw_end_object(w);
	if (d->outcome) {
		jw_k_text(w, S("outcome"), outcome_names[d->outcome - 1]);
		show_time(w, S("outcome_at"), d->outcome_us);
	}
	if (d->outcome_day)
		jw_k_day(w, S("outcome_date"), d->outcome_day);
	show_text(w, S("note"), d->note);
	show_time(w, S("recalled_at"), d->recalled_us);
	if (d->recall_why)
		jw_k_text(w, S("recall_why"), recall_why_names[d->recall_why - 1]);
	show_time(w, S("delete_asked_at"), d->asked_us);
	show_time(w, S("complied_at"), d->complied_us);
	show_text(w, S("complied_note"), d->complied_note);
}

void show_delivery(struct jw *w, const struct delivery_row *r, int64_t now_us, struct shown_orgs *shown)
{
	jw_object(w);
	show_delivery_members(w, r, now_us, shown);
	jw_end_object(w);
}

struct str disposition(struct arena *mem, struct str name)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf out;
	buf_init(&out, mem, 4096);
	buf_add(&out, S("attachment; filename=\""));
	for (size_t i = 0; i < name.n; i++)
		buf_byte(&out, (uint8_t)name.p[i] < 0x20 || (uint8_t)name.p[i] > 0x7e || name.p[i] == '"' || name.p[i] == '\\' ? '_' : name.p[i]);
	buf_add(&out, S("\"; filename*=UTF-8''"));
	for (size_t i = 0; i < name.n; i++) {
		uint8_t c = (uint8_t)name.p[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_') {
			buf_byte(&out, (char)c);
		} else {
			buf_byte(&out, '%');
			buf_byte(&out, digits[c >> 4]);
			buf_byte(&out, digits[c & 15]);
		}
	}
	return buf_str(&out);
}

/* Sending: from a publication, or from an org that passes on, down to whoever is next. In chunks: what one chunk
 * leaves stands in the payload of the job that does the next. A delivery that is there already stays as it is, so a chunk that is
 * done twice does nothing twice. */
#include "app/advisory_parts.h"
#include "app/live.h"
#include "app/party.h"
#include "app/mode.h"
#include "app/recall.h"
#include "app/stats.h"
#include "base/str.h"
#include "base/uuid.h"
#include "model/catalog.h"
#include "store/delivery.h"
#include "store/fanout.h"
#include "store/job.h"
#include "sys/db.h"

#define FIRST_CHUNK 500                                         /* with the publication itself */
#define PAYLOAD_MAX ((size_t)256 << 10)

#define CHUNK 1000                                              /* some 5 ms of SQLite's one writer: others' changes go on between */
#define CHUNK_ALONE 4000                                        /* nobody waits, or (PostgreSQL) others write beside it */

size_t chunk_size(const struct cx *cx, bool alone)
{
	return alone || db_is_postgres(cx->db) ? CHUNK_ALONE : CHUNK;
}

struct uuid_set { struct uuid *p; size_t n, max; };

struct sending {
	struct message m;
	struct revision r;
	struct advisory_content content;
	struct audience_walk walk;
	struct audience_cursor cursor;
	struct uuid branch;                                     /* who passed it on; none: the author sends */
	struct uuid_set sent, waiting;                          /* passers that have it; that are asked to pass it on by hand */
	struct delivery *out;
	size_t n_out;
};

static bool set_has(const struct uuid_set *set, struct uuid id)
{
	for (size_t i = 0; i < set->n; i++)
		if (uuid_eq(set->p[i], id))
			return true;
	return false;
}

static void set_add(struct uuid_set *set, struct uuid id)
{
	if (set->n < set->max)
		set->p[set->n++] = id;
}

/* --- what a job carries from chunk to chunk --- */

static void set_write(struct jw *json, struct str key, const struct uuid_set *set)
{
	jw_key(json, key);
	jw_array(json);
	for (size_t i = 0; i < set->n; i++)
		jw_uuid(json, set->p[i]);
	jw_end_array(json);
}

static void set_read(const struct json *in, struct uuid_set *set)
{
	struct uuid id;
	for (const struct json *item = json_first(in); item; item = json_next(item))
		if (uuid_parse(json_text(item), &id))
			set_add(set, id);
}

static struct str sending_write(struct cx *cx, const struct sending *send)
{
	struct buf out;
	struct jw json;
	buf_init(&out, cx->mem, PAYLOAD_MAX);
	jw_init(&json, &out);
	jw_object(&json);
	jw_k_uuid(&json, S("message"), send->m.id);
	jw_k_int(&json, S("number"), send->r.number);
	if (!uuid_is_none(send->branch))
		jw_k_uuid(&json, S("branch"), send->branch);
	jw_k_int(&json, S("part"), send->cursor.part);
	jw_k_int(&json, S("item"), send->cursor.item);
	if (!uuid_is_none(send->cursor.after))
		jw_k_uuid(&json, S("after"), send->cursor.after);
	set_write(&json, S("sent"), &send->sent);
	set_write(&json, S("waiting"), &send->waiting);
	jw_end_object(&json);
	return buf_str(&out);
}

struct uuid payload_uuid(const struct json *object, struct str key)
{
	struct uuid id = { { 0 } };
	(void)uuid_parse(json_get_text(object, key), &id);
	return id;
}

/* --- one chunk --- */

static struct passing passing_of(const struct route_fact *route, enum hop_to to)
{
	for (size_t i = 0; i < route->n; i++)
		if (route->hops[i].to == to)
			return (struct passing){ route->hops[i].manual, route->hops[i].limit_min };
	return (struct passing){ false, 0 };
}

/* Large-scale mode's route names agencies: they are addressed too, where the marking lets it go to more than the named. */
static const struct audience *with_agencies(struct cx *cx, const struct audience *chosen, const struct route_fact *route, int tlp)
{
	static const struct { enum hop_to to; int kind; } added[] = {
		{ HOP_CRISIS, ORG_CRISIS }, { HOP_AGENCIES, ORG_RESPONSE_AGENCY }, { HOP_AGENCIES, ORG_DISASTER_AGENCY },
	};
	enum { N_ADDED = sizeof added / sizeof *added };
	if (chosen->all || audience_is_empty(chosen) || !tlp_may_pass_on(tlp))
		return chosen;
	struct audience *more = arena_make(cx->mem, struct audience);
	int *kinds = arena_array(cx->mem, int, chosen->kinds.n + N_ADDED);
	size_t n = chosen->kinds.n;
	*more = *chosen;
	for (size_t i = 0; i < n; i++)
		kinds[i] = ((const int *)chosen->kinds.p)[i];
	for (size_t a = 0; a < N_ADDED; a++)
		for (size_t i = 0; i < route->n; i++)
			if (route->hops[i].to == added[a].to)
				kinds[n++] = added[a].kind;
	more->kinds = (struct list){ kinds, n };
	return more;
}

enum status advisory_walk(struct cx *cx, struct uuid author, const struct advisory_content *content, struct walk_when when,
                          struct audience_walk *ret)
{
	struct route_fact route = { 0 };
	int32_t day = day_of(when.at_us);
	bool large = false;
	enum status s = mode_in_force(cx, &content->recipients.sectors, &(struct mode_ask){
		.exercise = content->exercise, .at_us = when.at_us, .since_us = when.first_us,
	}, &large);
	if (s != OK)
		return s;
	if (!(large && catalog_route(cx->catalog, S("large_scale"), S("advisory"), NO_STR, S("down"), day, &route)))
		(void)catalog_route(cx->catalog, S("normal"), S("advisory"), NO_STR, S("down"), day, &route);
	struct audience_ask ask = {
		.audience = with_agencies(cx, &content->recipients, &route, content->tlp), .author = author, .tlp = content->tlp, .day = day,
		.ministry = passing_of(&route, HOP_MINISTRY), .ceptoar = passing_of(&route, HOP_CEPTOAR),
	};
	return audience_open(cx, &ask, ret);
}

static enum status sending_open(struct cx *cx, struct sending *send)
{
	size_t max = 0;
	enum status s = advisory_parse(cx, send->r.body, &send->content);
	if (s == OK)                                            /* the registry as it was on the day of publication */
		s = advisory_walk(cx, send->m.author, &send->content, (struct walk_when){ send->r.submitted_us, send->m.submitted_us }, &send->walk);
	if (s != OK)
		return s;
	max = send->walk.net.n + 1;
	send->sent = (struct uuid_set){ arena_array(cx->mem, struct uuid, max), 0, max };
	send->waiting = (struct uuid_set){ arena_array(cx->mem, struct uuid, max), 0, max };
	return OK;
}

static struct delivery *sending_add(struct cx *cx, struct sending *send, struct uuid recipient, struct uuid via, int hop)
{
	struct delivery *d = &send->out[send->n_out++];
	*d = (struct delivery){
		.id = uuid_new(cx->now_us), .message = send->m.id, .revision = send->r.id, .recipient = recipient, .via = via, .hop = hop,
		.state = DELIVERY_DELIVERED, .due_us = send->content.ack_required ? send->content.due_us : 0,
	};
	live_note(cx, LIVE_DELIVERY, send->m.id, recipient);
	return d;
}

/* Has a passer asked to pass on by hand. It may have it already, as one of the chosen. */
static enum status ask_to_pass(struct cx *cx, struct sending *send, const struct passer *passer, struct uuid via, int hop)
{
	struct passing how = passer->kind == ORG_CEPTOAR ? send->walk.net.ceptoar : send->walk.net.ministry;
	int64_t due_us = cx->now_us + how.limit_min * MINUTE_US;
	struct delivery d;
	bool there = false;
	if (set_has(&send->waiting, passer->id))
		return OK;
	set_add(&send->waiting, passer->id);
	enum status s = fanout_find(cx, send->m.id, send->r.id, passer->id, &there, &d);
	if (s != OK)
		return s;
	if (there && (d.pass_state != PASS_NONE || d.state == DELIVERY_RECALLED))
		return OK;
	if (there)
		s = fanout_expect_pass(cx, d.id, due_us);
	else {
		struct sending one = *send;
		one.out = &d;
		one.n_out = 0;
		(void)sending_add(cx, &one, passer->id, via, hop);
		d.pass_state = PASS_WAITING;
		d.pass_due_us = due_us;
		s = delivery_add(cx, &d, 1);
		if (s == OK && !send->m.exercise)
			s = stats_sent(cx, &d, 1);
	}
	return s;
}

/* The audience is that of the day of publication; but who has left the group that it would come by gets nothing by it any more. */
static enum status has_left(struct cx *cx, const struct sending *send, const struct audience_row *row, bool *ret)
{
	const struct way *way = &row->way;
	const struct passer *last = way->n > 0 ? &send->walk.net.p[way->passers[way->n - 1]] : NULL;
	struct uuid group = row->why == WHY_GROUP ? row->by : last && last->kind == ORG_CEPTOAR ? last->id : (struct uuid){ { 0 } };
	bool member = true;
	*ret = false;
	if (send->walk.day >= day_of(cx->now_us) || uuid_is_none(group) || uuid_eq(group, row->id))
		return OK;                                      /* today's audience knows who has left */
	enum status s = party_is_member(cx, row->id, group, day_of(cx->now_us), &member);
	if (s == OK)
		*ret = !member;
	return s;
}

/* Sends to everyone on the way to this org, and to the org, from where this sending begins to where someone has to pass on by hand. */
static enum status send_row(struct cx *cx, struct sending *send, const struct audience_row *row)
{
	const struct way *way = &row->way;
	int from = 0;
	bool left = false;
	enum status s = has_left(cx, send, row, &left);
	if (s != OK || left)
		return s;
	if (!uuid_is_none(send->branch)) {
		while (from < way->n && !uuid_eq(send->walk.net.p[way->passers[from]].id, send->branch))
			from++;
		if (from++ == way->n)
			return OK;                              /* not below who passed it on */
	}
	for (int i = from; i < way->n; i++) {
		const struct passer *passer = &send->walk.net.p[way->passers[i]];
		struct uuid via = i > 0 ? send->walk.net.p[way->passers[i - 1]].id : send->m.author;
		int hop = passer->kind == ORG_CEPTOAR && i > 0 ? 2 : 1;
		bool by_hand = passer->kind == ORG_CEPTOAR ? send->walk.net.ceptoar.manual : send->walk.net.ministry.manual;
		if (by_hand)
			return ask_to_pass(cx, send, passer, via, hop);
		if (!set_has(&send->sent, passer->id)) {
			set_add(&send->sent, passer->id);
			(void)sending_add(cx, send, passer->id, via, hop);
		}
	}
	if (row->kind == ORG_MINISTRY || row->kind == ORG_CEPTOAR) {
		if (set_has(&send->sent, row->id) || set_has(&send->waiting, row->id))
			return OK;
		set_add(&send->sent, row->id);
	}
	(void)sending_add(cx, send, row->id, way->n > 0 ? send->walk.net.p[way->passers[way->n - 1]].id : send->m.author, way->hop);
	return OK;
}

/* A passer may come before each row: the room for what goes out is the rows' and the passers'. */
static enum status send_chunk(struct cx *cx, struct sending *send, size_t max, size_t *ret_n)
{
	struct audience_row *rows = arena_array(cx->mem, struct audience_row, max);
	size_t n_rows = 0;
	send->out = arena_array(cx->mem, struct delivery, max + send->walk.net.n);
	send->n_out = 0;
	enum status s = audience_chunk(cx, &send->walk, max, &send->cursor, rows, &n_rows);
	for (size_t i = 0; s == OK && i < n_rows; i++)
		s = send_row(cx, send, &rows[i]);
	if (s == OK && send->n_out > 0)
		s = delivery_add(cx, send->out, send->n_out);
	if (s == OK && !send->m.exercise)
		s = stats_sent(cx, send->out, send->n_out);
	if (s == OK)
		*ret_n = send->n_out + send->waiting.n;
	return s;
}

static struct str fan_out_key(struct cx *cx, struct uuid revision, struct uuid branch)
{
	struct str r = uuid_str(cx->mem, revision), b = uuid_is_none(branch) ? S("all") : uuid_str(cx->mem, branch);
	return str_format(cx->mem, "fanout:%.*s:%.*s", STR_ARG(r), STR_ARG(b));
}

/* When the author's own sending is over, those of the versions before who are no longer addressed lose them. */
static enum status sending_over(struct cx *cx, const struct sending *send)
{
	if (!uuid_is_none(send->branch) || send->r.number < 2)
		return OK;
	return recall_start_narrowing(cx, send->m.id, send->r.id, send->r.number);
}

enum status advisory_send(struct cx *cx, const struct message *m, const struct revision *r, struct uuid branch, size_t *ret_n)
{
	struct sending send = { .m = *m, .r = *r, .branch = branch };
	size_t n = 0;
	enum status s = sending_open(cx, &send);
	do                                                      /* a chunk may find nobody; a publication must find somebody */
		s = s == OK ? send_chunk(cx, &send, FIRST_CHUNK, &n) : s;
	while (s == OK && n == 0 && !send.cursor.end && uuid_is_none(branch));
	if (s == OK && send.cursor.end)
		s = sending_over(cx, &send);
	else if (s == OK)
		s = job_add(cx, S("fanout"), cx->now_us, fan_out_key(cx, r->id, branch), sending_write(cx, &send));
	if (s == OK)
		*ret_n = n;
	return s;
}

enum status advisory_passed(struct cx *cx, const struct message *m, const struct delivery *d)
{
	struct revision r;
	size_t n = 0;
	enum status s = revision_load(cx, m->id, m->latest, &r);
	if (s != OK)
		return s;
	if (m->status != STATUS_PUBLISHED || !uuid_eq(r.id, d->revision))
		return OK;                                      /* withdrawn or superseded: nothing goes on from here */
	return advisory_send(cx, m, &r, d->recipient, &n);
}

enum status advisory_is_sending(struct cx *cx, struct uuid revision, bool *ret)
{
	struct str id = uuid_str(cx->mem, revision);
	return job_is_waiting(cx, str_format(cx->mem, "fanout:%.*s:", STR_ARG(id)), ret);
}

enum status advisory_fan_out(struct cx *cx, struct str payload, bool alone, struct str *ret_rest)
{
	const struct json *in;
	struct sending send = { 0 };
	size_t n = 0;
	enum status s = json_parse(cx, payload, &in);
	if (s == OK)
		s = message_hold(cx, payload_uuid(in, S("message")), &send.m);
	if (s == OK)
		s = revision_load(cx, send.m.id, json_get_int(in, S("number"), 0), &send.r);
	if (s != OK)
		return s;
	*ret_rest = NO_STR;
	if (send.m.status != STATUS_PUBLISHED || send.m.latest != send.r.number)
		return OK;                                      /* withdrawn or superseded meanwhile */
	s = sending_open(cx, &send);
	if (s != OK)
		return s;
	send.branch = payload_uuid(in, S("branch"));
	send.cursor = (struct audience_cursor){
		.part = (int)json_get_int(in, S("part"), 0), .item = (int)json_get_int(in, S("item"), 0), .after = payload_uuid(in, S("after")),
	};
	set_read(json_get(in, S("sent")), &send.sent);
	set_read(json_get(in, S("waiting")), &send.waiting);
	s = send_chunk(cx, &send, chunk_size(cx, alone), &n);
	if (s == OK && send.cursor.end)
		return sending_over(cx, &send);
	if (s == OK)
		*ret_rest = sending_write(cx, &send);
	return s;
}

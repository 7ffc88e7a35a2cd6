/* store/recall.h — taking back: deliveries in bulk, a chunk at a time in the order of an index; and who has deleted what it had.
 *
 * Whoever has seen the content (opened or acknowledged it) is asked to delete it: asked_us. The tests that decide so stand in the
 * statements, because a recipient may open between the list and the change.
 */
#ifndef NOROSHI_STORE_RECALL_H
#define NOROSHI_STORE_RECALL_H
#include "model/delivery.h"

struct recall_row { struct uuid id, revision, recipient; int recipient_kind; bool has_other; };
/* Live deliveries of a message after (recipient, revision). `before` 0: of all revisions; else of those with a smaller number, and
 * has_other tells whether the recipient has a live delivery of `other` too. `rows` has room for max. */
struct recall_ask { struct uuid message, other, after_recipient, after_revision; int64_t before; };
enum status recall_list(struct cx *, const struct recall_ask *, size_t max, struct recall_row *rows, size_t *ret_n) MUST_CHECK;
/* Does not wait. */
enum status recall_one(struct cx *, struct uuid delivery, enum recall_why) MUST_CHECK;

/* Leaving a group: live deliveries of an org that nothing was asked for yet, by id; and what deciding needs. */
struct held_row {
	struct uuid id, message, revision, via;
	int64_t revision_number;
	int kind;
	struct uuid author, about_author;                       /* about_author: of the message that it is about; else none */
	bool everyone, seen;                                    /* everyone: all may read it, delivered or not */
};
enum status held_list(struct cx *, struct uuid org, struct uuid after, size_t max, struct held_row *rows, size_t *ret_n) MUST_CHECK;
/* Not seen: recalled. Seen: asked to delete it, and readable until it says so. Does not wait. */
enum status leave_one(struct cx *, struct uuid delivery, struct uuid group) MUST_CHECK;
/* Has `org` passed the message on to anybody? */
enum status recall_passed_on(struct cx *, struct uuid message, struct uuid org, bool *ret) MUST_CHECK;
/* What became of what org had by a group that it left. */
struct left_counts { int64_t recalled, asked, complied; };
enum status left_counts(struct cx *, struct uuid org, struct uuid group, struct left_counts *ret) MUST_CHECK;

/* One line per recipient, over all revisions that it had. */
struct recalled {
	struct org org;
	int hop;
	enum recall_why why;
	enum recall_state state;
	int64_t opened_us, acked_us, recalled_us, asked_us, complied_us;        /* 0: not (yet); recalled_us: also readable until it complies */
	struct str note;
};
/* `all`: of everybody (org wrote it); else of those whom org passed it on to. */
struct recalled_query { struct uuid message, after; bool all; enum recall_state state; int hop; struct str q; int limit; };
enum status recalled_list(struct cx *, struct uuid org, const struct recalled_query *, struct recalled **ret, size_t *ret_n) MUST_CHECK;
struct recalled_hop { int hop, to_kind; int64_t total, seen, complied; };
struct recalled_summary { struct recalled_hop all, hops[BOARD_HOPS_MAX]; size_t n_hops; };
enum status recalled_summary(struct cx *, struct uuid org, const struct recalled_query *, struct recalled_summary *ret) MUST_CHECK;
/* Has org, or had it once, a delivery of the message? */
enum status recall_had(struct cx *, struct uuid org, struct uuid message, bool *ret) MUST_CHECK;
/* Was anything of the message recalled, or asked to be deleted? */
enum status recalled_any(struct cx *, struct uuid message, bool *ret) MUST_CHECK;

/* Cases that were named after the message take its number for a title. Does not wait. */
enum status recall_case_titles(struct cx *, struct uuid message, struct str title, struct str number) MUST_CHECK;

/* Everybody with a live delivery of the message, and whether it has seen any; by recipient. */
struct holder { struct uuid org; bool seen; };
enum status holders_list(struct cx *, struct uuid message, struct holder **ret, size_t *ret_n) MUST_CHECK;
#endif

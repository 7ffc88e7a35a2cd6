/* model/small_group.h — whether what a derived report says narrows its source down to a few members, and what to say instead.
 *
 * A report without names may still be told by what it says: the only water works of Tottori, 31,240 customers, 10:32. For each such
 * thing there is a warning: where it stands, how many members are left who could have said it, and a coarser value with how many would
 * be left then. It warns; the officer decides. Pure. Ranges are bytes of the texts as given.
 */
#ifndef NOROSHI_MODEL_SMALL_GROUP_H
#define NOROSHI_MODEL_SMALL_GROUP_H
#include "model/area.h"

struct group_member { struct str sector; int area; };           /* area: prefecture (model/area.h), 0 not stated: could be anywhere */
struct group_report {
	struct str sector;                                      /* of the derived report; empty: not told */
	int area;                                               /* told outside the texts; 0: not */
	int64_t users;                                          /* the number field (effect.users); 0: not told */
	const struct str *texts;
	size_t n_texts;
};

enum group_field { GROUP_SECTOR = 1, GROUP_AREA, GROUP_TIME, GROUP_NUMBER, GROUP_FIELDS };
extern const struct str group_field_names[];                    /* "sector" "area" "time" "number" */

struct group_warning {
	enum group_field field;
	bool in_text;                                           /* else it is the sector, area or number told outside the texts */
	size_t text, from, to;
	int64_t left;                                           /* members who fit; -1: nobody can count (a time, a number) */
	struct str ja, en;                                      /* the coarser value; empty: only leaving it out helps */
	int64_t left_coarser;                                   /* members who fit the coarser value; -1: nobody can count */
};
/* Warnings where fewer than k members are left, and for numbers and times that are more exact than others need. Texts are UTF-8
 * (else E_INVALID). */
enum status small_groups(struct cx *, const struct group_member *, size_t n_members, const struct group_report *, int64_t k,
                         struct group_warning **ret, size_t *ret_n) MUST_CHECK;
/* 31,240 as 3万超 (counter "人": 3万人超) and over 30,000. */
struct str group_over_ja(struct arena *, int64_t number, struct str counter);
struct str group_over_en(struct arena *, int64_t number);
#endif

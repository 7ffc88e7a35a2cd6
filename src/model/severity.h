/* model/severity.h — severity schemes (data/severity.json), a guided form's answers, and what follows from them. Pure.
 *
 * A scheme says its levels, its axes (the overall level is the highest of them) or none (the level is given as a whole), the questions
 * of its form, and thresholds. Thresholds are settings: a question's number at or above `at_least` suggests a level on its axis. None
 * is shipped where the source publishes none; then the rater chooses by the scheme's own wording.
 * Order of calls: severity_scheme_read, severity_suggest (a hint), severity_check (rules and the overall level).
 */
#ifndef NOROSHI_MODEL_SEVERITY_H
#define NOROSHI_MODEL_SEVERITY_H
#include "base/field.h"
#include "model/catalog.h"

#define SEVERITY_AXES_MAX 8
#define SEVERITY_QUESTIONS_MAX 24
#define SEVERITY_CHOICES_MAX 12
#define SEVERITY_THRESHOLDS_MAX 64
struct severity_question {
	struct str id, axis;
	bool number;                                            /* may be answered with a number, in its unit */
	struct str choices[SEVERITY_CHOICES_MAX];
	size_t n_choices;
};
struct severity_threshold { struct str question; int64_t at_least; int level; };
struct severity_scheme {
	struct str id;
	int32_t from_day, to_day;
	int low, high;                                          /* its levels; every number between is one */
	struct str axes[SEVERITY_AXES_MAX];
	size_t n_axes;
	struct severity_question questions[SEVERITY_QUESTIONS_MAX];
	size_t n_questions;
	struct severity_threshold thresholds[SEVERITY_THRESHOLDS_MAX];
	size_t n_thresholds;
};
/* E_INVALID with T_CATALOG and detail where the fact is no scheme: levels with gaps, unknown axes or questions, too many of something. */
enum status severity_scheme_read(struct cx *, const struct fact *, struct severity_scheme *ret) MUST_CHECK;
/* The scheme of this id, of whatever period; the newest where there are several. E_INVALID (field /scheme) where there is none. */
enum status severity_scheme_find(struct cx *, struct str id, struct severity_scheme *ret) MUST_CHECK;
/* The scheme in force on `day`; NULL where none. */
const struct fact *severity_scheme_now(const struct catalog *, int32_t day);

struct severity_answer { uint64_t present; struct str question, choice, text; int64_t number; };
struct severity_axis { struct str axis; int64_t level; };
struct severity_input {                                         /* "RatingInput" */
	uint64_t present;
	struct str scheme, rationale, evidence;
	struct list answers, axes;                              /* struct severity_answer, struct severity_axis */
	int64_t level;
	bool provisional;
};
extern const struct field_table severity_input_table, severity_answer_table, severity_axis_table;
bool severity_answer_has_number(const struct severity_answer *);

/* What the thresholds suggest on an axis; -1: nothing. */
int severity_suggest(const struct severity_scheme *, const struct severity_input *, struct str axis);
/* Questions and choices are the scheme's, each once; levels are within; a final rating has every axis, a provisional one at least
 * one; a scheme without axes has a level, one with axes none. *ret_level: the highest. Faults are fail_field; E_INVALID. */
enum status severity_check(struct cx *, const struct severity_scheme *, const struct severity_input *, int *ret_level) MUST_CHECK;

struct rating {
	struct uuid id, incident, org, account;
	struct str scheme, axes, answers, rationale, evidence;  /* axes, answers: JSON */
	int32_t scheme_day;
	int level;
	bool provisional;
	int64_t at_us, superseded_us;
	struct str by_ja, by_en;
};
struct rating_list { struct rating *p; size_t n; };
/* One rated case, for comparing sectors. */
struct rated { struct uuid incident; struct str number, title, sector; int level; bool provisional; };
struct rated_list { struct rated *p; size_t n; };
struct unrated { struct str sector; int64_t n; };
struct unrated_list { struct unrated *p; size_t n; };
#endif

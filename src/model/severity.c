#include "model/severity.h"
#include "base/str.h"

#define DOC(j, e) .ja = LIT(j), .en = LIT(e)
#define AT(type, member) .offset = offsetof(struct type, member)
static const struct field answer_fields[] = {
	{ .name = LIT("question"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(severity_answer, question), .min = 1, .max = 60,
	  DOC("設問", "The question") },
	{ .name = LIT("choice"), .kind = FIELD_TEXT, AT(severity_answer, choice), .max = 60, DOC("選んだ答え", "The choice taken") },
	{ .name = LIT("number"), .kind = FIELD_INT, AT(severity_answer, number), .max = INT64_C(1000000000000),
	  DOC("数値(設問の単位)", "A number, in the question's unit") },
	{ .name = LIT("text"), .kind = FIELD_LONG_TEXT, AT(severity_answer, text), .max = 2000, DOC("補足", "What there is to add") },
};
const struct field_table severity_answer_table = {
	LIT("RatingAnswerInput"), answer_fields, sizeof answer_fields / sizeof *answer_fields, sizeof(struct severity_answer),
	offsetof(struct severity_answer, present),
};
static const struct field axis_fields[] = {
	{ .name = LIT("axis"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(severity_axis, axis), .min = 1, .max = 60, DOC("評価軸", "The axis") },
	{ .name = LIT("level"), .kind = FIELD_INT, .flags = FIELD_REQUIRED, AT(severity_axis, level), .max = 100, DOC("段階", "The level on it") },
};
const struct field_table severity_axis_table = {
	LIT("RatingAxisInput"), axis_fields, sizeof axis_fields / sizeof *axis_fields, sizeof(struct severity_axis), FIELD_NO_PRESENT,
};
static const struct field input_fields[] = {
	{ .name = LIT("scheme"), .kind = FIELD_TEXT, .flags = FIELD_REQUIRED, AT(severity_input, scheme), .min = 1, .max = 60,
	  DOC("深刻度の評価基準", "The severity scheme") },
	{ .name = LIT("answers"), .kind = FIELD_LIST, AT(severity_input, answers), .item = FIELD_STRUCT, .sub = &severity_answer_table,
	  .max = SEVERITY_QUESTIONS_MAX, DOC("設問への答え", "What was answered to the form") },
	{ .name = LIT("axes"), .kind = FIELD_LIST, AT(severity_input, axes), .item = FIELD_STRUCT, .sub = &severity_axis_table,
	  .max = SEVERITY_AXES_MAX, DOC("評価軸ごとの段階", "A level on each axis") },
	{ .name = LIT("level"), .kind = FIELD_INT, AT(severity_input, level), .max = 100,
	  DOC("段階(評価軸のない基準の場合)", "The level, where the scheme has no axes") },
	{ .name = LIT("provisional"), .kind = FIELD_BOOL, AT(severity_input, provisional), DOC("暫定の評価", "Provisional") },
	{ .name = LIT("rationale"), .kind = FIELD_LONG_TEXT, .flags = FIELD_REQUIRED, AT(severity_input, rationale), .min = 1, .max = 4000,
	  DOC("評価の理由", "Why this level") },
	{ .name = LIT("evidence"), .kind = FIELD_LONG_TEXT, AT(severity_input, evidence), .max = 4000, DOC("根拠とした資料", "What it rests on") },
};
const struct field_table severity_input_table = {
	LIT("RatingInput"), input_fields, sizeof input_fields / sizeof *input_fields, sizeof(struct severity_input),
	offsetof(struct severity_input, present),
};
enum { INPUT_LEVEL = 3, ANSWER_NUMBER = 2 };                    /* their places in the tables: bits of `present` */

bool severity_answer_has_number(const struct severity_answer *a)
{
	return a->present & UINT64_C(1) << ANSWER_NUMBER;
}

static enum status no_scheme(struct cx *cx, const struct fact *f, const char *why)
{
	return fail_detail(cx, E_INVALID, T_CATALOG, "severity scheme %.*s: %s", STR_ARG(f->id), why);
}

static bool has(const struct str *list, size_t n, struct str want)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i], want))
			return true;
	return false;
}

static enum status read_levels(struct cx *cx, const struct fact *f, struct severity_scheme *s)
{
	uint64_t seen = 0;
	size_t n = 0;
	for (const struct json *l = json_first(json_get(f->json, S("levels"))); l; l = json_next(l), n++) {
		int64_t level = json_get_int(l, S("level"), -1);
		if (level < 0 || level > 20 || seen & UINT64_C(1) << level)
			return no_scheme(cx, f, "a level out of range, or twice");
		seen |= UINT64_C(1) << level;
		s->low = n == 0 || level < s->low ? (int)level : s->low;
		s->high = n == 0 || level > s->high ? (int)level : s->high;
	}
	return n == 0 || (size_t)(s->high - s->low) + 1 != n ? no_scheme(cx, f, "its levels have gaps") : OK;
}

static const struct severity_question *question_of(const struct severity_scheme *s, struct str id)
{
	for (size_t i = 0; i < s->n_questions; i++)
		if (str_eq(s->questions[i].id, id))
			return &s->questions[i];
	return NULL;
}

static enum status read_questions(struct cx *cx, const struct fact *f, struct severity_scheme *s)
{
	for (const struct json *q = json_first(json_get(f->json, S("questions"))); q; q = json_next(q)) {
		struct severity_question *to = &s->questions[s->n_questions];
		if (s->n_questions == SEVERITY_QUESTIONS_MAX)
			return no_scheme(cx, f, "too many questions");
		*to = (struct severity_question){ .id = json_get_text(q, S("id")), .axis = json_get_text(q, S("axis")),
			.number = json_get_text(q, S("unit_ja")).n > 0 };
		if (question_of(s, to->id) || (to->axis.n && !has(s->axes, s->n_axes, to->axis)))
			return no_scheme(cx, f, "a question twice, or of no axis");
		for (const struct json *c = json_first(json_get(q, S("choices"))); c; c = json_next(c)) {
			struct str id = json_get_text(c, S("id"));
			if (to->n_choices == SEVERITY_CHOICES_MAX || has(to->choices, to->n_choices, id))
				return no_scheme(cx, f, "too many choices, or one twice");
			to->choices[to->n_choices++] = id;
		}
		s->n_questions++;
	}
	return OK;
}

static enum status read_thresholds(struct cx *cx, const struct fact *f, struct severity_scheme *s)
{
	for (const struct json *t = json_first(json_get(f->json, S("thresholds"))); t; t = json_next(t)) {
		struct severity_threshold to = { json_get_text(t, S("question")), json_get_int(t, S("at_least"), -1),
			(int)json_get_int(t, S("level"), -1) };
		const struct severity_question *q = question_of(s, to.question);
		if (s->n_thresholds == SEVERITY_THRESHOLDS_MAX || !q || !q->number || to.at_least < 0 || to.level < s->low || to.level > s->high)
			return no_scheme(cx, f, "a threshold without its question, number or level");
		s->thresholds[s->n_thresholds++] = to;
	}
	return OK;
}

enum status severity_scheme_read(struct cx *cx, const struct fact *f, struct severity_scheme *ret)
{
	struct severity_scheme *s = arena_make(cx->mem, struct severity_scheme);
	*s = (struct severity_scheme){ .id = f->id, .from_day = f->from_day, .to_day = f->to_day };
	for (const struct json *a = json_first(json_get(f->json, S("axes"))); a; a = json_next(a)) {
		struct str id = json_get_text(a, S("id"));
		if (s->n_axes == SEVERITY_AXES_MAX || has(s->axes, s->n_axes, id))
			return no_scheme(cx, f, "too many axes, or one twice");
		s->axes[s->n_axes++] = id;
	}
	enum status st = read_levels(cx, f, s);
	if (st == OK)
		st = read_questions(cx, f, s);
	if (st == OK)
		st = read_thresholds(cx, f, s);
	if (st == OK)
		*ret = *s;
	return st;
}

enum status severity_scheme_find(struct cx *cx, struct str id, struct severity_scheme *ret)
{
	const struct fact *found = NULL;
	for (const struct fact *f = catalog_next_ever(cx->catalog, S("severity_scheme"), NULL); f;
	     f = catalog_next_ever(cx->catalog, S("severity_scheme"), f))
		if (str_eq(f->id, id) && (!found || f->from_day > found->from_day))
			found = f;
	if (!found) {
		(void)fail_field(cx, S("/scheme"), T_FIELD_CHOICE, 0);
		return fail(cx, E_INVALID, T_INPUT);
	}
	return severity_scheme_read(cx, found, ret);
}

const struct fact *severity_scheme_now(const struct catalog *catalog, int32_t day)
{
	return catalog_next(catalog, S("severity_scheme"), day, NULL);
}

int severity_suggest(const struct severity_scheme *s, const struct severity_input *in, struct str axis)
{
	const struct severity_answer *answers = in->answers.p;
	int level = -1;
	for (size_t i = 0; i < in->answers.n; i++) {
		const struct severity_question *q = question_of(s, answers[i].question);
		if (!q || !str_eq(q->axis, axis) || !severity_answer_has_number(&answers[i]))
			continue;
		for (size_t t = 0; t < s->n_thresholds; t++)
			if (str_eq(s->thresholds[t].question, q->id) && answers[i].number >= s->thresholds[t].at_least
			    && s->thresholds[t].level > level)
				level = s->thresholds[t].level;
	}
	return level;
}

static bool check_answers(struct cx *cx, const struct severity_scheme *s, const struct severity_input *in)
{
	const struct severity_answer *a = in->answers.p;
	bool wrong = false;
	for (size_t i = 0; i < in->answers.n; i++) {
		const struct severity_question *q = question_of(s, a[i].question);
		bool twice = false;
		for (size_t k = 0; k < i; k++)
			twice |= str_eq(a[k].question, a[i].question);
		if (!q || twice)
			wrong |= fail_field(cx, str_format(cx->mem, "/answers/%zu/question", i), twice ? T_FIELD_DUPLICATE : T_FIELD_CHOICE, 0) != OK;
		else if (a[i].choice.n && !has(q->choices, q->n_choices, a[i].choice))
			wrong |= fail_field(cx, str_format(cx->mem, "/answers/%zu/choice", i), T_FIELD_CHOICE, 0) != OK;
		else if (severity_answer_has_number(&a[i]) && !q->number)
			wrong |= fail_field(cx, str_format(cx->mem, "/answers/%zu/number", i), T_RATING_NUMBER, 0) != OK;
	}
	return wrong;
}

static bool outside(struct cx *cx, const struct severity_scheme *s, struct str pointer, int64_t level)
{
	if (level > s->high)
		return fail_field(cx, pointer, T_FIELD_TOO_LARGE, s->high) != OK;
	return level < s->low && fail_field(cx, pointer, T_FIELD_TOO_SMALL, s->low) != OK;
}

static bool check_axes(struct cx *cx, const struct severity_scheme *s, const struct severity_input *in, int64_t *highest)
{
	const struct severity_axis *a = in->axes.p;
	bool wrong = false;
	for (size_t i = 0; i < in->axes.n; i++) {
		bool twice = false;
		for (size_t k = 0; k < i; k++)
			twice |= str_eq(a[k].axis, a[i].axis);
		if (twice || !has(s->axes, s->n_axes, a[i].axis))
			wrong |= fail_field(cx, str_format(cx->mem, "/axes/%zu/axis", i), twice ? T_FIELD_DUPLICATE : T_FIELD_CHOICE, 0) != OK;
		else
			wrong |= outside(cx, s, str_format(cx->mem, "/axes/%zu/level", i), a[i].level);
		*highest = a[i].level > *highest ? a[i].level : *highest;
	}
	if (!wrong && (in->axes.n == 0 || (!in->provisional && in->axes.n < s->n_axes)))
		wrong |= fail_field(cx, S("/axes"), in->axes.n == 0 ? T_FIELD_REQUIRED : T_RATING_AXES, (int64_t)s->n_axes) != OK;
	return wrong;
}

enum status severity_check(struct cx *cx, const struct severity_scheme *s, const struct severity_input *in, int *ret_level)
{
	bool has_level = in->present & UINT64_C(1) << INPUT_LEVEL, wrong = check_answers(cx, s, in);
	int64_t level = s->n_axes ? -1 : in->level;
	if (s->n_axes) {
		wrong |= check_axes(cx, s, in, &level);
		if (has_level)
			wrong |= fail_field(cx, S("/level"), T_RATING_OVERALL, 0) != OK;
	} else {
		if (in->axes.n)
			wrong |= fail_field(cx, S("/axes"), T_RATING_NO_AXES, 0) != OK;
		wrong |= has_level ? outside(cx, s, S("/level"), level) : fail_field(cx, S("/level"), T_FIELD_REQUIRED, 0) != OK;
	}
	if (wrong)
		return fail(cx, E_INVALID, T_INPUT);
	*ret_level = (int)level;
	return OK;
}

/* api/answers.h — what the server answers, described: one table per schema, one line per member.
 *
 * openapi_schemas.c writes the tables into components/schemas of the OpenAPI document; route.output names one of them. The handlers write
 * their JSON by hand; test/case/run.mjs holds every answer of every case against these tables, strictly, so neither can drift.
 * Inputs are described by base/field.h, facts of the catalogue by model/catalog_file.h.
 */
#ifndef NOROSHI_API_ANSWERS_H
#define NOROSHI_API_ANSWERS_H
#include "base/cx.h"

enum member_type {
	MEMBER_TEXT, MEMBER_INT, MEMBER_BOOL, MEMBER_TIME, MEMBER_DAY, MEMBER_ID, MEMBER_HEX,
	MEMBER_WORD,            /* one of `words` */
	MEMBER_REF,             /* schema `of` */
	MEMBER_FACT,            /* no member of its own: the members of the kind of fact `of`, but those named in `but` */
};
struct member {
	struct str name;
	bool required, list;
	enum member_type type;
	struct str of, but;
	const struct str *words;                                /* ends with p NULL; empty ones are gaps */
	struct str doc;
};

enum { ANSWER_ETAG = 1 /* editable: the answer carries an ETag, If-Match takes it */ };
struct answer {
	struct str name;
	const struct member *members;                           /* an object; ends with an empty name */
	const struct str *words;                                /* or a string: one of these */
	struct str any;                                         /* or any of these schemas, separated by blanks */
	unsigned flags;
	int also;                                               /* a status other than the route's good one that has it too */
	struct str doc;
};
extern const struct answer answers[];
extern const size_t n_answers;

const struct answer *answer_named(struct str name);             /* NULL: none */
#endif

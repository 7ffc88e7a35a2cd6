/* model/redact.h — finds what names the source of a report, and makes the text that goes on without it (doc/REDACTION.md).
 *
 * Why pure: the relay's redaction runs where the text is readable, natively at the command line and as WebAssembly in the browser
 * (web/engine). One engine, the same finds; no I/O, no clock, no ICU (text is folded by base/fold.h, which has two back ends).
 *
 * Order of calls: redact_index_new once for the names; redact_scan_all for all texts of one report at once, so that one thing has
 * one placeholder in all of them (redact_scan: one text); redact_apply for each text with what the officer decided.
 * Everything returned lives in cx->mem; texts and names are borrowed and must outlive the index and the finds.
 * Cost: the index is linear in the bytes of the names; a scan is linear in the text but for the names' common beginnings
 * (20 kB with 5,000 names: a few milliseconds; script/bench --only redact).
 *
 * Ranges are bytes of the text as given, on boundaries of characters. Finds are in order and do not overlap.
 */
#ifndef NOROSHI_MODEL_REDACT_H
#define NOROSHI_MODEL_REDACT_H
#include "base/str.h"

enum redact_class {
	REDACT_ORG = 1, REDACT_PERSON, REDACT_MAIL, REDACT_POSTAL, REDACT_PHONE, REDACT_DOMAIN, REDACT_URL, REDACT_IP, REDACT_HASH,
	REDACT_TICKET, REDACT_CLASSES
};
extern const struct str redact_class_names[];                   /* [REDACT_ORG] = "org" ...; 0 is empty */

/* A name to look for: of the class ORG, PERSON, MAIL, POSTAL, PHONE or DOMAIN (a mail address also makes its domain known as the
 * source's own, but for providers of free mail). `who` tells whose it is: names of one class with the same `who` (> 0) are one
 * thing with one placeholder. A person's name should have a space between family and given name where it is known. */
struct redact_name { struct str text; enum redact_class class; int who; };

enum redact_proposal { REDACT_REPLACE = 1, REDACT_KEEP };
enum redact_why {                                               /* why it was found, or why it is proposed to be kept */
	REDACT_WHY_NAME = 1,                                    /* a name of the index */
	REDACT_WHY_FORM,                                        /* it has the form of one: a telephone number, 株式会社 ... */
	REDACT_WHY_OWN,                                         /* the source's: its domain, a private address, 当社 beside it */
	REDACT_WHY_ATTACK,                                      /* keep: the attacker's, which others need */
	REDACT_WHYS
};
extern const struct str redact_why_names[];                     /* [REDACT_WHY_NAME] = "name" ... */

struct redact_find {
	enum redact_class class;
	enum redact_proposal proposal;
	enum redact_why why;
	size_t text;                                            /* which of the texts */
	size_t from, to;                                        /* bytes of it */
	int who;                                                /* of the name that was found; 0: found by its form */
	int group;                                              /* the same thing has the same group: 1 .. */
	int number;                                             /* of the group within its class, for the placeholder: 1 .. */
	bool company;                                           /* an org with the form of a company: 【A社】 and not 【組織A】 */
};

struct redact_index;
enum status redact_index_new(struct cx *, const struct redact_name *names, size_t n, struct redact_index **ret) MUST_CHECK;

#define REDACT_TEXT_MAX (1 << 20)                               /* bytes of all texts of one scan; more is E_LIMIT */
/* E_INVALID where a text is no UTF-8. */
enum status redact_scan_all(struct cx *, const struct redact_index *, const struct str *texts, size_t n_texts,
                            struct redact_find **ret, size_t *ret_n) MUST_CHECK;
enum status redact_scan(struct cx *, const struct redact_index *, struct str text, struct redact_find **ret, size_t *ret_n)
	MUST_CHECK;

/* 【A社】【組織B】【担当者1】【電話番号1】, in English [Company A] [Organisation B] [Person 1] [Phone number 1]. */
struct str redact_placeholder(struct arena *, const struct redact_find *, enum lang);

/* What is put in place of a range: a placeholder, the officer's own words, or nothing. A find that is kept makes no edit. */
struct redact_edit { size_t from, to; struct str with; };
/* The edits that the proposals make of the finds in text number `text`. */
void redact_edits(struct cx *, const struct redact_find *, size_t n, size_t text, enum lang, struct redact_edit **ret, size_t *ret_n);
/* The derived text. `edits` in order, not overlapping, on boundaries of characters; else E_INVALID. */
enum status redact_apply(struct cx *, struct str text, const struct redact_edit *edits, size_t n, struct str *ret) MUST_CHECK;
#endif

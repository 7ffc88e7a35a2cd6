/* model/redact_parts.h — what the files of the redaction engine share: the folded text under the scan, the candidates found in it,
 * kinds of characters. Positions are folded characters until redact.c turns them into bytes. Only redact*.c include this.
 */
#ifndef NOROSHI_MODEL_REDACT_PARTS_H
#define NOROSHI_MODEL_REDACT_PARTS_H
#include "base/buf.h"
#include "base/fold.h"
#include "model/redact.h"

struct redact_cand {
	size_t from, to;                                        /* folded characters */
	enum redact_class class;
	enum redact_why why;
	int who;
	bool company;
	bool weak;                                              /* counts only where the same person stands in the texts for sure */
	bool no_keep;                                           /* the source's for sure, whatever stands beside it */
	bool keep;
	struct str key;                                         /* what makes two finds the same thing */
};
struct redact_scan {
	struct cx *cx;
	const struct redact_index *index;
	struct folded f;
	struct str text;
	struct redact_cand *p;
	size_t n, room;
	/* After redact_weigh_words: of each character the weight and the length of the telling word that starts there; where the find
	 * that covers it ends, or 0; and what the text as a whole is about. */
	int8_t *weight, *length;
	uint32_t *covered;
	int prior;
};

/* Adds a candidate found by its form; the caller may change it until the next one is added. */
struct redact_cand *redact_put(struct redact_scan *, enum redact_class, size_t from, size_t to);
/* redact_index.c: the names of the index. redact_net.c: mail, URL, domain, IP, hash. redact_number.c: telephone, ticket.
 * redact_place.c: postal addresses. redact_people.c: people by title, companies by their form. */
void redact_find_names(struct redact_scan *);
void redact_find_net(struct redact_scan *);
void redact_find_numbers(struct redact_scan *);
void redact_find_places(struct redact_scan *);
void redact_find_people(struct redact_scan *);
/* redact_again.c: what was found by its form is learnt, and looked for again in all texts, where nothing was found before. */
struct redact_learnt;
struct redact_learnt *redact_learnt_new(struct arena *);
void redact_learn(const struct redact_scan *, struct redact_learnt *);
void redact_find_again(struct redact_scan *, const struct redact_learnt *);
/* redact.c: what two finds of one thing have in common. */
struct str redact_key(const struct redact_scan *, const struct redact_cand *);
/* redact_index.c: takes the legal forms off [*from, *to); false where there are none. */
bool redact_core(const struct folded *, size_t *from, size_t *to);
/* redact_people.c: the length of a family name that starts at i; a letter written as a capital. */
size_t redact_family_at(const struct folded *, size_t i);
bool redact_is_capital(const struct redact_scan *, size_t i);
/* redact_context.c: whether the indicator (domain, URL, IP, hash, mail, phone) is the attacker's: > 0, the source's: < 0, or 0. */
void redact_weigh_words(struct redact_scan *);
int redact_context(const struct redact_scan *, const struct redact_cand *);
/* redact_index.c: whether the domain (folded, dots only) is one of the index or below one; sets *ret_who. */
bool redact_own_domain(const struct redact_index *, struct str domain, int *ret_who);
/* redact_net.c: the folded text of a range with dots, at and scheme as they should be; of an URL or mail address only the host. */
struct str redact_refang(struct arena *, const struct folded *, size_t from, size_t to);
struct str redact_host(struct str refanged);
/* What hosts of one owner have in common: the domain that was registered; of an address all of it. */
struct str redact_family(struct str host);

/* The character, or 0 outside the text. */
static inline uint32_t at(const struct folded *f, size_t i) { return i < f->n ? f->c[i] : 0; }
static inline uint32_t before(const struct folded *f, size_t i) { return i ? at(f, i - 1) : 0; }
static inline bool is_digit(uint32_t c) { return c >= '0' && c <= '9'; }
static inline bool is_latin(uint32_t c) { return (c >= 'a' && c <= 'z') || (c >= 0xc0 && c <= 0x24f); }
static inline bool is_alnum(uint32_t c) { return is_digit(c) || (c >= 'a' && c <= 'z'); }
static inline bool is_hex(uint32_t c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }
static inline bool is_blank(uint32_t c) { return c == ' ' || c == '\t' || c == 0xa0; }
static inline bool is_line(uint32_t c) { return c == '\n' || c == '\r'; }
static inline bool is_hira(uint32_t c) { return c >= 0x3041 && c <= 0x309f; }
static inline bool is_kata(uint32_t c) { return (c >= 0x30a1 && c <= 0x30fa) || c == 0x30fc; }
static inline bool is_kanji(uint32_t c) { return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c == 0x3005 || c == 0x3006; }
static inline bool is_hyphen(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x30fc || c == 0x2500;
}
/* How many characters `word` (UTF-8, folded) has if it stands at i; else 0. */
size_t redact_word(const struct folded *, size_t i, struct str word);
/* The same for a word that ends before i. */
size_t redact_word_before(const struct folded *, size_t i, struct str word);
/* The first (so: longest first) of the words that stands at / before i; a table ends with an empty one. */
size_t redact_any(const struct folded *, size_t i, const struct str *words);
size_t redact_any_before(const struct folded *, size_t i, const struct str *words);
uint32_t redact_decode(struct str, size_t *i);                  /* the character at byte *i, which moves on */
#endif

/* model/join.h — which reports may be of one event: features of a text, and a score with its parts. Suggestions only: people join. Pure.
 *
 * Parts, 100 points at most: shared indicators 50 (a hash 40, URL 35, address of the network 30, mail address 25, domain 20; one that
 * many reports have counts less), similar text 25, time 12, type of event 6, sector 5. The weights are ours (doc/decisions/0018).
 * Text is compared by character 4-grams of the folded text, which needs no words: Japanese has no spaces. The sketch keeps the smallest
 * of JOIN_SKETCH hash functions over them (MinHash, Broder 1997), the share of equal entries estimates the overlap of the two sets;
 * JOIN_BANDS bands of three entries find those alike without comparing with all. Tokens of bands begin with the month of the event: reports
 * of one event are near in time, and what is written into the index at one time lies together.
 * Cost: join_read about 1 ms for a text of 4,000 characters.
 */
#ifndef NOROSHI_MODEL_JOIN_H
#define NOROSHI_MODEL_JOIN_H
#include "model/report.h"

enum join_kind { JOIN_HASH = 1, JOIN_URL, JOIN_IP, JOIN_MAIL, JOIN_DOMAIN };
extern const struct str join_kind_names[];                      /* [kind - 1]: "hash", "url", "ip", "mail", "domain" */
struct join_indicator { enum join_kind kind; struct str value; int64_t token; };        /* value: normalised */
#define JOIN_INDICATORS_MAX 64
/* Indicators of a text, each once, in order; "hxxp://", "[.]" and full-width letters are understood, private and reserved network
 * addresses left out. Returns how many. */
size_t join_indicators(struct arena *, struct str text, struct join_indicator ret[JOIN_INDICATORS_MAX]);

#define JOIN_SKETCH 63
#define JOIN_BANDS 21
#define JOIN_TOKENS_MAX (JOIN_INDICATORS_MAX + JOIN_BANDS)
struct join_features {
	int64_t event_us;                                       /* when it occurred, or else was noticed */
	struct str sector, event_type;
	bool exercise;
	uint32_t sketch[JOIN_SKETCH];
	struct join_indicator indicators[JOIN_INDICATORS_MAX];
	size_t n_indicators;
	int64_t bands[JOIN_BANDS];
	bool has_text;                                          /* too short a text has no sketch, and no bands */
};
void join_read(struct arena *, const struct report_content *, struct join_features *ret);
/* The text a report is compared by. */
struct str join_text(struct arena *, const struct report_content *);
void join_sketch(struct arena *, struct str text, struct join_features *ret);
/* The key of a band in the index; months: -1, 0, 1 beside that of the event. */
int64_t join_band_token(const struct join_features *, unsigned band, int months);
int join_likeness(const uint32_t a[JOIN_SKETCH], const uint32_t b[JOIN_SKETCH]);       /* 0..100 */

enum join_part { JOIN_INDICATORS, JOIN_TEXT, JOIN_TIME, JOIN_TYPE, JOIN_SECTOR, JOIN_PARTS };
extern const struct str join_part_names[];
enum text join_part_text(unsigned part);
struct join_score { int parts[JOIN_PARTS]; };
int join_total(const struct join_score *);
/* All parts but the indicators'. */
void join_compare(const struct join_features *a, const struct join_features *b, struct join_score *ret);
/* Points of one shared indicator that `reports` reports have; the sum is bounded by join_add_indicator. */
int join_indicator_points(enum join_kind, int64_t reports);
void join_add_indicator(struct join_score *, int points);
/* Enough to be shown: 20 points, of which some by indicators, text, or a time within a day. */
bool join_is_worth(const struct join_score *);
#endif

/* app/demo_parts.h — what the files of app/demo*.c share: the step's surroundings, chance that repeats, reading data/demo. */
#ifndef NOROSHI_APP_DEMO_PARTS_H
#define NOROSHI_APP_DEMO_PARTS_H
#include "app/demo.h"

struct demo {
	const struct demo_options *options;
	const struct json *country, *accounts, *reports, *advisories, *cases, *relay;
	int64_t now_us;                                         /* really; steps act in the past of it */
	uint64_t chance;
};

uint64_t demo_chance(struct demo *, uint64_t below);
/* From here on cx->actor is this account of data/demo; */
enum status demo_be(struct cx *, struct str login) MUST_CHECK;
/* or the driver, which answers for orgs that nobody signs in to. */
enum status demo_be_org(struct cx *, const struct demo *, struct uuid org, int org_kind, unsigned roles) MUST_CHECK;

/* The steps. */
enum status demo_orgs(struct cx *, struct demo *) MUST_CHECK;
enum status demo_people(struct cx *, struct demo *) MUST_CHECK;
enum status demo_file_reports(struct cx *, struct demo *) MUST_CHECK;
enum status demo_give_advisories(struct cx *, struct demo *) MUST_CHECK;
enum status demo_seal(struct cx *, struct demo *) MUST_CHECK;
enum status demo_open_cases(struct cx *, struct demo *) MUST_CHECK;
enum status demo_relay(struct cx *, struct demo *) MUST_CHECK;
#endif

/* The one table of job kinds. A new kind: a use case in app/, a function of a few lines here, a row. */
#include "job/jobs.h"
#include "app/job.h"

static enum status run_clean(struct cx *cx, struct str payload, struct job_rest *rest)
{
	(void)payload;
	enum status s = app_clean(cx, &rest->due_us);
	if (s == OK)
		*rest = (struct job_rest){ true, rest->due_us, S("{}") };
	return s;
}

const struct job_kind job_kinds[] = {
	{ LIT("clean"), run_clean },
	{ { NULL, 0 }, NULL },
};

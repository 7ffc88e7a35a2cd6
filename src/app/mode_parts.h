/* app/mode_parts.h — what the files of app/mode*.c share; nobody else includes it. */
#ifndef NOROSHI_APP_MODE_PARTS_H
#define NOROSHI_APP_MODE_PARTS_H
#include "app/mode.h"

/* E_INVALID at /case where there is no such case of the centre, or it is not of that kind (rehearsals are for exercise cases only). */
enum status mode_case_known(struct cx *, struct uuid incident, bool exercise) MUST_CHECK;
/* Tells everyone concerned what changes for them, in both languages: m->state says whether it begins or ends. */
enum status mode_notice(struct cx *, const struct mode *) MUST_CHECK;
/* The first chunk of the work on what is under way; what is left becomes a job. */
enum status mode_start_work(struct cx *, const struct mode *) MUST_CHECK;
#endif

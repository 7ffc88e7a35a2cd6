/* api/situation.h — the door to the situation at a glance. */
#ifndef NOROSHI_API_SITUATION_H
#define NOROSHI_API_SITUATION_H
#include "api/route.h"

handler situation_get;
#endif

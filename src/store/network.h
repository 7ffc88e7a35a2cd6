/* store/network.h — who is who for one author and sector today, in one statement: submitting a report asks nothing else. */
#ifndef NOROSHI_STORE_NETWORK_H
#define NOROSHI_STORE_NETWORK_H
#include "model/route.h"

/* The national centre, the sector's ministry and the CEPTOARs of `author` on `day`; what is not there has no id. */
enum status network_load(struct cx *, struct uuid author, struct str sector, int32_t day, struct network *ret) MUST_CHECK;
#endif

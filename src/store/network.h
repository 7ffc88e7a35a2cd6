/* store/network.h — who is who for one author and sector now, in one statement: submitting a report asks nothing else. */
#ifndef NOROSHI_STORE_NETWORK_H
#define NOROSHI_STORE_NETWORK_H
#include "model/route.h"

/* sector: empty, where it is not known. message: of a follow-up or of what is passed on, for the mode of its case; else none. */
struct network_ask { struct uuid author, message; struct str sector; bool exercise; int64_t at_us; };
/* The national centre, the sector's ministry and the CEPTOARs of the author; and, while large-scale mode is on for such a message
 * (net.large), crisis management and the agencies. What is not there has no id. */
enum status network_load(struct cx *, const struct network_ask *, struct network *ret) MUST_CHECK;
#endif

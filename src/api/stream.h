/* api/stream.h — GET /api/v1/stream: what changed, as it changes (server-sent events). Events carry no content, only which object
 * to load anew; which org hears of which object is decided by use cases (app/live.h).
 */
#ifndef NOROSHI_API_STREAM_H
#define NOROSHI_API_STREAM_H
#include "api/route.h"

handler stream_get;
/* Who has signed out hears nothing more. (Where a session ends otherwise, its streams end with their next heartbeat.) */
void stream_end_session(struct server *, const uint8_t id[32]);
#endif

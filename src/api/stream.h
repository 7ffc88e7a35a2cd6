/* api/stream.h — GET /api/v1/stream: what changed, as it changes (server-sent events). Events carry no content, only which object
 * to load anew; which org hears of which object is decided by use cases (app/live.h).
 */
#ifndef NOROSHI_API_STREAM_H
#define NOROSHI_API_STREAM_H
#include "api/route.h"

handler stream_get;
#endif

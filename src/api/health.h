/* api/health.h — for those who run the server: is it up, is it ready, what does it do. No secrets in any of them, hence no sign-in;
 * and the description of the interface itself.
 */
#ifndef NOROSHI_API_HEALTH_H
#define NOROSHI_API_HEALTH_H
#include "api/route.h"

handler healthz_get, readyz_get, metrics_get, openapi_get;
#endif

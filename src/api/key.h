/* api/key.h — keys of sealed custody over HTTP: an org's public key; one's own org's keys with their locked copies. */
#ifndef NOROSHI_API_KEY_H
#define NOROSHI_API_KEY_H
#include "api/route.h"

enum status org_key_get(struct cx *, struct call *);
enum status keys_get(struct cx *, struct call *);
enum status keys_post(struct cx *, struct call *);
enum status key_retire_post(struct cx *, struct call *);
enum status key_copies_post(struct cx *, struct call *);
enum status key_copy_delete(struct cx *, struct call *);
#endif

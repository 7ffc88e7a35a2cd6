/* api/session.h — the handlers of /session, /sessions, /me, /users and /tokens, for the route table. */
#ifndef NOROSHI_API_SESSION_H
#define NOROSHI_API_SESSION_H
#include "api/route.h"

extern const struct field_table sign_in_table;

handler session_post_before, session_post, session_delete, sessions_get, session_end_one;
handler me_get_one, me_patch, me_password_before, me_password_post, me_totp_post, me_totp_confirm_post, me_totp_delete_before, me_totp_delete;
handler users_get, user_get, users_post_before, users_post, user_patch, user_password_before, user_password_post, user_totp_delete;
handler tokens_get, tokens_post, token_delete;
#endif

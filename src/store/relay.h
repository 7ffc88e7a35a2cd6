/* store/relay.h — what a CEPTOAR derived from what, its settings, and the names that must not pass it: SQL to structs and back.
 * Every statement on `relay` is asked for one CEPTOAR (`org`): nobody else learns that there is a row.
 */
#ifndef NOROSHI_STORE_RELAY_H
#define NOROSHI_STORE_RELAY_H
#include "model/relay.h"

/* *ret_ours false: something was derived from it already (two at once: one wins). */
enum status relay_add(struct cx *, const struct relay *, bool *ret_ours) MUST_CHECK;
enum status relay_drop(struct cx *, const struct relay *) MUST_CHECK;   /* its derived message was withdrawn, and a new one is made */
/* *ret_found false: nothing derived by org / it was not derived. */
enum status relay_of_original(struct cx *, struct uuid org, struct uuid original, bool *ret_found, struct relay *ret) MUST_CHECK;
enum status relay_of_derived(struct cx *, struct uuid org, struct uuid derived, bool *ret_found, struct relay *ret) MUST_CHECK;
enum status relay_revision_add(struct cx *, struct uuid original, struct uuid derived, bool *ret_ours) MUST_CHECK;
/* Submitted notices of the original that org received, oldest first, and what each became (derived none: not relayed). */
enum status relay_revision_list(struct cx *, struct uuid org, struct uuid message, struct relay_revision **ret, size_t *ret_n) MUST_CHECK;
/* Reports that members sent to org, as a CEPTOAR, with how many notices came and were relayed. done: the newest notice was. At most
 * RELAY_LIST_MAX: what waits oldest first, what is done newest first. */
enum status relay_work_list(struct cx *, struct uuid org, bool done, struct relay_work **ret, size_t *ret_n) MUST_CHECK;

/* Originals that were withdrawn while the derived report stands, newest withdrawal first, at most RELAY_LIST_MAX. */
enum status relay_withdrawn_list(struct cx *, struct uuid org, struct relay_withdrawn **ret, size_t *ret_n) MUST_CHECK;
/* Did the message ever reach org? Also one that was taken back since. */
enum status relay_had(struct cx *, struct uuid org, struct uuid message, bool *ret) MUST_CHECK;

enum status relay_setting_get(struct cx *, struct uuid org, struct relay_setting *ret) MUST_CHECK;      /* defaults, version 0, where none */
enum status relay_setting_save(struct cx *, struct uuid org, const struct relay_setting *) MUST_CHECK;  /* E_STALE */

/* Members of the CEPTOAR on the day, and `and` (an author that has left); accounts and contacts of these. By code. */
enum status relay_member_list(struct cx *, struct uuid org, struct uuid and, int32_t day, struct relay_member **ret, size_t *ret_n) MUST_CHECK;
enum status relay_person_list(struct cx *, struct uuid org, struct uuid and, int32_t day, struct relay_person **ret, size_t *ret_n) MUST_CHECK;
enum status relay_address_list(struct cx *, struct uuid org, struct uuid and, int32_t day, struct relay_address **ret, size_t *ret_n) MUST_CHECK;
/* Every name that orgs ever had, and their aliases, by org; org none: of all orgs. One walk. */
enum status relay_name_list(struct cx *, struct uuid org, struct relay_name **ret, size_t *ret_n) MUST_CHECK;
/* Does a file among `files` equal one of the original's, byte for byte? *ret: its position, or -1. */
enum status relay_same_file(struct cx *, struct uuid org, struct uuid original, const struct uuid *files, size_t n, int *ret) MUST_CHECK;
#endif

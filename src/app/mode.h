/* app/mode.h — large-scale mode: propose and confirm by two people (or one in an emergency, with its reason), end, drop.
 *
 * Switching on or off commits the state, its journal entry and a notice to everyone concerned together; what is under way follows as
 * job "mode": waiting hops get the shorter limit (and back), and reports that the centre has and whose consent allows it go to crisis
 * management and the agencies. What is sent from then on goes by the route table's rows of that mode (store/network.h, mode_in_force).
 * The centre's and crisis management's approvers, publishers and drill managers switch (drill managers only rehearsals).
 */
#ifndef NOROSHI_APP_MODE_H
#define NOROSHI_APP_MODE_H
#include "model/mode.h"
#include "model/route.h"
#include "store/mode.h"

enum status mode_propose(struct cx *, const struct mode_input *, struct mode *ret) MUST_CHECK;
/* version 0: whatever it is. */
enum status mode_confirm(struct cx *, struct uuid, int64_t version, struct mode *ret) MUST_CHECK;
enum status mode_end(struct cx *, struct uuid, int64_t version, struct str reason, struct mode *ret) MUST_CHECK;
enum status mode_drop(struct cx *, struct uuid, int64_t version, struct str reason, struct mode *ret) MUST_CHECK;

/* Newest first. Who may switch gets all of them; others those that are on and concern their org: the country's, their sector's. */
#define MODES_MAX 100
enum status mode_list(struct cx *, bool open, struct mode_row **ret, size_t *ret_n) MUST_CHECK;
bool mode_may_switch(const struct actor *, bool exercise);
bool mode_knows_all(const struct actor *);                     /* reads who proposed it and of which case it is */

/* Was it on at ask->at_us for one of these sectors (none: the country's), for the author of what goes down? */
enum status mode_in_force(struct cx *, const struct list *sectors, const struct mode_ask *, bool *ret) MUST_CHECK;
/* A report was put into a case that is in this mode: the agencies get it too, where its consent allows. */
enum status mode_case_joined(struct cx *, struct uuid incident, struct uuid message) MUST_CHECK;
/* A case was merged into another: its mode goes along, and what is in the other is under it too. */
enum status mode_case_merged(struct cx *, struct uuid from, struct uuid into) MUST_CHECK;

/* Job "mode": one chunk of what is under way; *ret_rest empty: all done. */
enum status mode_work(struct cx *, struct str payload, struct str *ret_rest) MUST_CHECK;
#endif

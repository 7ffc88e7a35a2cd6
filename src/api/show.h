/* api/show.h — the shapes that several answers share: Row, Delivery, attachments. Absent where empty. */
#ifndef NOROSHI_API_SHOW_H
#define NOROSHI_API_SHOW_H
#include "model/delivery.h"

/* Orgs that were written into this answer already: lists name the same few again and again, and copying is quicker. */
struct shown_orgs { struct { struct uuid id; struct str json; } v[4]; unsigned next; };

/* `shown`: NULL, or all zero before the first row. */
void show_row(struct jw *, const struct message_row *, struct shown_orgs *shown);      /* Row: one line of a list */
void show_delivery(struct jw *, const struct delivery_row *, int64_t now_us, struct shown_orgs *shown);        /* Delivery */
void show_delivery_members(struct jw *, const struct delivery_row *, int64_t now_us, struct shown_orgs *shown);        /* without the braces */
void show_org(struct jw *, struct str key, const struct org *);
void show_text(struct jw *, struct str key, struct str);                               /* nothing where empty */
void show_time(struct jw *, struct str key, int64_t us);                               /* nothing where 0 */
struct str status_name(int status);
struct str hop_to_name(int org_kind);                                                  /* who a hop goes to: "ministry" ... */
struct str local(const struct cx *, const struct org *);                               /* its name in the caller's language */
/* Content-Disposition of a file to save (RFC 6266): an ASCII name for old clients, the whole one escaped. */
struct str disposition(struct arena *, struct str name);
#endif

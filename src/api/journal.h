/* api/journal.h — the doors to the journal: entries, the signed head, proofs, receipts, the auditors' export. */
#ifndef NOROSHI_API_JOURNAL_H
#define NOROSHI_API_JOURNAL_H
#include "api/route.h"

extern const struct field_table journal_query_table;            /* after, limit, verb, object, org, order */
extern const struct field_table consistency_query_table;        /* from, to */
extern const struct field_table export_query_table;             /* after */
extern const struct field_table receipt_query_table;            /* download */
handler journal_entries_get, journal_newest_head_get, journal_consistency_get, journal_export_get, receipt_of_entry_get;
#endif

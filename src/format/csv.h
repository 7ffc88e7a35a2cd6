/* format/csv.h — tables for spreadsheets (RFC 4180): UTF-8 with a byte order mark, CR LF, every cell quoted where it must be.
 * A cell that a spreadsheet would take for a formula (= + - @ at its start, full-width ones too) gets an apostrophe in front.
 *
 *   struct csv c; csv_begin(&c, &buf); csv_cell(&c, S("a")); csv_cell(&c, S("b")); csv_row(&c); ...
 */
#ifndef NOROSHI_FORMAT_CSV_H
#define NOROSHI_FORMAT_CSV_H
#include "base/buf.h"

struct csv { struct buf *out; bool within; };                   /* within: a cell stands in this row already */
void csv_begin(struct csv *, struct buf *out);
void csv_cell(struct csv *, struct str);
void csv_int(struct csv *, int64_t);
void csv_row(struct csv *);                                     /* ends the row */
#define CSV_TYPE "text/csv; charset=utf-8"
#endif

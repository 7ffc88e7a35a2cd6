/* format/xlsx.h — tables as a spreadsheet file (Office Open XML, by libxlsxwriter): sheets of text and whole numbers.
 *
 *   xlsx_new -> xlsx_sheet -> xlsx_head ... xlsx_row -> xlsx_text, xlsx_int, xlsx_skip ... xlsx_row -> ... -> xlsx_end
 *
 * Text is always text, never a formula, a link or a number. The same calls give the same bytes: the file says no time of its own.
 * The file is made in memory and added to a buf. Failure sticks and is told by xlsx_end. xlsx_end must be called (it frees); where the
 * arena ends first, that frees. Cost: some 2 us per cell.
 */
#ifndef NOROSHI_FORMAT_XLSX_H
#define NOROSHI_FORMAT_XLSX_H
#include "base/buf.h"

#define XLSX_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
struct xlsx;
enum status xlsx_new(struct cx *, struct str title, struct xlsx **ret) MUST_CHECK;
/* At most 31 characters, each name once; what a sheet's name may not have ([ ] : * ? / \) becomes a space. */
void xlsx_sheet(struct xlsx *, struct str name);
void xlsx_width(struct xlsx *, int column, int characters);
void xlsx_head(struct xlsx *, struct str);                      /* a heading cell */
void xlsx_text(struct xlsx *, struct str);
void xlsx_int(struct xlsx *, int64_t);
void xlsx_skip(struct xlsx *);                                  /* an empty cell */
void xlsx_row(struct xlsx *);                                   /* ends the row */
enum status xlsx_end(struct cx *, struct xlsx *, struct buf *out) MUST_CHECK;
#endif

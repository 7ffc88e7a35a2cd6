#include "format/xlsx.h"
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>
#include "base/str.h"

#define TEXT_MAX 32767                                          /* characters of a cell: the format's limit */
#define SHEET_NAME_MAX 31

struct xlsx {
	struct arena *mem;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	lxw_format *head, *number;
	int fd;
	lxw_row_t row;
	lxw_col_t column;
	lxw_error error;
};

static void release(void *arg)
{
	struct xlsx *x = arg;
	if (x->book)
		lxw_workbook_free(x->book);
	if (x->fd >= 0)
		close(x->fd);
	x->book = NULL;
	x->fd = -1;
}

enum status xlsx_new(struct cx *cx, struct str title, struct xlsx **ret)
{
	struct xlsx *x = arena_make(cx->mem, struct xlsx);
	char path[40];
	x->mem = cx->mem;
	x->fd = memfd_create("noroshi.xlsx", MFD_CLOEXEC);
	if (x->fd < 0)
		return fail_detail(cx, E_BUSY, T_BUSY, "no memory file for a spreadsheet");
	arena_closer(cx->mem, release, x);
	snprintf(path, sizeof path, "/proc/self/fd/%d", x->fd);
	x->book = workbook_new(path);
	if (!x->book)
		return fail_detail(cx, E_BUG, T_BUG, "no workbook");
	/* 2000-01-01: a time must be given, or the present one is written. */
	lxw_doc_properties properties = { .title = str_terminated(cx->mem, title), .created = 946684800 };
	x->error = workbook_set_properties(x->book, &properties);
	x->head = workbook_add_format(x->book);
	x->number = workbook_add_format(x->book);
	format_set_bold(x->head);
	format_set_text_wrap(x->head);
	format_set_bottom(x->head, LXW_BORDER_THIN);
	format_set_num_format(x->number, "#,##0");
	*ret = x;
	return OK;
}

/* The first `max` characters, terminated. */
static char *cut(struct xlsx *x, struct str s, size_t max)
{
	size_t n = 0, chars = 0;
	while (n < s.n && ((s.p[n] & 0xC0) == 0x80 || chars++ < max))
		n++;
	return str_terminated(x->mem, str_slice(s, 0, n));
}

static void keep(struct xlsx *x, lxw_error error)
{
	if (x->error == LXW_NO_ERROR)
		x->error = error;
}

void xlsx_sheet(struct xlsx *x, struct str name)
{
	char *text = cut(x, name, SHEET_NAME_MAX);
	for (char *c = text; *c; c++)
		if (strchr("[]:*?/\\'", *c))
			*c = ' ';
	x->sheet = workbook_add_worksheet(x->book, text);
	if (!x->sheet) {
		keep(x, LXW_ERROR_SHEETNAME_ALREADY_USED);
		return;
	}
	worksheet_freeze_panes(x->sheet, 1, 0);
	x->row = 0;
	x->column = 0;
}

void xlsx_width(struct xlsx *x, int column, int characters)
{
	if (x->sheet)
		keep(x, worksheet_set_column(x->sheet, (lxw_col_t)column, (lxw_col_t)column, characters, NULL));
}

void xlsx_head(struct xlsx *x, struct str s)
{
	if (x->sheet)
		keep(x, worksheet_write_string(x->sheet, x->row, x->column, cut(x, s, TEXT_MAX), x->head));
	x->column++;
}

void xlsx_text(struct xlsx *x, struct str s)
{
	if (x->sheet && s.n)
		keep(x, worksheet_write_string(x->sheet, x->row, x->column, cut(x, s, TEXT_MAX), NULL));
	x->column++;
}

void xlsx_int(struct xlsx *x, int64_t n)
{
	if (x->sheet)
		keep(x, worksheet_write_number(x->sheet, x->row, x->column, (double)n, x->number));
	x->column++;
}

void xlsx_skip(struct xlsx *x)
{
	x->column++;
}

void xlsx_row(struct xlsx *x)
{
	x->row++;
	x->column = 0;
}

enum status xlsx_end(struct cx *cx, struct xlsx *x, struct buf *out)
{
	lxw_error error = x->error, closed = workbook_close(x->book);
	x->book = NULL;                                         /* closing frees it, whatever comes of it */
	if (error == LXW_NO_ERROR)
		error = closed;
	for (off_t at = 0; error == LXW_NO_ERROR;) {
		char *p = buf_reserve(out, 65536);
		ssize_t n = p ? pread(x->fd, p, 65536, at) : 0;
		if (n <= 0)
			break;
		buf_commit(out, (size_t)n);
		at += n;
	}
	release(x);
	return error == LXW_NO_ERROR ? OK : fail_detail(cx, E_BUG, T_BUG, "spreadsheet: %s", lxw_strerror(error));
}

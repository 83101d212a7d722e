/* Filling a struct ex_err. */
#include <stdarg.h>
#include <stdio.h>

#include "base/err.h"

void
err_none(struct ex_err *e)
{
	e->file[0] = e->what[0] = '\0';
	e->line = e->column = 0;
}

int
err_set(struct ex_err *e, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	vsnprintf(e->what, sizeof e->what, format, ap);
	va_end(ap);
	return -1;
}

int
err_at(struct ex_err *e, const char *file, size_t line, size_t column,
	const char *format, ...)
{
	va_list ap;

	snprintf(e->file, sizeof e->file, "%s", file ? file : "");
	e->line = line;
	e->column = column;
	va_start(ap, format);
	vsnprintf(e->what, sizeof e->what, format, ap);
	va_end(ap);
	return -1;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/status_line.h"

#include <stdarg.h>
#include <unistd.h>

void status_line_start(struct status_line *line, FILE *out)
{
	*line = (struct status_line){ .out = out, .terminal = isatty(fileno(out)) };
}

void status_line_show(const struct status_line *line, const char *format, ...)
{
	va_list arguments;

	if (!line->terminal)
		return;
	status_line_clear(line);
	va_start(arguments, format);
	vfprintf(line->out, format, arguments);
	va_end(arguments);
	fflush(line->out);
}

void status_line_clear(const struct status_line *line)
{
	/* Back to the first column; erase to the end of the line. */
	if (line->terminal)
		fputs("\r\033[K", line->out);
}

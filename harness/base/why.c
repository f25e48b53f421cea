// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/why.h"

#include <stdarg.h>
#include <stdio.h>

/* One line, whatever the parts contain. */
__attribute__((format(printf, 2, 0))) static void write_line(struct why *why, const char *format,
							     va_list arguments)
{
	char *c;

	vsnprintf(why->text, sizeof(why->text), format, arguments);
	for (c = why->text; *c; c++)
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	while (c > why->text && c[-1] == ' ')
		*--c = '\0';
}

int why_set(struct why *why, int error, const char *format, ...)
{
	va_list arguments;

	if (!why)
		return -error;
	va_start(arguments, format);
	write_line(why, format, arguments);
	va_end(arguments);
	return -error;
}

bool why_differs(struct why *why, const char *format, ...)
{
	va_list arguments;

	if (!why)
		return false;
	va_start(arguments, format);
	write_line(why, format, arguments);
	va_end(arguments);
	return false;
}

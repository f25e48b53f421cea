// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/why.h"

#include <stdarg.h>
#include <stdio.h>

int why_set(struct why *why, int error, const char *format, ...)
{
	va_list arguments;
	char *c;

	if (!why)
		return -error;
	va_start(arguments, format);
	vsnprintf(why->text, sizeof(why->text), format, arguments);
	va_end(arguments);
	for (c = why->text; *c; c++)
		if (*c == '\n' || *c == '\r')
			*c = ' ';
	while (c > why->text && c[-1] == ' ')
		*--c = '\0';
	return -error;
}

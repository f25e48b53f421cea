// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/why.h"

#include <stdio.h>

int why_vset(struct why *why, int err, const char *format, va_list arguments)
{
	char *c;

	if (!why)
		return -err;
	vsnprintf(why->text, sizeof(why->text), format, arguments);
	for (c = why->text; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	while (c > why->text && c[-1] == ' ')
		*--c = '\0';
	return -err;
}

int why_set(struct why *why, int err, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	why_vset(why, err, format, arguments);
	va_end(arguments);
	return -err;
}

bool why_differs(struct why *why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	why_vset(why, 0, format, arguments);
	va_end(arguments);
	return false;
}

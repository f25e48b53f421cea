// SPDX-License-Identifier: GPL-2.0-only
#include "harness/command/subcommand.h"

#include <stdarg.h>
#include <stdio.h>

int impossible(const char *format, ...)
{
	va_list arguments;

	fputs("rstlab: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return EXIT_IMPOSSIBLE;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_TESTS_CHECK_H
#define RST_BASE_TESTS_CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Tests of the harness itself: plain programs that end with 1 at the first wrong value. */

static inline void check_failed(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: %s\n", file, line, what);
	exit(1);
}

static inline void check_text(const char *file, int line, const char *expected, const char *got)
{
	if (!strcmp(expected, got))
		return;
	fprintf(stderr, "%s:%d: expected '%s', got '%s'\n", file, line, expected, got);
	exit(1);
}

#define CHECK(condition) ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition))
#define CHECK_TEXT(expected, got) check_text(__FILE__, __LINE__, expected, got)

#endif

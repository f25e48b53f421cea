/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_WHY_H
#define RST_BASE_WHY_H

#include <stdarg.h>
#include <stdbool.h>

/* The one line that says why a call failed and, where known, the remedy. */
struct why {
	char text[480];
};

/*
 * Write the reason (newlines and other control characters become spaces) and return -error, so that a failing leaf is one
 * statement: return why_set(why, ENOENT, "no %s", path).  why may be NULL.
 */
int why_set(struct why *why, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
int why_vset(struct why *why, int err, const char *format, va_list arguments)
	__attribute__((format(printf, 3, 0)));

/* The same for a comparison: writes how the two differ, expected before got; returns false. */
bool why_differs(struct why *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

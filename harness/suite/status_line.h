/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_STATUS_LINE_H
#define RST_SUITE_STATUS_LINE_H

#include <stdbool.h>
#include <stdio.h>

/* The last line of a terminal, written again and again; lines that stay go above it. */
struct status_line {
	FILE *out;
	bool terminal; /* else nothing is ever shown */
};

void status_line_start(struct status_line *line, FILE *out);

void status_line_show(const struct status_line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Makes way for a line that stays. */
void status_line_clear(const struct status_line *line);

#endif

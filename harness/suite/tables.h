/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_TABLES_H
#define RST_SUITE_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "scenarios/files.h"

struct why;

/* One row of the tables in one family: a case. */
struct table_case {
	const struct scenario_file *file;
	const struct scenario *scenario; /* as it holds; goes with the call, as the name */
	int family;
	const char *name;
};

/* Calls @each for every case of the tables, whatever its class. */
void tables_each_case(void (*each)(const struct table_case *one, void *data), void *data);

/*
 * Whether a case is meant by one of @globs: the name of the case or the id of its scenario, with * and
 * ?. Without globs every case is.
 */
bool tables_match(const struct scenario *scenario, const char *case_name, char *const *globs,
		  int count);

/* Whether every glob means a case: 0, or -ENOENT with the three ids that look most like one of them. */
int tables_check(char *const *globs, int count, struct why *why);

#endif

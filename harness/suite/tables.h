/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_TABLES_H
#define RST_SUITE_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "scenarios/files.h"

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

/* A glob that means no case at all, or NULL.  @nearest gets up to three ids that look like it. */
const char *tables_unknown(char *const *globs, int count, char *nearest, size_t size);

#endif

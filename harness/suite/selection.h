/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_SELECTION_H
#define RST_SUITE_SELECTION_H

#include <stddef.h>

#include "harness/suite/tables.h"

struct selected {
	const struct scenario_file *file;
	struct scenario scenario;
	int family;
	char name[80];
};

/* Cases that are to be run, in this order.  All zero: none. */
struct selection {
	struct selected *cases;
	size_t count;
};

/* Returns 0 or -ENOMEM. */
int selection_add(struct selection *selection, const struct table_case *one);

/* NULL: no such case. */
const struct selected *selection_find(const struct selection *selection, const char *name);

void selection_free(struct selection *selection);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* A case of the sweep: every cell of a state, judged one by one, told as one result. */
#ifndef RST_SWEEP_RUN_H
#define RST_SWEEP_RUN_H

#include <jansson.h>

#include "harness/sweep/cells.h"

struct test;

/*
 * Runs the cells of @t->scenario->sweep.  Fails the test with the number of cells that differ
 * and the first of them; all are named in the document, which says by name and
 * count in which deviations from the RFC the kernel was seen.
 */
void sweep_run(struct test *t);

/* Sets in @object, the "expected" of a document, what @kernel must do. */
void sweep_expect(json_t *object, const struct sweep *what, int family, unsigned int kernel);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_COVERAGE_H
#define RST_REPORT_COVERAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/report/unreached.h"

/* What came of a site. */
enum coverage_state {
	COVERAGE_SILENT, /* no call, or one that no event shows: nothing is expected */
	COVERAGE_REACHED,
	COVERAGE_EXPLAINED, /* not reached, and harness/report/unreached.c says why */
	COVERAGE_OPEN, /* should have been reached */
};

/*
 * The call sites of one kernel against the cases that reached them.  Counted are calls of the
 * emitters that tcp:tcp_send_reset shows: a tail jump leaves nothing on the stack.
 */
struct coverage {
	json_t *list; /* [{"site", "kind", "emitter", "cases": [NAME]}], by name */
	size_t reached, open, explained[UNREACHED_KINDS];
	unsigned int kernel; /* as kernel_parse() returns it */
};

/*
 * Reads a result document: its list of sites ("kernel"."sites"), or the list @sites if not NULL,
 * and what its cases reached.  Returns false when there is no list.
 */
bool coverage_make(struct coverage *coverage, const json_t *results, const json_t *sites);
void coverage_free(struct coverage *coverage);

enum coverage_state coverage_state(const struct coverage *coverage, size_t index);

/* Site @index for a reader: "12 cases", "unreachable: ...", "UNCOVERED"; "" of no call. */
void coverage_describe(const struct coverage *coverage, size_t index, char *text, size_t size);

/*
 * How the calls of two lists of sites differ, function by function, for offsets move with every
 * build: [{"function", "emitter", "base": N, "head": N}].  A new reference.
 */
json_t *coverage_changes(const json_t *base, const json_t *head);

#endif

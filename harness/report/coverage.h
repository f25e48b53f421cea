/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_COVERAGE_H
#define RST_REPORT_COVERAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* What is told of a call that should have been reached. */
#define COVERAGE_OPEN "UNCOVERED"

/*
 * The call sites of one kernel against the cases that reached them.  Counted are calls of the
 * emitters that tcp:tcp_send_reset tells of: a tail jump leaves nothing on the stack.
 */
struct coverage {
	json_t *list; /* [{"site", "kind", "emitter", "cases": [NAME]}], by name */
	size_t reached, proven, open;
	unsigned int kernel; /* as kernel_parse() tells it */
};

/*
 * Reads a result document: its list of sites ("kernel"."sites"), or the list @sites if not NULL,
 * and what its cases reached.  Returns false when there is no list.
 */
bool coverage_make(struct coverage *coverage, const json_t *results, const json_t *sites);
void coverage_free(struct coverage *coverage);

/*
 * Of site @index: why no user can reach it, or no event can tell (harness/report/unreachable.c); NULL
 * when nobody says so.
 */
const char *coverage_proof(const struct coverage *coverage, size_t index);

/* What a reader is told of site @index: "12 cases", "proof: ...", "UNCOVERED", ... */
void coverage_tell(const struct coverage *coverage, size_t index, char *text, size_t size);

/*
 * How the calls of two lists of sites differ, function by function, for offsets move with every
 * build: [{"function", "emitter", "base": N, "head": N}].  A new reference.
 */
json_t *coverage_changes(const json_t *base, const json_t *head);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_JUDGE_RESULT_H
#define RST_JUDGE_RESULT_H

#include <jansson.h>

#include "harness/expect/outcome.h"

struct test;

/*
 * The document of one case: {"case", "path", "family", "verdict", "why", "expected", "observed"}.
 */
json_t *result_new(const struct scenario *scenario, const char *name, int family);

/* What all oracles say, by their keys.  A new reference. */
json_t *result_texts(const struct outcome *outcome);

/* Sets "expected" or "observed" (@side). */
void result_outcome(json_t *result, const char *side, const struct outcome *outcome);

/*
 * Keeps what was @observed as it was seen, for a reader of one case; "observed" holds what is left
 * of it after outcome_settle().
 */
void result_seen(json_t *result, const struct outcome *observed);

/*
 * Adds "sites", the places from which the emitters were called, and under "detail" what a reader
 * of one case wants to see: the exchange, the events with their stacks.  The detail differs from
 * run to run and is not part of result files.
 */
void result_detail(json_t *result, struct test *t);

/* Prints both sides and the detail for a reader. */
void result_print(const json_t *result, FILE *stream);

/* Lets the abstract Unix socket @report (may be NULL) know that the case @name begins. */
void result_start(const char *name, const char *report);

/*
 * Sets "verdict" (of VERDICT_KNOWN: PASS) and "why", and sends the document to the abstract Unix
 * socket @report, if not NULL.
 */
void result_finish(json_t *result, enum verdict verdict, const char *why, const char *report);

#endif

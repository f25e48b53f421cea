/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_RECORD_H
#define RST_REPORT_RECORD_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/expect/verdict.h"

/*
 * A record: what a result file says of one case, read for a report.  Files come from other
 * machines and other versions, so whatever is missing reads as an empty text.
 */

enum side {
	SIDE_EXPECTED,
	SIDE_OBSERVED,
	SIDES,
};

/* What reports show: events tcp:tcp_receive_reset are judged only. */
#define REPORTED_ORACLES ORACLE_RECEIVED

/* Bits of record_changes(): 1 << oracle, and this one. */
#define CHANGED_VERDICT (1U << REPORTED_ORACLES)

enum verdict record_verdict(const json_t *record);

const char *side_key(enum side side);

/* A text of the record itself: "case", "path", "why". */
const char *record_text(const json_t *record, const char *key);

/*
 * What an oracle expected or observed; "" when the case did not come so far.  Where the
 * expectation leaves something open with '*' (a timestamp, say) and holds, the observation
 * reads like it: it would differ from run to run.
 */
const char *record_oracle(const json_t *record, enum side side, enum oracle oracle);

/* All oracles of a side as an object.  A new reference. */
json_t *record_outcome(const json_t *record, enum side side);

/* Whether what was observed is not what was expected. */
bool record_differs(const json_t *record, enum oracle oracle);

/* Whether the case came so far that the oracles were read. */
bool record_observed(const json_t *record);

/*
 * What the kernel did, short: "TCP_STATE @CLOSE", "no reason @CLOSE" (no such argument before
 * Linux 6.10), "RST not traced", "no RST", "TCP_STATE @CLOSE x2"; "" without observation.
 */
void record_says(const json_t *record, char *text, size_t size);

/* Which of verdict and oracles differ; oracles only where both cases came so far. */
unsigned int record_changes(const json_t *before, const json_t *after);

/* The names of the bits of record_changes(): "verdict, reason". */
void record_changes_text(unsigned int changes, char *text, size_t size);

#endif

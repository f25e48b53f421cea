/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_TIMING_H
#define RST_SUITE_TIMING_H

#include <jansson.h>

/* What cases cost: wall time, CPU, and the parts of a case. */
struct timing;

/* Begins to measure; NULL without memory.  The others do nothing on NULL. */
struct timing *timing_new(void);
void timing_free(struct timing *timing);

/* Adds a case: its document with the detail, and the @seconds that its runner saw. */
void timing_case(struct timing *timing, const json_t *result, double seconds);

/* Medians of all cases that ran. */
void timing_print(const struct timing *timing);

#endif

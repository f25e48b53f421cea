/* SPDX-License-Identifier: GPL-2.0-only */
/* What many cells did, by name and count: expected and observed have the same form. */
#ifndef RST_SWEEP_TALLY_H
#define RST_SWEEP_TALLY_H

#include <jansson.h>

#include "harness/sweep/verdict.h"

#define TALLY_NAMES_MAX 48

struct tally_column {
	size_t names;
	const char *name[TALLY_NAMES_MAX];
	unsigned int count[TALLY_NAMES_MAX];
};

struct tally {
	struct tally_column wire; /* "as RFC 9293", deviations, "otherwise" */
	struct tally_column reason, via, state, event;
	json_t *cells; /* which cells deviate, by the name of the deviation */
	unsigned int resets;
};

void tally_open(struct tally *tally);
void tally_close(struct tally *tally);

/* Adds what @kernel must do in a cell, or what was seen to be done in it. */
void tally_expected(struct tally *tally, const struct sweep_verdict *verdict,
		    const struct sweep_sight *sight, unsigned int kernel);
void tally_observed(struct tally *tally, const struct sweep_verdict *verdict,
		    const struct sweep_sight *sight);

/* How many of the replies that were seen are RSTs. */
unsigned int tally_resets(const struct sweep_sight *sight);

/* Sets "wire", "reason", "via", "state", "event", "mib" and "errno" of @object. */
void tally_write(const struct tally *tally, json_t *object);

#endif

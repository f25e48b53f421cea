/* SPDX-License-Identifier: GPL-2.0-only */
/* What was seen of one cell of the sweep, and whether it is what the running kernel must do. */
#ifndef RST_SWEEP_VERDICT_H
#define RST_SWEEP_VERDICT_H

#include "harness/base/why.h"
#include "harness/sweep/deviation.h"
#include "harness/sweep/reset.h"

#define SWEEP_SEEN_MAX 4 /* of replies and of events; none has more than one */

#define SWEEP_VIA_MAX 256

struct sweep_event {
	const char *reason; /* OUTCOME_NO_REASON: the kernel has none */
	const char *socket; /* its state, "-" for none */
	bool has_socket;
	bool has_skb;
	char via[SWEEP_VIA_MAX];
};

struct sweep_sight {
	struct sweep_cell cell;
	bool is_v6;
	struct rfc9293_block block; /* when the segment was sent */
	size_t replies;
	struct rfc9293_reply reply[SWEEP_SEEN_MAX];
	uint16_t window[SWEEP_SEEN_MAX];
	size_t events;
	struct sweep_event event[SWEEP_SEEN_MAX];
};

struct sweep_verdict {
	struct deviation_expectation expected;
	const struct sweep_reset *reset; /* of the RST that is expected; NULL: no event is */
	bool agrees;
	struct why why; /* "wire: expected none, got R 1:1(0)", empty when it agrees */
};

/*
 * Judges: one reply at most, with the flags and numbers of deviation_expect(); for a RST window 0,
 * as an answer to a segment has, and one event with reason, state and caller of sweep_reset_find()
 * where @kernel traces it; for anything else no event.
 */
void sweep_judge(struct sweep_verdict *verdict, unsigned int kernel,
		 const struct sweep_sight *sight);

#endif

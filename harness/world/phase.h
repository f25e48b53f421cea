/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_WORLD_PHASE_H
#define RST_WORLD_PHASE_H

/* The parts of a case, for the benchmark, in the order in which they end. */
enum phase {
	PHASE_TOPOLOGY,
	PHASE_TRACER,
	PHASE_CAPTURE,
	PHASE_SCENARIO,
	PHASE_JUDGE,
	PHASES,
};

/* When each ended, in milliseconds; 0: the case did not come so far. */
struct phases {
	double began;
	double end[PHASES];
};

/* "topology", "tracer" */
const char *phase_name(enum phase phase);

void phases_begin(struct phases *phases);
void phases_mark(struct phases *phases, enum phase phase);

#endif

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/world/phase.h"

#include "harness/base/clock.h"

static const char *const names[PHASES] = {
	[PHASE_TOPOLOGY] = "topology", [PHASE_TRACER] = "tracer", [PHASE_CAPTURE] = "capture",
	[PHASE_SCENARIO] = "scenario", [PHASE_JUDGE] = "judge",
};

const char *phase_name(enum phase phase)
{
	return names[phase];
}

void phases_begin(struct phases *phases)
{
	*phases = (struct phases){ .began = clock_ns() / 1e6 };
}

void phases_mark(struct phases *phases, enum phase phase)
{
	phases->end[phase] = clock_ns() / 1e6 - phases->began;
}

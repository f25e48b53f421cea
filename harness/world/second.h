/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_WORLD_SECOND_H
#define RST_WORLD_SECOND_H

#include <stddef.h>

#include "bpf/event.h"

#define SECOND_EVENTS_MAX 16
#define SECOND_LINE_MAX 512

struct trace;

/* What tracefs saw beside BPF, in a case that both watch. */
struct second {
	struct trace *trace;
	size_t lines, events;
	char line[SECOND_EVENTS_MAX][SECOND_LINE_MAX]; /* as the file `trace` prints them */
	struct rst_event event[SECOND_EVENTS_MAX]; /* as the records say */
};

#endif

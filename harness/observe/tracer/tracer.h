/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_TRACER_H
#define RST_OBSERVE_TRACER_TRACER_H

#include "harness/observe/tracer/trace.h"

/* What a tracer does; the first member of its own structure. */
struct trace {
	int (*consume)(struct trace *trace,
		       void (*each)(void *context, const struct rst_event *event), void *context);
	bool (*skipped)(const struct trace *trace);
	unsigned long long (*nameless)(const struct trace *trace);
	int (*fd)(const struct trace *trace);
	void (*close)(struct trace *trace);
};

#endif

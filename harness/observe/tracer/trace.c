// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/trace.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "harness/observe/facts.h"
#include "harness/observe/tracer/tracer.h"

const char *const tracer_words[] = {
	[TRACER_BPF] = "bpf",
	[TRACER_TRACEFS] = "tracefs",
	[TRACERS] = "auto",
	NULL,
};

int tracer_choose(const char *name, enum tracer *tracer)
{
	size_t i;

	if (!name || !strcmp(name, tracer_words[TRACERS])) {
		*tracer = access(VMLINUX_BTF, R_OK) ? TRACER_TRACEFS : TRACER_BPF;
		return 0;
	}
	for (i = 0; i < TRACERS; i++) {
		if (!strcmp(name, tracer_words[i])) {
			*tracer = i;
			return 0;
		}
	}
	return -EINVAL;
}

const char *tracer_name(enum tracer tracer)
{
	return tracer_words[tracer];
}

void trace_close(struct trace *trace)
{
	if (trace)
		trace->close(trace);
}

int trace_consume(struct trace *trace, void (*each)(void *context, const struct rst_event *event),
		  void *context)
{
	return trace->consume(trace, each, context);
}

bool trace_skipped(const struct trace *trace)
{
	return trace->skipped && trace->skipped(trace);
}

unsigned long long trace_nameless(const struct trace *trace)
{
	return trace->nameless ? trace->nameless(trace) : 0;
}

int trace_fd(const struct trace *trace)
{
	return trace->fd(trace);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_JUDGE_CONTRACT_H
#define RST_JUDGE_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>

#include "bpf/event.h"

/*
 * What users of the tracepoints rely on: raw arguments (BPF), records with named fields (perf,
 * bpftrace) and lines of text (trace_pipe) tell the same of each event.
 */

#define CONTRACT_EVENTS_MAX 16
#define CONTRACT_LINE_MAX 512

struct trace;

/* What the second tracer saw in a case. */
struct contract {
	struct trace *trace;
	size_t lines, events;
	char line[CONTRACT_EVENTS_MAX][CONTRACT_LINE_MAX];
	struct rst_event event[CONTRACT_EVENTS_MAX];
};

/*
 * Compares the @count events of BPF with the records.  Returns whether they agree, else one line
 * in @why: "event 1: state: BPF says LISTEN, tracefs says CLOSE".
 */
bool contract_agrees(const struct contract *contract, const struct rst_event *events, size_t count,
		     char *why, size_t size);

/*
 * Compares a line of the file `trace` of @kernel with the event, whose reason is called @reason
 * (NULL: none).  Every field of the line must be known, and every field that this kernel owes must
 * be there.
 */
bool contract_line_agrees(const char *line, const struct rst_event *event, const char *reason,
			  unsigned int kernel, char *why, size_t size);

#endif

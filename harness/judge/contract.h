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

struct second;
struct why;

/*
 * Compares the @count events of BPF with the records.  Returns whether they agree, else one line
 * in @why: "event 1: state: BPF says LISTEN, tracefs says CLOSE".
 */
bool contract_agrees(const struct second *second, const struct rst_event *events, size_t count,
		     struct why *why);

/*
 * Compares a line of the file `trace` of @kernel with the event, whose reason is called @reason
 * (NULL: none).  Every field of the line must be known, and every field that this kernel owes must
 * be there.
 */
bool contract_line_agrees(const char *line, const struct rst_event *event, const char *reason,
			  unsigned int kernel, struct why *why);

#endif

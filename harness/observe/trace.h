/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_TRACE_H
#define RST_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "bpf/event.h"

struct facts;

/* The tracepoints tcp:tcp_send_reset and tcp:tcp_receive_reset of one namespace. */
struct trace;

/*
 * Loads and attaches the probes for the namespace with inode number @netns (0: all).
 * Returns 0, or -errno with one line in @why.
 */
int trace_open(struct trace **trace, const struct facts *facts, unsigned int netns, char *why,
	       size_t size);
void trace_close(struct trace *trace);

/*
 * Takes all events that are there.  An event is there when the system call that caused
 * the RST has returned.  @each is called for each in order.  Returns their number, or
 * -ENOBUFS when records were lost: then nothing that was seen proves anything.
 */
int trace_consume(struct trace *trace, void (*each)(void *context, const struct rst_event *event),
		  void *context);

/* A descriptor that polls readable when events come. */
int trace_fd(const struct trace *trace);

#endif

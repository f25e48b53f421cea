/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_RECORD_H
#define RST_OBSERVE_TRACER_RECORD_H

#include "bpf/event.h"
#include "harness/observe/tracer/event_format.h"

/*
 * The records of the trace filesystem as the events that the BPF probes make.  Three layouts of
 * tcp:tcp_send_reset exist: addresses apart (5.10), the family with them (5.13, 3dd344ea84e1), and
 * socket addresses with a reason (6.10, 19822a980e19).  Which fields are there decides, never a
 * version.
 */
struct record_formats {
	struct event_format send, receive;
	struct event_format stack; /* what options/stacktrace writes behind each record */
};

struct ring_record;
struct why;

enum record_kind {
	RECORD_OTHER,
	RECORD_EVENT,
	RECORD_STACK,
};

/* Reads the three formats.  Returns 0, or -errno with one line in @why. */
int record_formats_read(struct record_formats *formats, int tracefs, struct why *why);
void record_formats_free(struct record_formats *formats);

/*
 * Decodes @record.  An event fills @event but for its stack; a stack fills the stack of @event
 * only.  What a record does not hold is zero: the namespace, and the addresses of the segment, for
 * which the traced ones stand.  Returns 0, or -EINVAL when a field that is needed is not there or
 * lies outside.
 */
int record_decode(const struct record_formats *formats, const struct ring_record *record,
		  struct rst_event *event, enum record_kind *kind);

#endif

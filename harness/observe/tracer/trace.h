/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_TRACE_H
#define RST_OBSERVE_TRACER_TRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "bpf/event.h"

struct facts;
struct instance;
struct why;

/* The tracepoints tcp:tcp_send_reset and tcp:tcp_receive_reset, by one of two tracers. */
struct trace;

enum tracer {
	TRACER_BPF, /* raw tracepoints: sees arguments, knows namespaces, needs BTF */
	TRACER_TRACEFS, /* records of a trace instance: needs neither BTF nor BPF */
	TRACERS,
};

/* What tracer_choose() takes: the tracers, and "auto"; NULL at the end. */
extern const char *const tracer_words[];

/* "auto", also NULL: BPF when the kernel has BTF.  Returns 0, or -EINVAL for another @name. */
int tracer_choose(const char *name, enum tracer *tracer);
const char *tracer_name(enum tracer tracer);

/*
 * Loads and attaches the probes for the namespace with inode number @netns (0: all).
 * Returns 0, or -errno with one line in @why.
 */
int trace_open(struct trace **trace, const struct facts *facts, unsigned int netns,
	       struct why *why);

/*
 * Switches the events and their stacks on in @instance, which stays the caller's.  A record does
 * not say its namespace: @is_ours decides by its addresses which events to give (NULL: all).
 * Returns 0, or -errno with one line in @why.
 */
int trace_open_tracefs(struct trace **trace, struct instance *instance,
		       bool (*is_ours)(const void *context, const struct rst_event *event),
		       const void *context, struct why *why);

/*
 * Of the tracefs tracer: each event's line as the file `trace` prints it goes to @line, before the
 * event itself goes to @each of trace_consume().
 */
void trace_want_lines(struct trace *trace, void (*line)(void *context, const char *text));

void trace_close(struct trace *trace);

/*
 * Takes all events that are there.  An event is there when the system call that caused
 * the RST has returned.  @each is called for each in order.  Returns their number, or
 * -ENOBUFS when records were lost, -EINVAL when one could not be understood: then nothing that was
 * seen proves anything.
 */
int trace_consume(struct trace *trace, void (*each)(void *context, const struct rst_event *event),
		  void *context);

/*
 * Whether the kernel says that it passed a probe over, because the task that it had interrupted was
 * in that very probe (bpf_prog_info.recursion_misses, since 5.12): one event may be missing.
 */
bool trace_skipped(const struct trace *trace);

/*
 * How many events came whose namespace is unknown, because they had neither socket nor segment: a
 * kernel never sends such a one on purpose.
 */
unsigned long long trace_nameless(const struct trace *trace);

/* A descriptor that polls readable when events come. */
int trace_fd(const struct trace *trace);

#endif

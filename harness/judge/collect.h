/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_JUDGE_COLLECT_H
#define RST_JUDGE_COLLECT_H

#include "harness/expect/outcome.h"

struct facts;
struct flow;
struct frame;
struct test;
struct rst_event;

/* Frames of a call chain that are kept for a path that no row expects. */
#define OBSERVE_DEPTH 2

/*
 * Collects what happened in the case: waits for the RSTs that @expected names when they come
 * later, fences, and pairs each RST of the SUT's link with its event.  Ends the test when
 * records or frames were lost.
 */
void observe_outcome(struct test *t, const struct outcome *expected, struct outcome *observed);

/*
 * The part of it that pairs: both streams are in order, so the n-th RST of the wire belongs to the
 * n-th event, but for those of which the row says that one of the two is missing.  What is left
 * over on either side becomes an entry of its own, which no expectation matches.
 */
void observe_pair(struct test *t, const struct outcome *expected, struct outcome *observed);

/*
 * The last RST that the SUT sent among the frames taken so far, for the end of the line that tells
 * why a story could not be played:
 * "; seen: R. 1:1(0) ack 1 (TCP_STATE @CLOSE) sent by tcp_disconnect < __tcp_close".  Empty: none.
 */
void observe_last_reset(struct test *t, char *text, size_t size);

/*
 * Writes the call chain above the emitter, @depth functions, nearest first: "__tcp_close <
 * tcp_close".  @site, if not NULL, gets the place of the call, "__tcp_close+0x12b".
 */
void observe_chain(const struct facts *facts, const struct rst_event *event, unsigned int depth,
		   char *text, size_t size, char *site, size_t site_size);

/* The flow that @event belongs to, NULL when it is none of the story's. */
const struct flow *observe_flow(const struct test *t, const struct rst_event *event);

/*
 * Fills in what the record of a listener cannot tell: to whom its RST goes.  Of the RSTs from its
 * end that no other event tells, the n-th belongs to the n-th such event.
 */
void observe_complete(struct test *t);

/*
 * Whether the BPF tracer itself says why something lacks in what was @observed, so that it proves
 * nothing: an event without a stack (bpf_get_stack() found its buffers in use by a task that was
 * preempted); a RST without an event where a probe was passed over, or where a timer may have
 * interrupted a task in which the kernel runs no probe.  A RST that truly has no event is not
 * excused: its case is played again and says the same.
 */
bool observe_was_blind(const struct test *t, const struct outcome *observed);

/* Whether @frame is a RST that the SUT sent. */
bool observe_is_rst(const struct frame *frame);

/* The @nth event of tcp:tcp_send_reset, counted from 0; NULL when there are fewer. */
const struct rst_event *observe_find_send(const struct test *t, size_t nth);

#endif

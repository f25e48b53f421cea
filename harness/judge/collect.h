/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_JUDGE_COLLECT_H
#define RST_JUDGE_COLLECT_H

#include "harness/expect/outcome.h"

struct test;

/*
 * Collects what happened in the case: waits for the RSTs that @expected names when they come
 * later, fences, and pairs each RST of the SUT's link with its event.  Ends the test when
 * records or frames were lost.
 */
void collect_outcome(struct test *t, const struct outcome *expected, struct outcome *observed);

/*
 * The part of it that pairs: both streams are in order, so the n-th RST of the wire belongs to the
 * n-th event, but for those of which the row says that one of the two is missing.  What is left
 * over on either side becomes an entry of its own, which no expectation matches.
 */
void collect_pair(struct test *t, const struct outcome *expected, struct outcome *observed);

/*
 * The last RST that the SUT sent among the frames taken so far, for the end of the line that tells
 * why a story could not be played:
 * "; seen: R. 1:1(0) ack 1 (TCP_STATE @CLOSE) sent by tcp_disconnect < __tcp_close".  Empty: none.
 */
void collect_last_reset(struct test *t, char *text, size_t size);

/*
 * Whether the BPF tracer itself says why something lacks in what was @observed, so that it proves
 * nothing: an event without a stack (bpf_get_stack() found its buffers in use by a task that was
 * preempted); a RST without an event where a probe was passed over, or where a timer may have
 * interrupted a task in which the kernel runs no probe.  A RST that truly has no event is not
 * excused: its case is played again and says the same.
 */
bool collect_was_blind(const struct test *t, const struct outcome *observed);

#endif

// SPDX-License-Identifier: GPL-2.0-only
/* The segments of the cells, and what comes back. */
#include "harness/sweep/cells.h"

#include <stdio.h>

#include "harness/expect/names.h"
#include "harness/expect/outcome.h"
#include "harness/observe/chain.h"
#include "harness/observe/facts.h"
#include "harness/observe/wire.h"
#include "harness/story/fence.h"
#include "harness/story/peer.h"
#include "harness/world/test.h"

/* A little less than TCP_TIMEOUT_INIT, after which a timer repeats a SYN that is not answered. */
#define SYN_TIMEOUT_NS 900000000u

/*
 * At once: between the arrival of the segment and that of the next one.  The SUT handles segments
 * in the order of their arrival on the CPU that sent them, and answers within.
 */
static bool is_repetition(const struct cell *cell, const struct segment *segment, bool at_once)
{
	const struct rfc9293_block *block = &cell->sight.block;
	const struct rfc9293_reply *first = &cell->sight.reply[0];

	if (segment->flags & RST)
		return false;
	if (segment->flags & FIN)
		return segment->seq == block->snd_nxt - 1;
	if (!(segment->flags & SYN))
		return false;
	if (!(segment->flags & ACK))
		return segment->seq == block->iss;
	if (at_once)
		return false;
	return segment->seq == block->iss ||
	       (cell->sight.replies && first->flags & SYN && first->seq == segment->seq);
}

void cells_sort(struct cells *cells, const struct frame *frame)
{
	struct cell *cell = cells_find(cells, frame);
	const struct segment *segment = &frame->segment;
	struct sweep_sight *sight;

	if (!frame->outgoing) {
		cells->last_arrived = cell;
		if (cell)
			cell->arrived = true;
		return;
	}
	if (!cell || is_repetition(cell, segment, cells->last_arrived == cell))
		return;
	if (segment->flags & SYN && cell->syn_ns && frame->time_ns - cell->syn_ns > SYN_TIMEOUT_NS)
		cell->doubtful = true;
	sight = &cell->sight;
	if (sight->replies == SWEEP_SEEN_MAX)
		return;
	sight->window[sight->replies] = segment->window;
	sight->reply[sight->replies++] = (struct rfc9293_reply){
		.flags = segment->flags,
		.seq = segment->seq,
		.ack = segment->ack,
	};
}

/* All frames that were read. */
static void sort_all(struct test *t, struct cells *cells)
{
	while (cells->seen < t->frames)
		cells_sort(cells, test_frame(t, &cells->seen, 0));
}

static void check_numbers(struct test *t, const struct cell *cell)
{
	const struct rfc9293_block *block = &cell->sight.block;
	struct rfc9293_block right = sweep_block(cell->sight.cell.state, block->iss, block->irs,
						 block->rcv_wnd);

	if (block->snd_una != right.snd_una || block->snd_nxt != right.snd_nxt ||
	    block->rcv_nxt != right.rcv_nxt || block->rcv_wnd > UINT16_MAX)
		cells_fail(t, cell, "the numbers of the connection are not those of its state");
}

void cells_send(struct test *t, struct cells *cells)
{
	struct rfc9293_segment segment;
	struct cell *cell;
	size_t i = 0;

	/* What was said until now is not a reply. */
	fence(t);
	cells->seen = t->frames;
	cells->last_arrived = NULL;
	while ((cell = cells_next(cells, &i))) {
		check_numbers(t, cell);
		segment = sweep_cell_segment(&cell->sight.cell, &cell->sight.block);
		cells_inject(t, cell, &segment);
	}
	fence(t);
	sort_all(t, cells);
	for (i = 0; (cell = cells_next(cells, &i));)
		if (!cell->arrived)
			cells_fail(t, cell, "its segment did not arrive");
}

void cells_await_reply(struct test *t, struct cells *cells, const struct cell *cell,
		       long long deadline)
{
	const struct frame *frame;

	while (!cell->sight.replies && (frame = test_frame(t, &cells->seen, deadline)))
		cells_sort(cells, frame);
}

static struct cell *cell_of_event(const struct cells *cells, const struct rst_event *event)
{
	const struct rst_tuple *tuple = event->has_skb ? &event->segment : &event->traced;
	struct frame frame = {
		.kind = FRAME_TCP,
		.outgoing = true,
		.segment = { .source_port = tuple->sport, .destination_port = tuple->dport },
	};

	return cells_find(cells, &frame);
}

void cells_trace(struct test *t, struct cells *cells)
{
	const struct rst_event *event;
	struct sweep_event *seen;
	struct chain chain;
	struct sweep_sight *sight;
	const char *reason;
	struct cell *cell;

	test_consume(t);
	for (; cells->events < t->events; cells->events++) {
		event = &t->event[cells->events];
		cell = cell_of_event(cells, event);
		if (event->probe != RST_PROBE_SEND)
			continue;
		if (!cell)
			test_fail(t, FAILED_TRACE,
				  "an event that belongs to no cell, ports %u > %u",
				  event->has_skb ? event->segment.sport : event->traced.sport,
				  event->has_skb ? event->segment.dport : event->traced.dport);
		sight = &cell->sight;
		if (sight->events == SWEEP_SEEN_MAX)
			continue;
		reason = facts_reason(t->facts, event->reason);
		seen = &sight->event[sight->events++];
		seen->reason = event->reason == RST_NO_REASON ? OUTCOME_NO_REASON
			       : reason			      ? reason
							      : "unknown";
		seen->socket = name_of_state(event->state);
		seen->has_socket = event->has_socket;
		seen->has_skb = event->has_skb;
		chain_read(&chain, t->facts, event, CHAIN_DEPTH);
		snprintf(seen->via, sizeof(seen->via), "%s", chain.text);
	}
}

// SPDX-License-Identifier: GPL-2.0-only
/* Which segments of the SUT are replies of a cell, and which it sends once more by its timers. */
#include <stdlib.h>

#include "harness/base/tests/check.h"
#include "harness/observe/wire.h"
#include "harness/packet/segment.h"
#include "harness/sweep/cells.h"

#define SUT_PORT 7500
#define FIRST_PORT 20000
#define ISS 1000u
#define IRS 5000u

static struct cell cell[2];

static struct cells two_cells(enum sweep_state state)
{
	size_t i;

	for (i = 0; i < 2; i++)
		cell[i] = (struct cell){
			.sight.cell.state = state,
			.sight.block = sweep_block(state, ISS, IRS, 60000),
			.sut_port = SUT_PORT,
			.peer_port = FIRST_PORT + i,
		};
	return (struct cells){
		.state = state,
		.count = 2,
		.cell = cell,
		.first_port = FIRST_PORT,
	};
}

static void arrives(struct cells *cells, unsigned int index)
{
	struct frame frame = {
		.kind = FRAME_TCP,
		.segment = { .source_port = FIRST_PORT + index, .destination_port = SUT_PORT },
	};

	cells_sort(cells, &frame);
}

static void leaves(struct cells *cells, unsigned int index, uint8_t flags, uint32_t seq)
{
	struct frame frame = {
		.kind = FRAME_TCP,
		.outgoing = true,
		.segment = { .source_port = SUT_PORT,
			     .destination_port = FIRST_PORT + index,
			     .flags = flags,
			     .seq = seq,
			     .window = 512 },
	};

	cells_sort(cells, &frame);
}

ATF_TC_WITHOUT_HEAD(segments_of_a_cell_are_its_replies);
ATF_TC_BODY(segments_of_a_cell_are_its_replies, tc)
{
	struct cells cells = two_cells(SWEEP_ESTABLISHED);

	arrives(&cells, 0);
	ATF_CHECK(cell[0].arrived);
	ATF_CHECK(!cell[1].arrived);
	leaves(&cells, 0, ACK, ISS + 1);
	arrives(&cells, 1);
	leaves(&cells, 0, RST, ISS + 1);
	ATF_CHECK_INTEQ(2, cell[0].sight.replies);
	ATF_CHECK_INTEQ(0, cell[1].sight.replies);
	ATF_CHECK_INTEQ(ACK, cell[0].sight.reply[0].flags);
	ATF_CHECK_INTEQ(RST, cell[0].sight.reply[1].flags);
	ATF_CHECK_INTEQ(512, cell[0].sight.window[0]);
	/* Ports of no cell, and a cell that is done. */
	leaves(&cells, 2, ACK, ISS + 1);
	cell[1].done = true;
	leaves(&cells, 1, ACK, ISS + 1);
	ATF_CHECK_INTEQ(2, cell[0].sight.replies);
	ATF_CHECK_INTEQ(0, cell[1].sight.replies);
}

ATF_TC_WITHOUT_HEAD(replies_beyond_the_room_are_dropped);
ATF_TC_BODY(replies_beyond_the_room_are_dropped, tc)
{
	struct cells cells = two_cells(SWEEP_ESTABLISHED);
	int i;

	for (i = 0; i < SWEEP_SEEN_MAX + 2; i++)
		leaves(&cells, 0, ACK, ISS + 1);
	ATF_CHECK_INTEQ(SWEEP_SEEN_MAX, cell[0].sight.replies);
}

ATF_TC_WITHOUT_HEAD(what_a_timer_sends_again_is_no_reply);
ATF_TC_BODY(what_a_timer_sends_again_is_no_reply, tc)
{
	struct cells cells = two_cells(SWEEP_FIN_WAIT_1);

	arrives(&cells, 0);
	leaves(&cells, 0, FIN | ACK, ISS + 1);
	ATF_CHECK_INTEQ(0, cell[0].sight.replies);
	/* A FIN elsewhere is none that was sent. */
	leaves(&cells, 0, FIN | ACK, ISS + 2);
	ATF_CHECK_INTEQ(1, cell[0].sight.replies);

	cells = two_cells(SWEEP_SYN_SENT);
	arrives(&cells, 0);
	leaves(&cells, 0, RST, ISS + 7);
	leaves(&cells, 0, SYN, ISS);
	ATF_CHECK_INTEQ(1, cell[0].sight.replies);
	leaves(&cells, 0, SYN, ISS + 1);
	ATF_CHECK_INTEQ(2, cell[0].sight.replies);
}

/* Once more at once is a reply; once more later is a timer's. */
ATF_TC_WITHOUT_HEAD(a_syn_ack_sent_again_at_once_is_a_reply);
ATF_TC_BODY(a_syn_ack_sent_again_at_once_is_a_reply, tc)
{
	struct cells cells = two_cells(SWEEP_SYN_RECEIVED);

	arrives(&cells, 0);
	leaves(&cells, 0, SYN | ACK, ISS);
	ATF_CHECK_INTEQ(1, cell[0].sight.replies);
	arrives(&cells, 1);
	leaves(&cells, 0, SYN | ACK, ISS);
	ATF_CHECK_INTEQ(1, cell[0].sight.replies);

	/* A listener chooses its number. */
	cells = two_cells(SWEEP_LISTEN);
	arrives(&cells, 0);
	leaves(&cells, 0, SYN | ACK, 77);
	arrives(&cells, 1);
	leaves(&cells, 0, SYN | ACK, 77);
	ATF_CHECK_INTEQ(1, cell[0].sight.replies);
	leaves(&cells, 0, SYN | ACK, 78);
	ATF_CHECK_INTEQ(2, cell[0].sight.replies);
}

/* After the timeout nobody can tell a reply from the timer's, so the cell is asked again. */
ATF_TC_WITHOUT_HEAD(after_the_timeout_a_cell_is_doubtful);
ATF_TC_BODY(after_the_timeout_a_cell_is_doubtful, tc)
{
	struct cells cells = two_cells(SWEEP_SYN_RECEIVED);
	struct frame frame = {
		.kind = FRAME_TCP,
		.outgoing = true,
		.time_ns = 1500000000,
		.segment = { .source_port = SUT_PORT,
			     .destination_port = FIRST_PORT,
			     .flags = SYN | ACK,
			     .seq = ISS },
	};

	cell[0].syn_ns = 1000000000;
	arrives(&cells, 0);
	cells_sort(&cells, &frame);
	ATF_CHECK(!cell[0].doubtful);
	frame.time_ns = 2000000000;
	cells_sort(&cells, &frame);
	ATF_CHECK(cell[0].doubtful);
	ATF_CHECK(!cell[1].doubtful);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, segments_of_a_cell_are_its_replies);
	ATF_TP_ADD_TC(tp, replies_beyond_the_room_are_dropped);
	ATF_TP_ADD_TC(tp, what_a_timer_sends_again_is_no_reply);
	ATF_TP_ADD_TC(tp, a_syn_ack_sent_again_at_once_is_a_reply);
	ATF_TP_ADD_TC(tp, after_the_timeout_a_cell_is_doubtful);
	return atf_no_error();
}

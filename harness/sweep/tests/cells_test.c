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

static void test_replies(void)
{
	struct cells cells = two_cells(SWEEP_ESTABLISHED);

	arrives(&cells, 0);
	CHECK(cell[0].arrived && !cell[1].arrived);
	leaves(&cells, 0, ACK, ISS + 1);
	arrives(&cells, 1);
	leaves(&cells, 0, RST, ISS + 1);
	CHECK(cell[0].sight.replies == 2 && cell[1].sight.replies == 0);
	CHECK(cell[0].sight.reply[0].flags == ACK && cell[0].sight.reply[1].flags == RST);
	CHECK(cell[0].sight.window[0] == 512);
	/* Ports of no cell, and a cell that is done. */
	leaves(&cells, 2, ACK, ISS + 1);
	cell[1].done = true;
	leaves(&cells, 1, ACK, ISS + 1);
	CHECK(cell[0].sight.replies == 2 && cell[1].sight.replies == 0);
}

static void test_no_room(void)
{
	struct cells cells = two_cells(SWEEP_ESTABLISHED);
	int i;

	for (i = 0; i < SWEEP_SEEN_MAX + 2; i++)
		leaves(&cells, 0, ACK, ISS + 1);
	CHECK(cell[0].sight.replies == SWEEP_SEEN_MAX);
}

static void test_repetitions(void)
{
	struct cells cells = two_cells(SWEEP_FIN_WAIT_1);

	arrives(&cells, 0);
	leaves(&cells, 0, FIN | ACK, ISS + 1);
	CHECK(cell[0].sight.replies == 0);
	/* A FIN elsewhere is none that was sent. */
	leaves(&cells, 0, FIN | ACK, ISS + 2);
	CHECK(cell[0].sight.replies == 1);

	cells = two_cells(SWEEP_SYN_SENT);
	arrives(&cells, 0);
	leaves(&cells, 0, RST, ISS + 7);
	leaves(&cells, 0, SYN, ISS);
	CHECK(cell[0].sight.replies == 1);
	leaves(&cells, 0, SYN, ISS + 1);
	CHECK(cell[0].sight.replies == 2);
}

/* Once more at once is a reply; once more later is a timer's. */
static void test_syn_ack(void)
{
	struct cells cells = two_cells(SWEEP_SYN_RECEIVED);

	arrives(&cells, 0);
	leaves(&cells, 0, SYN | ACK, ISS);
	CHECK(cell[0].sight.replies == 1);
	arrives(&cells, 1);
	leaves(&cells, 0, SYN | ACK, ISS);
	CHECK(cell[0].sight.replies == 1);

	/* A listener chooses its number. */
	cells = two_cells(SWEEP_LISTEN);
	arrives(&cells, 0);
	leaves(&cells, 0, SYN | ACK, 77);
	arrives(&cells, 1);
	leaves(&cells, 0, SYN | ACK, 77);
	CHECK(cell[0].sight.replies == 1);
	leaves(&cells, 0, SYN | ACK, 78);
	CHECK(cell[0].sight.replies == 2);
}

/* After the timeout nobody can tell a reply from the timer's, so the cell is asked again. */
static void test_timer(void)
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
	CHECK(!cell[0].doubtful);
	frame.time_ns = 2000000000;
	cells_sort(&cells, &frame);
	CHECK(cell[0].doubtful && !cell[1].doubtful);
}

int main(void)
{
	test_replies();
	test_no_room();
	test_repetitions();
	test_syn_ack();
	test_timer();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-only
/* All of these are answers to a segment (tcp_v4_send_reset, tcp_v6_send_reset). */
#include "harness/sweep/reset.h"

#include "harness/base/array.h"
#include "harness/sweep/deviation_rows.h"

static const struct sweep_reset rows[] = {
	{
		.states = ON(SWEEP_CLOSED),
		.socket = "-",
		.cause = &no_socket,
		.function = "tcp_v4_rcv, tcp_v6_rcv",
	},
	{
		.states = ON(SWEEP_LISTEN),
		.socket = "LISTEN",
		.cause = &unexpected_ack,
		.function = "tcp_rcv_state_process",
	},
	{
		.states = ON(SWEEP_SYN_SENT),
		.socket = "SYN_SENT",
		.cause = &invalid_ack,
		.function = "tcp_rcv_synsent_state_process",
	},
	/* A request: its listener is what the tracepoint gets. */
	{
		.states = ON(SWEEP_SYN_RECEIVED),
		.segments = ON(SWEEP_SYN) | ON(SWEEP_SYN_FIN),
		.socket = "LISTEN",
		.cause = &embryonic_reset,
		.function = "tcp_check_req",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED),
		.segments = ON(SWEEP_SYN_ACK),
		.acks = ON(SWEEP_ACK_SND_NXT),
		.socket = "LISTEN",
		.cause = &embryonic_reset,
		.function = "tcp_check_req",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED),
		.socket = "LISTEN",
		.cause = &unexpected_ack,
		.function = "tcp_rcv_state_process",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED_FAST_OPEN),
		.segments = ANY_SYN,
		.socket = "SYN_RECV",
		.cause = &syn_for_child,
		.function = "tcp_check_req",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED_FAST_OPEN) | CROSSED,
		.acks = ON(SWEEP_ACK_BEYOND),
		.socket = "SYN_RECV",
		.cause = &ack_of_unsent_data,
		.function = "tcp_ack",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED_FAST_OPEN) | CROSSED,
		.socket = "SYN_RECV",
		.cause = &too_old_ack,
		.function = "tcp_ack",
	},
	/* The socket is closed first. */
	{
		.states = ON(SWEEP_FIN_WAIT_1_ORPHAN) | FIN_RECEIVED,
		.segments = ON(SWEEP_DATA) | ON(SWEEP_FIN_ACK),
		.socket = "CLOSE",
		.cause = &abort_on_data,
		.function = "tcp_rcv_state_process",
	},
	{
		.states = ON(SWEEP_FIN_WAIT_2_ORPHAN),
		.socket = "TIME_WAIT",
		.cause = &time_wait_socket,
		.function = "tcp_timewait_state_process",
	},
};

#define ROWS ARRAY_SIZE(rows)

size_t sweep_reset_count(void)
{
	return ROWS;
}

static bool covers(unsigned int mask, unsigned int value)
{
	return mask == 0 || mask & 1u << value;
}

const struct sweep_reset *sweep_reset_find(const struct sweep_cell *cell)
{
	const struct sweep_reset *row;

	for (row = rows; row < rows + ROWS; row++)
		if (covers(row->states, cell->state) && covers(row->segments, cell->segment) &&
		    covers(row->acks, cell->ack))
			return row;
	return NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * All of these are answers to a segment (tcp_v4_send_reset, tcp_v6_send_reset).  Up to 6.9 those
 * called the tracepoint for full sockets only.
 */
#include "harness/base/array.h"
#include "harness/sweep/reset.h"

#include "harness/sweep/deviation_rows.h"

#define BY_SOCKET                                                          \
	{                                                                  \
		"tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" \
	}
#define BY_REQUEST                                                         \
	{                                                                  \
		"tcp_check_req < tcp_v4_rcv", "tcp_check_req < tcp_v6_rcv" \
	}
/* A child whose request is still there. */
#define BY_CHILD                                                                                 \
	{                                                                                        \
		"tcp_check_req < tcp_rcv_state_process", "tcp_check_req < tcp_rcv_state_process" \
	}
/* No socket, or a bucket. */
#define BY_PROTOCOL                                                                             \
	{                                                                                       \
		"tcp_v4_rcv < ip_protocol_deliver_rcu", "tcp_v6_rcv < ip6_protocol_deliver_rcu" \
	}

static const struct sweep_reset rows[] = {
	{
		.states = ON(SWEEP_CLOSED),
		.reason = "NO_SOCKET",
		.socket = "-",
		.traced_since = KERNEL(6, 10),
		.via = BY_PROTOCOL,
		.function = "tcp_v4_rcv, tcp_v6_rcv",
	},
	{
		.states = ON(SWEEP_LISTEN),
		.reason = "TCP_FLAGS",
		.socket = "LISTEN",
		.via = BY_SOCKET,
		.function = "tcp_rcv_state_process",
	},
	{
		.states = ON(SWEEP_SYN_SENT),
		.reason = "TCP_INVALID_ACK_SEQUENCE",
		.socket = "SYN_SENT",
		.via = BY_SOCKET,
		.function = "tcp_rcv_synsent_state_process",
	},
	/* A request: its listener is what the tracepoint gets. */
	{
		.states = ON(SWEEP_SYN_RECEIVED),
		.segments = ON(SWEEP_SYN) | ON(SWEEP_SYN_FIN),
		.reason = "INVALID_SYN",
		.socket = "LISTEN",
		.via = BY_REQUEST,
		.function = "tcp_check_req",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED),
		.segments = ON(SWEEP_SYN_ACK),
		.acks = ON(SWEEP_ACK_SND_NXT),
		.reason = "INVALID_SYN",
		.socket = "LISTEN",
		.via = BY_REQUEST,
		.function = "tcp_check_req",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED),
		.reason = "TCP_FLAGS",
		.socket = "LISTEN",
		.via = BY_SOCKET,
		.function = "tcp_rcv_state_process",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED_FAST_OPEN),
		.segments = ANY_SYN,
		.reason = "INVALID_SYN",
		.socket = "SYN_RECV",
		.via = BY_CHILD,
		.function = "tcp_check_req",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED_FAST_OPEN) | CROSSED,
		.acks = ON(SWEEP_ACK_BEYOND),
		.reason = "TCP_ACK_UNSENT_DATA",
		.socket = "SYN_RECV",
		.via = BY_SOCKET,
		.function = "tcp_ack",
	},
	{
		.states = ON(SWEEP_SYN_RECEIVED_FAST_OPEN) | CROSSED,
		.reason = "TCP_TOO_OLD_ACK",
		.socket = "SYN_RECV",
		.via = BY_SOCKET,
		.function = "tcp_ack",
	},
	/* The socket is closed first. */
	{
		.states = ON(SWEEP_FIN_WAIT_1_ORPHAN) | FIN_RECEIVED,
		.segments = ON(SWEEP_DATA) | ON(SWEEP_FIN_ACK),
		.reason = "TCP_ABORT_ON_DATA",
		.socket = "CLOSE",
		.via = BY_SOCKET,
		.function = "tcp_rcv_state_process",
	},
	{
		.states = ON(SWEEP_FIN_WAIT_2_ORPHAN),
		.reason = "TCP_TIMEWAIT_SOCKET",
		.socket = "TIME_WAIT",
		.traced_since = KERNEL(6, 10),
		.via = BY_PROTOCOL,
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

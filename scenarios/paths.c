// SPDX-License-Identifier: GPL-2.0-only
#include "scenarios/paths.h"

const struct cause path_data_after_close = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" },
	.reason = "TCP_ABORT_ON_DATA",
};

const struct cause path_disconnect = {
	.emitter = ACTIVE,
	.via = { "tcp_disconnect < __inet_stream_connect" },
	.reason = "TCP_STATE",
};

const struct cause path_listener = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" },
	.reason = "TCP_FLAGS",
};

/* A subflow in the fast close of an old kernel. */
const struct cause path_mptcp_disconnected = {
	.emitter = ACTIVE,
	.via = { "tcp_disconnect" },
	.reason = "TCP_STATE",
};

const struct cause path_no_socket = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_rcv < ip_protocol_deliver_rcu", "tcp_v6_rcv < ip6_protocol_deliver_rcu" },
	.reason = "NO_SOCKET",
};

const struct cause path_reject = {
	.emitter = UNTRACED,
	.via = { "nf_send_reset", "nf_send_reset6" },
};

const struct cause path_time_wait = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_rcv < ip_protocol_deliver_rcu", "tcp_v6_rcv < ip6_protocol_deliver_rcu" },
	.reason = "TCP_TIMEWAIT_SOCKET",
};

const struct cause path_unread_data = {
	.emitter = ACTIVE,
	.via = { "__tcp_close < tcp_close" },
	.reason = "TCP_ABORT_ON_CLOSE",
};

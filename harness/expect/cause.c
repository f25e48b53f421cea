// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/cause.h"

#include <sys/socket.h>

const struct cause abort_on_close = {
	.emitter = ACTIVE,
	.via = { "__tcp_close < tcp_close" },
	.reason = "TCP_ABORT_ON_CLOSE",
};

const struct cause child_forgotten = {
	.emitter = ACTIVE,
	.via = { "tcp_disconnect < inet_child_forget" },
	.reason = "TCP_STATE",
};

const struct cause destroyed = {
	.emitter = ACTIVE,
	.via = { "tcp_abort" },
	.reason = "TCP_STATE",
};

const struct cause disconnected = {
	.emitter = ACTIVE,
	.via = { "tcp_disconnect < __inet_stream_connect" },
	.reason = "TCP_STATE",
};

const struct cause lingered = {
	.emitter = ACTIVE,
	.via = { "tcp_disconnect < __tcp_close" },
	.reason = "TCP_STATE",
};

const struct cause mptcp_disconnected = {
	.emitter = ACTIVE,
	.via = { "tcp_disconnect" },
	.reason = "TCP_STATE",
};

const struct cause abort_on_data = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" },
	.reason = "TCP_ABORT_ON_DATA",
};

const struct cause ack_of_unsent_data = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" },
	.reason = "TCP_ACK_UNSENT_DATA",
};

const struct cause embryonic_reset = {
	.emitter = PASSIVE,
	.via = { "tcp_check_req < tcp_v4_rcv", "tcp_check_req < tcp_v6_rcv" },
	.reason = "INVALID_SYN",
};

const struct cause invalid_ack = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" },
	.reason = "TCP_INVALID_ACK_SEQUENCE",
};

const struct cause no_socket = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_rcv < ip_protocol_deliver_rcu", "tcp_v6_rcv < ip6_protocol_deliver_rcu" },
	.reason = "NO_SOCKET",
};

const struct cause syn_for_child = {
	.emitter = PASSIVE,
	.via = { "tcp_check_req < tcp_rcv_state_process" },
	.reason = "INVALID_SYN",
};

const struct cause time_wait_socket = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_rcv < ip_protocol_deliver_rcu", "tcp_v6_rcv < ip6_protocol_deliver_rcu" },
	.reason = "TCP_TIMEWAIT_SOCKET",
};

const struct cause too_old_ack = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" },
	.reason = "TCP_TOO_OLD_ACK",
};

const struct cause unexpected_ack = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" },
	.reason = "TCP_FLAGS",
};

const struct cause reject_rule = {
	.emitter = UNTRACED,
	.via = { "nf_send_reset", "nf_send_reset6" },
};

const char *cause_via(const struct cause *cause, int family)
{
	return family == AF_INET6 && cause->via[1] ? cause->via[1] : cause->via[0];
}

// SPDX-License-Identifier: GPL-2.0-only
/*
 * connect(2) to AF_UNSPEC: the ABORT call of RFC 9293 3.10.5, which resets in the states in which
 * the peer still counts on an answer.  linger.c does the same by close(2).
 *
 *	connect() -> __inet_stream_connect() -> tcp_disconnect() -> tcp_send_active_reset()
 */
#include "harness/story/scenario.h"

static const struct cause disconnected_with_data = {
	.emitter = ACTIVE,
	.via = { "tcp_disconnect < __inet_stream_connect" },
	.reason = "TCP_DISCONNECT_WITH_DATA",
};

static void abort_sut(struct test *t, struct conn *c)
{
	sock_disconnect(t, c->sut);
	observe_error(t, "sut", c->sut);
}

/* Where the peer is an application too. */
static void abort_and_ask_peer(struct test *t, struct conn *c)
{
	abort_sut(t, c);
	await_error(t, "peer", c->peer);
}

static const struct scenario scenarios[] = {
	{
		.id = "established-disconnect",
		.descr = "disconnect in ESTABLISHED resets",
		.from = conn_open,
		.act = abort_and_ask_peer,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &disconnected } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET, peer ECONNRESET",
	},
	{
		.id = "close-wait-disconnect",
		.descr = "disconnect in CLOSE_WAIT resets; the RST acknowledges the FIN",
		.from = conn_open_close_wait,
		.act = abort_and_ask_peer,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE", &disconnected } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET, peer ECONNRESET",
	},
	{
		.id = "fin-wait1-disconnect",
		.descr = "disconnect in FIN_WAIT1 resets; the RST follows the FIN",
		.from = conn_fin_wait1,
		.act = abort_sut,
		.expect.rst = { { "R. 2:2(0) ack 1", "CLOSE", &disconnected } },
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "fin-wait1-unsent-disconnect",
		.descr = "what a closed window held back does not count in the number of the RST",
		.from = conn_fin_wait1_unsent,
		.act = abort_sut,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &disconnected } },
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "fin-wait2-disconnect",
		.descr = "disconnect in FIN_WAIT2 resets; the peer's CLOSE_WAIT makes that EPIPE",
		.from = conn_open_fin_wait2,
		.act = abort_and_ask_peer,
		.expect.rst = { { "R. 2:2(0) ack 1", "CLOSE", &disconnected } },
		.expect.error = "sut ECONNRESET, peer EPIPE",
	},
	{
		.id = "established-shrunk-window-disconnect",
		.descr = "after the peer shrank its window the RST is numbered at the edge of it, "
			 "where the peer accepts it",
		.from = conn_shrunk_window,
		.act = abort_sut,
		.expect.rst = { { "R. 201:201(0) ack 1", "CLOSE", &disconnected } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "syn-recv-simopen-disconnect",
		.descr = "disconnect in SYN_RECV of a simultaneous open resets",
		.from = conn_simultaneous,
		.act = abort_sut,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &disconnected } },
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "syn-recv-tfo-disconnect",
		.descr = "disconnect in SYN_RECV of a fast open resets; the RST acknowledges the "
			 "data of the SYN",
		.from = conn_fast_open_read,
		.act = abort_sut,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R. 1:1(0) ack 6", "CLOSE", &disconnected } },
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "closing-unsent-disconnect",
		.section = SECTION_UNSENT,
		.descr = "CLOSING with the FIN and data unsent is no CLOSING of the RFC: reset",
		.from = conn_closing_unsent,
		.act = abort_sut,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE", &disconnected_with_data } },
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "last-ack-unsent-disconnect",
		.section = SECTION_UNSENT,
		.descr = "LAST_ACK with the FIN and data unsent is no LAST_ACK of the RFC: reset",
		.from = conn_last_ack_unsent,
		.act = abort_sut,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE", &disconnected_with_data } },
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "disconnect-closing-nothing-unsent",
		.section = SECTION_NO_RESET,
		.descr = "disconnect in CLOSING is silent: both ends have closed",
		.from = conn_closing,
		.act = abort_sut,
		.expect.error = "sut none",
	},
	{
		.id = "disconnect-last-ack-nothing-unsent",
		.section = SECTION_NO_RESET,
		.descr = "disconnect in LAST_ACK is silent: both ends have closed",
		.from = conn_last_ack,
		.act = abort_sut,
		.expect.error = "sut none",
	},
};

SCENARIOS(disconnect, scenarios, .section = SECTION_DISCONNECT);

// SPDX-License-Identifier: GPL-2.0-only
/*
 * close(2) with SO_LINGER: with a time of 0 it is the ABORT call of RFC 9293 3.10.5, as in
 * disconnect.c.
 *
 *	close() -> __tcp_close() -> tcp_disconnect() -> tcp_send_active_reset()
 */
#include "harness/story/scenario.h"

static const struct cause lingered_with_data = {
	.emitter = ACTIVE,
	.via = { "tcp_disconnect < __tcp_close" },
	.reason = "TCP_DISCONNECT_WITH_DATA",
};

static void abort_sut(struct test *t, struct conn *c)
{
	sock_linger(t, c->sut, 0);
	sock_close(t, c->sut);
}

/* Where the peer is an application too. */
static void abort_and_ask_peer(struct test *t, struct conn *c)
{
	abort_sut(t, c);
	await_error(t, "peer", c->peer);
}

/* The peer, in FIN_WAIT2, acknowledges the FIN at once, so the close() need not linger. */
static void linger(struct test *t, struct conn *c)
{
	sock_linger(t, c->sut, 1);
	sock_close(t, c->sut);
	sut_sends(t, c->flow, "F. 1:1(0) ack 2");
	observe_error(t, "peer", c->peer);
}

static const struct scenario scenarios[] = {
	{
		.id = "established-linger0",
		.descr = "close() with SO_LINGER 0 in ESTABLISHED resets",
		.from = conn_open,
		.act = abort_and_ask_peer,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &lingered } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnData +1",
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "close-wait-linger0",
		.descr = "close() with SO_LINGER 0 in CLOSE_WAIT resets; the RST acknowledges the FIN",
		.from = conn_open_close_wait,
		.act = abort_and_ask_peer,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE", &lingered } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnData +1",
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "fin-wait1-linger0",
		.descr = "close() with SO_LINGER 0 in FIN_WAIT1 resets; the RST follows the FIN",
		.from = conn_fin_wait1,
		.act = abort_sut,
		.expect.rst = { { "R. 2:2(0) ack 1", "CLOSE", &lingered } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "fin-wait1-unsent-linger0",
		.descr = "what a closed window held back does not count in the number of the RST",
		.from = conn_fin_wait1_unsent,
		.act = abort_sut,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &lingered } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "fin-wait2-linger0",
		.descr = "close() with SO_LINGER 0 in FIN_WAIT2 resets",
		.from = conn_open_fin_wait2,
		.act = abort_and_ask_peer,
		.expect.rst = { { "R. 2:2(0) ack 1", "CLOSE", &lingered } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
		.expect.error = "peer EPIPE",
	},
	{
		.id = "established-shrunk-window-linger0",
		.descr = "after the peer shrank its window the RST is numbered at the edge of it",
		.from = conn_shrunk_window,
		.act = abort_sut,
		.expect.rst = { { "R. 201:201(0) ack 1", "CLOSE", &lingered } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnData +1",
	},
	{
		.id = "syn-recv-simopen-linger0",
		.descr = "close() with SO_LINGER 0 in SYN_RECV of a simultaneous open resets",
		.from = conn_simultaneous,
		.act = abort_sut,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &lingered } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "syn-recv-tfo-linger0",
		.descr = "close() with SO_LINGER 0 in SYN_RECV of a fast open resets",
		.from = conn_fast_open_read,
		.act = abort_sut,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R. 1:1(0) ack 6", "CLOSE", &lingered } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "closing-unsent-linger0",
		.section = SECTION_UNSENT,
		.descr = "CLOSING with the FIN and data unsent is no CLOSING of the RFC: reset",
		.from = conn_closing_unsent,
		.act = abort_sut,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE", &lingered_with_data } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "last-ack-unsent-linger0",
		.section = SECTION_UNSENT,
		.descr = "LAST_ACK with the FIN and data unsent is no LAST_ACK of the RFC: reset",
		.from = conn_last_ack_unsent,
		.act = abort_sut,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE", &lingered_with_data } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "linger0-closing-nothing-unsent",
		.section = SECTION_NO_RESET,
		.descr = "close() with SO_LINGER 0 in CLOSING is silent, but counted as an abort",
		.from = conn_closing,
		.act = abort_sut,
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "linger0-last-ack-nothing-unsent",
		.section = SECTION_NO_RESET,
		.descr = "close() with SO_LINGER 0 in LAST_ACK is silent, but counted as an abort",
		.from = conn_last_ack,
		.act = abort_sut,
		.expect.mib = "TcpExtTCPAbortOnData +1",
	},
	{
		.id = "linger-positive",
		.section = SECTION_NO_RESET,
		.descr = "close() with SO_LINGER above 0 sends FIN and waits for the ACK of it",
		.from = conn_open_close_wait,
		.act = linger,
		.expect.error = "peer none",
	},
};

SCENARIOS(linger, scenarios, .section = SECTION_DISCONNECT);

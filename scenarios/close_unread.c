// SPDX-License-Identifier: GPL-2.0-only
/*
 * close(2) on a socket that still holds unread data.
 *
 * A FIN would tell the peer that its data was read, so the connection is reset
 * instead (RFC 9293 3.6.1, RFC 2525 2.17).
 *
 *	close() -> __tcp_close() -> tcp_send_active_reset()
 */
#include "harness/scenario.h"

static const struct rst_path abort_on_close = {
	.emitter = ACTIVE,
	.state = "CLOSE",
	.via = { "__tcp_close < tcp_close" },
	.reason = {
		{ KERNEL(6, 10), "NOT_SPECIFIED" },
		{ KERNEL(6, 12), "TCP_ABORT_ON_CLOSE" },
	},
};

static void unread_data(struct test *t)
{
	struct conn c = conn_open(t);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void unread_close_wait(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "FP. 1:6(5) ack 1");
	sock_state(t, c.sut, TCP_CLOSE_WAIT);
	sock_close(t, c.sut);
}

static const struct scenario scenarios[] = {
	{
		.path = "close-unread-data",
		.section = "1.1",
		.descr = "close() with unread data resets instead of sending FIN",
		.run = unread_data,
		.expect = { {
			.rst = { { "R. 1:1(0) ack 7", &abort_on_close } },
			.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
			.error = "peer ECONNRESET",
		} },
	},
	{
		.path = "close-unread-close-wait",
		.section = "1.1",
		.descr = "close() in CLOSE_WAIT with unread data resets; the RST acknowledges the "
			 "FIN",
		.run = unread_close_wait,
		.expect = { {
			.rst = { { "R. 1:1(0) ack 7", &abort_on_close } },
			.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
		} },
	},
};

SCENARIOS(close_unread, scenarios);

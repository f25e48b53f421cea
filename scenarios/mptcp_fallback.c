// SPDX-License-Identifier: GPL-2.0-only
/*
 * MPTCP sockets whose client knows plain TCP only: they reset as TCP sockets do, without any MPTCP
 * option (RFC 8684 3.1).
 *
 *	close() -> __tcp_close() -> tcp_send_active_reset()
 *	connect(AF_UNSPEC) -> tcp_disconnect() -> tcp_send_active_reset()
 */
#include "harness/story/mptcp.h"
#include "harness/story/scenario.h"

/* An MPTCP listener and a client that knows plain TCP only. */
static struct conn fallen_back(struct test *t)
{
	struct conn c = mptcp_listen(t);

	conn_syn(t, &c, "S 0:0(0) <mss 1460>");
	peer_sends(t, c.flow, ". 1:1(0) ack 1");
	c.sut = sock_accept(t, c.listener);
	return c;
}

static void fallback_linger0(struct test *t)
{
	struct conn c = fallen_back(t);

	sock_linger(t, c.sut, 0);
	sock_close(t, c.sut);
}

static void fallback_disconnect(struct test *t)
{
	struct conn c = fallen_back(t);

	sock_disconnect(t, c.sut);
	observe_error(t, "sut", c.sut);
}

static void fallback_unread(struct test *t)
{
	struct conn c = fallen_back(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
	sock_await_readable(t, c.sut, 5);
	sock_close(t, c.sut);
}

static void fallback_read(struct test *t)
{
	struct conn c = fallen_back(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
	sock_receive(t, c.sut, 5);
	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 6");
}

static const struct scenario scenarios[] = {
	{
		.id = "mptcp-fallback-linger0",
		.descr = "SO_LINGER of 0 seconds on a connection that fell back resets it",
		.run = fallback_linger0,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &lingered } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnData +1",
	},
	{
		.id = "mptcp-fallback-disconnect",
		.descr = "connect() to AF_UNSPEC on a connection that fell back resets it",
		.run = fallback_disconnect,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &disconnected } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "mptcp-fallback-unread",
		.descr = "close() with unread data on a connection that fell back resets it",
		.run = fallback_unread,
		.expect.rst = { { "R. 1:1(0) ack 6", "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnClose +1",
	},
	{
		.id = "mptcp-fallback-read",
		.descr = "close() after everything was read sends a FIN",
		.run = fallback_read,
	},
};

SCENARIOS(mptcp_fallback, scenarios, .section = SECTION_MPTCP_ACTIVE,
	  .needs.features = NEEDS_MPTCP);

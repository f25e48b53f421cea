// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls of close(2) that look as if they had to reset, and do not: the twins of close_unread.
 */
#include "harness/story/scenario.h"

static void fin_only(struct test *t)
{
	struct conn c = conn_close_wait(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 2");
}

static void all_read(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "P. 1:11(10) ack 1");
	sock_receive(t, c.sut, 5);
	sock_receive(t, c.sut, 5);
	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 11");
}

static void out_of_order_only(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "P. 11:16(5) ack 1");
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
}

static void repair(struct test *t)
{
	struct conn c = conn_open(t);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_option(t, c.sut, IPPROTO_TCP, TCP_REPAIR, TCP_REPAIR_ON);
	sock_close(t, c.sut);
	sock_expect_state(t, c.peer, TCP_ESTABLISHED);
	observe_error(t, "peer", c.peer);
}

static void after_reset(struct test *t)
{
	struct conn c = conn_open(t);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_linger(t, c.peer, 0);
	sock_close(t, c.peer);
	sock_expect_state(t, c.sut, TCP_CLOSE);
	observe_error(t, "sut", c.sut);
	sock_close(t, c.sut);
}

static void one_of_two(struct test *t)
{
	struct conn c = conn_open(t);
	int other = sock_duplicate(t, c.sut);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_close(t, c.sut);
	sock_receive(t, other, 6);
	sock_expect_state(t, other, TCP_ESTABLISHED);
	observe_error(t, "peer", c.peer);
}

static const struct scenario scenarios[] = {
	{
		.id = "close-fin-only-unread",
		.descr = "an unread FIN alone is not unread data: close() sends FIN",
		.run = fin_only,
	},
	{
		.id = "close-all-read",
		.descr = "a segment that was read in two parts is read: close() sends FIN",
		.run = all_read,
	},
	{
		.id = "close-ooo-only",
		.descr = "data behind a gap was never acknowledged, so close() sends FIN",
		.run = out_of_order_only,
	},
	{
		.id = "repair-close",
		.descr = "close() of a socket under TCP_REPAIR is silent, whatever is unread",
		.run = repair,
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "peer none",
	},
	{
		.id = "close-after-reset-with-unread",
		.descr = "close() after the peer's RST is silent, though data is unread",
		.run = after_reset,
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "close-one-of-two-fds",
		.descr = "close() of one of two descriptors leaves the connection and its data",
		.run = one_of_two,
		.expect.error = "peer none",
	},
};

SCENARIOS(close_silent, scenarios, .section = SECTION_NO_RESET);

// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many fast opens may be under way at once: the length that the listener set (RFC 7413 5.1).
 *
 * A SYN with data above that is answered as if it had none.  A child that was accepted and then
 * reset before the third segment keeps its place for 60 s: whoever sends SYNs in the name of
 * others makes them send such RSTs.
 *
 *	tcp_check_req() -> reqsk_fastopen_remove(); tcp_try_fastopen() -> tcp_fastopen_queue_check()
 */
#include "harness/story/scenario.h"

#define SYN_DATA "S 0:5(5) <mss 1460,FO>"

/* The only place of the queue is taken. */
static struct conn one_place(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	sock_option(t, c.listener, IPPROTO_TCP, TCP_FASTOPEN, 1);
	return c;
}

static void reset_child(struct test *t, struct conn *c)
{
	struct conn next = conn_next_peer(t, c);

	peer_sends(t, c->flow, "R 6:6(0)");
	await_error(t, "sut", c->sut);
	peer_sends(t, next.flow, SYN_DATA);
	sut_sends(t, next.flow, "S. 0:0(0) ack 1");
}

static void open_child(struct test *t, struct conn *c)
{
	struct conn next = conn_next_peer(t, c);

	peer_sends(t, c->flow, ". 6:6(0) ack 1");
	sock_expect_state(t, c->sut, TCP_ESTABLISHED);
	peer_sends(t, next.flow, SYN_DATA);
	sut_sends(t, next.flow, "S. 0:0(0) ack 6");
}

static const struct scenario scenarios[] = {
	{
		.id = "tfo-reset-keeps-place",
		.descr = "a fast open child that a RST killed keeps its place: the next SYN opens "
			 "without its data",
		.from = one_place,
		.act = reset_child,
		/* The request and its child are counted one by one. */
		.expect.mib = "TcpAttemptFails +2, TcpExtTCPFastOpenListenOverflow +1",
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "tfo-open-frees-place",
		.descr = "a fast open child that is ESTABLISHED leaves its place to the next SYN with data",
		.from = one_place,
		.act = open_child,
		.expect.mib = "TcpExtTCPFastOpenListenOverflow +0",
	},
};

SCENARIOS(tfo_queue, scenarios, .section = SECTION_NO_RESET,
	  .setup.sysctls = { SYSCTL_FAST_OPEN_SERVER });

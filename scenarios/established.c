// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments that an established connection does not accept.
 *
 * None of them is answered with RST, or anybody could break a connection: a challenge ACK or a
 * duplicate ACK tells a true peer where the SUT is, and a peer that knows no connection answers
 * that with an exact RST (RFC 5961 3, 4, 5).  A RST is never answered at all (RFC 9293 3.10.7).
 * An exact one ends the connection: at RCV.NXT, or at the right edge of all that SACK has
 * reported, where the RST of a peer stands whose segments before it were lost.
 *
 *	tcp_validate_incoming(), tcp_ack()
 */
#include "harness/story/scenario.h"

/* The SUT answers with an ACK, and the connection lives on. */
static void survives(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends_segment(t, c.flow);
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c.sut);
}

static void two_rsts(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "R 2:2(0)");
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	peer_sends(t, c.flow, "R 2:2(0)");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c.sut);
}

/* A connection with SACK that has received bytes 20 to 24, then 10 to 14, and misses 1. */
static struct conn two_blocks(struct test *t)
{
	struct conn c = conn_forge(t, "S 0:0(0) <mss 1460,nop,nop,sackOK>", ". 1:1(0) ack 1");

	peer_sends(t, c.flow, "P. 20:25(5) ack 1");
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	peer_sends(t, c.flow, "P. 10:15(5) ack 1");
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	return c;
}

static void rst_at_edge(struct test *t)
{
	struct conn c = two_blocks(t);

	peer_sends(t, c.flow, "R 25:25(0)");
	fence(t);
	observe_error(t, "sut", c.sut);
}

static void rst_at_other_edge(struct test *t)
{
	struct conn c = two_blocks(t);

	peer_sends_segment(t, c.flow);
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c.sut);
}

/* The SUT has the same bytes, but must not tell of them: there is no edge that a peer knows. */
static void rst_at_edge_without_sack(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, "P. 10:15(5) ack 1");
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	peer_sends(t, c.flow, "R 15:15(0)");
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c.sut);
}

/* Older kernels say nothing: the counter tells whether there was a challenge ACK. */
static void ack_unsent(struct test *t)
{
	struct conn c = conn_established(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 1000");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c.sut);
}

static void shutdown_rd(struct test *t)
{
	struct conn c = conn_open(t);

	sock_shutdown(t, c.sut, SHUT_RD);
	sock_send(t, c.peer, 5);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	sock_await_readable(t, c.sut, 5);
	observe_error(t, "peer", c.peer);
}

static void reset_by(struct test *t, struct conn c, const char *rst)
{
	peer_sends(t, c.flow, rst);
	sock_expect_state(t, c.sut, TCP_CLOSE);
	observe_error(t, "sut", c.sut);
	sock_close(t, c.sut);
}

/* The port is then free for the next. */
static void accepted_reset_by(struct test *t, struct conn c, const char *rst)
{
	reset_by(t, c, rst);
	sock_close(t, c.listener);
}

static void rst_in_any_state(struct test *t)
{
	accepted_reset_by(t, conn_established(t), "R 1:1(0)");
	accepted_reset_by(t, conn_close_wait(t), "R 2:2(0)");
	accepted_reset_by(t, conn_fin_wait1(t), "R 1:1(0)");
	accepted_reset_by(t, conn_fin_wait2(t), "R 1:1(0)");
	accepted_reset_by(t, conn_closing(t), "R 2:2(0)");
	accepted_reset_by(t, conn_last_ack(t), "R 2:2(0)");
	reset_by(t, conn_simultaneous(t), "R 1:1(0)");
	reset_by(t, conn_connect(t), "R. 0:0(0) ack 1");
}

#define CHALLENGED "TcpExtTCPChallengeACK +1"

static const struct scenario scenarios[] = {
	{
		.id = "rst-in-any-state",
		.descr = "an exact RST ends a connection in any state and is not answered",
		.run = rst_in_any_state,
		/* ESTABLISHED and CLOSE_WAIT; SYN_RECV and SYN_SENT */
		.expect.mib = "TcpAttemptFails +2, TcpEstabResets +2",
		.expect.error = "sut ECONNRESET, sut EPIPE, sut ECONNRESET, sut ECONNRESET, "
				"sut ECONNRESET, sut ECONNRESET, sut ECONNRESET, sut ECONNREFUSED",
		.expect.received = 8,
	},
	{
		.id = "estab-rst-in-window-not-exact",
		.descr = "a RST in the window that is not exact is challenged",
		.run = survives,
		.segment = "R 2:2(0)",
		.expect.mib = CHALLENGED,
		.expect.error = "sut none",
	},
	{
		.id = "estab-rst-twice",
		.descr = "without a limit for the socket each RST is challenged",
		.run = two_rsts,
		.expect.mib = "TcpExtTCPChallengeACK +2",
		.expect.error = "sut none",
	},
	{
		.id = "estab-rst-twice-limited",
		.descr = "a socket challenges once in tcp_invalid_ratelimit milliseconds",
		.run = two_rsts,
		.setup.sysctls = { "net/ipv4/tcp_invalid_ratelimit=600000" },
		.expect.mib = "TcpExtTCPACKSkippedChallenge +1, TcpExtTCPChallengeACK +1",
		.expect.error = "sut none",
	},
	{
		.id = "estab-rst-sack-edge",
		.descr = "a RST at the right edge of the rightmost SACK block ends the connection",
		.run = rst_at_edge,
		.setup.sysctls = { "net/ipv4/tcp_sack=1" }, /* also where a variation takes it away */
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "estab-rst-sack-lower-edge",
		.descr = "a RST at the right edge of another block is challenged",
		.run = rst_at_other_edge,
		.segment = "R 15:15(0)",
		.expect.mib = CHALLENGED,
		.expect.error = "sut none",
	},
	{
		.id = "estab-rst-sack-inside",
		.descr = "a RST one left of the rightmost edge is challenged",
		.run = rst_at_other_edge,
		.segment = "R 24:24(0)",
		.expect.mib = CHALLENGED,
		.expect.error = "sut none",
	},
	{
		.id = "estab-rst-edge-without-sack",
		.descr = "a RST at the end of bytes that no SACK block reports is challenged",
		.run = rst_at_edge_without_sack,
		.expect.mib = CHALLENGED,
		.expect.error = "sut none",
	},
	{
		.id = "estab-syn",
		.descr = "a SYN on an established connection is challenged",
		.run = survives,
		.segment = "S 1:1(0)",
		.expect.mib = "TcpExtTCPChallengeACK +1, TcpExtTCPSYNChallenge +1, TcpInErrs +1",
		.expect.error = "sut none",
	},
	{
		.id = "estab-synack",
		.descr = "a SYN,ACK on an established connection is challenged",
		.run = survives,
		.segment = "S. 1:1(0) ack 1",
		.expect.mib = "TcpExtTCPChallengeACK +1, TcpExtTCPSYNChallenge +1, TcpInErrs +1",
		.expect.error = "sut none",
	},
	{
		.id = "estab-ack-unsent",
		.descr = "an ACK of what was not sent is challenged, or dropped by older kernels",
		.run = ack_unsent,
		.expect.mib = CHALLENGED,
		.expect.error = "sut none",
		.earlier = { { .before = &change_unsent_ack_challenged, .error = "sut none" } },
	},
	{
		.id = "estab-ack-too-old",
		.descr = "an ACK older than any that could be on its way is challenged",
		.run = survives,
		.segment = ". 1:1(0) ack -1000000",
		.expect.mib = CHALLENGED,
		.expect.error = "sut none",
	},
	{
		.id = "estab-out-of-window",
		.descr = "data beyond the window is answered with a duplicate ACK",
		.run = survives,
		.segment = "P. 10000000:10000005(5) ack 1",
		.expect.mib = "TcpExtBeyondWindow +1",
		.expect.error = "sut none",
	},
	{
		.id = "shutdown-rd-then-data",
		.descr = "data after shutdown(SHUT_RD) is accepted",
		.run = shutdown_rd,
		.expect.error = "peer none",
	},
};

SCENARIOS(established, scenarios, .section = SECTION_NO_RESET);

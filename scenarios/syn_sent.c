// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments that a connecting socket cannot accept.
 *
 * In SYN-SENT an unacceptable ACK is answered with <SEQ=SEG.ACK><CTL=RST>, whether or not SYN is
 * set, and the connection attempt goes on (RFC 9293 3.10.7.3).  An echoed timestamp that was never
 * sent makes the ACK unacceptable too (RFC 7323 5.2).
 *
 *	tcp_v4_rcv() -> tcp_v4_do_rcv() -> tcp_rcv_state_process()
 *		-> tcp_rcv_synsent_state_process()
 */
#include "harness/story/scenario.h"

static const struct cause paws = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv < tcp_v4_rcv", "tcp_v6_do_rcv < tcp_v6_rcv" },
	.reason = "TCP_RFC7323_PAWS",
};

/* connect() has the lock while its SYN is answered: the ACK may have to wait in the backlog. */
static const struct cause old_ack = {
	.emitter = PASSIVE,
	.via = { "tcp_v4_do_rcv", "tcp_v6_do_rcv" },
	.reason = "TCP_INVALID_ACK_SEQUENCE",
};

/* The attempt has suffered nothing: the right SYN,ACK still opens. */
static void attempt_goes_on(struct test *t, const struct conn *c)
{
	sock_expect_state(t, c->sut, TCP_SYN_SENT);
	peer_sends(t, c->flow, "S. 0:0(0) ack 1");
	sock_expect_state(t, c->sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c->sut);
}

static void ack_low(struct test *t)
{
	struct conn c = conn_connect(t);

	peer_sends(t, c.flow, "S. 0:0(0) ack 0");
	sut_sends(t, c.flow, "R 0:0(0)");
	peer_sends(t, c.flow, ". 1:1(0) ack -1000");
	attempt_goes_on(t, &c);
}

static void ack_high(struct test *t)
{
	struct conn c = conn_connect(t);

	peer_sends(t, c.flow, "S. 0:0(0) ack 2");
	sut_sends(t, c.flow, "R 2:2(0)");
	peer_sends(t, c.flow, "FP. 1:6(5) ack 3");
	attempt_goes_on(t, &c);
}

/*
 * RFC 9293 3.5.1, figure 9: the peer still has an old connection, says so with an ACK, takes the
 * RST, and the next SYN opens.  Linux sends that SYN two jiffies after the RST (9603d47bad46, Linux
 * 5.7).  The timer that runs since the first SYN would take TCP_TIMEOUT_INIT, 1 s (RFC 6298 2.1),
 * and timers never fire early.  The peer is real, so that all from the first SYN to the RST happens
 * within the kernel, and the SUT's clock measures: of the test's own delays none counts.
 */
static void half_open_peer(struct test *t)
{
	struct conn c = conn_half_open_silent(t, SUT_PORT);

	sock_listen(t, sock_new(t, PEER, PEER_PORT), 1);
	c.sut = sock_new(t, SUT, SUT_PORT);
	sock_connect(t, c.sut, &c.flow->peer);
	sut_sends(t, c.flow, "R 5000:5000(0)");
	sut_sends_within(t, c.flow, "S *:*(0)", 1000);
	observe_error(t, "sut", c.sut);
	observe_error(t, "peer", c.peer);
}

static void alien_echo(struct test *t)
{
	struct conn c = conn_connect(t);

	/* The SUT's clock starts at a random number of 32 bits. */
	peer_sends(t, c.flow, "S. 0:0(0) ack 1 <mss 1460,nop,nop,TS val 1 ecr 1>");
	attempt_goes_on(t, &c);
}

static void right_echo(struct test *t)
{
	struct conn c = conn_connect(t);

	attempt_goes_on(t, &c);
}

static void nothing_to_answer(struct test *t)
{
	struct conn c = conn_connect(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 1");
	peer_sends(t, c.flow, "- 1:6(5)");
	peer_sends(t, c.flow, "F 1:1(0)");
	peer_sends(t, c.flow, "R. 1:1(0) ack 2");
	peer_sends(t, c.flow, "R 1:1(0)");
	attempt_goes_on(t, &c);
}

static const struct scenario scenarios[] = {
	{
		.id = "syn-sent-bad-ack-low",
		.descr = "SYN_SENT: SYN,ACK and ACK of nothing new are reset, connect() goes on",
		.run = ack_low,
		.expect.rst = {
			{ "R 0:0(0)", "SYN_SENT", &invalid_ack },
			{ "R 4294966296:4294966296(0)", "SYN_SENT", &invalid_ack },
		},
		.expect.error = "sut none",
	},
	{
		.id = "syn-sent-bad-ack-high",
		.descr = "SYN_SENT: SYN,ACK and data that acknowledge what was not sent are reset",
		.run = ack_high,
		.expect.rst = {
			{ "R 2:2(0)", "SYN_SENT", &invalid_ack },
			{ "R 3:3(0)", "SYN_SENT", &invalid_ack },
		},
		.expect.error = "sut none",
	},
	{
		.id = "syn-sent-half-open",
		.descr = "SYN_SENT: the ACK of a peer's old connection is reset, and the next SYN, "
			 "sent at once, opens",
		.run = half_open_peer,
		.setup.sysctls = { "net/ipv4/tcp_timestamps=1" },
		.pace = LATER,
		.expect.rst = { { "R 5000:5000(0)", "SYN_SENT", &old_ack } },
		.expect.mib = "TcpExtTCPSynRetrans +1",
		.expect.error = "sut none, peer ECONNRESET",
	},
	{
		.id = "syn-sent-paws",
		.descr = "SYN_SENT: SYN,ACK that echoes a timestamp which was never sent is reset",
		.run = alien_echo,
		.setup.sysctls = { "net/ipv4/tcp_timestamps=1" },
		.expect.rst = { { "R 1:1(0)", "SYN_SENT", &paws } },
		.expect.mib = "TcpExtPAWSActive +1",
		.expect.error = "sut none",
	},
	{
		.id = "syn-sent-right-echo",
		.descr = "SYN_SENT: SYN,ACK with the timestamp of the SYN opens",
		.run = right_echo,
		.setup.sysctls = { "net/ipv4/tcp_timestamps=1" },
		.expect.error = "sut none",
	},
	{
		.id = "syn-sent-no-answer",
		.descr = "SYN_SENT: a good ACK without SYN, segments without ACK, and RSTs that "
			 "acknowledge wrongly are ignored",
		.run = nothing_to_answer,
		.expect.error = "sut none",
	},
};

SCENARIOS(syn_sent, scenarios, .section = SECTION_HANDSHAKE);

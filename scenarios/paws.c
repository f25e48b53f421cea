// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments with an old timestamp (PAWS, RFC 7323 5).
 *
 * Old data is dropped and answered with an ACK, and so is the last ACK of a handshake.  A RST is
 * exempt, whatever its timestamp (RFC 7323 3.2).
 *
 *	tcp_validate_incoming(), tcp_check_req()
 */
#include "harness/story/scenario.h"

#define SYN "S 0:0(0) <mss 1460,sackOK,TS val 1000 ecr 0>"

static void old_data(struct test *t)
{
	struct conn c = conn_forge(t, SYN, ". 1:1(0) ack 1");

	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <nop,nop,TS val 900 ecr 0>");
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	observe_error(t, "sut", c.sut);
}

static void old_rst(struct test *t)
{
	struct conn c = conn_forge(t, SYN, ". 1:1(0) ack 1");

	peer_sends(t, c.flow, "R 1:1(0) <nop,nop,TS val 900 ecr 0>");
	sock_expect_state(t, c.sut, TCP_CLOSE);
	observe_error(t, "sut", c.sut);
}

/* An echo of 0 is not compared with what the SUT sent (tcp_check_req()). */
static void old_last_ack(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <nop,nop,TS val 999 ecr 0>");
	sut_sends(t, c.flow, ". 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <nop,nop,TS val 1001 ecr 0>");
	c.sut = sock_accept(t, c.listener);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
}

static const struct scenario scenarios[] = {
	{
		.id = "paws-estab",
		.descr = "data with an old timestamp is answered with a duplicate ACK",
		.run = old_data,
		.expect.mib = "TcpExtPAWSEstab +1",
		.expect.error = "sut none",
	},
	{
		.id = "paws-estab-rst",
		.descr = "an exact RST with an old timestamp ends the connection",
		.run = old_rst,
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "paws-syn-recv",
		.descr = "the last ACK with an old timestamp is answered with an ACK; a newer one connects",
		.run = old_last_ack,
		.expect.mib = "TcpExtPAWSEstab +1",
	},
};

SCENARIOS(paws, scenarios, .section = SECTION_NO_RESET,
	  .setup.sysctls = { "net/ipv4/tcp_timestamps=1" });

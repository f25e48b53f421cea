// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments that come too late: the SUT had a socket for them, and has none any more.
 *
 * The answer is the same as for a port where nobody ever listened (RFC 9293 3.10.7.1).
 * closed-syn and its neighbours in no_socket.c have the variations of the segment;
 * close-in-syn-sent, close-listener-half-open and timewait-real are the twins in which the
 * peer says nothing, or the SUT still remembers.
 *
 *	tcp_v4_rcv() -> tcp_v4_send_reset()
 */
#include "harness/story/scenario.h"

#define SYN_ACK "S. 0:0(0) ack 1 <mss 1460>"

static void synack_after_close(struct test *t)
{
	struct conn c = conn_connect(t);

	sock_close(t, c.sut);
	peer_sends(t, c.flow, SYN_ACK);
}

static void synack_after_connect_timeout(struct test *t)
{
	struct conn c = conn_connect(t);

	/* Passed long ago when the SYN has been sent again, after one second. */
	sock_option(t, c.sut, IPPROTO_TCP, TCP_USER_TIMEOUT, 1);
	await_error(t, "sut", c.sut);
	peer_sends(t, c.flow, SYN_ACK);
}

static void synack_after_disconnect(struct test *t)
{
	struct conn c = conn_connect(t);

	sock_disconnect(t, c.sut);
	observe_error(t, "sut", c.sut);
	peer_sends(t, c.flow, SYN_ACK);
}

static void ack_after_listener(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, "S 0:0(0) <mss 1460>");
	sock_close(t, c.listener);
	peer_sends(t, c.flow, ". 1:1(0) ack 1");
}

/* An orphan whose FIN is acknowledged becomes a time-wait bucket, if it may. */
static struct conn orphan(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.listener);
	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	return c;
}

static void data_after_time_wait(struct test *t)
{
	struct conn c = orphan(t);

	sock_await_forgotten(t, c.flow);
	peer_sends(t, c.flow, "P. 1:11(10) ack 2");
}

static void data_without_time_wait(struct test *t)
{
	struct conn c = orphan(t);

	peer_sends(t, c.flow, "P. 1:11(10) ack 2");
}

static void data_after_abort(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.listener);
	sock_disconnect(t, c.sut);
	observe_error(t, "sut", c.sut);
	peer_sends(t, c.flow, "P. 1:11(10) ack 1");
}

static const struct scenario scenarios[] = {
	{
		.id = "synack-after-close",
		.descr = "close() in SYN_SENT says nothing; the SYN,ACK that comes then is reset",
		.run = synack_after_close,
		.expect.rst = { { "R 1:1(0)", "-", &no_socket } },
	},
	{
		.id = "synack-after-connect-timeout",
		.descr = "connect() has given up without a word; the late SYN,ACK is reset",
		.run = synack_after_connect_timeout,
		.pace = LATER,
		.expect.rst = { { "R 1:1(0)", "-", &no_socket } },
		.expect.mib = "TcpAttemptFails +1, TcpExtTCPAbortOnTimeout +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "synack-after-disconnect",
		.descr = "connect(AF_UNSPEC) in SYN_SENT says nothing; the SYN,ACK is reset",
		.run = synack_after_disconnect,
		.expect.rst = { { "R 1:1(0)", "-", &no_socket } },
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "syn-recv-listener-gone",
		.descr = "the listener went between SYN and ACK, and its request with it",
		.run = ack_after_listener,
		.expect.rst = { { "R 1:1(0)", "-", &no_socket } },
	},
	{
		.id = "tw-expired-data",
		.descr = "data after the time-wait bucket of FIN_WAIT2 has expired",
		.run = data_after_time_wait,
		.setup.sysctls = { "net/ipv4/tcp_fin_timeout=1" },
		.expect.rst = { { "R 2:2(0)", "-", &no_socket } },
		/* Killed: that is what the kernel calls 4 s or less. */
		.expect.mib = "TcpExtTWKilled +1",
	},
	{
		.id = "tw-bucket-overflow",
		.descr = "no time-wait bucket may be had: FIN_WAIT2 is forgotten at once",
		.run = data_without_time_wait,
		.setup.sysctls = { "net/ipv4/tcp_max_tw_buckets=0" },
		.expect.rst = { { "R 2:2(0)", "-", &no_socket } },
		.expect.mib = "TcpExtTCPTimeWaitOverflow +1",
	},
	{
		.id = "late-segment-after-abort",
		.descr = "a peer that missed the RST of an abort is told again",
		.run = data_after_abort,
		.expect.rst = {
			{ "R. 1:1(0) ack 1", "CLOSE", &disconnected },
			{ "R 1:1(0)", "-", &no_socket },
		},
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
	},
};

SCENARIOS(socket_gone, scenarios, .section = SECTION_NO_SOCKET);

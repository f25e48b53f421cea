// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments that reach a listener and acknowledge something.
 *
 * A listener has sent nothing that could be acknowledged (RFC 9293 3.10.7.2), so the
 * answer is a RST, whatever other flags say.  A pending request hands a wrong ACK to
 * its listener, and lives on.  A listener has no remote address: the event tells none.
 *
 *	tcp_rcv_state_process() -> tcp_v4_do_rcv() -> tcp_v4_send_reset()
 */
#include "harness/story/scenario.h"

#define SYN "S 0:0(0) <mss 1460>"
#define LAST_ACK ". 1:1(0) ack 1"

static void unexpected_acks(struct test *t)
{
	struct conn c = conn_listen(t, 1);
	struct conn half_open = conn_half_open(t, SUT_PORT);

	await_error(t, "peer", half_open.peer);
	peer_sends(t, c.flow, "F. 1:11(10) ack 5001");
	peer_sends(t, c.flow, "S. 0:0(0) ack 5002");
	peer_sends(t, c.flow, "UP. 1:11(10) ack 5003 urg 10");
}

static void one_ack(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	peer_sends_segment(t, c.flow);
}

/* Far enough from the cookie that it cannot stand for another MSS. */
static void wrong_cookie(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends(t, c.flow, ". 1:1(0) ack 1000");
}

static void wrong_then_right(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_segment(t, c.flow);
	peer_sends(t, c.flow, LAST_ACK);
	c.sut = sock_accept(t, c.listener);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
}

static void late_ack(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	sock_await_forgotten(t, c.flow);
	peer_sends(t, c.flow, LAST_ACK);
}

static void data_twice_in_time_wait(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 2");
	peer_sends(t, c.flow, "P. 1:11(10) ack 2");
	peer_sends(t, c.flow, "P. 1:11(10) ack 3");
}

static void rst_to_listener(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	peer_sends(t, c.flow, "R 1:1(0)");
	peer_sends(t, c.flow, "R. 1:1(0) ack 5000");
	peer_sends(t, c.flow, "SR. 0:0(0) ack 5000");
	conn_syn(t, &c, SYN);
}

static void low_ttl(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	sock_min_ttl(t, c.listener, 255);
	peer_sends(t, c.flow, ". 1:1(0) ack 5000 ttl 254");
}

static void lowest_ttl(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	sock_min_ttl(t, c.listener, 255);
	peer_sends(t, c.flow, ". 1:1(0) ack 5000 ttl 255");
	fence(t);
	sock_min_ttl(t, c.listener, 254);
	peer_sends(t, c.flow, ". 1:1(0) ack 5001 ttl 254");
}

static void filtered(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	sock_filter_all(t, c.listener);
	peer_sends(t, c.flow, ". 1:1(0) ack 5000");
}

static const struct scenario scenarios[] = {
	{
		.id = "listener-ack",
		.descr = "ACKs that no SYN preceded; other flags and data change nothing",
		.run = unexpected_acks,
		.expect.rst = {
			{ "R 5000:5000(0)", "LISTEN", &unexpected_ack },
			{ "R 5001:5001(0)", "LISTEN", &unexpected_ack },
			{ "R 5002:5002(0)", "LISTEN", &unexpected_ack },
			{ "R 5003:5003(0)", "LISTEN", &unexpected_ack },
		},
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "listener-ack-dscp",
		.descr = "the RST of a listener has the DSCP of the ACK, no ECN codepoint, a fresh TTL",
		.run = one_ack,
		.segment = ". 1:1(0) ack 5000 ttl 7 tos 0xbb",
		.expect.rst = { { "R 5000:5000(0) tos 0xb8", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "listener-bad-cookie",
		.descr = "cookies are out, and this ACK has none of them",
		.run = wrong_cookie,
		.setup.sysctls = { "net/ipv4/tcp_syncookies=2" },
		.expect.rst = { { "R 1000:1000(0)", "LISTEN", &unexpected_ack } },
		.expect.mib = "TcpExtSyncookiesFailed +1, TcpExtTCPReqQFullDoCookies +1",
	},
	{
		.id = "listener-cookie-stale",
		.descr = "no cookie was sent of late, so the ACK is not even looked at as one",
		.run = one_ack,
		.segment = ". 1:1(0) ack 5000",
		.setup.sysctls = { "net/ipv4/tcp_syncookies=2" },
		.expect.rst = { { "R 5000:5000(0)", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "syn-recv-bad-ack",
		.descr = "a wrong third segment is reset by the listener; the right one still connects",
		.run = wrong_then_right,
		.segment = ". 1:1(0) ack 2",
		.expect.rst = { { "R 2:2(0)", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "syn-recv-bad-synack",
		.descr = "SYN,ACK with a wrong ACK is reset by the listener; the request lives on",
		.run = wrong_then_right,
		.segment = "S. 0:0(0) ack 2",
		.expect.rst = { { "R 2:2(0)", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "listener-late-ack",
		.descr = "the right third segment, after the request has expired",
		.run = late_ack,
		.setup.sysctls = { "net/ipv4/tcp_synack_retries=0" },
		.expect.rst = { { "R 1:1(0)", "LISTEN", &unexpected_ack } },
		.expect.mib = "TcpExtTCPSynRetrans +0",
	},
	{
		.id = "listener-late-ack-retried",
		.descr = "the right third segment, after SYN,ACK went twice and the request has expired",
		.run = late_ack,
		.setup.sysctls = { "net/ipv4/tcp_synack_retries=1" },
		.expect.rst = { { "R 1:1(0)", "LISTEN", &unexpected_ack } },
		.expect.mib = "TcpExtTCPSynRetrans +1",
	},
	{
		.id = "tw-kill-then-listener",
		.descr = "the first data in FIN_WAIT2 takes the time-wait bucket along; the next "
			 "meets the listener",
		.run = data_twice_in_time_wait,
		.expect.rst = {
			{ "R 2:2(0)", "TIME_WAIT", &time_wait_socket },
			{ "R 3:3(0)", "LISTEN", &unexpected_ack },
		},
	},
	{
		.id = "rst-to-listener",
		.section = SECTION_NO_RESET,
		.descr = "a listener takes no notice of RSTs, with or without ACK",
		.run = rst_to_listener,
		.expect.mib = "TcpInSegs +4",
	},
	{
		.id = "ip-minttl",
		.section = SECTION_NO_RESET,
		.descr = "an ACK below the TTL that the listener demands is dropped",
		.run = low_ttl,
		.expect.mib = "TcpExtTCPMinTTLDrop +1",
	},
	{
		.id = "ip-minttl-exact",
		.descr = "an ACK with just the TTL that the listener demands is reset",
		.run = lowest_ttl,
		.expect.rst = {
			{ "R 5000:5000(0)", "LISTEN", &unexpected_ack },
			{ "R 5001:5001(0)", "LISTEN", &unexpected_ack },
		},
	},
	{
		.id = "socket-filter-rejects",
		.section = SECTION_NO_RESET,
		.descr = "an ACK that the filter of the listener refuses is dropped",
		.run = filtered,
		.expect.mib = "TcpInSegs +1",
	},
};

SCENARIOS(listen, scenarios, .section = SECTION_LISTEN);

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Segments for a request: a SYN was answered, the third segment is awaited.
 *
 * Linux resets an acceptable segment with SYN, as RFC 793 p. 71 said; RFC 9293 3.10.7.4 would
 * return to LISTEN without a word.  The right ACK is reset when the queue of the listener is
 * full and the administrator wants peers to know (tcp_abort_on_overflow).  The event belongs
 * to the listener: a request is no full socket.  An exact RST ends a request without a word.
 *
 *	tcp_v4_rcv() -> tcp_check_req() -> tcp_v4_send_reset()
 */
#include "harness/story/scenario.h"

#define SYN "S 0:0(0) <mss 1460>"
#define LAST_ACK ". 1:1(0) ack 1"

static void second_syn(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_segment(t, c.flow);
}

/* Two peers get their SYN,ACK, then one place is left in the queue. */
static void last_ack_overflows(struct test *t)
{
	struct conn first = conn_listen(t, 8);
	struct conn second = conn_next_peer(t, &first);

	conn_syn(t, &first, SYN);
	conn_syn(t, &second, SYN);
	sock_listen(t, first.listener, 0);
	peer_sends(t, first.flow, LAST_ACK);
	peer_sends(t, second.flow, LAST_ACK);
}

/* A queue of 1 has place for two, as ever in Linux. */
static void syn_overflows(struct test *t)
{
	struct conn first = conn_listen(t, 1);
	struct conn second = conn_next_peer(t, &first);
	struct conn third = conn_next_peer(t, &first);

	conn_syn(t, &first, SYN);
	peer_sends(t, first.flow, LAST_ACK);
	conn_syn(t, &second, SYN);
	peer_sends(t, second.flow, LAST_ACK);
	peer_sends(t, third.flow, SYN);
}

static void deferred(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	sock_option(t, c.listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, 10);
	conn_syn(t, &c, SYN);
	peer_sends(t, c.flow, LAST_ACK);
	peer_sends(t, c.flow, "P. 1:6(5) ack 1");
	c.sut = sock_accept(t, c.listener);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
}

static void alien_timestamp(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, "S 0:0(0) <mss 1460,sackOK,TS val 100 ecr 0>");
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <nop,nop,TS val 101 ecr 1>");
	peer_sends(t, c.flow, LAST_ACK);
	c.sut = sock_accept(t, c.listener);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
}

/* With the request gone the last ACK meets the listener. */
static void rst_then_last_ack(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_segment(t, c.flow);
	peer_sends(t, c.flow, LAST_ACK);
}

static void rst_outside(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	peer_sends_segment(t, c.flow);
	peer_sends(t, c.flow, LAST_ACK);
	c.sut = sock_accept(t, c.listener);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
}

static void listener_goes(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	conn_syn(t, &c, SYN);
	sock_close(t, c.listener);
}

static const struct scenario scenarios[] = {
	{
		.id = "syn-recv-syn-in-window",
		.section = SECTION_REQUEST,
		.descr = "another SYN inside the window ends the request",
		.run = second_syn,
		.segment = "S 10:15(5)",
		.expect.rst = { { "R. 0:0(0) ack 16", "LISTEN", &embryonic_reset } },
		.expect.mib = "TcpAttemptFails +1, TcpExtEmbryonicRsts +1",
	},
	{
		.id = "syn-recv-synack-in-window",
		.section = SECTION_REQUEST,
		.descr = "SYN,ACK inside the window ends the request though the ACK is right",
		.run = second_syn,
		.segment = "S. 10:10(0) ack 1",
		.expect.rst = { { "R 1:1(0)", "LISTEN", &embryonic_reset } },
		.expect.mib = "TcpAttemptFails +1, TcpExtEmbryonicRsts +1",
	},
	{
		.id = "syn-recv-rst",
		.section = SECTION_LISTEN,
		.descr = "an exact RST ends the request in silence; the listener resets the last ACK",
		.run = rst_then_last_ack,
		.segment = "R 1:1(0)",
		.expect.rst = { { "R 1:1(0)", "LISTEN", &unexpected_ack } },
		.expect.mib = "TcpAttemptFails +1, TcpExtEmbryonicRsts +1",
	},
	{
		.id = "syn-recv-rst-outside",
		.descr = "a RST left of the window is dropped; the last ACK connects",
		.run = rst_outside,
		.segment = "R 0:0(0)",
	},
	{
		.id = "abort-on-overflow",
		.section = SECTION_REQUEST,
		.descr = "the last ACK finds the accept queue full, and the peer is told",
		.run = last_ack_overflows,
		.setup.sysctls = { "net/ipv4/tcp_abort_on_overflow=1" },
		.expect.rst = { { "R 1:1(0)", "LISTEN", &embryonic_reset } },
		.expect.mib = "TcpExtEmbryonicRsts +1, TcpExtListenDrops +1, "
			      "TcpExtListenOverflows +1",
	},
	{
		.id = "listen-overflow-default",
		.descr = "the last ACK finds the accept queue full and is dropped",
		.run = last_ack_overflows,
		.expect.mib = "TcpExtListenDrops +1, TcpExtListenOverflows +1",
	},
	{
		.id = "listen-overflow-syn",
		.descr = "a SYN that finds the accept queue full is dropped even with tcp_abort_on_overflow",
		.run = syn_overflows,
		.setup.sysctls = { "net/ipv4/tcp_abort_on_overflow=1" },
		.expect.mib = "TcpExtListenDrops +1, TcpExtListenOverflows +1",
	},
	{
		.id = "cookie-overflow",
		.descr = "the ACK of a cookie that finds the accept queue full is dropped even "
			 "with tcp_abort_on_overflow",
		.run = last_ack_overflows,
		.setup.sysctls = { "net/ipv4/tcp_abort_on_overflow=1",
				   "net/ipv4/tcp_syncookies=2" },
		.expect.mib = "TcpExtListenDrops +1, TcpExtListenOverflows +1, "
			      "TcpExtSyncookiesRecv +2, TcpExtTCPReqQFullDoCookies +2",
	},
	{
		.id = "defer-accept-bare-ack",
		.descr = "a listener that waits for data drops the bare ACK; the data connects",
		.run = deferred,
		.expect.mib = "TcpExtTCPDeferAcceptDrop +1",
	},
	{
		.id = "syn-recv-alien-tsecr",
		.descr = "the last ACK echoes a timestamp that was never sent: dropped since "
			 "6.15, accepted before",
		.run = alien_timestamp,
		.setup.sysctls = { "net/ipv4/tcp_timestamps=1" },
		.expect.mib = "TcpExtTSEcrRejected +1",
	},
	{
		.id = "close-listener-half-open",
		.descr = "a listener that is closed says nothing to those who are half way",
		.run = listener_goes,
	},
};

SCENARIOS(request, scenarios, .section = SECTION_NO_RESET);

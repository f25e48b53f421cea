// SPDX-License-Identifier: GPL-2.0-only
/*
 * RSTs of connections whose segments are signed with TCP-AO (RFC 5925).
 *
 * Both ends sign every segment, so a RST too: its KeyID is the one that the segment asked for
 * (RNextKeyID), its RNextKeyID the one that we want next, and its MAC is made with the traffic key
 * of the sender's direction (5.2).  A segment that does not hold is dropped in silence (7.5).
 *
 *	tcp_v4_send_reset() -> tcp_v4_ao_sign_reset() -> tcp_ao_prepare_reset()
 *	tcp_v6_send_reset() -> tcp_ao_prepare_reset()
 */
#include "harness/story/auth.h"
#include "harness/story/scenario.h"

static struct conn listener(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	ao_keys(t, c.listener, &c.flow->peer);
	return c;
}

/* The same with one master key, of the same number in both directions. */
static struct conn listener_one_id(struct test *t)
{
	struct conn c = conn_listen(t, 1);

	ao_key(t, c.listener, &c.flow->peer);
	return c;
}

static struct conn established(struct test *t)
{
	struct conn c = listener(t);

	conn_syn(t, &c, "S 0:0(0) <mss 1460,ao 12 11>");
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <ao 12 11>");
	c.sut = sock_accept(t, c.listener);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	return c;
}

/* FIN_WAIT1 with an owner: the socket and its keys outlive the reset. */
static struct conn both_shut(struct test *t)
{
	struct conn c = established(t);

	sock_shutdown(t, c.sut, SHUT_RDWR);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1 <ao 11 12>");
	return c;
}

static struct conn orphan(struct test *t)
{
	struct conn c = established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1 <ao 11 12>");
	return c;
}

static struct conn bucket(struct test *t)
{
	struct conn c = orphan(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 2 <ao 12 11>");
	fence(t);
	return c;
}

static void speak(struct test *t, struct conn *c)
{
	peer_sends_segment(t, c->flow);
}

static void speak_in_vain(struct test *t, struct conn *c)
{
	peer_sends_segment(t, c->flow);
	sock_expect_state(t, c->sut, TCP_FIN_WAIT1);
}

static void fin(struct test *t, struct conn *c)
{
	peer_sends(t, c->flow, "F. 1:1(0) ack 2 <ao 12 11>");
	sut_sends(t, c->flow, ". 2:2(0) ack 2 <ao 11 12>");
}

#define DATA "P. 1:6(5) ack 1"
#define DATA_FIN_ACKED "P. 1:6(5) ack 2"
#define ABORT "TcpExtTCPAbortOnData +1"

static const struct scenario scenarios[] = {
	{
		.id = "ao-shut-rdwr-data",
		.section = SECTION_DATA_AFTER_CLOSE,
		.descr = "shutdown(RDWR) with TCP-AO: signed data is reset, the RST is signed with "
			 "the key that the data asked for",
		.from = both_shut,
		.act = speak,
		.segment = DATA " <ao 12 11>",
		.expect.rst = { { "R 1:1(0) <ao 11 12>", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
	},
	{
		.id = "ao-shut-rdwr-data-next-key",
		.section = SECTION_DATA_AFTER_CLOSE,
		.descr = "shutdown(RDWR) with TCP-AO: the data asks for another key, and the RST "
			 "is signed with that",
		.from = both_shut,
		.act = speak,
		.segment = DATA " <ao 12 21>",
		.expect.rst = { { "R 1:1(0) <ao 21 12>", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
	},
	{
		.id = "ao-shut-rdwr-data-unknown-key",
		.section = SECTION_NO_RESET,
		.descr = "shutdown(RDWR) with TCP-AO: the data asks for a key that nobody knows, "
			 "so no RST can be signed",
		.from = both_shut,
		.act = speak,
		.segment = DATA " <ao 12 31>",
		.expect.mib = ABORT,
		.expect.received = 1,
	},
	{
		.id = "ao-shut-rdwr-data-mismatch",
		.section = SECTION_NO_RESET,
		.descr = "shutdown(RDWR) with TCP-AO: data whose signature does not hold is dropped",
		.from = both_shut,
		.act = speak_in_vain,
		.segment = DATA " <ao-bad 12 11>",
		.expect.mib = "TcpExtTCPAOBad +1",
	},
	{
		.id = "ao-shut-rdwr-data-missing",
		.section = SECTION_NO_RESET,
		.descr = "shutdown(RDWR) with TCP-AO: data without signature is dropped",
		.from = both_shut,
		.act = speak_in_vain,
		.segment = DATA,
		.expect.mib = "TcpExtTCPAORequired +1",
	},
	{
		.id = "ao-orphan-data",
		.section = SECTION_DATA_AFTER_CLOSE,
		.descr = "close() with TCP-AO: signed data is reset, the RST is signed",
		.from = orphan,
		.act = speak,
		.segment = DATA " <ao 12 11>",
		.expect.rst = { { "R 1:1(0) <ao 11 12>", "CLOSE", &abort_on_data } },
		.expect.mib = ABORT,
		.expect.received = 1,
		.deviation.why = "tcp_done() destroys the keys of an orphan before "
				 "tcp_ao_prepare_reset() looks for one, and no RST is sent",
		.deviation.fixed = &change_orphan_keys,
		.deviation.instead.mib = ABORT,
		.deviation.instead.received = 1,
	},
	{
		.id = "ao-timewait-fw2-data",
		.section = SECTION_TIME_WAIT,
		.descr = "bucket in FIN_WAIT2 with TCP-AO: signed data is reset, the RST is signed",
		.from = bucket,
		.act = speak,
		.segment = DATA_FIN_ACKED " <ao 12 11>",
		.expect.rst = { { "R 2:2(0) <ao 11 12>", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "ao-timewait-fw2-syn",
		.section = SECTION_TIME_WAIT,
		.descr = "bucket in FIN_WAIT2 with TCP-AO: a signed SYN in the window is reset, "
			 "the RST is signed",
		.from = bucket,
		.act = speak,
		.segment = "S 1:1(0) <ao 12 21>",
		.expect.rst = { { "R. 0:0(0) ack 2 <ao 21 12>", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "ao-timewait-fw2-fin",
		.section = SECTION_TIME_WAIT,
		.descr = "bucket in FIN_WAIT2 with TCP-AO: a signed FIN is acknowledged, signed",
		.from = bucket,
		.act = fin,
	},
	{
		.id = "ao-timewait-fw2-mismatch",
		.section = SECTION_NO_RESET,
		.descr = "bucket in FIN_WAIT2 with TCP-AO: data whose signature does not hold is dropped",
		.from = bucket,
		.act = speak,
		.segment = DATA_FIN_ACKED " <ao-bad 12 11>",
		.deviation.why = "tcp_v4_rcv() and tcp_v6_rcv() ask tcp_inbound_hash() about no "
				 "segment for a time-wait bucket (RFC 5925 7.5)",
		.deviation.instead.rst = {
			{ "R 2:2(0) <ao 11 12>", "TIME_WAIT", &time_wait_socket },
		},
	},
	{
		.id = "ao-timewait-fw2-missing",
		.section = SECTION_NO_RESET,
		.descr = "bucket in FIN_WAIT2 with TCP-AO: data without signature is dropped",
		.from = bucket,
		.act = speak,
		.segment = DATA_FIN_ACKED,
		.deviation.why = "tcp_v4_rcv() and tcp_v6_rcv() ask tcp_inbound_hash() about no "
				 "segment for a time-wait bucket (RFC 5925 7.5)",
		.deviation.instead.rst = { { "R 2:2(0)", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "ao-listener-ack",
		.section = SECTION_LISTEN,
		.descr = "listener with TCP-AO: a signed ACK is reset, the RST is signed",
		.from = listener,
		.act = speak,
		.segment = ". 1:1(0) ack 1 <ao 12 11>",
		.expect.rst = { { "R 1:1(0) <ao 11 12>", "LISTEN", &unexpected_ack } },
		.deviation.why = "tcp_ao_prepare_reset() takes the RNextKeyID of the segment for a "
				 "RecvID of ours, finds no key, and no RST is sent",
	},
	{
		.id = "ao-listener-ack-one-id",
		.section = SECTION_LISTEN,
		.descr = "listener with TCP-AO and one KeyID for both directions: the same",
		.from = listener_one_id,
		.act = speak,
		.segment = ". 1:1(0) ack 1 <ao 1 1>",
		.expect.rst = { { "R 1:1(0) <ao 1 1>", "LISTEN", &unexpected_ack } },
		.deviation.why = "tcp_ao_prepare_reset() makes the traffic key of the RST for the "
				 "direction of the segment that came, so that no peer can verify "
				 "it (RFC 5925 5.2)",
		.deviation.instead.rst = { { "R 1:1(0) <ao-bad 1 1>", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "ao-listener-ack-mismatch",
		.section = SECTION_NO_RESET,
		.descr = "listener with TCP-AO: an ACK whose signature does not hold is dropped",
		.from = listener,
		.act = speak,
		.segment = ". 1:1(0) ack 1 <ao-bad 12 11>",
		.expect.mib = "TcpExtTCPAOBad +1",
	},
	{
		.id = "ao-listener-ack-missing",
		.section = SECTION_NO_RESET,
		.descr = "listener with TCP-AO: an ACK without signature is dropped",
		.from = listener,
		.act = speak,
		.segment = ". 1:1(0) ack 1",
		.expect.mib = "TcpExtTCPAORequired +1",
	},
};

SCENARIOS(auth_ao, scenarios, .needs.features = NEEDS_AO);

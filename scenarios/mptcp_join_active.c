// SPDX-License-Identifier: GPL-2.0-only
/*
 * MP_JOIN that the SUT sends and that the peer answers wrongly.
 *
 * A SYN,ACK must have MP_JOIN and the right HMAC; then the peer must acknowledge the SUT's own HMAC
 * by a segment with a DATA_ACK before anything else (RFC 8684 3.2).  Else the subflow is reset, as
 * it cannot fall back to TCP (3.7); the connection goes on.
 *
 *	SYN,ACK -> subflow_finish_connect() -> mptcp_subflow_reset() -> tcp_send_active_reset()
 *	segment -> check_fully_established() -> mptcp_subflow_reset() -> tcp_send_active_reset()
 *
 * A wrong HMAC was counted as one of an ACK until change_join_counter.
 */
#include "harness/story/mptcp.h"
#include "harness/story/scenario.h"

#define RESET "MPTcpExtMPRstTx +1, TcpEstabResets +1"

static const struct cause syn_ack_wrong = {
	.emitter = ACTIVE,
	.via = { "mptcp_subflow_reset < subflow_finish_connect" },
	.reason = "MPTCP_RST_EMPTCP",
};

static const struct cause not_acknowledged = {
	.emitter = ACTIVE,
	.via = { "mptcp_subflow_reset" },
	.reason = "MPTCP_RST_EUNSPEC",
};

/* The peer answers the SYN of the second subflow that the SUT opens. */
static void syn_answered(struct test *t)
{
	struct conn c;

	mptcp_opens_subflows(t);
	c = mptcp_connected(t);
	peer_sends_segment(t, mptcp_joining(t, &c));
	observe_error(t, "sut", c.sut);
}

/* The same, rightly; then the peer answers the last segment of the handshake. */
static void ack_answered(struct test *t)
{
	struct flow *second;
	struct conn c;

	mptcp_opens_subflows(t);
	c = mptcp_connected(t);
	second = mptcp_joining(t, &c);
	peer_sends(t, second, "S. 0:0(0) ack 1 <mss 1460,mp_join id 1>");
	sut_sends(t, second, ". 1:1(0) ack 1 <mp_join>");
	peer_sends_segment(t, second);
	observe_error(t, "sut", c.sut);
}

static const struct scenario scenarios[] = {
	{
		.id = "mptcp-join-synack-no-mpj",
		.descr = "a SYN,ACK without MP_JOIN is reset",
		.run = syn_answered,
		.segment = "S. 0:0(0) ack 1 <mss 1460>",
		.pace = LATER,
		.expect.rst = {
			{ "R. 1:1(0) ack 1 <mp_tcprst 1>", "ESTABLISHED", &syn_ack_wrong },
		},
		.expect.mib = RESET,
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-join-synack-bad-hmac",
		.descr = "a SYN,ACK with a wrong HMAC is reset",
		.run = syn_answered,
		.segment = "S. 0:0(0) ack 1 <mss 1460,mp_join id 1 hmac 0>",
		.pace = LATER,
		.expect.rst = {
			{ "R. 1:1(0) ack 1 <mp_tcprst 1>", "ESTABLISHED", &syn_ack_wrong },
		},
		.expect.mib = RESET ", MPTcpExtMPJoinSynAckHMacFailure +1",
		.expect.error = "sut none",
		.earlier = { {
			.before = &change_join_counter,
			.rst = {
				{ "R. 1:1(0) ack 1 <mp_tcprst 1>", "ESTABLISHED", &syn_ack_wrong },
			},
			.mib = RESET ", MPTcpExtMPJoinAckHMacFailure +1",
			.error = "sut none",
		} },
	},
	{
		.id = "mptcp-join-4th-ack",
		.descr = "a fourth segment with a DATA_ACK establishes the subflow",
		.run = ack_answered,
		.segment = DATA_ACK,
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-join-4th-ack-ooo",
		.descr = "data out of order before the DATA_ACK is reset",
		.run = ack_answered,
		.segment = "P. 6:11(5) ack 1 <dss dack8 1 dsn8 6 ssn 6 dll 5>",
		.pace = LATER,
		.expect.rst = {
			{ "R. 1:1(0) ack 1 <mp_tcprst 0>", "ESTABLISHED", &not_acknowledged },
		},
		.expect.mib = RESET,
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-join-4th-ack-no-dss",
		.descr = "data without DSS before the DATA_ACK is reset",
		.run = ack_answered,
		.segment = "P. 1:6(5) ack 1",
		.pace = LATER,
		.expect.rst = {
			{ "R. 1:1(0) ack 1 <mp_tcprst 0>", "ESTABLISHED", &not_acknowledged },
		},
		.expect.mib = RESET,
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-join-4th-ack-plain",
		.descr = "an ACK without DATA_ACK is reset",
		.run = ack_answered,
		.segment = ". 1:1(0) ack 1",
		.pace = LATER,
		.expect.rst = {
			{ "R. 1:1(0) ack 1 <mp_tcprst 0>", "ESTABLISHED", &not_acknowledged },
		},
		.expect.mib = RESET,
		.expect.error = "sut none",
	},
};

SCENARIOS(mptcp_join_active, scenarios, .section = SECTION_MPTCP_ACTIVE,
	  .setup.fixed = FIXED_SOCKETS, .needs.features = NEEDS_MPTCP);

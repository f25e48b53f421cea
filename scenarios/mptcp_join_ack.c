// SPDX-License-Identifier: GPL-2.0-only
/*
 * Third segments of a handshake with MP_JOIN that the SUT refuses: without the HMAC or with a wrong
 * one, or because local policy prohibits the subflow (RFC 8684 3.2).
 *
 *	tcp_check_req() -> subflow_syn_recv_sock() -> tcp_v4_send_reset()
 *
 * Whatever was wrong had one reason and one counter until change_join_ack_reasons; after that a
 * wrong HMAC had the reason EPROHIBIT until change_join_hmac_reason.
 */
#include "harness/story/mptcp.h"
#include "harness/story/scenario.h"

#define JOIN "S 0:0(0) <mss 1460,mp_join id 1>"

static const struct cause ack_wrong = {
	.emitter = PASSIVE,
	.via = { "subflow_syn_recv_sock < tcp_check_req" },
	.reason = "MPTCP_RST_EMPTCP",
};

static const struct cause ack_prohibited = {
	.emitter = PASSIVE,
	.via = { "subflow_syn_recv_sock < tcp_check_req" },
	.reason = "MPTCP_RST_EPROHIBIT",
};

/* A second subflow of which the SUT waits for the last segment of the handshake. */
static struct flow *half_joined(struct test *t, const struct conn *c)
{
	struct flow *flow = mptcp_flow(t, c, SUT_PORT);

	peer_sends(t, flow, JOIN);
	sut_sends(t, flow, "S. 0:0(0) ack 1");
	return flow;
}

static void bad_hmac(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, half_joined(t, &c), ". 1:1(0) ack 1 <mp_join hmac 0>");
}

static void no_mpj(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, half_joined(t, &c), ". 1:1(0) ack 1");
}

static void limit(struct test *t)
{
	struct conn c;

	mptcp_limit(t, 0);
	c = mptcp_established(t);
	peer_sends(t, half_joined(t, &c), ". 1:1(0) ack 1 <mp_join>");
}

static void gone(struct test *t)
{
	struct conn c = mptcp_established(t);
	struct flow *flow = half_joined(t, &c);

	peer_sends(t, c.flow, "R. 1:1(0) ack 1 <mp_fastclose>");
	await_error(t, "sut", c.sut);
	peer_sends(t, flow, ". 1:1(0) ack 1 <mp_join>");
}

static const struct scenario scenarios[] = {
	{
		.id = "mpj-ack-bad-hmac",
		.descr = "a wrong HMAC in the third segment is reset",
		.run = bad_hmac,
		.expect.rst = { { "R 1:1(0) <mp_tcprst 1>", "LISTEN", &ack_wrong } },
		.expect.mib = "MPTcpExtMPJoinAckHMacFailure +1, TcpAttemptFails +1",
		.earlier = {
			{
				.before = &change_join_hmac_reason,
				.rst = { { "R 1:1(0) <mp_tcprst 3>", "LISTEN", &ack_prohibited } },
				.mib = "MPTcpExtMPJoinAckHMacFailure +1, TcpAttemptFails +1",
			},
			{
				.before = &change_join_ack_reasons,
				.rst = { { "R 1:1(0) <mp_tcprst 1>", "LISTEN", &ack_wrong } },
				.mib = "MPTcpExtMPJoinAckHMacFailure +1, TcpAttemptFails +1",
			},
		},
	},
	{
		.id = "mpj-ack-no-mpj",
		.descr = "a third segment without MP_JOIN is reset",
		.run = no_mpj,
		.expect.rst = { { "R 1:1(0) <mp_tcprst 1>", "LISTEN", &ack_wrong } },
		.expect.mib = "TcpAttemptFails +1",
		.earlier = { {
			.before = &change_join_ack_reasons,
			.rst = { { "R 1:1(0) <mp_tcprst 1>", "LISTEN", &ack_wrong } },
			.mib = "MPTcpExtMPJoinAckHMacFailure +1, TcpAttemptFails +1",
		} },
	},
	{
		.id = "mpj-ack-limit",
		.descr = "the third segment of a subflow beyond the limit is reset",
		.run = limit,
		.expect.rst = { { "R 1:1(0) <mp_tcprst 3>", "LISTEN", &ack_prohibited } },
		.expect.mib = "MPTcpExtMPJoinRejected +1, TcpAttemptFails +1",
		.earlier = { {
			.before = &change_join_ack_reasons,
			.rst = { { "R 1:1(0) <mp_tcprst 1>", "LISTEN", &ack_wrong } },
			.mib = "MPTcpExtMPJoinAckHMacFailure +1, TcpAttemptFails +1",
		} },
	},
	{
		.id = "mpj-ack-msk-gone",
		.descr = "the third segment for a connection that ended is reset",
		.run = gone,
		.needs.changes = { &change_fastclose_error, &change_join_ack_reasons },
		.expect.rst = { { "R 1:1(0) <mp_tcprst 3>", "LISTEN", &ack_prohibited } },
		.expect.mib = "MPTcpExtMPFastcloseRx +1, MPTcpExtMPJoinRejected +1, "
			      "TcpAttemptFails +1, TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
};

SCENARIOS(mptcp_join_ack, scenarios, .section = SECTION_MPTCP_PASSIVE,
	  .needs.features = NEEDS_MPTCP);

// SPDX-License-Identifier: GPL-2.0-only
/*
 * MPTCP connections that the peer ends at once, or leaves to themselves, and subflows that the
 * administrator aborts.
 *
 * MP_FASTCLOSE with our key, on an ACK or a RST, closes the connection; the subflows that are left
 * are reset (RFC 8684 3.5).  A RST without it ends its subflow only (3.6).  An orphan whose
 * DATA_FIN stays unanswered is ended by our MP_FASTCLOSE after a minute; data for an orphan's
 * subflow is reset as in TCP (RFC 9293 3.6.1).
 *
 *	MP_FASTCLOSE -> mptcp_worker() -> tcp_send_active_reset()
 *	SOCK_DESTROY -> tcp_abort() -> tcp_send_active_reset()
 *	timeout -> mptcp_worker() -> mptcp_do_fastclose() -> tcp_send_active_reset()
 *	data -> tcp_rcv_state_process() -> tcp_v4_send_reset()
 */
#include "harness/story/mptcp.h"
#include "harness/story/scenario.h"

#define FASTCLOSE "R. 1:1(0) ack 1 <mp_fastclose,mp_tcprst 0>"
#define FASTCLOSE_MIB "MPTcpExtMPFastcloseTx +1, MPTcpExtMPRstTx +1, TcpEstabResets +1"

/* After no data. */
#define SUT_DATA_FIN ". 1:1(0) ack 1 <dss dack* 1 dsn8 1 ssn 0 dll 1 fin,nop,nop>"
#define PEER_DATA_FIN ". 1:1(0) ack 1 <dss dack8 1 dsn8 1 ssn 0 dll 1 fin>"

static const struct cause received_fastclose = {
	.emitter = ACTIVE,
	.via = { "mptcp_worker" },
	.reason = "MPTCP_RST_EUNSPEC",
};

static const struct cause fastclose_timeout = {
	.emitter = ACTIVE,
	.via = { "mptcp_do_fastclose < mptcp_worker" },
	.reason = "TCP_ABORT_ON_CLOSE",
};

static void fastclose_ack(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 1 <mp_fastclose>");
	await_error(t, "sut", c.sut);
}

/* The worker, which heeds both options, has run when the end of the stream is seen. */
static void fastclose_wrong_key(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 1 <mp_fastclose key 1>");
	peer_sends(t, c.flow, PEER_DATA_FIN);
	sock_await_eof(t, c.sut);
	observe_error(t, "sut", c.sut);
}

static void fastclose_rst(struct test *t)
{
	struct conn c = mptcp_established(t);

	mptcp_joined(t, &c);
	peer_sends(t, c.flow, "R. 1:1(0) ack 1 <mp_fastclose>");
	await_error(t, "sut", c.sut);
}

static void plain_rst(struct test *t)
{
	struct conn c = mptcp_established(t);
	struct flow *second = mptcp_joined(t, &c);

	peer_sends(t, c.flow, "R. 1:1(0) ack 1 <mp_tcprst 0>");
	peer_sends(t, second, PEER_DATA_FIN);
	sock_await_eof(t, c.sut);
	observe_error(t, "sut", c.sut);
}

static void close_unacknowledged(struct test *t)
{
	struct conn c = mptcp_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, SUT_DATA_FIN);
}

static void close_acknowledged(struct test *t)
{
	struct conn c = mptcp_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, SUT_DATA_FIN);
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <dss dack8 2 dsn8 1 ssn 0 dll 1 fin>");
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, "F. 1:1(0) ack 2");
	sut_sends(t, c.flow, ". 2:2(0) ack 2");
}

static void destroy(struct test *t)
{
	struct conn c = mptcp_established(t);
	struct flow *second = mptcp_joined(t, &c);

	destroy_flow(t, second);
	peer_sends(t, c.flow, PEER_DATA_FIN);
	sock_await_eof(t, c.sut);
	observe_error(t, "sut", c.sut);
}

/* The worker that sends the FIN is not done with the subflow yet: only then nobody will read. */
static void orphan_data(struct test *t)
{
	struct conn c = mptcp_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, SUT_DATA_FIN);
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <dss dack8 2 dsn8 1 ssn 0 dll 1 fin>");
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <dss dack8 2 dsn8 2 ssn 1 dll 5>");
}

static const struct scenario scenarios[] = {
	{
		.id = "mptcp-rx-fastclose-ack",
		.descr = "MP_FASTCLOSE on an ACK is answered by a RST",
		.run = fastclose_ack,
		.needs.changes = { &change_fastclose_error },
		.pace = LATER,
		.expect.rst = {
			{ "R. 1:1(0) ack 1 <mp_tcprst 0>", "ESTABLISHED", &received_fastclose },
		},
		.expect.mib = "MPTcpExtMPFastcloseRx +1, MPTcpExtMPRstTx +1, TcpEstabResets +1",
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "mptcp-rx-fastclose-wrong-key",
		.descr = "MP_FASTCLOSE with a key that is not ours is ignored",
		.run = fastclose_wrong_key,
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-rx-fastclose-rst",
		.descr = "MP_FASTCLOSE on a RST resets the other subflow",
		.run = fastclose_rst,
		.needs.changes = { &change_fastclose_error },
		.pace = LATER,
		.expect.rst = {
			{ "R. 1:1(0) ack 1 <mp_tcprst 0>", "ESTABLISHED", &received_fastclose },
		},
		.expect.mib = "MPTcpExtMPFastcloseRx +1, MPTcpExtMPRstTx +1, TcpEstabResets +2",
		.expect.error = "sut ECONNRESET",
		.expect.received = 1,
	},
	{
		.id = "mptcp-rx-rst",
		.descr = "a RST without MP_FASTCLOSE ends its subflow only",
		.run = plain_rst,
		.expect.mib = "MPTcpExtMPRstRx +1, TcpEstabResets +1",
		.expect.error = "sut none",
		.expect.received = 1,
	},
	{
		.id = "mptcp-sock-destroy",
		.descr = "a subflow that is destroyed is reset, the connection goes on",
		.run = destroy,
		.needs.features = NEEDS_MPTCP | NEEDS_DESTROY,
		.expect.rst = { { "R. 1:1(0) ack 1 <mp_tcprst 0>", "ESTABLISHED", &destroyed } },
		.expect.mib = "MPTcpExtMPRstTx +1, TcpEstabResets +1",
		.expect.error = "sut none",
	},
	{
		.id = "mptcp-close-timeout",
		.descr = "a DATA_FIN that is not acknowledged for a minute ends in MP_FASTCLOSE",
		.run = close_unacknowledged,
		.needs.class = CLASS_SLOW,
		.pace = LATER,
		.expect.rst = { { FASTCLOSE, "ESTABLISHED", &fastclose_timeout } },
		.expect.mib = FASTCLOSE_MIB,
		.earlier = { {
			.before = &change_fastclose_sends_reset,
			.rst = { { FASTCLOSE, "CLOSE", &mptcp_disconnected } },
			.mib = FASTCLOSE_MIB,
		} },
	},
	{
		.id = "mptcp-close-acknowledged",
		.descr = "a DATA_FIN that is acknowledged ends in FIN",
		.run = close_acknowledged,
	},
	{
		.id = "mptcp-orphan-data",
		.section = SECTION_MPTCP_PASSIVE,
		.descr = "data for a subflow that nobody will read is reset",
		.run = orphan_data,
		.pace = UNSEEN,
		.expect.rst = { { "R 1:1(0) <mp_tcprst 0>", "CLOSE", &abort_on_data } },
		.expect.mib = "TcpExtTCPAbortOnData +1",
		.expect.received = 1,
	},
};

SCENARIOS(mptcp_abort, scenarios, .section = SECTION_MPTCP_ACTIVE, .needs.features = NEEDS_MPTCP);

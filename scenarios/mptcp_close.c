// SPDX-License-Identifier: GPL-2.0-only
/*
 * close(2) and what else ends an MPTCP connection at once on this side.
 *
 * An application that closes with unread data, or asks for it, ends the connection by MP_FASTCLOSE
 * on a RST of every subflow (RFC 8684 3.5).  After everything was read a DATA_FIN ends it (3.3.3).
 *
 *	close() -> __mptcp_close() -> mptcp_do_fastclose() -> tcp_send_active_reset()
 *
 * Before change_fastclose_sends_reset each subflow was disconnected as a TCP socket is.  SO_LINGER
 * of 0 seconds is heard since change_linger_fastclose; until then a DATA_FIN was sent.
 */
#include "harness/story/mptcp.h"
#include "harness/story/scenario.h"

#define FASTCLOSE "<mp_fastclose,mp_tcprst 0>"
#define FASTCLOSE_MIB "MPTcpExtMPFastcloseTx +1, MPTcpExtMPRstTx +1, TcpEstabResets +1"
#define FASTCLOSE_TWICE "MPTcpExtMPFastcloseTx +2, MPTcpExtMPRstTx +2, TcpEstabResets +2"

static const struct cause fastclose = {
	.emitter = ACTIVE,
	.via = { "mptcp_do_fastclose < __mptcp_close" },
	.reason = "TCP_ABORT_ON_CLOSE",
};

static const struct cause fastclose_disconnect = {
	.emitter = ACTIVE,
	.via = { "mptcp_do_fastclose < mptcp_disconnect" },
	.reason = "TCP_ABORT_ON_CLOSE",
};

static const struct cause fastclose_unaccepted = {
	.emitter = ACTIVE,
	.via = { "mptcp_do_fastclose < __mptcp_unaccepted_force_close" },
	.reason = "TCP_ABORT_ON_CLOSE",
};

static void close_unread(struct test *t)
{
	struct conn c = mptcp_open(t);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void close_unread_subflows(struct test *t)
{
	struct conn c = mptcp_established(t);

	mptcp_joined(t, &c);
	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 5>");
	sock_await_readable(t, c.sut, 5);
	sock_close(t, c.sut);
}

static void close_read(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 5>");
	sock_receive(t, c.sut, 5);
	sock_close(t, c.sut);
	sut_sends(t, c.flow, ". 1:1(0) ack 6 <dss dack8 6 dsn8 1 ssn 0 dll 1 fin,nop,nop>");
}

static void linger0(struct test *t)
{
	struct conn c = mptcp_established(t);

	sock_linger(t, c.sut, 0);
	sock_close(t, c.sut);
}

static void disconnect(struct test *t)
{
	struct conn c = mptcp_open(t);

	sock_disconnect(t, c.sut);
	observe_error(t, "sut", c.sut);
	await_error(t, "peer", c.peer);
}

static void listener_close(struct test *t)
{
	struct conn c = mptcp_unaccepted(t);

	fence(t);
	sock_close(t, c.listener);
}

static const struct scenario scenarios[] = {
	{
		.id = "mptcp-close-unread",
		.descr = "close() with unread data ends the connection by MP_FASTCLOSE",
		.run = close_unread,
		.needs.changes = { &change_fastclose_on_close },
		.expect.rst = { { "R. 1:1(0) ack 7 " FASTCLOSE, "ESTABLISHED", &fastclose } },
		.expect.mib = FASTCLOSE_MIB,
		.expect.error = "peer ECONNRESET",
		.earlier = { {
			.before = &change_fastclose_sends_reset,
			.rst = { { "R. 1:1(0) ack 7 " FASTCLOSE, "CLOSE", &mptcp_disconnected } },
			.mib = FASTCLOSE_MIB,
			.error = "peer ECONNRESET",
		} },
	},
	{
		.id = "mptcp-close-unread-subflows",
		.descr = "close() with unread data resets every subflow",
		.run = close_unread_subflows,
		.needs.changes = { &change_fastclose_on_close },
		.expect.rst = {
			{ "R. 1:1(0) ack 6 " FASTCLOSE, "ESTABLISHED", &fastclose },
			{ "R. 1:1(0) ack 1 " FASTCLOSE, "ESTABLISHED", &fastclose },
		},
		.expect.mib = FASTCLOSE_TWICE,
		.earlier = { {
			.before = &change_fastclose_sends_reset,
			.rst = {
				{ "R. 1:1(0) ack 6 " FASTCLOSE, "CLOSE", &mptcp_disconnected },
				{ "R. 1:1(0) ack 1 " FASTCLOSE, "CLOSE", &mptcp_disconnected },
			},
			.mib = FASTCLOSE_TWICE ", TcpExtTCPAbortOnData +1",
		} },
	},
	{
		.id = "mptcp-close-read",
		.descr = "close() after everything was read sends a DATA_FIN",
		.run = close_read,
	},
	{
		.id = "mptcp-linger0",
		.descr = "SO_LINGER of 0 seconds ends the connection by MP_FASTCLOSE",
		.run = linger0,
		.expect.rst = { { "R. 1:1(0) ack 1 " FASTCLOSE, "ESTABLISHED", &fastclose } },
		.expect.mib = FASTCLOSE_MIB,
		/* A DATA_FIN, no RST. */
		.earlier = { { .before = &change_linger_fastclose } },
	},
	{
		.id = "mptcp-disconnect",
		.descr = "connect() to AF_UNSPEC ends the connection by MP_FASTCLOSE",
		.run = disconnect,
		.needs.changes = { &change_mptcp_disconnect },
		.expect.rst = {
			{ "R. 1:1(0) ack 1 " FASTCLOSE, "ESTABLISHED", &fastclose_disconnect },
		},
		.expect.mib = FASTCLOSE_MIB,
		.expect.error = "sut none, peer ECONNRESET",
		.earlier = { {
			.before = &change_fastclose_sends_reset,
			.rst = { { "R. 1:1(0) ack 1 " FASTCLOSE, "CLOSE", &mptcp_disconnected } },
			.mib = FASTCLOSE_MIB,
			.error = "sut none, peer ECONNRESET",
		} },
	},
	{
		.id = "mptcp-listener-close-unaccepted",
		.descr = "close() of a listener resets what waits there, each subflow twice",
		.run = listener_close,
		.needs.changes = { &change_fastclose_on_close },
		.expect.rst = {
			{ "R. 1:1(0) ack 1 " FASTCLOSE, "ESTABLISHED", &fastclose_unaccepted },
			{ "R. 1:1(0) ack 1", "CLOSE", &child_forgotten },
		},
		.expect.mib = FASTCLOSE_MIB,
		.earlier = { {
			.before = &change_fastclose_sends_reset,
			.rst = { { "R. 1:1(0) ack 1", "CLOSE", &child_forgotten } },
			.mib = "TcpEstabResets +1",
		} },
	},
};

SCENARIOS(mptcp_close, scenarios, .section = SECTION_MPTCP_ACTIVE, .needs.features = NEEDS_MPTCP);

// SPDX-License-Identifier: GPL-2.0-only
/*
 * MPTCP connections that end at once: by close(2), by MP_FASTCLOSE of the peer.
 *
 * An application that closes with unread data, or that asks for it, ends the connection by
 * MP_FASTCLOSE on a RST of every subflow (RFC 8684 3.5).  After everything was read, DATA_FIN
 * ends it.  A subflow of a connection that fell back behaves as plain TCP does.
 *
 *	close() -> __mptcp_close() -> mptcp_do_fastclose() -> tcp_send_active_reset()
 *	ACK with MP_FASTCLOSE -> mptcp_worker() -> tcp_send_active_reset()
 */
#include "harness/drive/mptcp.h"
#include "harness/scenario.h"

static const struct rst_path fastclose = {
	.emitter = ACTIVE,
	.state = "ESTABLISHED",
	.via = { "mptcp_do_fastclose < __mptcp_close" },
	.reason = {
		{ KERNEL(6, 10), "NOT_SPECIFIED" },
		{ KERNEL(6, 12), "TCP_ABORT_ON_CLOSE" },
	},
};

static const struct rst_path fastclose_disconnect = {
	.emitter = ACTIVE,
	.state = "ESTABLISHED",
	.via = { "mptcp_do_fastclose < mptcp_disconnect" },
	.reason = {
		{ KERNEL(6, 10), "NOT_SPECIFIED" },
		{ KERNEL(6, 12), "TCP_ABORT_ON_CLOSE" },
	},
};

static const struct rst_path fastclose_received = {
	.emitter = ACTIVE,
	.state = "ESTABLISHED",
	.via = { "mptcp_worker" },
	.reason = {
		{ KERNEL(6, 10), "NOT_SPECIFIED" },
		{ KERNEL(6, 12), "MPTCP_RST_EUNSPEC" },
	},
};

static void close_unread(struct test *t)
{
	struct conn c = mptcp_open(t);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void linger0(struct test *t)
{
	struct conn c = mptcp_open(t);

	sock_linger(t, c.sut, 0);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

static void disconnect(struct test *t)
{
	struct conn c = mptcp_open(t);

	sock_disconnect(t, c.sut);
	observe_error(t, "sut", c.sut);
	await_error(t, "peer", c.peer);
}

static void close_read(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <dss dack8 1 dsn8 1 ssn 1 dll 5>");
	sock_receive(t, c.sut, 5);
	sock_close(t, c.sut);
	sut_sends(t, c.flow, ". 1:1(0) ack 6 <dss dack8 6 dsn8 1 ssn 0 dll 1 fin>");
}

static void listener_close(struct test *t)
{
	struct conn c = mptcp_unaccepted(t);

	peer_sends(t, c.flow, DATA_ACK);
	fence(t);
	sock_close(t, c.listener);
}

static void fastclose_ack(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 1 <mp_fastclose>");
	await_error(t, "sut", c.sut);
}

static void fastclose_wrong_key(struct test *t)
{
	struct conn c = mptcp_established(t);

	peer_sends(t, c.flow, ". 1:1(0) ack 1 <mp_fastclose key 1>");
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <dss dack8 1 dsn8 1 ssn 0 dll 1 fin>");
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

static void orphan_data(struct test *t)
{
	struct conn c = mptcp_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, ". 1:1(0) ack 1 <dss dack8 1 dsn8 1 ssn 0 dll 1 fin>");
	peer_sends(t, c.flow, ". 1:1(0) ack 1 <dss dack8 2 dsn8 1 ssn 0 dll 1 fin>");
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, "P. 1:6(5) ack 1 <dss dack8 2 dsn8 2 ssn 1 dll 5>");
}

static const struct scenario scenarios[] = {
	{ .path = "mptcp-close-unread", .section = "3.2", .descr = "d", .run = close_unread,
	  .expect = { { .rst = { { "R. 1:1(0) ack 7 <mp_fastclose,mp_tcprst 0>", &fastclose } }, .error = "peer ECONNRESET" } } },
	{ .path = "mptcp-linger0", .section = "3.2", .descr = "d", .run = linger0,
	  .expect = { { .rst = { { "R. 1:1(0) ack 1 <mp_fastclose,mp_tcprst 0>", &fastclose } }, .error = "peer ECONNRESET" } } },
	{ .path = "mptcp-disconnect", .section = "3.2", .descr = "d", .run = disconnect,
	  .expect = { { .rst = { { "R. 1:1(0) ack 1 <mp_fastclose,mp_tcprst 0>", &fastclose_disconnect } }, .error = "sut none, peer ECONNRESET" } } },
	{ .path = "mptcp-close-read", .section = "3.2", .descr = "d", .run = close_read },
	{ .path = "mptcp-listener-close-unaccepted", .section = "3.2", .descr = "d", .run = listener_close, },
	{ .path = "mptcp-rx-fastclose-ack", .section = "3.2", .descr = "d", .run = fastclose_ack, .later = true,
	  .expect = { { .rst = { { "R. 1:1(0) ack 1 <mp_tcprst 0>", &fastclose_received } }, .error = "sut ECONNRESET" } } },
	{ .path = "mptcp-rx-fastclose-wrong-key", .section = "3.2", .descr = "d", .run = fastclose_wrong_key, 
	  .expect = { { .error = "sut none" } } },
	{ .path = "mptcp-rx-fastclose-rst", .section = "3.2", .descr = "d", .run = fastclose_rst, .later = true,
	  .expect = { { .rst = { { "R. 1:1(0) ack 1 <mp_tcprst 0>", &fastclose_received } }, .error = "sut ECONNRESET" } } },
	{ .path = "mptcp-orphan-data", .section = "3.2", .descr = "d", .run = orphan_data },
};

SCENARIOS(mptcp_close, scenarios);

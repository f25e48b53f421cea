// SPDX-License-Identifier: GPL-2.0-only
/*
 * A listener that ends while established connections wait to be accepted.
 *
 * Nobody will ever read what those peers send, so each child is reset, whatever its state and
 * whatever it holds: tcp_disconnect() is called on it, not close().
 *
 *	inet_csk_listen_stop() -> inet_child_forget() -> tcp_disconnect()
 */
#include "harness/story/scenario.h"

static void stop_by_close(struct test *t)
{
	struct conn c = conn_queued(t);

	sock_close(t, c.listener);
	await_error(t, "peer", c.peer);
}

static void stop_by_disconnect(struct test *t)
{
	struct conn c = conn_queued(t);

	sock_disconnect(t, c.listener);
	await_error(t, "peer", c.peer);
	observe_error(t, "sut", c.listener);
}

static void stop_by_shutdown(struct test *t)
{
	struct conn c = conn_queued(t);

	sock_shutdown(t, c.listener, SHUT_RD);
	await_error(t, "peer", c.peer);
	observe_error(t, "sut", c.listener);
}

static void stop_by_destroy(struct test *t)
{
	struct conn c = conn_queued(t);

	destroy_listener(t, SUT_PORT);
	await_error(t, "peer", c.peer);
	observe_error(t, "sut", c.listener);
}

/* A forged peer's connection that waits to be accepted and got one more segment. */
static struct conn queued_with(struct test *t, const char *segment)
{
	struct conn c = conn_listen(t, 8);

	conn_syn(t, &c, "S 0:0(0) <mss 1460>");
	peer_sends(t, c.flow, ". 1:1(0) ack 1");
	peer_sends(t, c.flow, segment);
	fence(t);
	return c;
}

static void child_close_wait(struct test *t)
{
	struct conn c = queued_with(t, "F. 1:1(0) ack 1");

	sock_close(t, c.listener);
}

static void child_unread(struct test *t)
{
	struct conn c = queued_with(t, "P. 1:6(5) ack 1");

	sock_close(t, c.listener);
}

static void tfo_child(struct test *t)
{
	struct conn c = conn_listen(t, 8);

	sock_option(t, c.listener, IPPROTO_TCP, TCP_FASTOPEN, 8);
	peer_sends(t, c.flow, "S 0:5(5) <mss 1460,FO>");
	sut_sends(t, c.flow, "S. 0:0(0) ack 6");
	sock_close(t, c.listener);
}

static void reuseport_no_migrate(struct test *t)
{
	struct conn c = conn_queued_at(t, conn_shared_listener(t));

	conn_shared_listener(t);
	sock_close(t, c.listener);
	await_error(t, "peer", c.peer);
}

static void reuseport_migrate(struct test *t)
{
	struct conn c = conn_queued_at(t, conn_shared_listener(t));
	int second = conn_shared_listener(t);

	sock_close(t, c.listener);
	c.sut = sock_accept(t, second);
	sock_expect_state(t, c.sut, TCP_ESTABLISHED);
	observe_error(t, "peer", c.peer);
}

static const struct scenario scenarios[] = {
	{
		.id = "listen-stop-close",
		.descr = "close() of a listener resets a connection that waits to be accepted",
		.run = stop_by_close,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &child_forgotten } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "listen-stop-disconnect",
		.descr = "connect(AF_UNSPEC) on a listener resets a connection that waits to be accepted",
		.run = stop_by_disconnect,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &child_forgotten } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "peer ECONNRESET, sut none",
	},
	{
		.id = "listen-stop-shutdown-rd",
		.descr = "shutdown(SHUT_RD) of a listener resets a connection that waits to be accepted",
		.run = stop_by_shutdown,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &child_forgotten } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "peer ECONNRESET, sut none",
	},
	{
		.id = "listen-stop-sock-destroy",
		.descr = "SOCK_DESTROY on a listener resets a connection that waits to be accepted",
		.run = stop_by_destroy,
		.needs.features = NEEDS_DESTROY,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &child_forgotten } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "peer ECONNRESET, sut ECONNABORTED",
	},
	{
		.id = "listen-stop-child-close-wait",
		.descr = "close() of a listener resets a waiting child whose peer sent FIN",
		.run = child_close_wait,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE", &child_forgotten } },
		.expect.mib = "TcpEstabResets +1",
	},
	{
		.id = "listen-stop-child-unread",
		.descr = "close() of a listener resets a waiting child with unread data, not as ABORT_ON_CLOSE",
		.run = child_unread,
		.expect.rst = { { "R. 1:1(0) ack 6", "CLOSE", &child_forgotten } },
		.expect.mib = "TcpEstabResets +1",
	},
	{
		.id = "listen-stop-tfo-child",
		.descr = "close() of a listener resets a waiting TCP fast open child in SYN_RECV",
		.run = tfo_child,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R. 1:1(0) ack 6", "CLOSE", &child_forgotten } },
	},
	{
		.id = "listen-stop-reuseport-no-migrate",
		.descr = "close() of one of two SO_REUSEPORT listeners resets what waits at it",
		.run = reuseport_no_migrate,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &child_forgotten } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "peer ECONNRESET",
	},
	{
		.id = "listen-stop-reuseport-migrate",
		.section = SECTION_NO_RESET,
		.descr = "with tcp_migrate_req, what waits at a closed SO_REUSEPORT listener goes to the other",
		.run = reuseport_migrate,
		.setup.sysctls = { "net/ipv4/tcp_migrate_req=1" },
		.needs.changes = { &change_migrate_requests },
		.expect.mib = "TcpExtTCPMigrateReqSuccess +1",
		.expect.error = "peer none",
	},
};

SCENARIOS(listener_stop, scenarios, .section = SECTION_LISTENER_STOP);

// SPDX-License-Identifier: GPL-2.0-only
/*
 * A peer that answers no keepalive probe.
 *
 * The connection is given up after TCP_KEEPCNT probes, or as soon as TCP_USER_TIMEOUT has passed
 * since the last sign of life and a probe was sent (RFC 1122 4.2.3.6, RFC 5482).  It is reset in
 * the state in which it is.  Timers count whole seconds: two of them is the least.
 *
 *	tcp_keepalive_timer() -> tcp_send_active_reset()
 */
#include "harness/story/scenario.h"

static const struct cause keepalive_timeout = {
	.emitter = ACTIVE,
	.via = { "tcp_keepalive_timer" },
	.reason = "TCP_KEEPALIVE_TIMEOUT",
};

static void probe(struct test *t, int fd, int probes)
{
	sock_option(t, fd, IPPROTO_TCP, TCP_KEEPIDLE, 1);
	sock_option(t, fd, IPPROTO_TCP, TCP_KEEPINTVL, 1);
	sock_option(t, fd, IPPROTO_TCP, TCP_KEEPCNT, probes);
	sock_option(t, fd, SOL_SOCKET, SO_KEEPALIVE, 1);
	await_error(t, "sut", fd);
}

static void probe_once(struct test *t, struct conn *c)
{
	probe(t, c->sut, 1);
}

static void probe_twice(struct test *t, struct conn *c)
{
	probe(t, c->sut, 2);
}

/* So many probes would take longer than the test waits: it is the user timeout that ends it. */
static void probe_until_user_timeout(struct test *t, struct conn *c)
{
	sock_option(t, c->sut, IPPROTO_TCP, TCP_USER_TIMEOUT, 500);
	probe(t, c->sut, 100);
}

/* SYN_RECV, and the data of the SYN unread. */
static struct conn fast_open_child(struct test *t)
{
	return conn_fast_open(t, 5);
}

static const struct scenario scenarios[] = {
	{
		.id = "keepalive-established",
		.descr = "unanswered keepalive probes reset an ESTABLISHED connection",
		.from = conn_established,
		.act = probe_once,
		.expect.rst = { { "R. 1:1(0) ack 1", "ESTABLISHED", &keepalive_timeout } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnTimeout +1, "
			      "TcpExtTCPKeepAlive +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "keepalive-established-twice",
		.descr = "with TCP_KEEPCNT 2 a second keepalive probe goes before the RST",
		.from = conn_established,
		.act = probe_twice,
		.expect.rst = { { "R. 1:1(0) ack 1", "ESTABLISHED", &keepalive_timeout } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnTimeout +1, "
			      "TcpExtTCPKeepAlive +2",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "keepalive-close-wait",
		.descr = "unanswered keepalive probes reset a connection in CLOSE_WAIT",
		.from = conn_close_wait,
		.act = probe_once,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE_WAIT", &keepalive_timeout } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnTimeout +1, "
			      "TcpExtTCPKeepAlive +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "keepalive-fin-wait2",
		.descr = "unanswered keepalive probes reset a connection in FIN_WAIT2",
		.from = conn_fin_wait2,
		.act = probe_once,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT2", &keepalive_timeout } },
		.expect.mib = "TcpExtTCPAbortOnTimeout +1, TcpExtTCPKeepAlive +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "keepalive-syn-recv-tfo",
		.descr = "unanswered keepalive probes reset a TCP fast open child in SYN_RECV",
		.from = fast_open_child,
		.act = probe_once,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R. 1:1(0) ack 6", "SYN_RECV", &keepalive_timeout } },
		.expect.mib = "TcpAttemptFails +1, TcpExtTCPAbortOnTimeout +1, "
			      "TcpExtTCPKeepAlive +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "keepalive-user-timeout-established",
		.descr = "TCP_USER_TIMEOUT resets an idle ESTABLISHED connection after one keepalive probe",
		.from = conn_established,
		.act = probe_until_user_timeout,
		.expect.rst = { { "R. 1:1(0) ack 1", "ESTABLISHED", &keepalive_timeout } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnTimeout +1, "
			      "TcpExtTCPKeepAlive +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "keepalive-user-timeout-close-wait",
		.descr = "TCP_USER_TIMEOUT resets an idle connection in CLOSE_WAIT after one keepalive probe",
		.from = conn_close_wait,
		.act = probe_until_user_timeout,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE_WAIT", &keepalive_timeout } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnTimeout +1, "
			      "TcpExtTCPKeepAlive +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "keepalive-user-timeout-fin-wait2",
		.descr = "TCP_USER_TIMEOUT resets an idle connection in FIN_WAIT2 after one keepalive probe",
		.from = conn_fin_wait2,
		.act = probe_until_user_timeout,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT2", &keepalive_timeout } },
		.expect.mib = "TcpExtTCPAbortOnTimeout +1, TcpExtTCPKeepAlive +1",
		.expect.error = "sut ETIMEDOUT",
	},
};

SCENARIOS(keepalive, scenarios, .section = SECTION_KEEPALIVE, .pace = LATER);

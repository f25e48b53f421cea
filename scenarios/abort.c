// SPDX-License-Identifier: GPL-2.0-only
/*
 * Connections that an administrator aborts: SOCK_DESTROY (what `ss -K` sends) and, since 6.5, the
 * BPF function bpf_sock_destroy().
 *
 * A connection that RFC 9293 3.10.5 resets on ABORT is reset, in the state in which it is; its
 * application sees ECONNABORTED.
 *
 *	tcp_abort() -> tcp_send_active_reset()
 */
#include "harness/story/scenario.h"

static void destroy(struct test *t, struct conn *c)
{
	destroy_flow(t, c->flow);
	observe_error(t, "sut", c->sut);
}

/* Where the peer is an application too. */
static void destroy_and_ask_peer(struct test *t, struct conn *c)
{
	destroy(t, c);
	await_error(t, "peer", c->peer);
}

static void destroy_from_bpf(struct test *t, struct conn *c)
{
	destroy_by_bpf(t, c->flow);
	observe_error(t, "sut", c->sut);
	await_error(t, "peer", c->peer);
}

/* SYN_RECV, and the data of the SYN unread. */
static struct conn fast_open_child(struct test *t)
{
	return conn_fast_open(t, 5);
}

static void abort_orphan(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	destroy_flow(t, c.flow);
}

static const struct scenario scenarios[] = {
	{
		.id = "abort-established",
		.descr = "SOCK_DESTROY resets an ESTABLISHED connection",
		.from = conn_open,
		.act = destroy_and_ask_peer,
		.expect.rst = { { "R. 1:1(0) ack 1", "ESTABLISHED", &destroyed } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNABORTED, peer ECONNRESET",
	},
	{
		.id = "abort-close-wait",
		.descr = "SOCK_DESTROY resets a connection in CLOSE_WAIT",
		.from = conn_close_wait,
		.act = destroy,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE_WAIT", &destroyed } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-fin-wait1",
		.descr = "SOCK_DESTROY resets a connection in FIN_WAIT1",
		.from = conn_fin_wait1,
		.act = destroy,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT1", &destroyed } },
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-fin-wait2",
		.descr = "SOCK_DESTROY resets a connection in FIN_WAIT2",
		.from = conn_fin_wait2,
		.act = destroy,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT2", &destroyed } },
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-syn-recv-simopen",
		.descr = "SOCK_DESTROY resets a simultaneous open in SYN_RECV",
		.from = conn_simultaneous,
		.act = destroy,
		.expect.rst = { { "R. 1:1(0) ack 1", "SYN_RECV", &destroyed } },
		.expect.mib = "TcpAttemptFails +1",
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-syn-recv-tfo",
		.descr = "SOCK_DESTROY resets a TCP fast open child in SYN_RECV",
		.from = fast_open_child,
		.act = destroy,
		.setup.sysctls = { SYSCTL_FAST_OPEN_SERVER },
		.expect.rst = { { "R. 1:1(0) ack 6", "SYN_RECV", &destroyed } },
		.expect.mib = "TcpAttemptFails +1",
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-orphan",
		.descr = "SOCK_DESTROY resets a connection that its owner has closed",
		.run = abort_orphan,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT1", &destroyed } },
		.deviation.why = "tcp_abort() says success but leaves an orphan alone "
				 "(bac76cf89816)",
		.deviation.fixed = &change_abort_orphan,
	},
	{
		.id = "abort-bpf-destroy",
		.descr = "bpf_sock_destroy() of a TCP iterator resets an ESTABLISHED connection",
		.from = conn_open,
		.act = destroy_from_bpf,
		.needs.features = NEEDS_BPF_DESTROY,
		.expect.rst = { { "R. 1:1(0) ack 1", "ESTABLISHED", &destroyed } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNABORTED, peer ECONNRESET",
	},
};

SCENARIOS(abort, scenarios, .section = SECTION_ABORT, .needs.features = NEEDS_DESTROY);

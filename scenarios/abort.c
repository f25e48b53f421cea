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

static void abort_established(struct test *t)
{
	struct conn c = conn_open(t);

	destroy_flow(t, c.flow);
	observe_error(t, "sut", c.sut);
	await_error(t, "peer", c.peer);
}

static void abort_close_wait(struct test *t)
{
	struct conn c = conn_close_wait(t);

	destroy_flow(t, c.flow);
	observe_error(t, "sut", c.sut);
}

static void abort_fin_wait1(struct test *t)
{
	struct conn c = conn_fin_wait1(t);

	destroy_flow(t, c.flow);
	observe_error(t, "sut", c.sut);
}

static void abort_fin_wait2(struct test *t)
{
	struct conn c = conn_fin_wait2(t);

	destroy_flow(t, c.flow);
	observe_error(t, "sut", c.sut);
}

static void abort_simultaneous(struct test *t)
{
	struct conn c = conn_simultaneous(t);

	destroy_flow(t, c.flow);
	observe_error(t, "sut", c.sut);
}

static void abort_fast_open(struct test *t)
{
	struct conn c = conn_fast_open(t, 5);

	destroy_flow(t, c.flow);
	observe_error(t, "sut", c.sut);
}

static void abort_orphan(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	destroy_flow(t, c.flow);
}

static void abort_by_bpf(struct test *t)
{
	struct conn c = conn_open(t);

	destroy_by_bpf(t, c.flow);
	observe_error(t, "sut", c.sut);
	await_error(t, "peer", c.peer);
}

static const struct scenario scenarios[] = {
	{
		.id = "abort-established",
		.descr = "SOCK_DESTROY resets an ESTABLISHED connection",
		.run = abort_established,
		.expect.rst = { { "R. 1:1(0) ack 1", "ESTABLISHED", &destroyed } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNABORTED, peer ECONNRESET",
	},
	{
		.id = "abort-close-wait",
		.descr = "SOCK_DESTROY resets a connection in CLOSE_WAIT",
		.run = abort_close_wait,
		.expect.rst = { { "R. 1:1(0) ack 2", "CLOSE_WAIT", &destroyed } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-fin-wait1",
		.descr = "SOCK_DESTROY resets a connection in FIN_WAIT1",
		.run = abort_fin_wait1,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT1", &destroyed } },
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-fin-wait2",
		.descr = "SOCK_DESTROY resets a connection in FIN_WAIT2",
		.run = abort_fin_wait2,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT2", &destroyed } },
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-syn-recv-simopen",
		.descr = "SOCK_DESTROY resets a simultaneous open in SYN_RECV",
		.run = abort_simultaneous,
		.expect.rst = { { "R. 1:1(0) ack 1", "SYN_RECV", &destroyed } },
		.expect.mib = "TcpAttemptFails +1",
		.expect.error = "sut ECONNABORTED",
	},
	{
		.id = "abort-syn-recv-tfo",
		.descr = "SOCK_DESTROY resets a TCP fast open child in SYN_RECV",
		.run = abort_fast_open,
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
		.run = abort_by_bpf,
		.needs.features = NEEDS_BPF_DESTROY,
		.expect.rst = { { "R. 1:1(0) ack 1", "ESTABLISHED", &destroyed } },
		.expect.mib = "TcpEstabResets +1",
		.expect.error = "sut ECONNABORTED, peer ECONNRESET",
	},
};

SCENARIOS(abort, scenarios, .section = SECTION_ABORT, .needs.features = NEEDS_DESTROY);

// SPDX-License-Identifier: GPL-2.0-only
/*
 * Orphans that the kernel will not afford.
 *
 * A connection that nobody owns is reset when there are more of them than net.ipv4.tcp_max_orphans
 * allows, or when it holds data to send and TCP is out of memory (net.ipv4.tcp_mem): at close(), or
 * later when a retransmission or a window probe is due.  The limits are global.
 *
 *	close() -> __tcp_close() -> tcp_send_active_reset()
 *	tcp_retransmit_timer(), tcp_probe_timer() -> tcp_out_of_resources()
 */
#include "harness/story/scenario.h"

static const struct cause abort_on_memory = {
	.emitter = ACTIVE,
	.via = { "__tcp_close < tcp_close" },
	.reason = "TCP_ABORT_ON_MEMORY",
};

static const struct cause out_of_resources = {
	.emitter = ACTIVE,
	.via = { "tcp_out_of_resources" },
	.reason = "TCP_ABORT_ON_MEMORY",
};

/*
 * An orphan that counts: the kernel looks at a sum that a timer of 100 ms refreshes, so it must be
 * older than that, which its second retransmission (200 and 600 ms) tells.  Then it rests in
 * FIN_WAIT2, as a full socket because tcp_fin_timeout is above 60 s.
 */
static void hold_orphan(struct test *t, const struct conn *first)
{
	struct conn orphan = conn_another(t, first);

	sock_close(t, orphan.sut);
	sut_sends(t, orphan.flow, "F. 1:1(0) ack 1");
	sut_sends(t, orphan.flow, "F. 1:1(0) ack 1");
	sut_sends(t, orphan.flow, "F. 1:1(0) ack 1");
	peer_sends(t, orphan.flow, ". 1:1(0) ack 2");
	fence(t);
}

/* Once one orphan is one too many, the next is reset at once. */
static void close_too_many(struct test *t, struct conn c)
{
	hold_orphan(t, &c);
	sysctl_set_global(t, "net/ipv4/tcp_max_orphans=0");
	sock_close(t, c.sut);
}

static void oom_close(struct test *t)
{
	close_too_many(t, conn_established(t));
}

static void oom_close_last_ack(struct test *t)
{
	close_too_many(t, conn_close_wait(t));
}

static void oom_close_fin_wait2(struct test *t)
{
	close_too_many(t, conn_fin_wait2(t));
}

/* More than the kernel keeps apart for each CPU and does not count (1 MB since 6.0). */
#define PIECE 65536
#define PIECES 40

static void oom_tcp_mem(struct test *t)
{
	struct conn c = conn_forge(t, "S 0:0(0) win 0 <mss 1460>", ". 1:1(0) ack 1 win 0");
	int i;

	sock_option(t, c.sut, SOL_SOCKET, SO_SNDBUFFORCE, 2 * PIECES * PIECE);
	for (i = 0; i < PIECES; i++)
		sock_send(t, c.sut, PIECE);
	sysctl_set_global(t, "net/ipv4/tcp_mem=1 1 1");
	sock_close(t, c.sut);
}

static void oom_orphan_rto(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	sysctl_set_global(t, "net/ipv4/tcp_max_orphans=0");
}

static void oom_orphan_probe0(struct test *t)
{
	struct conn c = conn_forge(t, "S 0:0(0) win 0 <mss 1460>", ". 1:1(0) ack 1 win 0");

	sock_send(t, c.sut, 5);
	sock_close(t, c.sut);
	sysctl_set_global(t, "net/ipv4/tcp_max_orphans=0");
}

static const struct scenario scenarios[] = {
	{
		.id = "oom-close",
		.descr = "close() with too many orphans sends FIN and resets",
		.run = oom_close,
		.setup.sysctls = { "net/ipv4/tcp_fin_timeout=120" },
		.expect.rst = { { "R. 2:2(0) ack 1", "CLOSE", &abort_on_memory } },
		.expect.mib = "TcpExtTCPAbortOnMemory +1",
	},
	{
		.id = "oom-close-last-ack",
		.descr = "close() in CLOSE_WAIT with too many orphans sends FIN and resets",
		.run = oom_close_last_ack,
		.setup.sysctls = { "net/ipv4/tcp_fin_timeout=120" },
		.expect.rst = { { "R. 2:2(0) ack 2", "CLOSE", &abort_on_memory } },
		.expect.mib = "TcpExtTCPAbortOnMemory +1",
	},
	{
		.id = "oom-close-fin-wait2",
		.descr = "close() in FIN_WAIT2 with too many orphans resets",
		.run = oom_close_fin_wait2,
		.setup.sysctls = { "net/ipv4/tcp_fin_timeout=120" },
		.expect.rst = { { "R. 2:2(0) ack 1", "CLOSE", &abort_on_memory } },
		.expect.mib = "TcpExtTCPAbortOnMemory +1",
	},
	{
		.id = "oom-tcp-mem",
		.descr = "close() with data to send and TCP out of memory resets",
		.run = oom_tcp_mem,
		.expect.rst = { { "R. 1:1(0) ack 1", "CLOSE", &abort_on_memory } },
		.expect.mib = "TcpExtTCPAbortOnMemory +1",
	},
	{
		.id = "oom-orphan-rto",
		.descr = "an orphan is reset instead of retransmitted when there are too many",
		.run = oom_orphan_rto,
		.pace = LATER,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT1", &out_of_resources } },
		.expect.mib = "TcpExtTCPAbortOnMemory +1",
	},
	{
		.id = "oom-orphan-probe0",
		.descr = "an orphan is reset instead of probing a zero window when there are too many",
		.run = oom_orphan_probe0,
		.pace = LATER,
		.expect.rst = { { "R. 1:1(0) ack 1", "FIN_WAIT1", &out_of_resources } },
		.expect.mib = "TcpExtTCPAbortOnMemory +1",
	},
};

SCENARIOS(memory, scenarios, .section = SECTION_MEMORY, .needs.class = CLASS_GUEST);

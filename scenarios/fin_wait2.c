// SPDX-License-Identifier: GPL-2.0-only
/*
 * FIN_WAIT2 that its owner gave up, or will not wait for.
 *
 * An orphan in FIN_WAIT2 normally becomes a TIME_WAIT socket and ends in silence.  It is reset when
 * the owner asked not to wait (TCP_LINGER2 below 0), and when it is still a full socket as its
 * timer ends.
 *
 *	close() -> __tcp_close() -> tcp_send_active_reset()
 *	tcp_keepalive_timer() -> tcp_send_active_reset()
 */
#include "harness/story/scenario.h"

static const struct cause abort_on_linger = {
	.emitter = ACTIVE,
	.via = { "__tcp_close < tcp_close" },
	.reason = "TCP_ABORT_ON_LINGER",
};

static const struct cause orphan_timer = {
	.emitter = ACTIVE,
	.via = { "tcp_keepalive_timer" },
	.reason = "TCP_STATE",
};

static void linger2(struct test *t)
{
	struct conn c = conn_open_fin_wait2(t);

	sock_option(t, c.sut, IPPROTO_TCP, TCP_LINGER2, -1);
	sock_close(t, c.sut);
	await_error(t, "peer", c.peer);
}

/*
 * The ACK of our FIN comes with a FIN of its own: then the kernel does not become TIME_WAIT, it
 * arms the timer.  That this FIN lies before what we wait for is found only later.
 */
static void orphan_timer_armed(struct test *t)
{
	struct conn c = conn_established(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	peer_sends(t, c.flow, "F. 0:0(0) ack 2");
}

/*
 * Above 60 s the orphan stays a full socket, and its timer runs for what exceeds them: 3 s, in
 * which the setting must change also where all is slow.
 */
static void orphan_timeout_lowered(struct test *t)
{
	struct conn c = conn_fin_wait2(t);

	sock_close(t, c.sut);
	sysctl_set(t, "net/ipv4/tcp_fin_timeout=60");
}

static const struct scenario scenarios[] = {
	{
		.id = "linger2-close-fin-wait2",
		.descr = "close() in FIN_WAIT2 with TCP_LINGER2 below 0 resets",
		.run = linger2,
		.expect.rst = { { "R. 2:2(0) ack 1", "CLOSE", &abort_on_linger } },
		.expect.mib = "TcpExtTCPAbortOnLinger +1",
		.expect.error = "peer EPIPE",
	},
	{
		.id = "fin-wait2-orphan-timer",
		.descr = "an orphan that its peer's old FIN kept from TIME_WAIT is reset by its timer",
		.run = orphan_timer_armed,
		.setup.sysctls = { "net/ipv4/tcp_fin_timeout=1" },
		.pace = LATER,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT2", &orphan_timer } },
	},
	{
		.id = "fin-wait2-orphan-timeout-lowered",
		.descr = "an orphan whose tcp_fin_timeout was lowered meanwhile is reset by its timer",
		.run = orphan_timeout_lowered,
		.setup.sysctls = { "net/ipv4/tcp_fin_timeout=63" },
		.pace = LATER,
		.expect.rst = { { "R. 2:2(0) ack 1", "FIN_WAIT2", &orphan_timer } },
	},
};

SCENARIOS(fin_wait2, scenarios, .section = SECTION_LINGER2);

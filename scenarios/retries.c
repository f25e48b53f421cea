// SPDX-License-Identifier: GPL-2.0-only
/*
 * Retransmissions that nobody acknowledges, and window probes that nobody answers.
 *
 * A connection that is given up for that reason ends without a RST, unlike one whose keepalive
 * probes fail: the peer is taken for dead.  With the kernel's resources short an orphan would be
 * reset (memory.c).
 *
 *	tcp_retransmit_timer() -> tcp_write_err()
 *	tcp_probe_timer() -> tcp_write_err()
 */
#include "harness/story/scenario.h"

static void user_timeout(struct test *t)
{
	struct conn c = conn_established(t);

	sock_option(t, c.sut, IPPROTO_TCP, TCP_USER_TIMEOUT, 1);
	sock_send(t, c.sut, 5);
	await_error(t, "sut", c.sut);
}

static void orphan_retries(struct test *t)
{
	struct conn c = conn_established(t);
	struct mnl_socket *watch = destroy_watch(t);

	sock_close(t, c.sut);
	sut_sends(t, c.flow, "F. 1:1(0) ack 1");
	destroy_await(t, watch, c.flow);
}

/* The peer has no room for the data. */
static struct conn window_closed(struct test *t, int user_timeout)
{
	struct conn c = conn_forge(t, "S 0:0(0) <mss 1460>", ". 1:1(0) ack 1 win 0");

	sock_option(t, c.sut, IPPROTO_TCP, TCP_USER_TIMEOUT, user_timeout);
	sock_send(t, c.sut, 10);
	return c;
}

/* The time runs from the first probe on, and has passed when the second one is due. */
static void user_timeout_zero_window(struct test *t)
{
	struct conn c = window_closed(t, 1);

	await_error(t, "sut", c.sut);
}

static void zero_window_opens(struct test *t)
{
	struct conn c = window_closed(t, 10000);

	sut_sends(t, c.flow, ". 0:0(0) ack 1");
	peer_sends(t, c.flow, ". 1:1(0) ack 1 win 1000");
	sut_sends(t, c.flow, "P. 1:11(10) ack 1");
	observe_error(t, "sut", c.sut);
}

/* So many that it is the user timeout that ends it. */
#define MANY_PROBES "net/ipv4/tcp_retries2=100"

static const struct scenario scenarios[] = {
	{
		.id = "user-timeout-data",
		.descr = "data not acknowledged within TCP_USER_TIMEOUT ends the connection in silence",
		.run = user_timeout,
		.pace = LATER,
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnTimeout +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "user-timeout-zero-window",
		.descr = "a window that stays closed for TCP_USER_TIMEOUT ends the connection in "
			 "silence, after one probe",
		.run = user_timeout_zero_window,
		.setup.sysctls = { MANY_PROBES },
		.pace = LATER,
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortOnTimeout +1, TcpExtTCPWinProbe +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "zero-window-opens",
		.descr = "a window that opens within TCP_USER_TIMEOUT gets the data",
		.run = zero_window_opens,
		.setup.sysctls = { MANY_PROBES },
		.expect.error = "sut none",
	},
	{
		.id = "orphan-retries-exhausted",
		.descr = "an orphan whose FIN was sent tcp_orphan_retries times ends in silence",
		.run = orphan_retries,
		.setup.sysctls = { "net/ipv4/tcp_orphan_retries=1" },
		.needs.features = NEEDS_DIAG,
		.pace = LATER,
		.expect.mib = "TcpExtTCPAbortOnTimeout +1",
	},
};

SCENARIOS(retries, scenarios, .section = SECTION_NO_RESET);

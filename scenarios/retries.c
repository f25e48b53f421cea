// SPDX-License-Identifier: GPL-2.0-only
/*
 * Retransmissions that nobody acknowledges.
 *
 * A connection that is given up for that reason ends without a RST, unlike one whose keepalive
 * probes fail: the peer is taken for dead.  With the kernel's resources short an orphan would be
 * reset (memory.c).
 *
 *	tcp_retransmit_timer() -> tcp_write_err()
 */
#include "harness/scenario.h"

#include <netinet/in.h>

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

static const char *const one_retry[] = { "net/ipv4/tcp_orphan_retries=1", NULL };

static const struct scenario scenarios[] = {
	{
		.path = "user-timeout-data",
		.section = "5",
		.descr = "data not acknowledged within TCP_USER_TIMEOUT ends the connection in "
			 "silence",
		.run = user_timeout,
		.later = true,
		.expect = { {
			.mib = "TcpEstabResets +1, TcpExtTCPAbortOnTimeout +1",
			.error = "sut ETIMEDOUT",
		} },
	},
	{
		.path = "orphan-retries-exhausted",
		.section = "5",
		.descr = "an orphan whose FIN was sent tcp_orphan_retries times ends in silence",
		.run = orphan_retries,
		.sysctls = one_retry,
		.needs = NEEDS_DIAG,
		.later = true,
		.expect = { { .mib = "TcpExtTCPAbortOnTimeout +1" } },
	},
};

SCENARIOS(retries, scenarios);

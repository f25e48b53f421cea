// SPDX-License-Identifier: GPL-2.0-only
/*
 * A connect(2) that ends before the peer answered.  Nobody there knows of the connection, so none
 * of the ways to give it up resets.
 */
#include "harness/story/scenario.h"

#include <sys/socket.h>

static void close_it(struct test *t, struct conn *c)
{
	sock_state(t, c->sut, TCP_SYN_SENT);
	sock_close(t, c->sut);
}

static void disconnect_it(struct test *t, struct conn *c)
{
	sock_disconnect(t, c->sut);
	observe_error(t, "sut", c->sut);
}

static void shut_it_down(struct test *t, struct conn *c)
{
	sock_shutdown(t, c->sut, SHUT_WR);
	observe_error(t, "sut", c->sut);
}

/* One SYN more, after 1 s; it waits 2 s for its answer (RFC 6298 5.5). */
static void wait_for_the_end(struct test *t, struct conn *c)
{
	sock_option(t, c->sut, IPPROTO_TCP, TCP_SYNCNT, 1);
	await_error(t, "sut", c->sut);
}

/* Without the option a limit in time, which TCP_SYNCNT gives too, would hide a SYN too many. */
static void wait_for_the_last_syn(struct test *t, struct conn *c)
{
	sock_option(t, c->sut, IPPROTO_TCP, TCP_USER_TIMEOUT, 100000);
	wait_for_the_end(t, c);
}

static const struct scenario scenarios[] = {
	{
		.path = "close-in-syn-sent",
		.section = "5",
		.descr = "close() in SYN_SENT is silent",
		.start = conn_connect,
		.act = close_it,
	},
	{
		.path = "disconnect-in-syn-sent",
		.section = "5",
		.descr = "disconnect in SYN_SENT is silent for the peer, ECONNRESET for the caller",
		.start = conn_connect,
		.act = disconnect_it,
		.expect.error = "sut ECONNRESET",
	},
	{
		.path = "shutdown-in-syn-sent",
		.section = "5",
		.descr = "shutdown() in SYN_SENT is a disconnect: no FIN and no RST",
		.start = conn_connect,
		.act = shut_it_down,
		.expect.error = "sut ECONNRESET",
	},
	{
		.path = "connect-timeout",
		.section = "5",
		.descr = "a connect() that nobody answers sends TCP_SYNCNT SYNs more, then ends "
			 "with ETIMEDOUT and without a RST",
		.start = conn_connect,
		.act = wait_for_the_end,
		.later = true,
		.expect.mib = "TcpAttemptFails +1, TcpExtTCPAbortOnTimeout +1, TcpExtTCPSynRetrans +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.path = "connect-timeout-long-user-timeout",
		.section = "5",
		.descr = "TCP_USER_TIMEOUT does not prolong a connect(): TCP_SYNCNT ends it",
		.start = conn_connect,
		.act = wait_for_the_last_syn,
		.later = true,
		.expect.mib = "TcpAttemptFails +1, TcpExtTCPAbortOnTimeout +1, TcpExtTCPSynRetrans +1",
		.expect.error = "sut ETIMEDOUT",
	},
};

SCENARIOS(connect_given_up, scenarios);

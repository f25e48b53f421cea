// SPDX-License-Identifier: GPL-2.0-only
/*
 * A connect(2) that ends before the peer answered.  Nobody there knows of the connection, so none
 * of the ways to give it up resets.
 */
#include "harness/story/scenario.h"

static void close_it(struct test *t, struct conn *c)
{
	sock_expect_state(t, c->sut, TCP_SYN_SENT);
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
		.id = "close-in-syn-sent",
		.descr = "close() in SYN_SENT is silent",
		.from = conn_connect,
		.act = close_it,
	},
	{
		.id = "disconnect-in-syn-sent",
		.descr = "disconnect in SYN_SENT is silent for the peer, ECONNRESET for the caller",
		.from = conn_connect,
		.act = disconnect_it,
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "shutdown-in-syn-sent",
		.descr = "shutdown() in SYN_SENT is a disconnect: no FIN and no RST",
		.from = conn_connect,
		.act = shut_it_down,
		.expect.error = "sut ECONNRESET",
	},
	{
		.id = "connect-timeout",
		.descr = "a connect() that nobody answers sends TCP_SYNCNT SYNs more, then ends "
			 "with ETIMEDOUT and without a RST",
		.from = conn_connect,
		.act = wait_for_the_end,
		.pace = LATER,
		.expect.mib = "TcpAttemptFails +1, TcpExtTCPAbortOnTimeout +1, "
			      "TcpExtTCPSynRetrans +1",
		.expect.error = "sut ETIMEDOUT",
	},
	{
		.id = "connect-timeout-long-user-timeout",
		.descr = "TCP_USER_TIMEOUT does not prolong a connect(): TCP_SYNCNT ends it",
		.from = conn_connect,
		.act = wait_for_the_last_syn,
		.pace = LATER,
		.expect.mib = "TcpAttemptFails +1, TcpExtTCPAbortOnTimeout +1, "
			      "TcpExtTCPSynRetrans +1",
		.expect.error = "sut ETIMEDOUT",
	},
};

SCENARIOS(connect_given_up, scenarios, .section = SECTION_NO_RESET);

// SPDX-License-Identifier: GPL-2.0-only
/*
 * ICMP errors about a connection.
 *
 * They tell the application, not the peer: no RST answers them (RFC 9293 3.9.2.2).
 *
 *	tcp_v4_err(), tcp_v6_err()
 */
#include "harness/scenario.h"

static void unreachable_syn_sent(struct test *t)
{
	struct conn c = conn_connect(t);

	peer_sends_unreachable(t, c.flow);
	await_error(t, "sut", c.sut);
}

static const struct scenario scenarios[] = {
	{
		.path = "icmp-unreachable-syn-sent",
		.section = "5",
		.descr = "port unreachable ends a connect() in silence",
		.run = unreachable_syn_sent,
		.expect = { {
			.mib = "TcpAttemptFails +1",
			.error = "sut ECONNREFUSED",
		} },
	},
};

SCENARIOS(icmp, scenarios);

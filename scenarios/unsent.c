// SPDX-License-Identifier: GPL-2.0-only
/*
 * RSTs that the kernel made and traced, but that never left: there is no route to the peer, or a
 * rule drops them.
 *
 * tcp_send_active_reset() counts and traces whatever becomes of the segment.  Both passive
 * emitters trace before they look for a route; tcp_v4_send_reset() counts in any case,
 * tcp_v6_send_response() only when it found one.
 */
#include "harness/story/scenario.h"

static struct conn open_unread(struct test *t)
{
	struct conn c = conn_open(t);

	sock_send(t, c.peer, 6);
	sock_await_readable(t, c.sut, 6);
	return c;
}

static void close_without_route(struct test *t)
{
	struct conn c = open_unread(t);

	obstacle_no_route(t);
	sock_close(t, c.sut);
	sock_expect_state(t, c.peer, TCP_ESTABLISHED);
	observe_error(t, "peer", c.peer);
}

static void close_behind_filter(struct test *t)
{
	struct conn c = open_unread(t);

	obstacle_drop_resets(t);
	sock_close(t, c.sut);
	sock_expect_state(t, c.peer, TCP_ESTABLISHED);
	observe_error(t, "peer", c.peer);
}

static void connect_to_closed_port(struct test *t)
{
	struct conn c = conn_attempt(t, CLOSED_PORT);

	sock_expect_state(t, c.peer, TCP_SYN_SENT);
	observe_error(t, "peer", c.peer);
}

static void answer_without_route(struct test *t)
{
	obstacle_no_route(t);
	connect_to_closed_port(t);
}

static void answer_behind_filter(struct test *t)
{
	obstacle_drop_resets(t);
	connect_to_closed_port(t);
}

static const struct scenario scenarios[] = {
	{
		.id = "active-no-route",
		.descr = "without a route the RST of close() is traced and counted, not sent",
		.run = close_without_route,
		.expect.rst = { { NULL, "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortFailed +1, "
			      "TcpExtTCPAbortOnClose +1",
		.expect.error = "peer none",
	},
	{
		.id = "active-output-drop",
		.descr = "a RST of close() that netfilter drops is traced and counted",
		.run = close_behind_filter,
		.needs.features = NEEDS_NFT,
		.expect.rst = { { NULL, "CLOSE", &abort_on_close } },
		.expect.mib = "TcpEstabResets +1, TcpExtTCPAbortFailed +1, "
			      "TcpExtTCPAbortOnClose +1",
		.expect.error = "peer none",
	},
	{
		.id = "passive-no-route",
		.descr = "without a route the answer of a closed port is traced and counted, not sent",
		.run = answer_without_route,
		.setup.families = IPV4,
		.expect.rst = { { NULL, "-", &no_socket } },
		.expect.error = "peer none",
	},
	{
		.id = "passive-no-route",
		.descr = "without a route the answer of a closed port is traced, but neither counted nor sent",
		.run = answer_without_route,
		.setup.families = IPV6,
		.expect.rst = { { NULL, "-", &no_socket } },
		.expect.mib = "TcpOutRsts +0",
		.expect.error = "peer none",
	},
	{
		.id = "passive-output-drop",
		.descr = "an answer of a closed port that netfilter drops is traced and counted",
		.run = answer_behind_filter,
		.needs.features = NEEDS_NFT,
		.expect.rst = { { NULL, "-", &no_socket } },
		.expect.error = "peer none",
	},
};

SCENARIOS(unsent, scenarios, .section = SECTION_TRACED_ONLY);

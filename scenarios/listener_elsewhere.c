// SPDX-License-Identifier: GPL-2.0-only
/*
 * Somebody listens on the port, but not for this segment: SO_BINDTODEVICE and IPV6_V6ONLY narrow
 * what a listener takes.  For all else the port is closed (RFC 9293 3.10.7.1).
 *
 *	__inet_lookup_listener(), inet6_lookup_listener() -> compute_score()
 */
#include "harness/story/scenario.h"

#define SYN "S 0:0(0) <mss 1460>"

static struct conn bound(struct test *t, const char *link)
{
	struct conn c = conn_listen(t, 1);

	sock_bind_device(t, c.listener, link);
	return c;
}

static struct conn bound_to_other(struct test *t)
{
	return bound(t, "lo");
}

static struct conn bound_to_ours(struct test *t)
{
	return bound(t, "eth0");
}

static struct conn unspecified(struct test *t, int v6only)
{
	struct conn c = {
		.flow = conn_flow(t, SUT_PORT),
		.listener = sock_new_unspecified(t, SUT_PORT, v6only),
		.sut = -1,
		.peer = -1,
	};

	sock_listen(t, c.listener, 1);
	return c;
}

static struct conn v6_only(struct test *t)
{
	return unspecified(t, 1);
}

static struct conn v6_and_v4(struct test *t)
{
	return unspecified(t, 0);
}

static void refused(struct test *t, struct conn *c)
{
	peer_sends(t, c->flow, SYN);
}

static void accepted(struct test *t, struct conn *c)
{
	conn_syn(t, c, SYN);
	peer_sends(t, c->flow, ". 1:1(0) ack 1");
	c->sut = sock_accept(t, c->listener);
	sock_expect_state(t, c->sut, TCP_ESTABLISHED);
}

static const struct scenario scenarios[] = {
	{
		.id = "listener-other-device",
		.descr = "SYN by another device than the one that the listener is bound to",
		.from = bound_to_other,
		.act = refused,
		.expect.rst = { { "R. 0:0(0) ack 1", "-", &no_socket } },
	},
	{
		.id = "listener-own-device",
		.descr = "SYN by the device that the listener is bound to: it connects",
		.from = bound_to_ours,
		.act = accepted,
	},
	{
		.id = "listener-v6only",
		.descr = "SYN of IPv4 to a listener of all addresses of IPv6 with IPV6_V6ONLY",
		.from = v6_only,
		.act = refused,
		.setup.families = IPV4,
		.expect.rst = { { "R. 0:0(0) ack 1", "-", &no_socket } },
	},
	{
		.id = "listener-v6-and-v4",
		.descr = "SYN of IPv4 to such a listener without IPV6_V6ONLY: it connects",
		.from = v6_and_v4,
		.act = accepted,
		.setup.families = IPV4,
	},
};

SCENARIOS(listener_elsewhere, scenarios, .section = SECTION_NO_SOCKET);

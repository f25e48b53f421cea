// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which route a RST takes that answers a segment.
 *
 * It must leave as the socket's own segments do: by its mark and the device that it is bound to,
 * or policy routing and VRFs lead it astray.  Without a socket fwmark_reflect decides whether the
 * mark of the segment counts.  A table of its own tells by the hop limit of its route: 33.
 *
 *	tcp_v4_send_reset() -> ip_send_unicast_reply() -> ip_route_output_flow()
 *	tcp_v6_send_reset() -> tcp_v6_send_response() -> ip6_dst_lookup_flow()
 */
#include "harness/story/admin.h"
#include "harness/story/scenario.h"

#define MARK 7

#define RULES "rule add fwmark 7 lookup 100\nrule add oif eth0 lookup 100\n"

static void add_routes(struct test *t)
{
	ip_commands(t, RULES "route add %s dev eth0 hoplimit 33 table 100\n",
		    ip_network(t, PEER).text);
}

static struct conn plain(struct test *t)
{
	add_routes(t);
	return conn_listen(t, 1);
}

static struct conn marked(struct test *t)
{
	struct conn c = plain(t);

	sock_option(t, c.listener, SOL_SOCKET, SO_MARK, MARK);
	return c;
}

static struct conn bound(struct test *t)
{
	struct conn c = plain(t);

	sock_bind_device(t, c.listener, "eth0");
	return c;
}

static void ack(struct test *t, struct conn *c)
{
	peer_sends(t, c->flow, ". 1:1(0) ack 5000");
}

static void time_wait(struct test *t, struct conn *c)
{
	conn_syn(t, c, "S 0:0(0) <mss 1460>");
	peer_sends(t, c->flow, ". 1:1(0) ack 1");
	c->sut = sock_accept(t, c->listener);
	sock_close(t, c->sut);
	sut_sends(t, c->flow, "F. 1:1(0) ack 1");
	peer_sends(t, c->flow, ". 1:1(0) ack 2");
	fence(t);
	peer_sends(t, c->flow, "P. 1:6(5) ack 2");
}

static void closed_port(struct test *t)
{
	add_routes(t);
	nft_rules(t, "table inet filter {\n"
		     "	chain prerouting {\n"
		     "		type filter hook prerouting priority 0\n"
		     "		tcp dport 1 meta mark set 7\n"
		     "	}\n"
		     "}\n");
	peer_sends(t, flow_forge(t, CLOSED_PORT), "S 1000:1000(0)");
}

static const struct scenario scenarios[] = {
	{
		.id = "reset-route-listener-mark",
		.section = SECTION_LISTEN,
		.descr = "listener with SO_MARK: the RST takes the route of that mark",
		.from = marked,
		.act = ack,
		.expect.rst = { { "R 5000:5000(0) ttl 33", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "reset-route-listener-device",
		.section = SECTION_LISTEN,
		.descr = "listener with SO_BINDTODEVICE: the RST takes the route of that device",
		.from = bound,
		.act = ack,
		.expect.rst = { { "R 5000:5000(0) ttl 33", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "reset-route-listener",
		.section = SECTION_LISTEN,
		.descr = "listener without either: the RST takes the route of everybody",
		.from = plain,
		.act = ack,
		.expect.rst = { { "R 5000:5000(0)", "LISTEN", &unexpected_ack } },
	},
	{
		.id = "reset-route-timewait-mark",
		.section = SECTION_TIME_WAIT,
		.descr = "bucket of a connection with SO_MARK: the RST takes the route of that mark",
		.from = marked,
		.act = time_wait,
		.expect.rst = { { "R 2:2(0) ttl 33", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "reset-route-timewait-device",
		.section = SECTION_TIME_WAIT,
		.descr = "bucket of a connection with SO_BINDTODEVICE: the RST takes the route of that device",
		.from = bound,
		.act = time_wait,
		.expect.rst = { { "R 2:2(0) ttl 33", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "reset-route-timewait",
		.section = SECTION_TIME_WAIT,
		.descr = "bucket of a connection without either: the RST takes the route of everybody",
		.from = plain,
		.act = time_wait,
		.expect.rst = { { "R 2:2(0)", "TIME_WAIT", &time_wait_socket } },
	},
	{
		.id = "reset-route-closed-port-mark",
		.section = SECTION_NO_SOCKET,
		.descr = "closed port with fwmark_reflect: the RST takes the route of the mark "
			 "that the segment got",
		.run = closed_port,
		.setup.sysctls = { "net/ipv4/fwmark_reflect=1", "net/ipv6/fwmark_reflect=1" },
		.needs.features = NEEDS_POLICY_ROUTING | NEEDS_NFT,
		.expect.rst = { { "R. 0:0(0) ack 1001 ttl 33", "-", &no_socket } },
	},
	{
		.id = "reset-route-closed-port",
		.section = SECTION_NO_SOCKET,
		.descr = "closed port without fwmark_reflect: the mark of the segment does not matter",
		.run = closed_port,
		.needs.features = NEEDS_POLICY_ROUTING | NEEDS_NFT,
		.expect.rst = { { "R. 0:0(0) ack 1001", "-", &no_socket } },
	},
};

SCENARIOS(reset_route, scenarios, .setup.fixed = FIXED_PORTS,
	  .needs.features = NEEDS_POLICY_ROUTING);

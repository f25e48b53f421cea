// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses that no link of ours has but routing makes local: transparent proxies, AnyIP.
 *
 * A closed port there is a closed port of ours (RFC 9293 3.10.7.1): the RST must leave from that
 * address.
 *
 *	tcp_v4_rcv() -> tcp_v4_send_reset() -> ip_send_unicast_reply()
 */
#include "harness/story/admin.h"
#include "harness/story/scenario.h"

#define PORT 7000

/* What comes by eth0 for the server's network is ours, as transparent proxies want it. */
static void take_all(struct test *t)
{
	struct ip_word network = ip_network(t, SERVER);

	ip_commands(t,
		    "rule add iif eth0 to %s lookup 100\n"
		    "route add local %s dev lo table 100\n",
		    network.text, network.text);
}

static void tproxy_closed(struct test *t)
{
	struct flow *flow = flow_forge_to(t, SERVER, CLOSED_PORT);

	take_all(t);
	peer_sends(t, flow, "S 1000:1000(0)");
}

static void tproxy_listens(struct test *t)
{
	struct flow *flow = flow_forge_to(t, SERVER, PORT);

	take_all(t);
	sock_listen(t, sock_new_transparent(t, SERVER, PORT), 1);
	peer_sends(t, flow, "S 1000:1000(0)");
	sut_sends(t, flow, "S. *:*(0) ack 1001");
}

/* The main table knows the addresses as ours too ("AnyIP"). */
static void any_ip_closed(struct test *t)
{
	struct flow *flow = flow_forge_to(t, SERVER, CLOSED_PORT);

	ip_commands(t, "route add local %s dev lo\n", ip_address(t, SERVER).text);
	peer_sends(t, flow, "S 1000:1000(0)");
}

static const struct scenario scenarios[] = {
	{
		.id = "closed-port-tproxy",
		.descr = "closed port of an address that policy routing makes local: reset from it",
		.run = tproxy_closed,
		.needs.features = NEEDS_POLICY_ROUTING,
		.expect.rst = { { "R. 0:0(0) ack 1001", "-", &no_socket } },
		.deviation.why = "tcp_v4_send_reset() counts and traces a RST that "
				 "ip_route_output_key_hash_rcu() then refuses to send from an "
				 "address that the main table does not know; IPv6 sends it",
		.deviation.families = IPV4,
		.deviation.instead.rst = { { NULL, "-", &no_socket } },
	},
	{
		.id = "closed-port-any-ip",
		.descr = "closed port of an address that the main table makes local: reset from it",
		.run = any_ip_closed,
		.expect.rst = { { "R. 0:0(0) ack 1001", "-", &no_socket } },
	},
	{
		.id = "tproxy-listener",
		.descr = "listener at an address that policy routing makes local: it answers",
		.run = tproxy_listens,
		.needs.features = NEEDS_POLICY_ROUTING,
	},
};

SCENARIOS(local_by_route, scenarios, .section = SECTION_NO_SOCKET,
	  .setup.topology = &topology_routed, .setup.proxied = 1 << SERVER);

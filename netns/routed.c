// SPDX-License-Identifier: GPL-2.0-only
/*
 * peer --- sut --- server: the SUT routes.  Its link to the peer is eth0, as in topology_pair.
 */
#include "netns/topology.h"

#define SUT_MAC "02:00:00:00:00:01"
#define PEER_MAC "02:00:00:00:00:02"
#define UPLINK_MAC "02:00:00:00:00:03"
#define SERVER_MAC "02:00:00:00:00:04"
#define GHOST_V4 "192.0.2.66"
#define GHOST_V6 "2001:db8::66"

static const char *const links[] = {
	"link add eth0 " SUT_INDEX " netns sut address " SUT_MAC
	" type veth peer name eth0 " PEER_INDEX " netns peer address " PEER_MAC,
	"link add eth1 " SECOND_INDEX " netns sut address " UPLINK_MAC
	" type veth peer name eth0 " SERVER_INDEX " netns server address " SERVER_MAC,
	NULL,
};

static const char *const more_links[] = { "eth1", NULL };

static const char *const sut_commands[] = {
	"link set lo up",
	"link set eth0 up",
	"link set eth1 up",
	"addr add 192.0.2.1/24 dev eth0",
	"addr add 2001:db8::1/64 dev eth0 nodad",
	"addr add 198.51.100.1/24 dev eth1",
	"addr add 2001:db8:2::1/64 dev eth1 nodad",
	"neigh add 192.0.2.2 lladdr " PEER_MAC " dev eth0 nud permanent",
	"neigh add 2001:db8::2 lladdr " PEER_MAC " dev eth0 nud permanent",
	"neigh add " GHOST_V4 " lladdr " PEER_MAC " dev eth0 nud permanent",
	"neigh add " GHOST_V6 " lladdr " PEER_MAC " dev eth0 nud permanent",
	"neigh add 198.51.100.2 lladdr " SERVER_MAC " dev eth1 nud permanent",
	"neigh add 2001:db8:2::2 lladdr " SERVER_MAC " dev eth1 nud permanent",
	NULL,
};

static const char *const peer_commands[] = {
	"link set lo up",
	"link set eth0 up",
	"addr add 192.0.2.2/24 dev eth0",
	"addr add 2001:db8::2/64 dev eth0 nodad",
	"neigh add 192.0.2.1 lladdr " SUT_MAC " dev eth0 nud permanent",
	"neigh add 2001:db8::1 lladdr " SUT_MAC " dev eth0 nud permanent",
	"route add 198.51.100.0/24 via 192.0.2.1",
	"route add 2001:db8:2::/64 via 2001:db8::1",
	NULL,
};

static const char *const server_commands[] = {
	"link set lo up",
	"link set eth0 up",
	"addr add 198.51.100.2/24 dev eth0",
	"addr add 2001:db8:2::2/64 dev eth0 nodad",
	"neigh add 198.51.100.1 lladdr " UPLINK_MAC " dev eth0 nud permanent",
	"neigh add 2001:db8:2::1 lladdr " UPLINK_MAC " dev eth0 nud permanent",
	"route add default via 198.51.100.1",
	"route add default via 2001:db8:2::1",
	NULL,
};

static const char *const forwarding[] = {
	"net/ipv4/ip_forward=1",
	"net/ipv6/conf/all/forwarding=1",
	NULL,
};

const struct topology topology_routed = {
	.name = "routed",
	.links = links,
	.host = {
		{
			.name = "sut",
			.mac = SUT_MAC,
			.v4 = "192.0.2.1",
			.v6 = "2001:db8::1",
			.commands = sut_commands,
			.sysctls = pinned_sysctls,
			.links = more_links,
			.role = forwarding,
		},
		{
			.name = "peer",
			.mac = PEER_MAC,
			.v4 = "192.0.2.2",
			.v6 = "2001:db8::2",
			.commands = peer_commands,
			.sysctls = pinned_sysctls,
		},
		{
			.name = "server",
			.mac = SERVER_MAC,
			.v4 = "198.51.100.2",
			.v6 = "2001:db8:2::2",
			.commands = server_commands,
			.sysctls = pinned_sysctls,
		},
	},
	.ghost_v4 = GHOST_V4,
	.ghost_v6 = GHOST_V6,
};

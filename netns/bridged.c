// SPDX-License-Identifier: GPL-2.0-only
/*
 * peer --- sut --- server, all on one network: the SUT bridges, and has its address on the bridge.
 */
#include "netns/topology.h"

#define SUT_MAC "02:00:00:00:00:01"
#define PEER_MAC "02:00:00:00:00:02"
#define PORT_MAC "02:00:00:00:00:03"
#define SERVER_MAC "02:00:00:00:00:04"
#define GHOST_V4 "192.0.2.66"
#define GHOST_V6 "2001:db8::66"

static const char *const links[] = {
	"link add eth0 " SUT_INDEX " netns sut address " SUT_MAC
	" type veth peer name eth0 " PEER_INDEX " netns peer address " PEER_MAC,
	"link add eth1 " SECOND_INDEX " netns sut address " PORT_MAC
	" type veth peer name eth0 " SERVER_INDEX " netns server address " SERVER_MAC,
	NULL,
};

static const char *const more_links[] = { "eth1", "br0", NULL };

static const char *const sut_commands[] = {
	"link set lo up",
	"link add br0 address " SUT_MAC " type bridge stp_state 0 mcast_snooping 0",
	"link set eth0 master br0 up",
	"link set eth1 master br0 up",
	"link set br0 up",
	"addr add 192.0.2.1/24 dev br0",
	"addr add 2001:db8::1/64 dev br0 nodad",
	"neigh add 192.0.2.2 lladdr " PEER_MAC " dev br0 nud permanent",
	"neigh add 2001:db8::2 lladdr " PEER_MAC " dev br0 nud permanent",
	"neigh add " GHOST_V4 " lladdr " PEER_MAC " dev br0 nud permanent",
	"neigh add " GHOST_V6 " lladdr " PEER_MAC " dev br0 nud permanent",
	NULL,
};

static const char *const peer_commands[] = {
	"link set lo up",
	"link set eth0 up",
	"addr add 192.0.2.2/24 dev eth0",
	"addr add 2001:db8::2/64 dev eth0 nodad",
	"neigh add 192.0.2.1 lladdr " SUT_MAC " dev eth0 nud permanent",
	"neigh add 2001:db8::1 lladdr " SUT_MAC " dev eth0 nud permanent",
	"neigh add 192.0.2.3 lladdr " SERVER_MAC " dev eth0 nud permanent",
	"neigh add 2001:db8::3 lladdr " SERVER_MAC " dev eth0 nud permanent",
	NULL,
};

static const char *const server_commands[] = {
	"link set lo up",
	"link set eth0 up",
	"addr add 192.0.2.3/24 dev eth0",
	"addr add 2001:db8::3/64 dev eth0 nodad",
	"neigh add " GHOST_V4 " lladdr " PEER_MAC " dev eth0 nud permanent",
	"neigh add " GHOST_V6 " lladdr " PEER_MAC " dev eth0 nud permanent",
	NULL,
};

const struct topology topology_bridged = {
	.name = "bridged",
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
			.v4 = "192.0.2.3",
			.v6 = "2001:db8::3",
			.commands = server_commands,
			.sysctls = pinned_sysctls,
		},
	},
	.ghost_v4 = GHOST_V4,
	.ghost_v6 = GHOST_V6,
};

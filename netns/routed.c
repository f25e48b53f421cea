// SPDX-License-Identifier: GPL-2.0-only
#include "netns/topology.h"

static const char *const router[] = {
	"net/ipv4/ip_forward=1",
	"net/ipv6/conf/all/forwarding=1",
	NULL,
};

const struct topology topology_routed = {
	.name = "routed",
	.descr = "peer --- sut --- server: the SUT routes",
	.host = {
		[SUT] = { "sut", .role = router },
		[PEER] = { "peer" },
		[SERVER] = { "server" },
	},
	.device = {
		{ PAIR, SUT, "eth0", NEAR, 1 },
		{ PAIR, PEER, "eth0", NEAR, 2 },

		{ PAIR, SUT, "eth1", FAR, 1 },
		{ PAIR, SERVER, "eth0", FAR, 2 },
	},
};

// SPDX-License-Identifier: GPL-2.0-only
#include "netns/topology.h"

const struct topology topology_bridged = {
	.name = "bridged",
	.descr = "peer --- sut --- server: one network, the SUT bridges and has its address on the bridge",
	.host = {
		[SUT] = { "sut" },
		[PEER] = { "peer" },
		[SERVER] = { "server" },
	},
	.device = {
		{ PAIR, SUT, "eth0", .master = "br0" },
		{ PAIR, PEER, "eth0", NEAR, 2 },

		{ PAIR, SUT, "eth1", .master = "br0" },
		{ PAIR, SERVER, "eth0", NEAR, 3 },

		{ BRIDGE, SUT, "br0", NEAR, 1 },
	},
};

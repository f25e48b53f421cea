// SPDX-License-Identifier: GPL-2.0-only
#include "netns/topology.h"

const struct topology topology_pair = {
	.name = "pair",
	.descr = "sut --- peer",
	.host = {
		[SUT] = { "sut" },
		[PEER] = { "peer" },
	},
	.device = {
		{ PAIR, SUT, "eth0", NEAR, 1 },
		{ PAIR, PEER, "eth0", NEAR, 2 },
	},
};

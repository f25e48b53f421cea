// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/obstacle.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "harness/story/admin.h"
#include "harness/world/test.h"

void obstacle_no_route(struct test *t)
{
	struct address peer = topology_address(t->topology, PEER, t->family);
	char batch[INET6_ADDRSTRLEN + 40];
	char text[INET6_ADDRSTRLEN];

	inet_ntop(t->family, &peer.v6, text, sizeof(text));
	snprintf(batch, sizeof(batch), "route add unreachable %s\n", text);
	ip_commands(t, batch, batch);
}

void obstacle_drop_resets(struct test *t)
{
	nft_rules(t, "table inet filter {\n"
		     "	chain output {\n"
		     "		type filter hook output priority 0\n"
		     "		tcp flags & rst == rst drop\n"
		     "	}\n"
		     "}\n");
}

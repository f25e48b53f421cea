// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/obstacle.h"

#include "harness/story/admin.h"
#include "harness/world/test.h"

void obstacle_no_route(struct test *t)
{
	ip_commands(t, "route add unreachable %s\n", ip_address(t, PEER).text);
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

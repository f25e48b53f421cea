// SPDX-License-Identifier: GPL-2.0-only
#include "harness/drive/obstacle.h"

#include <arpa/inet.h>
#include <stdio.h>

#include "harness/test.h"
#include "netns/command.h"

static void run(struct test *t, const char *const argv[], const char *input)
{
	char why[TEST_WHY_MAX];

	if (command_run(argv, input, t->netns[SUT], why, sizeof(why)))
		test_fail(t, "setup: %s", why);
}

void obstacle_no_route(struct test *t)
{
	struct address peer = topology_address(t->topology, PEER, t->family);
	char batch[INET6_ADDRSTRLEN + 40];
	char text[INET6_ADDRSTRLEN];

	inet_ntop(t->family, &peer.v6, text, sizeof(text));
	snprintf(batch, sizeof(batch), "route add unreachable %s\n", text);
	run(t, (const char *const[]){ "ip", "-batch", "-", NULL }, batch);
}

void obstacle_drop_resets(struct test *t)
{
	run(t, (const char *const[]){ "nft", "-f", "-", NULL },
	    "table inet filter {\n"
	    "	chain output {\n"
	    "		type filter hook output priority 0\n"
	    "		tcp flags & rst == rst drop\n"
	    "	}\n"
	    "}\n");
}

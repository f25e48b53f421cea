// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/flow.h"

#include <arpa/inet.h>

#include "harness/story/sock.h"
#include "harness/world/test.h"
#include "netns/subnet.h"

/* Forged flows start here and go up, away from the ports of real peers. */
#define GHOST_PORT 50000

struct flow *flow_forge(struct test *t, uint16_t port)
{
	struct flow *flow = test_flow(t, GHOST, port, GHOST_PORT + t->flows);

	flow->forged = true;
	flow->absolute = true;
	return flow;
}

/* In the subnets of the topologies. */
static const struct {
	const char *v4, *v6;
} destinations[] = {
	[BROADCAST] = { "192.0.2.255", NULL },
	[MULTICAST] = { "224.0.0.1", "ff02::1" },
	[STRANGER] = { "192.0.2.77", "2001:db8::77" },
};

struct flow *flow_forge_to(struct test *t, enum destination destination, uint16_t port)
{
	bool is_v4 = t->family == AF_INET;
	const char *text = is_v4 ? destinations[destination].v4 : destinations[destination].v6;
	struct flow *flow = flow_forge(t, port);
	char there[INET6_ADDRSTRLEN];

	if (!text ||
	    inet_pton(t->family, subnet_text(t->topology->subnet, text, there, sizeof(there)),
		      &flow->sut.address.v6) != 1)
		test_fail(t, FAILED_SETUP, "this family has no such destination");
	return flow;
}

struct flow *flow_forge_through(struct test *t, int host, uint16_t port)
{
	struct flow *flow = flow_forge(t, port);

	flow->sut.address = topology_address(t->topology, host, t->family);
	return flow;
}

struct flow *flow_from_sut(struct test *t, int host, uint16_t port, int local, uint16_t local_port)
{
	struct flow *flow = test_flow(t, local, port, local_port);

	flow->sut.address = topology_address(t->topology, host, t->family);
	return flow;
}

void flow_began(struct test *t, struct flow *flow, int fd)
{
	flow->peer.isn = sock_next_seq(t, fd) - 1;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/flow.h"

#include "harness/story/sock.h"
#include "harness/world/test.h"

/* Forged flows start here and go up, away from the ports of real peers. */
#define GHOST_PORT 50000

struct flow *flow_forge(struct test *t, uint16_t port)
{
	struct flow *flow = test_flow(t, GHOST, port, GHOST_PORT + t->flows);

	flow->forged = true;
	flow->absolute = true;
	return flow;
}

struct flow *flow_forge_to(struct test *t, enum test_host destination, uint16_t port)
{
	struct flow *flow = flow_forge(t, port);

	flow->sut.address = topology_address(&t->topology, destination, t->family);
	if (!flow->sut.address.family)
		test_fail(t, FAILED_SETUP, "this family has no such destination");
	return flow;
}

struct flow *flow_from_sut(struct test *t, int host, uint16_t port, int local, uint16_t local_port)
{
	struct flow *flow = test_flow(t, local, port, local_port);

	flow->sut.address = topology_address(&t->topology, host, t->family);
	return flow;
}

void flow_began(struct test *t, struct flow *flow, int fd)
{
	flow->peer.isn = sock_next_seq(t, fd) - 1;
}

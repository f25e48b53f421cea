/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_FLOW_H
#define RST_STORY_FLOW_H

#include <stdint.h>

#include "harness/packet/flow.h"
#include "netns/topology.h"

struct test;

/* Flows of a story.  Verbs: they end the test when they fail. */

/*
 * A forged flow from the ghost to @port of the SUT, with absolute numbers: nothing was
 * said on it yet.  Every call takes another port of the ghost.
 */
struct flow *flow_forge(struct test *t, uint16_t port);

/*
 * The same to @port of @destination.  What the SUT sends in the name of another host is of this
 * flow.  Only peer_sends_by_link() brings segments to the SUT that are not for an address which it
 * has or routes to.
 */
struct flow *flow_forge_to(struct test *t, enum test_host destination, uint16_t port);

/*
 * A flow between @port of @host and @local_port of the address @local that a socket of the SUT
 * has.  After flow_began() numbers are relative to the SYN that this socket, @fd, has sent.
 */
struct flow *flow_from_sut(struct test *t, int host, uint16_t port, int local, uint16_t local_port);
void flow_began(struct test *t, struct flow *flow, int fd);

/* Port of the SUT where nobody listens. */
#define CLOSED_PORT 1

#endif

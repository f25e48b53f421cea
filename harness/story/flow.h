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
 * The same to @port of @host, through the SUT: what it sends in the name of @host is of this flow.
 */
struct flow *flow_forge_through(struct test *t, int host, uint16_t port);

/*
 * A flow between @port of @host and @local_port of the address @local that a socket of the SUT
 * has.  After flow_began() numbers are relative to the SYN that this socket, @fd, has sent.
 */
struct flow *flow_from_sut(struct test *t, int host, uint16_t port, int local, uint16_t local_port);
void flow_began(struct test *t, struct flow *flow, int fd);

/* Port of the SUT where nobody listens. */
#define CLOSED_PORT 1

/* Destinations that are no unicast address of the SUT. */
enum destination {
	BROADCAST, /* of the link; IPv4 only */
	MULTICAST, /* all hosts (RFC 1112), all nodes (RFC 4291): every host has joined */
	STRANGER, /* another host of the link */
};

/* The same to @destination.  Only peer_sends_by_link() brings its segments to the SUT. */
struct flow *flow_forge_to(struct test *t, enum destination destination, uint16_t port);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_STEP_H
#define RST_NETNS_STEP_H

#include <stddef.h>

#include "netns/topology.h"

/* More than TOPOLOGY_DEVICES can make. */
#define STEPS_MAX 128

/*
 * What raises a topology, step by step: one request of rtnetlink each, one line of `ip -batch`.
 * Nothing is left to look up: who carries a step out needs no topology.
 */
enum step_kind {
	STEP_PAIR, /* makes device and other */
	STEP_DEVICE, /* makes device, of another kind */
	STEP_UP, /* as a port of other, where that has a name */
	STEP_ADDRESS,
	STEP_NEIGHBOUR, /* a permanent one, at mac */
	STEP_ROUTE, /* to the network address, via */
};

struct step_device {
	const char *host; /* also the name of its namespace */
	int netns; /* that */
	const char *name;
	int index;
	struct mac mac;
};

struct step {
	enum step_kind kind;
	struct step_device device, other;
	const struct kind *type; /* of what is made, see netns/device.h */
	struct address address, via;
	struct mac mac;
};

struct steps {
	const struct topology *topology;
	const int *netns;
	int home; /* the namespace in which they are carried out */
	size_t count;
	struct step step[STEPS_MAX];
};

/* The pairs between the namespaces @netns of the hosts (NULL: steps that are only shown). */
void steps_between(struct steps *steps, const struct topology *topology, const int *netns,
		   bool netkit);

/* All that is done within the namespace of @host, after the pairs are there. */
void steps_within(struct steps *steps, const struct topology *topology, const int *netns,
		  enum test_host host);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_RAISE_H
#define RST_NETNS_RAISE_H

#include "netns/topology.h"

struct why;

/*
 * Leaves the caller in a mount namespace of its own whose /run/netns is an empty
 * tmpfs: names of namespaces cannot collide, and the kernel removes everything
 * with the last process, however that ends.  Returns 0, or -errno with the cause in @why.
 */
int topology_private(struct why *why);

enum topology_means {
	TOPOLOGY_WITHOUT_IP = 1 << 0, /* by rtnetlink, else by the lines of `ip -batch` */
	TOPOLOGY_NETKIT = 1 << 1, /* pairs are netkit: the kernel has no veth */
};

/*
 * Raises @topology by @means and opens one descriptor per namespace into @netns.  Returns 0, or
 * -errno with the step that failed in @why.
 */
int topology_up(const struct topology *topology, unsigned int means,
		int netns[static TOPOLOGY_HOSTS], struct why *why);

/* The means that this kernel needs: TOPOLOGY_NETKIT, or 0.  -EOPNOTSUPP: it has no pair at all. */
int topology_probe(void);

#endif

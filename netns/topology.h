/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_TOPOLOGY_H
#define RST_NETNS_TOPOLOGY_H

#include <stddef.h>

#include "netns/address.h"

#define TOPOLOGY_HOSTS 4

/*
 * The two ends of a pair must not have the same number: 5.10 and 6.1 take such a device for
 * one without a lower one, and tells that it is up once a second only (linkwatch_urgent_event()).
 * Large, for the links are made where others may be.
 */
#define SUT_INDEX "index 1000001"
#define PEER_INDEX "index 1000002"
#define SECOND_INDEX "index 1000003"
#define SERVER_INDEX "index 1000004"

/* Positions in a topology. */
enum test_host {
	GHOST = -1,
	SUT,
	PEER,
	SERVER, /* of topology_routed and topology_bridged */
};

/* One network namespace of a topology and the `ip -batch` lines that raise it. */
struct host {
	const char *name; /* also the name of the namespace */
	const char *mac; /* of eth0 */
	const char *v4, *v6; /* address of eth0 */
	const char *const *commands; /* for `ip -n NAME -batch`, NULL at the end */
	const char *const *sysctls; /* "net/ipv4/x=y", NULL at the end */
	const char *const *links; /* beside eth0, NULL at the end */
	const char *const *role; /* more sysctls, of a router */
};

/* What every host of a topology pins. */
extern const char *const pinned_sysctls[];

/*
 * Namespaces and the links between them.  The ghost is an address that no kernel owns: every host
 * reaches it through a permanent neighbour entry that leads to the peer, whose stack drops what is
 * not for it.
 */
struct topology {
	const char *name;
	unsigned int subnet; /* see netns/subnet.h; 0: the addresses are as written */
	const char *const *links; /* for `ip -batch`, after the namespaces exist */
	struct host host[TOPOLOGY_HOSTS];
	const char *ghost_v4, *ghost_v6;
	/* Of eth0 of host[0] too, but not raised: the peer knows the neighbour, a story adds it. */
	const char *second_v4, *second_v6;
};

/* sut --- peer, with the ghost behind the peer.  host[0] is always the SUT and host[1] the peer. */
extern const struct topology topology_pair;

/* peer --- sut --- server: the SUT routes, or bridges. */
extern const struct topology topology_routed;
extern const struct topology topology_bridged;

/*
 * Leaves the caller in a mount namespace of its own whose /run/netns is an empty
 * tmpfs: names of namespaces cannot collide, and the kernel removes everything
 * with the last process, however that ends.  Returns 0 or -errno.
 */
int topology_private(void);

enum topology_means {
	TOPOLOGY_WITHOUT_IP = 1 << 0, /* see batch.h */
	TOPOLOGY_NETKIT = 1 << 1, /* pairs are netkit: the kernel has no veth */
};

/*
 * Raises @topology with iproute2, or by @means, and opens one descriptor per namespace into
 * @netns.  On error returns -errno and writes one line into @why: the command
 * that failed and what it said.
 */
int topology_up(const struct topology *topology, unsigned int means,
		int netns[static TOPOLOGY_HOSTS], char *why, size_t size);

/* The means that this kernel needs: TOPOLOGY_NETKIT, or 0.  -EOPNOTSUPP: it has no pair at all. */
int topology_probe(void);

/* The address of host @index, or with @index -1 of the ghost. */
struct address topology_address(const struct topology *topology, int index, int family);

#endif

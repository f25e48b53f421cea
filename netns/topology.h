/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_TOPOLOGY_H
#define RST_NETNS_TOPOLOGY_H

#include <stdint.h>

#include "netns/network.h"

#define TOPOLOGY_HOSTS 4
#define TOPOLOGY_DEVICES 8

/* The hosts of a topology, and addresses of NEAR that none of them has when it is raised. */
enum test_host {
	BROADCAST = -5, /* of the link; IPv4 only */
	MULTICAST, /* all hosts (RFC 1112), all nodes (RFC 4291): every host has joined */
	STRANGER, /* another host of the link: nobody */
	SECOND, /* for the SUT: the others know the neighbour, a story adds the address */
	GHOST, /* behind the peer, whose stack drops what is not for it */
	SUT,
	PEER,
	SERVER, /* where there is a third */
};

struct host {
	const char *name; /* of its network namespace too */
	const char *const *role; /* sysctls beside the pinned ones, NULL at the end; or NULL */
};

enum device_kind {
	PAIR, /* one of two ends: the first and second device, the third and fourth, ... */
	BRIDGE,
};

struct device {
	enum device_kind kind;
	enum test_host host;
	const char *name;
	enum network network; /* where it has an address; NO_NETWORK: nowhere */
	unsigned int number; /* the address, see network_address() */
	const char *master; /* NULL, or the bridge that it is a port of */
};

/*
 * Hosts, and the devices that link them.  All else follows: the devices are numbered, from which
 * they have their MAC addresses; a host knows all other addresses of its networks as permanent
 * neighbours; and it reaches the networks of the SUT that it is not on through the SUT.
 */
struct topology {
	const char *name;
	const char *descr;
	unsigned int subnet; /* whose addresses it has, see netns/network.h */
	struct host host[TOPOLOGY_HOSTS + 1]; /* one without a name at the end */
	struct device device[TOPOLOGY_DEVICES + 1]; /* the same */
};

extern const struct topology topology_pair;
extern const struct topology topology_routed;
extern const struct topology topology_bridged;

/* All of them, NULL at the end. */
extern const struct topology *const topologies[];

/*
 * The address of @host, or the one of those that no host has.  The family is 0 when there is none:
 * IPv6 has no broadcast.
 */
struct address topology_address(const struct topology *topology, enum test_host host, int family);

/* The network that @host is on. */
struct address topology_network(const struct topology *topology, enum test_host host, int family);

struct mac {
	uint8_t byte[6];
};

/* To where frames for @host go, or for GHOST or SECOND. */
struct mac topology_mac(const struct topology *topology, enum test_host host);

/*
 * Whether @address (also one that IPv6 maps) lies in the subnet of @topology, when it has one, and
 * is not of a host other than the SUT and those that the SUT stands in for (@proxied: 1 << host).
 * The ghost has no kernel: who speaks for it is the SUT.
 */
bool topology_is_sut(const struct topology *topology, const struct address *address,
		     unsigned int proxied);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_DEVICE_H
#define RST_NETNS_DEVICE_H

#include "netns/topology.h"

/* What follows from the place of a device in its topology. */

/*
 * Its interface index.  The two ends of a pair must not have the same one: 5.10 and 6.1 take such
 * a device for one without a lower one, and say that it is up once a second only
 * (linkwatch_urgent_event()).  Large, for the links are made where others may be.
 */
int device_index(const struct topology *topology, const struct device *device);

/* 02:00:00:00:00:NUMBER; a bridge has that of its first port, as the kernel would choose too. */
struct mac device_mac(const struct topology *topology, const struct device *device);

struct address device_address(const struct topology *topology, const struct device *device,
			      int family);

/* What a kind of device is called, and what one is made with. */
struct kind {
	const char *name;
	const char *option; /* for ip, or NULL */
	int attribute, size; /* the same for rtnetlink: of IFLA_INFO_DATA, and its bytes */
	unsigned int value;
};

/*
 * Pairs are veth, or with @netkit netkit in mode L2, which keeps what veth has: addresses of
 * Ethernet, neighbours (drivers/net/netkit.c: netkit_new_link()).
 */
const struct kind *device_kind(const struct device *device, bool netkit);

/* The bridge that @device is a port of, or NULL. */
const struct device *device_master(const struct topology *topology, const struct device *device);

/* The device by whose address the others know @host: its first one with any. */
const struct device *device_of(const struct topology *topology, enum test_host host);

#endif

// SPDX-License-Identifier: GPL-2.0-only
#include "netns/topology.h"

#include <string.h>

#include "netns/device.h"

const struct topology *const topologies[] = {
	&topology_pair,
	&topology_routed,
	&topology_bridged,
	NULL,
};

/* Of the addresses that no host has. */
static const unsigned int numbers[] = {
	[-GHOST] = 66,
	[-SECOND] = 11,
	[-STRANGER] = 77,
	[-BROADCAST] = 255,
};

static struct address multicast(int family)
{
	struct address address = { .family = family };

	if (family == AF_INET)
		address.v4.s_addr = htonl(INADDR_ALLHOSTS_GROUP);
	else
		address.v6 = (struct in6_addr){ { { 0xff, 0x02, [15] = 1 } } };
	return address;
}

struct address topology_address(const struct topology *topology, enum test_host host, int family)
{
	const struct device *device = device_of(topology, host < 0 ? SUT : host);

	if (host >= 0)
		return device_address(topology, device, family);
	if (host == MULTICAST)
		return multicast(family);
	if (host == BROADCAST && family == AF_INET6)
		return (struct address){ 0 };
	return network_address(device->network, topology->subnet, family, numbers[-host]);
}

struct address topology_network(const struct topology *topology, enum test_host host, int family)
{
	return network_address(device_of(topology, host)->network, topology->subnet, family, 0);
}

struct mac topology_mac(const struct topology *topology, enum test_host host)
{
	if (host == GHOST)
		host = PEER;
	if (host == SECOND)
		host = SUT;
	return device_mac(topology, device_of(topology, host));
}

bool topology_is_sut(const struct topology *topology, const struct address *address,
		     unsigned int proxied)
{
	struct address plain = *address, other;
	int host;

	if (address->family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&address->v6)) {
		plain = (struct address){ .family = AF_INET };
		memcpy(&plain.v4, &address->v6.s6_addr[12], sizeof(plain.v4));
	}
	if (topology->subnet && !network_holds(topology->subnet, &plain))
		return false;
	for (host = PEER; topology->host[host].name; host++) {
		other = topology_address(topology, host, plain.family);
		if (!(proxied & 1u << host) && address_equal(&other, &plain))
			return false;
	}
	return true;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "netns/device.h"

#include <linux/if_link.h>
#include <string.h>

#define FIRST_INDEX 1000001

static unsigned int number_of(const struct topology *topology, const struct device *device)
{
	return device - topology->device;
}

int device_index(const struct topology *topology, const struct device *device)
{
	return FIRST_INDEX + number_of(topology, device);
}

static const struct device *first_port(const struct topology *topology, const struct device *bridge)
{
	const struct device *port;

	for (port = topology->device; port->name; port++)
		if (device_master(topology, port) == bridge)
			return port;
	return bridge;
}

struct mac device_mac(const struct topology *topology, const struct device *device)
{
	uint8_t number = 1 + number_of(topology, first_port(topology, device));

	return (struct mac){ { 0x02, 0, 0, 0, 0, number } };
}

struct address device_address(const struct topology *topology, const struct device *device,
			      int family)
{
	return network_address(device->network, topology->subnet, family, device->number);
}

/* Since 6.7; the build host's headers may be older (include/uapi/linux/if_link.h). */
#define NETKIT_MODE 5
#define NETKIT_MODE_L2 0

const struct kind *device_kind(const struct device *device, bool netkit)
{
	static const struct kind kinds[] = {
		[PAIR] = { "veth" },
		[BRIDGE] = { "bridge", "mcast_snooping", IFLA_BR_MCAST_SNOOPING, 1, 0 },
	};
	static const struct kind pair = { "netkit", NULL, NETKIT_MODE, 4, NETKIT_MODE_L2 };

	return netkit && device->kind == PAIR ? &pair : &kinds[device->kind];
}

const struct device *device_master(const struct topology *topology, const struct device *device)
{
	const struct device *master;

	if (!device->master)
		return NULL;
	for (master = topology->device; master->name; master++)
		if (master->host == device->host && !strcmp(master->name, device->master))
			return master;
	return NULL;
}

const struct device *device_of(const struct topology *topology, enum test_host host)
{
	const struct device *device;

	for (device = topology->device; device->name; device++)
		if (device->host == host && device->network)
			return device;
	return NULL;
}

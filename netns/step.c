// SPDX-License-Identifier: GPL-2.0-only
#include "netns/step.h"

#include "netns/device.h"

/* Of every namespace (net/core/dev.c: LOOPBACK_IFINDEX). */
#define LOOPBACK_INDEX 1

static struct step_device resolve(const struct steps *steps, const struct device *device)
{
	return (struct step_device){
		.host = steps->topology->host[device->host].name,
		.netns = steps->netns ? steps->netns[device->host] : -1,
		.name = device->name,
		.index = device_index(steps->topology, device),
		.mac = device_mac(steps->topology, device),
	};
}

/* One more step, about @device; all else of it is zero. */
static struct step *add(struct steps *steps, enum step_kind kind, const struct device *device)
{
	struct step *step = &steps->step[steps->count++];

	*step = (struct step){ .kind = kind, .device = resolve(steps, device) };
	return step;
}

void steps_between(struct steps *steps, const struct topology *topology, const int *netns,
		   bool netkit)
{
	const struct device *device;
	struct step *step;

	*steps = (struct steps){ topology, netns, .home = netns ? netns[SUT] : -1 };
	for (device = topology->device; device->name && device->kind == PAIR; device += 2) {
		step = add(steps, STEP_PAIR, device);
		step->other = resolve(steps, device + 1);
		step->type = device_kind(device, netkit);
	}
}

static void add_devices(struct steps *steps, enum test_host host)
{
	const struct topology *topology = steps->topology;
	const struct device *device, *master;
	struct step *step;

	for (device = topology->device; device->name; device++)
		if (device->host == host && device->kind != PAIR)
			add(steps, STEP_DEVICE, device)->type = device_kind(device, false);
	for (device = topology->device; device->name; device++) {
		if (device->host != host)
			continue;
		step = add(steps, STEP_UP, device);
		master = device_master(topology, device);
		if (master)
			step->other = resolve(steps, master);
	}
}

/* The device of @host on @network, or NULL. */
static const struct device *on_network(const struct topology *topology, enum test_host host,
				       enum network network)
{
	const struct device *device;

	for (device = topology->device; device->name; device++)
		if (device->host == host && device->network == network)
			return device;
	return NULL;
}

static void add_neighbour(struct steps *steps, const struct device *device, struct address address,
			  struct mac mac)
{
	struct step *step = add(steps, STEP_NEIGHBOUR, device);

	step->address = address;
	step->mac = mac;
}

/* The devices of the others on the network of @device, and the addresses that none has. */
static void add_neighbours(struct steps *steps, const struct device *device, int family)
{
	const struct topology *topology = steps->topology;
	enum network near = device_of(topology, SUT)->network;
	const struct device *other;

	for (other = topology->device; other->name; other++)
		if (other->host != device->host && other->network == device->network)
			add_neighbour(steps, device, device_address(topology, other, family),
				      device_mac(topology, other));
	if (device->network == near && device->host != PEER)
		add_neighbour(steps, device, topology_address(topology, GHOST, family),
			      topology_mac(topology, GHOST));
	if (device->network == near && device->host != SUT)
		add_neighbour(steps, device, topology_address(topology, SECOND, family),
			      topology_mac(topology, SECOND));
}

/* From @device to the networks of the SUT that its host is not on. */
static void add_routes(struct steps *steps, const struct device *device, int family)
{
	const struct topology *topology = steps->topology;
	const struct device *gateway = on_network(topology, SUT, device->network);
	const struct device *beyond;
	struct step *step;

	for (beyond = topology->device; gateway && beyond->name; beyond++) {
		if (beyond->host != SUT || !beyond->network ||
		    on_network(topology, device->host, beyond->network))
			continue;
		step = add(steps, STEP_ROUTE, device);
		step->address = network_address(beyond->network, topology->subnet, family, 0);
		step->via = device_address(topology, gateway, family);
	}
}

static void add_family(struct steps *steps, const struct device *device, int family)
{
	add(steps, STEP_ADDRESS, device)->address = device_address(steps->topology, device, family);
	add_neighbours(steps, device, family);
	add_routes(steps, device, family);
}

void steps_within(struct steps *steps, const struct topology *topology, const int *netns,
		  enum test_host host)
{
	const struct device lo = { .host = host, .name = "lo" };
	const struct device *device;

	*steps = (struct steps){ topology, netns, .home = netns ? netns[host] : -1 };
	add(steps, STEP_UP, &lo)->device.index = LOOPBACK_INDEX;
	add_devices(steps, host);
	for (device = topology->device; device->name; device++) {
		if (device->host != host || !device->network)
			continue;
		add_family(steps, device, AF_INET);
		add_family(steps, device, AF_INET6);
	}
}

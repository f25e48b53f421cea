// SPDX-License-Identifier: GPL-2.0-only
#include "netns/network.h"

#include <string.h>

#include "harness/base/array.h"
#include "harness/base/bytes.h"

#define PREFIX_V4 24
#define PREFIX_V6 64

static const struct {
	uint8_t v4[PREFIX_V4 / 8];
	uint16_t v6[PREFIX_V6 / 16];
} networks[] = {
	[NEAR] = { { 192, 0, 2 }, { 0x2001, 0xdb8 } },
	[FAR] = { { 198, 51, 100 }, { 0x2001, 0xdb8, 2 } },
};

static void put_v4(uint8_t *byte, enum network network, unsigned int subnet)
{
	memcpy(byte, networks[network].v4, sizeof(networks[network].v4));
	if (!subnet)
		return;
	byte[0] = 240 + network - NEAR;
	put16(byte + 1, subnet);
}

static void put_v6(uint8_t *byte, enum network network, unsigned int subnet)
{
	const uint16_t *group = networks[network].v6;
	const uint16_t own[] = { 0x3fff, subnet >> 8, subnet & 0xff, group[2] };
	size_t i;

	for (i = 0; i < PREFIX_V6 / 16; i++)
		put16(byte + 2 * i, subnet ? own[i] : group[i]);
}

struct address network_address(enum network network, unsigned int subnet, int family,
			       unsigned int number)
{
	struct address address = { .family = family };
	uint8_t *byte = address.v6.s6_addr;

	if (family == AF_INET) {
		put_v4(byte, network, subnet);
		byte[3] = number;
	} else {
		put_v6(byte, network, subnet);
		byte[15] = number / 10 << 4 | number % 10;
	}
	return address;
}

unsigned int network_prefix(int family)
{
	return family == AF_INET ? PREFIX_V4 : PREFIX_V6;
}

bool network_holds(unsigned int subnet, const struct address *address)
{
	size_t size = network_prefix(address->family) / 8;
	enum network network;
	struct address own;

	for (network = NEAR; network < ARRAY_SIZE(networks); network++) {
		own = network_address(network, subnet, address->family, 0);
		if (!memcmp(&own.v6, &address->v6, size))
			return true;
	}
	return false;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "netns/address.h"

#include <arpa/inet.h>
#include <string.h>

size_t address_size(const struct address *address)
{
	return address->family == AF_INET ? sizeof(address->v4) : sizeof(address->v6);
}

struct address address_map(const struct address *address)
{
	struct address mapped = { .family = AF_INET6 };

	mapped.v6.s6_addr[10] = mapped.v6.s6_addr[11] = 0xff;
	memcpy(&mapped.v6.s6_addr[12], &address->v4, sizeof(address->v4));
	return mapped;
}

bool address_equal(const struct address *a, const struct address *b)
{
	return a->family == b->family && !memcmp(&a->v6, &b->v6, address_size(a));
}

struct address_name address_name(const struct address *address)
{
	struct address_name name = { "" };

	inet_ntop(address->family, &address->v6, name.text, sizeof(name.text));
	return name;
}

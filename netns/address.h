/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_ADDRESS_H
#define RST_NETNS_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

/* An IP address of either family. */
struct address {
	int family; /* AF_INET or AF_INET6 */
	union {
		struct in_addr v4;
		struct in6_addr v6;
	};
};

/* How many bytes the address itself has; they begin at both .v4 and .v6. */
size_t address_size(const struct address *address);

/* @address of IPv4 as one of IPv6 maps it, for sockets of both (RFC 4291 2.5.5.2). */
struct address address_map(const struct address *address);

bool address_equal(const struct address *a, const struct address *b);

/* As people write it.  By value, so that address_name(&x).text lasts as long as the statement. */
struct address_name {
	char text[INET6_ADDRSTRLEN];
};

struct address_name address_name(const struct address *address);

#endif

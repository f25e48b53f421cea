/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_NETWORK_H
#define RST_NETNS_NETWORK_H

#include "netns/address.h"

/*
 * The networks that topologies are made of.  Their addresses are for documentation (RFC 5737,
 * RFC 3849), and private namespaces let all cases use the same ones.  A tracer that does not know
 * namespaces needs addresses that only one case has: those of subnet A.B (1 to 65535).
 *
 *		subnet 0				subnet A.B
 *	NEAR	192.0.2.0/24	2001:db8::/64		240.A.B.0/24	3fff:A:B::/64
 *	FAR	198.51.100.0/24	2001:db8:2::/64		241.A.B.0/24	3fff:A:B:2::/64
 *
 * 240.0.0.0/4 is reserved for future use (RFC 1112 4) and routed nowhere, 3fff::/20 is for
 * documentation (RFC 9637).
 */
enum network {
	NO_NETWORK,
	NEAR, /* of the SUT and the peer */
	FAR,
};

/*
 * Address @number of @network: its last byte, or its last group with the same digits
 * (66: 192.0.2.66, 2001:db8::66).  0: the network itself, 255: its broadcast address (IPv4).
 */
struct address network_address(enum network network, unsigned int subnet, int family,
			       unsigned int number);

/* How many bits all networks of @family have in common with their addresses. */
unsigned int network_prefix(int family);

/* Whether @address lies in a network of @subnet. */
bool network_holds(unsigned int subnet, const struct address *address);

#endif

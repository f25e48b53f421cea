/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_SUBNET_H
#define RST_NETNS_SUBNET_H

#include <stdbool.h>
#include <stddef.h>

#include "netns/topology.h"

/*
 * Topologies are written with the addresses for documentation (192.0.2.0/24, 198.51.100.0/24,
 * 2001:db8::/32), and private namespaces let all cases use the same ones.  A tracer that does not
 * know namespaces needs addresses that only one case has: subnet A.B (1 to 65535) stands for
 *
 *	192.0.2.x      240.A.B.x	reserved for future use (RFC 1112 4): routed nowhere
 *	198.51.100.x   241.A.B.x
 *	2001:db8:...   3fff:A:B:...	for documentation (RFC 9637)
 */

/* Writes @text, which contains addresses, with those of @subnet.  Returns @result. */
const char *subnet_text(unsigned int subnet, const char *text, char *result, size_t size);

/* @topology with the addresses of @subnet, to be freed; NULL without memory. */
struct topology *subnet_topology(const struct topology *topology, unsigned int subnet);

/*
 * Whether @address (also one that IPv6 maps) lies in the subnet of @topology and is not of a host
 * other than the SUT and those that the SUT stands in for (@proxied: 1 << their index).  The ghost
 * has no kernel: who speaks for it is the SUT.
 */
bool subnet_is_sut(const struct topology *topology, const struct address *address,
		   unsigned int proxied);

#endif

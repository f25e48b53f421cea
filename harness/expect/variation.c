// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/variation.h"

#include <string.h>
#include <sys/socket.h>

#include "harness/expect/row.h"

const struct variation variation_none;

const struct variation variations[VARIATIONS_MAX + 1] = {
	{
		.name = "ports-low",
		.descr = "ports below 1000",
		.ports = { 1, 991 },
	},
	{
		.name = "ports-high",
		.descr = "ports from 32768, where 16 bits have a sign",
		.ports = { 32768, 32768 },
	},
	{
		.name = "ports-last",
		.descr = "the SUT's port is 65535",
		.ports = { 65535 - 7000, 7001 },
	},
	{
		.name = "isn-wrap",
		.descr = "the numbers of who connects cross 2^32",
		.isn = 0xfffffffe,
	},
	{
		.name = "isn-sign",
		.descr = "the numbers of who connects cross 2^31",
		.isn = 0x7ffffffe,
	},
	{
		.name = "mapped",
		.descr = "sockets of IPv6 with mapped addresses of IPv4",
		.families = IPV4,
		.mapped = true,
	},
	{
		.name = "unspecified",
		.descr = "sockets of the SUT bound to 0.0.0.0 or ::",
		.unspecified = true,
	},
	{
		.name = "no-early-demux",
		.descr = "no socket is looked up before the route",
		.sysctls = { "net/ipv4/ip_early_demux=0" },
	},
	{
		.name = "no-sack",
		.descr = "neither SACK nor window scaling",
		.sysctls = { "net/ipv4/tcp_sack=0", "net/ipv4/tcp_window_scaling=0" },
	},
	{
		.name = "ecn",
		.descr = "both ends ask for ECN and agree on it",
		.sysctls = { "net/ipv4/tcp_ecn=1" },
	},
	{
		.name = "ip-options",
		.descr = "what forged peers send has IP options, or extension headers",
		.carriage = CARRIED_WITH_OPTIONS,
	},
	{
		.name = "fragments",
		.descr = "what forged peers send comes in two fragments",
		.carriage = CARRIED_IN_FRAGMENTS,
	},
	{ .name = NULL },
};

const struct variation *variation_find(const char *name)
{
	const struct variation *variation = variations;

	while (variation->name && strcmp(variation->name, name))
		variation++;
	return variation->name ? variation : NULL;
}

/* What a variation changes, as bits of enum fixed. */
static unsigned int changes(const struct variation *variation)
{
	return (variation->ports.modulus ? FIXED_PORTS : 0) |
	       (variation->carriage == CARRIED_IN_FRAGMENTS ? FIXED_PACKETS : 0) |
	       (variation->mapped || variation->unspecified ? FIXED_SOCKETS : 0);
}

bool variation_applies(const struct variation *variation, const struct scenario *scenario,
		       int family, bool by_address)
{
	if (variation->families && !(variation->families & (family == AF_INET ? IPV4 : IPV6)))
		return false;
	if (variation->unspecified && (by_address || scenario->setup.both_tracers))
		return false;
	return !(changes(variation) & scenario->setup.fixed);
}

uint16_t variation_port(const struct variation *variation, uint16_t port)
{
	const struct port_range *range = &variation->ports;

	return range->modulus ? range->first + port % range->modulus : port;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_VARIATION_H
#define RST_EXPECT_VARIATION_H

/*
 * A row says what must follow from a story; most of what surrounds the story must not matter.  A
 * variation changes one such thing for a row as it stands: it is data, and no story knows of it.
 */
#include <stdbool.h>
#include <stdint.h>

#include "harness/packet/carriage.h"

struct scenario;

/* Real ports are those that a story names, each in its place: first + port % modulus. */
struct port_range {
	uint16_t first;
	uint16_t modulus; /* 0: as named */
};

#define VARIATION_SYSCTLS 4
#define VARIATIONS_MAX 31

struct variation {
	const char *name, *descr;
	int families; /* 0: both */
	const char *sysctls[VARIATION_SYSCTLS]; /* of all hosts: "net/ipv4/ip_early_demux=0" */
	struct port_range ports;
	uint32_t isn; /* of forged peers, and of sockets that connect(); 0: as ever */
	enum carriage carriage; /* of what forged peers send */
	bool mapped; /* sockets are of IPv6, their addresses mapped ones of IPv4 */
	bool unspecified; /* sockets of the SUT are bound to no address */
};

/* What everything is like without one: changes nothing. */
extern const struct variation variation_none;

/* All others, one without a name at the end. */
extern const struct variation variations[VARIATIONS_MAX + 1];

/* NULL: none has this name. */
const struct variation *variation_find(const char *name);

/*
 * Whether @scenario in @family can be varied so, where the tracer knows the SUT's events by its
 * addresses (@by_address) or by its namespace.
 */
bool variation_applies(const struct variation *variation, const struct scenario *scenario,
		       int family, bool by_address);

/* The real port for one that a story names. */
uint16_t variation_port(const struct variation *variation, uint16_t port);

#endif

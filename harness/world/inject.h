/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_WORLD_INJECT_H
#define RST_WORLD_INJECT_H

#include <stddef.h>
#include <stdint.h>

#include "harness/packet/carriage.h"
#include "harness/packet/segment.h"

/*
 * Sends segments that no stack of ours made, from one namespace.  libnet builds them; they leave
 * through a raw socket, or for destinations that routing would not send to the SUT, by the link.
 */
struct injector;

/* Opens one in @netns for @family.  Returns 0 or -errno. */
int inject_open(struct injector **injector, int netns, int family);
/* From now on segments go so.  Returns 0 or -ENOMEM. */
int inject_carry(struct injector *injector, enum carriage how);
void inject_close(struct injector *injector);

/*
 * Sends @segment.  With @mac (six bytes) it goes to that link address of eth0, whatever
 * its IP destination is.  Returns 0 or -errno.
 */
int inject_segment(struct injector *injector, const struct segment *segment, const uint8_t *mac);

/* What cannot be reached, for ICMP and ICMPv6. */
enum icmp_error {
	ICMP_ERROR_PORT,
	ICMP_ERROR_HOST,
};

/* The first bytes of an IP packet that an ICMP error is about (RFC 1122 3.2.2.1, RFC 4443 3.1). */
struct quote {
	const uint8_t *packet;
	size_t length;
};

/* Sends an ICMP or ICMPv6 message that @what is unreachable.  Returns 0 or -errno. */
int inject_unreachable(struct injector *injector, enum icmp_error what,
		       const struct address *source, const struct address *destination,
		       const struct quote *quote);

/* Sends an ICMP or ICMPv6 echo request numbered @number.  Returns 0 or -errno. */
int inject_echo(struct injector *injector, const struct address *source,
		const struct address *destination, uint16_t number);

#endif

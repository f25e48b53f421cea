/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_CARRIAGE_H
#define RST_PACKET_CARRIAGE_H

#include <stddef.h>
#include <stdint.h>

/* What IP adds to a segment on its way, and the receiver takes off again. */
enum carriage {
	CARRIED_PLAIN,
	/* A router alert in IPv4 (RFC 2113), destination options of padding in IPv6 (RFC 8200 4.6). */
	CARRIED_WITH_OPTIONS,
	CARRIED_IN_FRAGMENTS, /* two, if it is long enough; in IPv4 the first ends inside TCP's header */
};

#define CARRIED_PACKETS_MAX 2
#define CARRIED_LENGTH_MAX 65536

/* The packets that carry one segment. */
struct carried {
	size_t count;
	struct carried_packet {
		size_t length;
		uint8_t data[CARRIED_LENGTH_MAX];
	} packet[CARRIED_PACKETS_MAX];
};

/*
 * Makes of the IP @packet, which has neither options nor extension headers, those that carry the
 * same; fragments are numbered @id.  Returns 0, or -EMSGSIZE where it grows too long.
 */
int carriage_wrap(struct carried *carried, enum carriage how, const uint8_t *packet, size_t length,
		  uint16_t id);

#endif

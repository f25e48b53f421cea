// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/carriage.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip6.h>
#include <stdbool.h>
#include <string.h>

#include "harness/base/bytes.h"

/* Fields of the headers by their place (RFC 791 3.1, RFC 8200 3 and 4). */
#define V4_TOTAL_LENGTH 2
#define V4_ID 4
#define V4_FRAGMENT 6
#define V4_CHECKSUM 10
#define V6_PAYLOAD_LENGTH 4
#define V6_NEXT_HEADER 6

#define EXTENSION_LENGTH 8
#define INSERTED_MAX EXTENSION_LENGTH

static bool is_v4(const uint8_t *packet)
{
	return packet[0] >> 4 == 4;
}

/*
 * What of the segment goes into the first fragment, a multiple of 8: in IPv4 not the whole header of
 * TCP, in IPv6 it has to (RFC 8200 4.5).
 */
static size_t first_length(const uint8_t *packet)
{
	return is_v4(packet) ? 16 : 24;
}

static size_t header_length(const uint8_t *packet)
{
	return is_v4(packet) ? sizeof(struct iphdr) : sizeof(struct ip6_hdr);
}

/* Lengths and checksum follow from the rest. */
static void settle(struct carried_packet *packet)
{
	uint8_t *data = packet->data;
	size_t header;

	if (!is_v4(data)) {
		put16(data + V6_PAYLOAD_LENGTH, packet->length - sizeof(struct ip6_hdr));
		return;
	}
	header = (data[0] & 0x0f) * 4;
	put16(data + V4_TOTAL_LENGTH, packet->length);
	put16(data + V4_CHECKSUM, 0);
	put16(data + V4_CHECKSUM, ~sum16_fold(sum16(0, data, header)));
}

/* A header, @extra bytes behind it, and the part of @packet that begins at @from behind its own. */
static void assemble(struct carried_packet *result, const uint8_t *packet, const uint8_t *extra,
		     size_t extra_length)
{
	size_t header = header_length(packet);

	memcpy(result->data, packet, header);
	memcpy(result->data + header, extra, extra_length);
	result->length = header + extra_length;
}

static void append(struct carried_packet *result, const uint8_t *data, size_t length)
{
	memcpy(result->data + result->length, data, length);
	result->length += length;
	settle(result);
}

static void add_options(struct carried *carried, const uint8_t *packet, size_t length)
{
	static const uint8_t router_alert[] = { 0x94, 4, 0, 0 };
	uint8_t padding[EXTENSION_LENGTH] = { packet[V6_NEXT_HEADER], 0, IP6OPT_PADN, 4 };
	struct carried_packet *result = &carried->packet[0];
	size_t header = header_length(packet);

	carried->count = 1;
	if (is_v4(packet)) {
		assemble(result, packet, router_alert, sizeof(router_alert));
		result->data[0] += sizeof(router_alert) / 4;
	} else {
		assemble(result, packet, padding, sizeof(padding));
		result->data[V6_NEXT_HEADER] = IPPROTO_DSTOPTS;
	}
	append(result, packet + header, length - header);
}

static void begin_fragment(struct carried_packet *result, const uint8_t *packet, size_t offset,
			   uint16_t id)
{
	bool more = !offset;
	uint8_t extension[EXTENSION_LENGTH] = { packet[V6_NEXT_HEADER] };

	if (is_v4(packet)) {
		assemble(result, packet, extension, 0);
		put16(result->data + V4_ID, id);
		put16(result->data + V4_FRAGMENT, offset / 8 | (more ? IP_MF : 0));
		return;
	}
	put16(extension + 2, offset | more);
	put16(extension + 6, id);
	assemble(result, packet, extension, sizeof(extension));
	result->data[V6_NEXT_HEADER] = IPPROTO_FRAGMENT;
}

static void cut(struct carried *carried, const uint8_t *packet, size_t length, uint16_t id)
{
	size_t header = header_length(packet), first = first_length(packet);

	carried->count = 2;
	begin_fragment(&carried->packet[0], packet, 0, id);
	append(&carried->packet[0], packet + header, first);
	begin_fragment(&carried->packet[1], packet, first, id);
	append(&carried->packet[1], packet + header + first, length - header - first);
}

int carriage_wrap(struct carried *carried, enum carriage how, const uint8_t *packet, size_t length,
		  uint16_t id)
{
	if (length + INSERTED_MAX > CARRIED_LENGTH_MAX)
		return -EMSGSIZE;
	if (how == CARRIED_WITH_OPTIONS) {
		add_options(carried, packet, length);
	} else if (how == CARRIED_IN_FRAGMENTS &&
		   length > header_length(packet) + first_length(packet)) {
		cut(carried, packet, length, id);
	} else {
		carried->count = 1;
		carried->packet[0].length = length;
		memcpy(carried->packet[0].data, packet, length);
	}
	return 0;
}

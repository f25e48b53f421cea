/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_SEGMENT_H
#define RST_PACKET_SEGMENT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netns/address.h"

/* Control bits as in the header (RFC 9293 3.1). */
enum segment_flag {
	FIN = 0x01,
	SYN = 0x02,
	RST = 0x04,
	PSH = 0x08,
	ACK = 0x10,
	URG = 0x20,
	ECE = 0x40,
	CWR = 0x80,
};

#define SEGMENT_OPTIONS_MAX 40
#define SEGMENT_CONTENT_MAX 40

/* One TCP segment, with what matters of its IP header.  Host byte order. */
struct segment {
	struct address source, destination;
	uint16_t source_port, destination_port;
	uint32_t seq, ack;
	uint16_t window; /* as in the header, not scaled */
	uint16_t urgent;
	uint8_t flags;
	uint8_t ttl; /* or hop limit */
	uint8_t tos; /* or traffic class */
	uint32_t flow_label; /* IPv6, 20 bits (RFC 8200 3) */
	bool bad_checksum;
	bool may_fragment; /* IPv4 without DF */
	size_t length; /* of the payload */
	size_t options_length;
	uint8_t options[SEGMENT_OPTIONS_MAX];
	const uint8_t *payload; /* NULL: segment_pattern() is sent */
	size_t content_length; /* not 0: these bytes are the payload */
	uint8_t content[SEGMENT_CONTENT_MAX];
};

/* "abcd...": a payload that is easy to find in a capture. */
void segment_pattern(uint8_t *data, size_t length);

/* Finds option @kind (RFC 9293 3.1: kind, length, data).  NULL when absent. */
const uint8_t *segment_option(const struct segment *segment, uint8_t kind);

#endif

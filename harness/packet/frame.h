/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_FRAME_H
#define RST_PACKET_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/packet/segment.h"

enum frame_kind {
	FRAME_OTHER,
	FRAME_TCP,
	FRAME_ECHO_REPLY, /* ICMP or ICMPv6 */
};

struct frame {
	enum frame_kind kind;
	bool outgoing; /* sent by the namespace whose link it is */
	bool has_link_header;
	uint64_t time_ns;
	struct segment segment; /* FRAME_TCP; its payload points into data */
	uint16_t echo; /* FRAME_ECHO_REPLY: its sequence number */
	size_t length;
	uint8_t *data; /* from the link layer header on */
};

/* Whether @frame is a RST that the namespace sent. */
bool frame_is_rst(const struct frame *frame);

/* Decodes an IP packet.  Returns what it is. */
enum frame_kind frame_decode(struct frame *frame, const uint8_t *packet, size_t length);

#endif

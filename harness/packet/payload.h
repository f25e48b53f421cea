/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_PAYLOAD_H
#define RST_PACKET_PAYLOAD_H

#include <stddef.h>

#include "harness/packet/segment.h"

/*
 * The payload of a RST, which may say why it was sent (RFC 9293 3.5.3, SHLD-2;
 * draft-ietf-tcpm-rst-diagnostic-payload): " payload 0x33aa000200000000".  Of more bytes than
 * SEGMENT_CONTENT_MAX the first are shown, and a sum of all.
 */

/* Writes it, or nothing for a segment that is no RST or has none.  Returns the length. */
int payload_write(char *text, size_t size, const struct segment *segment);

/*
 * Reads the bytes behind "payload " into @segment, whose length they must have.  Returns what
 * follows them, or NULL.
 */
const char *payload_read(struct segment *segment, const char *text);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_OPTION_BYTES_H
#define RST_PACKET_OPTION_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct segment;

/*
 * Writing the options of a segment, number by number in network byte order.  What no longer fits is
 * counted, not written: options_overflow() says so in the end.
 */
void option_put(struct segment *segment, const void *data, size_t length);
void option_put16(struct segment *segment, uint16_t value);
void option_put32(struct segment *segment, uint32_t value);
void option_put64(struct segment *segment, uint64_t value);

/* An option whose length is known when it is complete.  Returns its place, for option_finish(). */
size_t option_start(struct segment *segment, uint8_t kind);
void option_finish(struct segment *segment, size_t at);

/* Whether more was put than a TCP header can hold: 40 bytes (RFC 9293 3.1, Data Offset). */
bool options_overflow(const struct segment *segment);

#endif

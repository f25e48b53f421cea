// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/option_bytes.h"

#include "harness/base/bytes.h"
#include "harness/packet/segment.h"

bool options_overflow(const struct segment *segment)
{
	return segment->options_length > SEGMENT_OPTIONS_MAX;
}

void option_put(struct segment *segment, const void *data, size_t length)
{
	size_t at = segment->options_length;

	segment->options_length += length;
	if (!options_overflow(segment))
		memcpy(segment->options + at, data, length);
}

void option_put16(struct segment *segment, uint16_t value)
{
	uint8_t bytes[sizeof(value)];

	put16(bytes, value);
	option_put(segment, bytes, sizeof(bytes));
}

void option_put32(struct segment *segment, uint32_t value)
{
	uint8_t bytes[sizeof(value)];

	put32(bytes, value);
	option_put(segment, bytes, sizeof(bytes));
}

void option_put64(struct segment *segment, uint64_t value)
{
	uint8_t bytes[sizeof(value)];

	put64(bytes, value);
	option_put(segment, bytes, sizeof(bytes));
}

size_t option_start(struct segment *segment, uint8_t kind)
{
	size_t at = segment->options_length;

	option_put(segment, (uint8_t[]){ kind, 0 }, 2);
	return at;
}

void option_finish(struct segment *segment, size_t at)
{
	if (!options_overflow(segment))
		segment->options[at + 1] = segment->options_length - at;
}

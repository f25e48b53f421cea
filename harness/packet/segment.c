// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/segment.h"

#include <netinet/tcp.h>
#include <string.h>

void segment_pattern(uint8_t *data, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		data[i] = 'a' + i % 26;
}

const uint8_t *segment_option(const struct segment *segment, uint8_t kind)
{
	const uint8_t *option = segment->options;
	size_t left = segment->options_length;
	size_t length;

	while (left) {
		if (*option == TCPOPT_EOL)
			return NULL;
		length = *option == TCPOPT_NOP || left < 2 ? 1 : option[1];
		if (!length || length > left)
			return NULL;
		if (*option == kind)
			return option;
		option += length;
		left -= length;
	}
	return NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/payload.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/hash.h"

int payload_write(char *text, size_t size, const struct segment *segment)
{
	const uint8_t *bytes = segment->content_length ? segment->content : segment->payload;
	size_t shown = segment->length < SEGMENT_CONTENT_MAX ? segment->length
							     : SEGMENT_CONTENT_MAX;
	size_t used;
	size_t i;

	text[0] = '\0';
	if (!(segment->flags & RST) || !segment->length || !bytes)
		return 0;
	used = snprintf(text, size, " payload 0x");
	for (i = 0; i < shown && used < size; i++)
		used += snprintf(text + used, size - used, "%02x", bytes[i]);
	if (shown < segment->length && used < size)
		used += snprintf(text + used, size - used, "... sum 0x%08x",
				 hash32(bytes, segment->length));
	return used < size ? used : size - 1;
}

const char *payload_read(struct segment *segment, const char *text)
{
	unsigned int byte;

	if (strncmp(text, "0x", 2))
		return NULL;
	text += 2;
	for (segment->content_length = 0; segment->content_length < SEGMENT_CONTENT_MAX;
	     segment->content_length++, text += 2) {
		if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]))
			break;
		sscanf(text, "%2x", &byte);
		segment->content[segment->content_length] = byte;
	}
	return segment->content_length && segment->content_length == segment->length ? text : NULL;
}

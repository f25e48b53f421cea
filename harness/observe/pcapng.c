// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/pcapng.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness/observe/wire.h"

/* Block types and option codes of draft-ietf-opsawg-pcapng. */
#define SECTION_HEADER 0x0a0d0d0au
#define INTERFACE_DESCRIPTION 1u
#define ENHANCED_PACKET 6u
#define BYTE_ORDER_MAGIC 0x1a2b3c4du
#define OPTION_COMMENT 1
#define OPTION_TIME_RESOLUTION 9
#define OPTION_FLAGS 2
#define LINKTYPE_ETHERNET 1
#define LINKTYPE_RAW 101

static uint32_t padded(size_t length)
{
	return (length + 3) & ~3u;
}

static void put32(FILE *file, uint32_t value)
{
	fwrite(&value, sizeof(value), 1, file);
}

static void put_padded(FILE *file, const void *data, size_t length)
{
	static const char zero[4];

	fwrite(data, 1, length, file);
	fwrite(zero, 1, padded(length) - length, file);
}

static void put_option(FILE *file, uint16_t code, const void *data, uint16_t length)
{
	uint16_t head[2] = { code, length };

	fwrite(head, sizeof(head), 1, file);
	put_padded(file, data, length);
}

static void put_header(FILE *file)
{
	put32(file, SECTION_HEADER);
	put32(file, 28);
	put32(file, BYTE_ORDER_MAGIC);
	put32(file, 1); /* version 1.0 */
	put32(file, ~0u);
	put32(file, ~0u); /* section length not known */
	put32(file, 28);
}

static void put_interface(FILE *file, uint32_t linktype)
{
	uint8_t nanoseconds = 9;

	put32(file, INTERFACE_DESCRIPTION);
	put32(file, 32);
	put32(file, linktype);
	put32(file, 0); /* no snap length */
	put_option(file, OPTION_TIME_RESOLUTION, &nanoseconds, 1);
	put32(file, 0); /* end of options */
	put32(file, 32);
}

static void put_frame(FILE *file, const struct frame *frame, const char *comment)
{
	uint32_t direction = frame->outgoing ? 2 : 1;
	uint32_t options = 8 + 4;
	uint32_t size;

	if (comment)
		options += 4 + padded(strlen(comment));
	size = 32 + padded(frame->length) + options;
	put32(file, ENHANCED_PACKET);
	put32(file, size);
	put32(file, 0); /* the one interface */
	put32(file, frame->time_ns >> 32);
	put32(file, (uint32_t)frame->time_ns);
	put32(file, frame->length);
	put32(file, frame->length);
	put_padded(file, frame->data, frame->length);
	if (comment)
		put_option(file, OPTION_COMMENT, comment, strlen(comment));
	put_option(file, OPTION_FLAGS, &direction, sizeof(direction));
	put32(file, 0);
	put32(file, size);
}

int pcapng_write(const char *path, struct wire *wire,
		 const char *(*comment)(void *context, size_t index), void *context)
{
	const struct frame *frame;
	int err = 0;
	FILE *file;
	size_t i;

	file = fopen(path, "we");
	if (!file)
		return -errno;
	put_header(file);
	frame = wire_frame(wire, 0, 0);
	put_interface(file, frame && !frame->has_link_header ? LINKTYPE_RAW : LINKTYPE_ETHERNET);
	for (i = 0; (frame = wire_frame(wire, i, 0)); i++)
		put_frame(file, frame, comment ? comment(context, i) : NULL);
	if (ferror(file))
		err = -EIO;
	if (fclose(file) && !err)
		err = -errno;
	if (err)
		unlink(path);
	return err;
}

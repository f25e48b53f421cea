// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/ring_page.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Flags in the word that counts the bytes (ring_buffer.c: RB_MISSED_EVENTS, RB_MISSED_STORED). */
#define MISSED_EVENTS (1u << 31)
#define MISSED_MASK (3u << 30)

/* Types of a record: up to DATA_MAX the length of its data in words; 0: the length follows. */
enum ring_type {
	RING_DATA_MAX = 28,
	RING_PADDING = 29,
	RING_TIME_EXTEND = 30,
	RING_TIME_STAMP = 31,
};

#define DELTA_BITS 27
/* An absolute time leaves out the highest bits of the time. */
#define ABSOLUTE_BITS 59

struct ring_header {
	uint32_t type_len : 5, time_delta : DELTA_BITS;
};

/* One record: what it is, where its data lie, and where the next begins. */
struct ring_record {
	enum ring_type type;
	uint32_t delta;
	uint32_t word; /* the first after the header */
	const uint8_t *data;
	size_t length;
	size_t next;
};

static bool find_field(const char *text, const char *name, size_t *offset, size_t *size)
{
	char start[32];
	const char *found;

	snprintf(start, sizeof(start), " %s;", name);
	found = strstr(text, start);
	return found && sscanf(found + strlen(start), " offset:%zu; size:%zu;", offset, size) == 2;
}

int ring_layout_parse(struct ring_layout *layout, const char *text)
{
	size_t size;

	if (!find_field(text, "timestamp", &layout->timestamp, &size) || size != 8)
		return -EINVAL;
	if (!find_field(text, "commit", &layout->commit, &layout->commit_size) ||
	    (layout->commit_size != 4 && layout->commit_size != 8))
		return -EINVAL;
	if (!find_field(text, "data", &layout->data, &size))
		return -EINVAL;
	layout->size = layout->data + size;
	return 0;
}

/* Reads the record at @at of @end bytes. */
static int read_record(const uint8_t *records, size_t at, size_t end, struct ring_record *record)
{
	struct ring_header header;
	size_t room = end - at;

	if (room < sizeof(header))
		return -EINVAL;
	memcpy(&header, records + at, sizeof(header));
	record->word = 0;
	record->type = header.type_len;
	record->delta = header.time_delta;
	record->length = header.type_len * 4;
	record->data = records + at + sizeof(header);
	record->next = at + sizeof(header) + record->length;
	if (header.type_len && header.type_len <= RING_DATA_MAX)
		return record->next <= end ? 0 : -EINVAL;
	/* The page ends with padding that tells no length. */
	if (header.type_len == RING_PADDING && !header.time_delta) {
		record->next = end;
		return 0;
	}
	if (room < sizeof(header) + sizeof(record->word))
		return -EINVAL;
	memcpy(&record->word, record->data, sizeof(record->word));
	record->next = at + sizeof(header) + sizeof(record->word);
	if (header.type_len >= RING_TIME_EXTEND)
		return 0;
	/* The length counts its own word. */
	if (record->word < sizeof(record->word) || record->word > room - sizeof(header))
		return -EINVAL;
	record->data += sizeof(record->word);
	record->length = record->word - sizeof(record->word);
	record->next = at + sizeof(header) + record->word;
	/* Records begin at a word. */
	record->next = (record->next + 3) & ~(size_t)3;
	return record->next <= end ? 0 : -EINVAL;
}

static uint64_t advance(uint64_t time, const struct ring_record *record)
{
	uint64_t value = ((uint64_t)record->word << DELTA_BITS) + record->delta;

	if (record->type == RING_TIME_EXTEND)
		return time + value;
	if (record->type == RING_TIME_STAMP)
		return (time >> ABSOLUTE_BITS << ABSOLUTE_BITS) | value;
	return record->type == RING_PADDING ? time : time + record->delta;
}

int ring_page_read(const struct ring_layout *layout, const void *page,
		   void (*each)(void *context, uint64_t time_ns, const void *record, size_t length),
		   void *context)
{
	const uint8_t *bytes = page;
	struct ring_record record;
	uint64_t commit = 0;
	uint64_t time;
	size_t at = 0;
	int count = 0;
	size_t end;

	memcpy(&time, bytes + layout->timestamp, sizeof(time));
	memcpy(&commit, bytes + layout->commit, layout->commit_size);
	if (commit & MISSED_EVENTS)
		return -ENOBUFS;
	end = commit & ~(uint64_t)MISSED_MASK;
	if (end > layout->size - layout->data)
		return -EINVAL;
	for (; at < end; at = record.next) {
		if (read_record(bytes + layout->data, at, end, &record))
			return -EINVAL;
		time = advance(time, &record);
		if (record.type > RING_DATA_MAX)
			continue;
		each(context, time, record.data, record.length);
		count++;
	}
	return count;
}

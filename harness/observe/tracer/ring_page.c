// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/ring_page.h"

#include <errno.h>
#include <string.h>

/* Flags in the word that counts the bytes (ring_buffer.c: RB_MISSED_EVENTS, RB_MISSED_STORED). */
#define MISSED_EVENTS (1u << 31)
#define MISSED_MASK (3u << 30)

/* Types of an entry: up to DATA_MAX the length of its data in words; 0: the length follows. */
enum entry_type {
	ENTRY_DATA_MAX = 28,
	ENTRY_PADDING = 29,
	ENTRY_TIME_EXTEND = 30,
	ENTRY_TIME_STAMP = 31,
};

#define DELTA_BITS 27
/* An absolute time leaves out the highest bits of the time. */
#define ABSOLUTE_BITS 59

struct page_header {
	uint64_t time_ns;
	unsigned long commit; /* how many bytes of entries follow, and flags */
};

struct entry_header {
	uint32_t type_len : 5, time_delta : DELTA_BITS;
	uint32_t word; /* not of every type */
};

/* A record, padding, or a step of the time. */
struct entry {
	enum entry_type type;
	uint64_t time; /* since the entry before; of a time stamp absolute */
	const uint8_t *data;
	size_t length;
	size_t size; /* with its header */
};

/* Reads the entry that begins at @bytes, of which the page has @room. */
static int read_entry(struct entry *entry, const uint8_t *bytes, size_t room)
{
	struct entry_header header = { 0 };
	size_t start = sizeof(header);

	memcpy(&header, bytes, room < sizeof(header) ? room : sizeof(header));
	*entry = (struct entry){ .type = header.type_len, .time = header.time_delta, .size = room };
	/* The page ends with padding that says no length. */
	if (entry->type == ENTRY_PADDING && !entry->time)
		return 0;
	if (entry->type >= ENTRY_TIME_EXTEND) {
		entry->time += (uint64_t)header.word << DELTA_BITS;
	} else if (entry->type == ENTRY_PADDING || !entry->type) {
		/* The length counts its own word. */
		if (header.word < sizeof(header.word))
			return -EINVAL;
		entry->length = header.word - sizeof(header.word);
	} else {
		start = offsetof(struct entry_header, word);
		entry->length = entry->type * sizeof(uint32_t);
	}
	entry->data = bytes + start;
	/* Entries begin at a word. */
	entry->size = start + ((entry->length + 3) & ~(size_t)3);
	return entry->size <= room ? 0 : -EINVAL;
}

static uint64_t advance(uint64_t time, const struct entry *entry)
{
	if (entry->type == ENTRY_TIME_STAMP)
		return (time >> ABSOLUTE_BITS << ABSOLUTE_BITS) | entry->time;
	return entry->type == ENTRY_PADDING ? time : time + entry->time;
}

int ring_page_read(const void *page, size_t size, unsigned int cpu,
		   void (*each)(void *context, const struct ring_record *record), void *context)
{
	const struct page_header *header = page;
	struct ring_record record = { .cpu = cpu, .time_ns = header->time_ns };
	size_t length = header->commit & ~(unsigned long)MISSED_MASK;
	const uint8_t *at = (const uint8_t *)(header + 1);
	const uint8_t *end = at + length;
	struct entry entry;
	int count = 0;

	if (header->commit & MISSED_EVENTS)
		return -ENOBUFS;
	if (length > size - sizeof(*header))
		return -EINVAL;
	for (; at < end; at += entry.size) {
		if (read_entry(&entry, at, end - at))
			return -EINVAL;
		record.time_ns = advance(record.time_ns, &entry);
		if (entry.type > ENTRY_DATA_MAX)
			continue;
		record.data = entry.data;
		record.length = entry.length;
		each(context, &record);
		count++;
	}
	return count;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_RING_PAGE_H
#define RST_OBSERVE_TRACER_RING_PAGE_H

#include <stddef.h>
#include <stdint.h>

/* A record of a trace ring buffer.  Its data are good as long as its page is. */
struct ring_record {
	unsigned int cpu;
	uint64_t time_ns;
	const void *data;
	size_t length;
};

/*
 * Calls @each for each record on a page of the ring buffer of @cpu, oldest first.  The page is as
 * trace_pipe_raw gives it (kernel/trace/ring_buffer.c: struct buffer_data_page, rb_update_event()).
 * Returns the number of records, -ENOBUFS when the kernel says that some before this page are
 * missing, -EINVAL when the page is malformed.
 */
int ring_page_read(const void *page, size_t size, unsigned int cpu,
		   void (*each)(void *context, const struct ring_record *record), void *context);

#endif

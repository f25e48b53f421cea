/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_RING_PAGE_H
#define RST_OBSERVE_TRACER_RING_PAGE_H

#include <stddef.h>
#include <stdint.h>

/*
 * One page of a trace ring buffer, as trace_pipe_raw gives it.  events/header_page tells where its
 * header keeps what; the encoding of the records is that of events/header_event
 * (kernel/trace/ring_buffer.c, rb_update_event()).
 */
struct ring_layout {
	size_t timestamp; /* offset, 8 bytes */
	size_t commit; /* offset: how many bytes of records, and flags */
	size_t commit_size; /* 4 or 8 */
	size_t data; /* offset of the first record */
	size_t size; /* of the page */
};

/* Parses the text of events/header_page.  Returns 0 or -EINVAL. */
int ring_layout_parse(struct ring_layout *layout, const char *text);

/*
 * Calls @each for each record on @page, oldest first.  Returns their number, -ENOBUFS when the
 * kernel says that records before this page are missing, -EINVAL when the page is malformed.
 */
int ring_page_read(const struct ring_layout *layout, const void *page,
		   void (*each)(void *context, uint64_t time_ns, const void *record, size_t length),
		   void *context);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_INIT_LINES_H
#define RST_GUEST_INIT_LINES_H

#include <stddef.h>

/*
 * The lines that go to the host, one JSON document each.  A line of the command's standard output
 * that looks like a JSON object ('{' ... '}') passes as it is; any other becomes
 * {"log":"...","from":"stdout"}.
 */
struct lines {
	int fd; /* where the lines go */
	unsigned long count; /* lines written */
	int err; /* the first write error, -errno */
};

/* Bytes of a stream that have not made a whole line yet. */
struct line {
	const char *from; /* "stdout", "stderr", "init" */
	char data[1 << 20];
	size_t length;
};

/* Write text and a newline. */
void lines_raw(struct lines *lines, const char *text, size_t length);

/* Write {"log":text,"from":from}; bytes that are not printable ASCII are escaped. */
void lines_log(struct lines *lines, const char *from, const char *text, size_t length);

/*
 * Take more bytes of a stream and pass the whole lines on.  A line longer than the buffer is
 * passed in pieces, as logs.  lines_flush() passes on what has no newline.
 */
void lines_feed(struct lines *lines, struct line *line, const char *data, size_t length);
void lines_flush(struct lines *lines, struct line *line);

#endif

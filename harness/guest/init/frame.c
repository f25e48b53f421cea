// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/frame.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void bytes_write(struct frame *frame, const char *data, size_t length)
{
	struct pollfd writable = { .fd = frame->fd, .events = POLLOUT };
	ssize_t n;

	while (length && !frame->error) {
		n = write(frame->fd, data, length);
		if (n < 0 && errno == EAGAIN)
			poll(&writable, 1, -1);
		else if (n < 0 && errno != EINTR)
			frame->error = -errno;
		if (n <= 0)
			continue;
		data += n;
		length -= n;
	}
}

void frame_raw(struct frame *frame, const char *text, size_t length)
{
	bytes_write(frame, text, length);
	bytes_write(frame, "\n", 1);
	frame->count++;
}

void frame_log(struct frame *frame, const char *from, const char *text, size_t length)
{
	char out[4096];
	size_t used, i;

	used = snprintf(out, sizeof(out), "{\"log\":\"");
	for (i = 0; i < length; i++) {
		unsigned char c = text[i];

		if (c == '"' || c == '\\')
			used += snprintf(out + used, sizeof(out) - used, "\\%c", c);
		else if (c < ' ' || c > '~')
			used += snprintf(out + used, sizeof(out) - used, "\\u%04x", c);
		else
			out[used++] = c;
		if (used > sizeof(out) - 64) {
			bytes_write(frame, out, used);
			used = 0;
		}
	}
	used += snprintf(out + used, sizeof(out) - used, "\",\"from\":\"%s\"}", from);
	frame_raw(frame, out, used);
}

static void line_pass(struct frame *frame, struct line *line)
{
	if (line->length > 1 && line->data[0] == '{' && line->data[line->length - 1] == '}' &&
	    !strcmp(line->from, "stdout"))
		frame_raw(frame, line->data, line->length);
	else if (line->length)
		frame_log(frame, line->from, line->data, line->length);
	line->length = 0;
}

void frame_feed(struct frame *frame, struct line *line, const char *data, size_t length)
{
	for (; length; data++, length--) {
		if (*data == '\n') {
			line_pass(frame, line);
			continue;
		}
		if (line->length == sizeof(line->data)) {
			frame_log(frame, line->from, line->data, line->length);
			line->length = 0;
		}
		line->data[line->length++] = *data;
	}
}

void frame_flush(struct frame *frame, struct line *line)
{
	line_pass(frame, line);
}

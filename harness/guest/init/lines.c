// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/lines.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void bytes_write(struct lines *lines, const char *data, size_t length)
{
	struct pollfd writable = { .fd = lines->fd, .events = POLLOUT };
	ssize_t n;

	while (length && !lines->err) {
		n = write(lines->fd, data, length);
		if (n < 0 && errno == EAGAIN)
			poll(&writable, 1, -1);
		else if (n < 0 && errno != EINTR)
			lines->err = -errno;
		if (n <= 0)
			continue;
		data += n;
		length -= n;
	}
}

void lines_raw(struct lines *lines, const char *text, size_t length)
{
	bytes_write(lines, text, length);
	bytes_write(lines, "\n", 1);
	lines->count++;
}

void lines_log(struct lines *lines, const char *from, const char *text, size_t length)
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
			bytes_write(lines, out, used);
			used = 0;
		}
	}
	used += snprintf(out + used, sizeof(out) - used, "\",\"from\":\"%s\"}", from);
	lines_raw(lines, out, used);
}

static void line_pass(struct lines *lines, struct line *line)
{
	if (line->length > 1 && line->data[0] == '{' && line->data[line->length - 1] == '}' &&
	    !strcmp(line->from, "stdout"))
		lines_raw(lines, line->data, line->length);
	else if (line->length)
		lines_log(lines, line->from, line->data, line->length);
	line->length = 0;
}

void lines_feed(struct lines *lines, struct line *line, const char *data, size_t length)
{
	for (; length; data++, length--) {
		if (*data == '\n') {
			line_pass(lines, line);
			continue;
		}
		if (line->length == sizeof(line->data)) {
			lines_log(lines, line->from, line->data, line->length);
			line->length = 0;
		}
		line->data[line->length++] = *data;
	}
}

void lines_flush(struct lines *lines, struct line *line)
{
	line_pass(lines, line);
}

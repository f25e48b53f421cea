// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/transcript.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"

#define LINE_MAX_BYTES (64u << 20)

static void running_begin(struct record_reader *reader, const char *name)
{
	char *copy = strdup(name);

	if (copy && reader->running_count < RECORD_RUNNING_MAX)
		reader->running[reader->running_count++] = copy;
	else
		free(copy);
}

static void running_end(struct record_reader *reader, const char *name)
{
	unsigned int i;

	for (i = 0; i < reader->running_count; i++)
		if (!strcmp(reader->running[i], name))
			break;
	if (i == reader->running_count)
		return;
	free(reader->running[i]);
	reader->running_count--;
	memmove(&reader->running[i], &reader->running[i + 1],
		(reader->running_count - i) * sizeof(reader->running[0]));
}

static void record_note(struct record_reader *reader, const json_t *record)
{
	const char *text;

	text = json_string_value(json_object_get(record, "start"));
	if (text)
		running_begin(reader, text);
	text = json_string_value(json_object_get(record, "case"));
	if (text)
		running_end(reader, text);
	if (json_is_true(json_object_get(record, "boot"))) {
		reader->booted = true;
		text = json_string_value(json_object_get(record, "release"));
		snprintf(reader->release, sizeof(reader->release), "%s", text ? text : "");
	}
	if (json_is_true(json_object_get(record, "end"))) {
		reader->ended = true;
		reader->status = json_integer_value(json_object_get(record, "status"));
		reader->end_matches = (unsigned long)json_integer_value(
					      json_object_get(record, "lines")) == reader->count;
	}
}

static void line_take(struct record_reader *reader,
		      void (*each)(const json_t *record, const char *text, void *data), void *data)
{
	json_t *record;

	reader->line[reader->length] = '\0';
	record = reader->ended ? NULL : json_loadb(reader->line, reader->length, 0, NULL);
	if (json_is_object(record)) {
		record_note(reader, record);
		if (each)
			each(record, reader->line, data);
	} else {
		reader->malformed++;
	}
	reader->count++;
	json_decref(record);
	reader->length = 0;
}

int record_feed(struct record_reader *reader, const char *data, size_t length,
		void (*each)(const json_t *record, const char *text, void *data), void *each_data)
{
	for (; length; data++, length--) {
		if (reader->length == LINE_MAX_BYTES)
			return -EMSGSIZE;
		if (array_grow(reader->line, reader->length))
			return -ENOMEM;
		if (*data == '\n')
			line_take(reader, each, each_data);
		else
			reader->line[reader->length++] = *data;
	}
	return 0;
}

void record_running(const struct record_reader *reader, char *text, size_t size)
{
	size_t used = 0;
	unsigned int i;

	*text = '\0';
	for (i = 0; i < reader->running_count && used < size; i++)
		used += snprintf(text + used, size - used, "%s%s", i ? " " : "",
				 reader->running[i]);
}

void record_free(struct record_reader *reader)
{
	while (reader->running_count)
		free(reader->running[--reader->running_count]);
	free(reader->line);
	reader->line = NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/trace.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/observe/tracer/instance.h"
#include "harness/observe/tracer/record.h"
#include "harness/observe/tracer/ring_page.h"
#include "harness/observe/tracer/tracer.h"

/* The stack of an event is the next record of its CPU: it may be about to be written. */
#define STACK_MS 100

struct lines {
	char *text; /* of the file `trace`, cut into lines */
	size_t count;
	char **line;
};

struct tracefs_trace {
	struct trace trace;
	struct instance *instance;
	struct record_formats formats;
	bool (*is_ours)(const void *context, const struct rst_event *event);
	const void *context;
	void (*line)(void *context, const char *text);

	size_t count;
	struct rst_event *event;
	int err; /* of the first record that could not be kept */
};

/* An event that an interrupt delivers in between has its stack before that of the event below. */
static struct rst_event *find_without_stack(struct tracefs_trace *trace, unsigned int cpu)
{
	size_t i;

	for (i = trace->count; i-- > 0;)
		if (trace->event[i].cpu == cpu && !trace->event[i].depth)
			return &trace->event[i];
	return NULL;
}

static struct rst_event *new_event(struct tracefs_trace *trace)
{
	return array_grow(trace->event, trace->count) ? NULL : &trace->event[trace->count++];
}

static void keep_record(void *context, const struct ring_record *record)
{
	struct tracefs_trace *trace = context;
	struct rst_event decoded = { 0 };
	struct rst_event *event;
	enum record_kind kind;
	int err = record_decode(&trace->formats, record, &decoded, &kind);

	if (!err && kind == RECORD_EVENT) {
		event = new_event(trace);
		if (event)
			*event = decoded;
		err = event ? 0 : -ENOMEM;
	} else if (!err && kind == RECORD_STACK) {
		event = find_without_stack(trace, record->cpu);
		if (event) {
			event->depth = decoded.depth;
			memcpy(event->stack, decoded.stack, sizeof(event->stack));
		}
	}
	if (err && !trace->err)
		trace->err = err;
}

static bool lacks_stack(const struct tracefs_trace *trace)
{
	size_t i;

	for (i = 0; i < trace->count; i++)
		if (!trace->event[i].depth)
			return true;
	return false;
}

static int read_records(struct tracefs_trace *trace)
{
	struct pollfd ready = { .fd = instance_fd(trace->instance), .events = POLLIN };
	int count;

	do {
		count = instance_read(trace->instance, keep_record, trace);
		if (count < 0 || trace->err)
			return count < 0 ? count : trace->err;
	} while (lacks_stack(trace) && poll(&ready, 1, STACK_MS) > 0);
	return 0;
}

/* As the file `trace` orders them. */
static int compare_events(const void *a, const void *b)
{
	const struct rst_event *left = a, *right = b;

	if (left->ktime_ns != right->ktime_ns)
		return left->ktime_ns < right->ktime_ns ? -1 : 1;
	return left->cpu < right->cpu ? -1 : left->cpu > right->cpu;
}

/* The lines of events, without comments and stacks. */
static int read_lines(struct tracefs_trace *trace, struct lines *lines)
{
	char *line, *rest;
	int err;

	err = file_read_at(instance_directory(trace->instance), "trace", &lines->text);
	if (err < 0)
		return err;
	for (line = strtok_r(lines->text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (!strstr(line, ": tcp_send_reset: ") && !strstr(line, ": tcp_receive_reset: "))
			continue;
		if (array_grow(lines->line, lines->count))
			return -ENOMEM;
		lines->line[lines->count++] = line;
	}
	return 0;
}

static int consume_tracefs(struct trace *base,
			   void (*each)(void *context, const struct rst_event *event),
			   void *context)
{
	struct tracefs_trace *trace = (struct tracefs_trace *)base;
	struct lines lines = { 0 };
	int delivered = 0;
	int err = 0;
	size_t i;

	trace->count = 0;
	/* Before the records: taking those empties the file. */
	if (trace->line)
		err = read_lines(trace, &lines);
	if (!err)
		err = read_records(trace);
	if (!err && trace->count)
		qsort(trace->event, trace->count, sizeof(*trace->event), compare_events);
	for (i = 0; !err && i < trace->count; i++) {
		if (trace->is_ours && !trace->is_ours(trace->context, &trace->event[i]))
			continue;
		if (trace->line)
			trace->line(context, i < lines.count ? lines.line[i] : "");
		each(context, &trace->event[i]);
		delivered++;
	}
	free(lines.text);
	free(lines.line);
	return err ? err : delivered;
}

static int fd_tracefs(const struct trace *trace)
{
	return instance_fd(((const struct tracefs_trace *)trace)->instance);
}

static int switch_events(struct instance *instance, const char *value)
{
	int directory = instance_directory(instance);
	int err = file_write_at(directory, "options/stacktrace", value);

	if (!err)
		err = file_write_at(directory, "events/tcp/tcp_send_reset/enable", value);
	if (!err)
		err = file_write_at(directory, "events/tcp/tcp_receive_reset/enable", value);
	return err;
}

static void close_tracefs(struct trace *base)
{
	struct tracefs_trace *trace = (struct tracefs_trace *)base;

	switch_events(trace->instance, "0");
	record_formats_free(&trace->formats);
	free(trace->event);
	free(trace);
}

int trace_open_tracefs(struct trace **result, struct instance *instance,
		       bool (*is_ours)(const void *context, const struct rst_event *event),
		       const void *context, struct why *why)
{
	struct tracefs_trace *trace = calloc(1, sizeof(*trace));
	int err;

	if (!trace)
		return why_set(why, ENOMEM, "out of memory");
	*trace = (struct tracefs_trace){
		.trace = { .consume = consume_tracefs, .fd = fd_tracefs, .close = close_tracefs },
		.instance = instance,
		.is_ours = is_ours,
		.context = context,
	};
	err = record_formats_read(&trace->formats, instance_directory(instance), why);
	if (!err) {
		err = switch_events(instance, "1");
		if (err)
			why_set(why, -err, "cannot enable tcp:tcp_send_reset in tracefs: %s",
				strerror(-err));
	}
	if (err)
		close_tracefs(&trace->trace);
	else
		*result = &trace->trace;
	/* cppcheck-suppress memleak ; it is closed by its first member */
	return err;
}

void trace_want_lines(struct trace *trace, void (*line)(void *context, const char *text))
{
	((struct tracefs_trace *)trace)->line = line;
}

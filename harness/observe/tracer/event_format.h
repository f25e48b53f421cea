/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_EVENT_FORMAT_H
#define RST_OBSERVE_TRACER_EVENT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The layout of an event's record, as its `format` file says.  The layouts of tcp:tcp_send_reset
 * differ between kernels, so fields are found by name only.
 */

struct ring_record;

#define EVENT_FIELDS_MAX 24
#define EVENT_NAME_MAX 32

struct event_field {
	char name[EVENT_NAME_MAX];
	unsigned int offset, size;
};

struct event_format {
	unsigned int id; /* in common_type of a record */
	size_t count;
	struct event_field field[EVENT_FIELDS_MAX];
	char *print; /* the arguments and text of "print fmt" */
};

/* Parses the text of a `format` file.  Returns 0, -EINVAL when it is none, or -ENOMEM. */
int event_format_parse(struct event_format *format, const char *text);
void event_format_free(struct event_format *format);

/* NULL when this kernel's record has no such field. */
const struct event_field *event_format_find(const struct event_format *format, const char *name);

/* The number in @field, as unsigned.  Returns whether @record holds it: 1, 2, 4 or 8 bytes. */
bool event_format_number(const struct event_field *field, const struct ring_record *record,
			 uint64_t *number);

/* The bytes of @field, at least @size of them; NULL when @record does not hold them. */
const uint8_t *event_format_bytes(const struct event_field *field, const struct ring_record *record,
				  size_t size);

/*
 * Calls @each for each pair { VALUE, "NAME" } by which field @name is printed.  @value is as
 * written: a number, or the name of an enumerator that nobody has resolved.  Returns their number.
 */
int event_format_symbols(const struct event_format *format, const char *name,
			 void (*each)(void *context, const char *value, const char *symbol),
			 void *context);

#endif

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/event_format.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/observe/tracer/ring_page.h"

#define VALUE_MAX 64

/* "	field:__u8 saddr[28];	offset:32;	size:28;	signed:0;": the name is the last word. */
static int parse_field(struct event_format *format, const char *line)
{
	struct event_field *field = &format->field[format->count];
	char declaration[128];
	const char *name;
	size_t length;

	if (format->count == EVENT_FIELDS_MAX ||
	    sscanf(line, " field:%127[^;\n]; offset:%u; size:%u;", declaration, &field->offset,
		   &field->size) != 3)
		return -EINVAL;
	name = strrchr(declaration, ' ');
	length = name ? strcspn(++name, "[") : 0;
	if (!length || length >= sizeof(field->name))
		return -EINVAL;
	snprintf(field->name, sizeof(field->name), "%.*s", (int)length, name);
	format->count++;
	return 0;
}

static int parse_line(struct event_format *format, const char *line, size_t length)
{
	static const char print[] = "print fmt: ";

	if (!strncmp(line, "\tfield:", 7))
		return parse_field(format, line);
	if (sscanf(line, "ID: %u", &format->id) == 1 || strncmp(line, print, sizeof(print) - 1))
		return 0;
	format->print = strndup(line + sizeof(print) - 1, length - (sizeof(print) - 1));
	return format->print ? 0 : -ENOMEM;
}

int event_format_parse(struct event_format *format, const char *text)
{
	int err = 0;
	size_t length;

	memset(format, 0, sizeof(*format));
	for (; !err && *text; text += length + (text[length] == '\n')) {
		length = strcspn(text, "\n");
		err = parse_line(format, text, length);
	}
	if (!err && (!format->id || !format->count || !format->print))
		err = -EINVAL;
	if (err)
		event_format_free(format);
	return err;
}

void event_format_free(struct event_format *format)
{
	free(format->print);
	format->print = NULL;
}

const struct event_field *event_format_find(const struct event_format *format, const char *name)
{
	size_t i;

	for (i = 0; i < format->count; i++)
		if (!strcmp(format->field[i].name, name))
			return &format->field[i];
	return NULL;
}

const uint8_t *event_format_bytes(const struct event_field *field, const struct ring_record *record,
				  size_t size)
{
	if (!field || field->size < size || field->offset > record->length ||
	    field->size > record->length - field->offset)
		return NULL;
	return (const uint8_t *)record->data + field->offset;
}

bool event_format_number(const struct event_field *field, const struct ring_record *record,
			 uint64_t *number)
{
	const uint8_t *bytes = event_format_bytes(field, record, 1);
	union {
		uint8_t u8;
		uint16_t u16;
		uint32_t u32;
		uint64_t u64;
	} value = { 0 };

	if (!bytes || field->size > sizeof(value))
		return false;
	memcpy(&value, bytes, field->size);
	switch (field->size) {
	case 1:
		*number = value.u8;
		return true;
	case 2:
		*number = value.u16;
		return true;
	case 4:
		*number = value.u32;
		return true;
	case 8:
		*number = value.u64;
		return true;
	}
	return false;
}

/* Skips to behind "__print_symbolic(REC->NAME,"; NULL when the field is not printed so. */
static const char *find_symbols(const struct event_format *format, const char *name)
{
	char start[EVENT_NAME_MAX + 32];
	const char *found;

	snprintf(start, sizeof(start), "__print_symbolic(REC->%s,", name);
	found = strstr(format->print, start);
	return found ? found + strlen(start) : NULL;
}

/* "{ 0, "NOT_SPECIFIED" }": returns what follows it, NULL when this is none. */
static const char *read_pair(const char *text, char *value, char *symbol)
{
	int used = 0;

	if (sscanf(text, " { %63[^,] , \"%63[^\"]\" } %n", value, symbol, &used) != 2 || !used)
		return NULL;
	while (*value && isspace((unsigned char)value[strlen(value) - 1]))
		value[strlen(value) - 1] = '\0';
	return text + used;
}

int event_format_symbols(const struct event_format *format, const char *name,
			 void (*each)(void *context, const char *value, const char *symbol),
			 void *context)
{
	const char *text = find_symbols(format, name);
	char value[VALUE_MAX], symbol[VALUE_MAX];
	int count = 0;

	while (text && (text = read_pair(text, value, symbol))) {
		each(context, value, symbol);
		count++;
		text = *text == ',' ? text + 1 : NULL;
	}
	return count;
}

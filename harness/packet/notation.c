// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/notation.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/packet/options.h"
#include "harness/packet/payload.h"

#define DEFAULT_TTL 64
#define DEFAULT_WINDOW 65535

static const struct {
	char letter;
	uint8_t flag;
} letters[] = {
	{ 'F', FIN }, { 'S', SYN }, { 'R', RST }, { 'P', PSH },
	{ '.', ACK }, { 'U', URG }, { 'E', ECE }, { 'W', CWR },
};

#define LETTERS ARRAY_SIZE(letters)

static int write_flags(char *text, uint8_t flags)
{
	int used = 0;
	size_t i;

	for (i = 0; i < LETTERS; i++)
		if (flags & letters[i].flag)
			text[used++] = letters[i].letter;
	if (!used)
		text[used++] = '-';
	text[used] = '\0';
	return used;
}

static int write_header(char *text, size_t size, const struct segment *segment,
			enum notation_template template)
{
	bool usual_window = template != NOTATION_WHOLE &&
			    (template == NOTATION_ACTIVE) == (segment->window != 0);
	int used = 0;

	text[0] = '\0';
	if (template == NOTATION_ANY)
		return 0;
	if (!usual_window)
		used += snprintf(text + used, size - used, " win %u", segment->window);
	if (segment->flags & URG || segment->urgent)
		used += snprintf(text + used, size - used, " urg %u", segment->urgent);
	if (segment->ttl != DEFAULT_TTL)
		used += snprintf(text + used, size - used, " ttl %u", segment->ttl);
	if (segment->tos)
		used += snprintf(text + used, size - used, " tos 0x%02x", segment->tos);
	if (segment->flow_label)
		used += snprintf(text + used, size - used, " flowlabel 0x%05x",
				 segment->flow_label);
	if (segment->may_fragment)
		used += snprintf(text + used, size - used, " nodf");
	if (segment->bad_checksum)
		used += snprintf(text + used, size - used, " badsum");
	return used;
}

void notation_write(char text[static NOTATION_MAX], const struct segment *segment,
		    const struct flow *flow, bool from_sut, enum notation_template template)
{
	const struct end *from = from_sut ? &flow->sut : &flow->peer;
	const struct end *to = from_sut ? &flow->peer : &flow->sut;
	bool reset_without_ack = segment->flags & RST && !(segment->flags & ACK);
	uint32_t seq = segment->seq - from->isn;
	int used;

	/* A RST,ACK that answers a segment without ACK is numbered 0, whatever the ISN. */
	if (segment->flags & RST && segment->flags & ACK && !segment->seq)
		seq = 0;
	used = write_flags(text, segment->flags);
	used += snprintf(text + used, NOTATION_MAX - used, " %u:%u(%zu)", seq,
			 (uint32_t)(seq + segment->length), segment->length);
	if (segment->flags & ACK)
		used += snprintf(text + used, NOTATION_MAX - used, " ack %u",
				 segment->ack - to->isn);
	else if (reset_without_ack && segment->ack)
		used += snprintf(text + used, NOTATION_MAX - used, " ackfield %u", segment->ack);
	used += write_header(text + used, NOTATION_MAX - used, segment, template);
	used += payload_write(text + used, NOTATION_MAX - used, segment);
	options_write(text + used, NOTATION_MAX - used, segment, flow, from_sut);
}

static const char *read_flags(struct segment *segment, const char *text)
{
	size_t i;

	segment->flags = 0;
	if (*text == '-')
		return text + 1;
	for (; *text && *text != ' '; text++) {
		for (i = 0; i < LETTERS && letters[i].letter != *text; i++)
			;
		if (i == LETTERS)
			return NULL;
		segment->flags |= letters[i].flag;
	}
	return text;
}

/* "1001", "-5" or "4294967295": modulo 2^32 */
static const char *read_number(const char *text, uint32_t *number)
{
	char *end;

	*number = (uint32_t)strtoll(text, &end, 0);
	return end == text ? NULL : end;
}

static const char *read_range(struct segment *segment, const char *text, uint32_t isn)
{
	uint32_t first, last, length;

	text = read_number(text, &first);
	if (!text || *text++ != ':')
		return NULL;
	text = read_number(text, &last);
	if (!text || *text++ != '(')
		return NULL;
	text = read_number(text, &length);
	if (!text || *text++ != ')' || last - first != length)
		return NULL;
	segment->seq = first + isn;
	segment->length = length;
	return text;
}

static const char *read_field(struct segment *segment, const char *text, uint32_t isn)
{
	static const char *const names[] = { "ack ", "win ",	   "urg ",  "ttl ",
					     "tos ", "flowlabel ", "badsum" };
	uint32_t value = 0;
	size_t i;

	for (i = 0; i < 7 && strncmp(text, names[i], strlen(names[i])); i++)
		;
	if (i == 7)
		return NULL;
	text += strlen(names[i]);
	if (i < 6)
		text = read_number(text, &value);
	switch (i) {
	case 0:
		segment->ack = value + isn;
		break;
	case 1:
		segment->window = value;
		break;
	case 2:
		segment->urgent = value;
		break;
	case 3:
		segment->ttl = value;
		break;
	case 4:
		segment->tos = value;
		break;
	case 5:
		segment->flow_label = value;
		break;
	case 6:
		segment->bad_checksum = true;
		break;
	}
	return text;
}

int notation_read(struct segment *segment, const char *text, const struct flow *flow,
		  const char **error)
{
	const char *next;

	segment->window = DEFAULT_WINDOW;
	segment->ttl = DEFAULT_TTL;
	*error = text;
	next = read_flags(segment, text);
	if (!next || *next != ' ')
		return -EINVAL;
	*error = next + 1;
	next = read_range(segment, next + 1, flow->peer.isn);
	while (next && *next == ' ') {
		*error = next + 1;
		if (next[1] == '<')
			next = options_read(segment, next + 1, flow, error);
		else if (!strncmp(next + 1, "payload ", 8))
			next = payload_read(segment, next + 9);
		else
			next = read_field(segment, next + 1, flow->sut.isn);
	}
	return next && !*next ? 0 : -EINVAL;
}

bool notation_equal(const char *expected, const char *text)
{
	while (*expected) {
		if (*expected == '*') {
			while (isalnum((unsigned char)*text))
				text++;
			expected++;
		} else if (*expected++ != *text++) {
			return false;
		}
	}
	return !*text;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/options.h"

#include <ctype.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/bytes.h"
#include "harness/packet/flow.h"
#include "harness/packet/mptcp_crypto.h"
#include "harness/packet/mptcp_options.h"
#include "harness/packet/option_bytes.h"
#include "harness/packet/signature.h"

#define TCPOPT_FAST_OPEN 34 /* RFC 7413 */

static int write_hex(char *text, size_t size, const uint8_t *data, size_t length)
{
	size_t used = 0;
	size_t i;

	for (i = 0; i < length && used + 3 < size; i++)
		used += snprintf(text + used, size - used, "%02x", data[i]);
	text[used] = '\0';
	return used;
}

static int write_sack(char *text, size_t size, const uint8_t *option, uint32_t isn)
{
	int used = snprintf(text, size, "sack");
	int i;

	for (i = 2; i + 8 <= option[1]; i += 8)
		used += snprintf(text + used, size - used, " %u:%u", get32(option + i) - isn,
				 get32(option + i + 4) - isn);
	return used;
}

/* Whose options are written. */
struct sent {
	const struct segment *segment;
	const struct flow *flow;
	bool from_sut;
};

static int write_option(char *text, size_t size, const uint8_t *option, const struct sent *sent)
{
	const struct flow *flow = sent->flow;
	int used;

	switch (option[0]) {
	case TCPOPT_EOL:
		return snprintf(text, size, "eol");
	case TCPOPT_NOP:
		return snprintf(text, size, "nop");
	case TCPOPT_MAXSEG:
		return snprintf(text, size, "mss %d", option[2] << 8 | option[3]);
	case TCPOPT_WINDOW:
		return snprintf(text, size, "wscale %u", option[2]);
	case TCPOPT_SACK_PERMITTED:
		return snprintf(text, size, "sackOK");
	case TCPOPT_SACK:
		return write_sack(text, size, option,
				  sent->from_sut ? flow->peer.isn : flow->sut.isn);
	case TCPOPT_TIMESTAMP:
		return snprintf(text, size, "TS val %u ecr %u", get32(option + 2),
				get32(option + 6));
	case SIGNATURE_MD5:
		return snprintf(text, size, signature_holds(sent->segment) ? "md5" : "md5-bad");
	case SIGNATURE_AO:
		return snprintf(text, size, "ao%s %u %u",
				signature_ao_holds(sent->segment, flow, sent->from_sut) ? ""
											: "-bad",
				option[2], option[3]);
	case TCPOPT_FAST_OPEN:
		used = snprintf(text, size, "FO%s", option[1] > 2 ? " " : "");
		return used + write_hex(text + used, size - used, option + 2, option[1] - 2);
	case MPTCP_OPTION:
		return mptcp_option_write(text, size, option, flow, sent->from_sut);
	}
	used = snprintf(text, size, "kind %u%s", option[0], option[1] > 2 ? " " : "");
	return used + write_hex(text + used, size - used, option + 2, option[1] - 2);
}

int options_write(char *text, size_t size, const struct segment *segment, const struct flow *flow,
		  bool from_sut)
{
	const struct sent sent = { segment, flow, from_sut };
	const uint8_t *option = segment->options;
	size_t left = segment->options_length;
	size_t used = 0;
	size_t length;

	if (!left)
		return 0;
	while (left && used + 1 < size) {
		length = *option <= TCPOPT_NOP || left < 2 ? 1 : option[1];
		if (length > left || (*option > TCPOPT_NOP && length < 2))
			return used + snprintf(text + used, size - used, "%smalformed>",
					       used ? "," : " <");
		used += snprintf(text + used, size - used, "%s", used ? "," : " <");
		used += write_option(text + used, size - used, option, &sent);
		option += length;
		left -= length;
	}
	return used + snprintf(text + used, size - used, ">");
}

/* Bytes as two hexadecimal digits each.  Returns what follows. */
static const char *put_hex(struct segment *segment, const char *text)
{
	unsigned int byte;
	uint8_t value;

	while (*text == ' ')
		text++;
	while (isxdigit((unsigned char)text[0]) && sscanf(text, "%2x", &byte) == 1) {
		value = byte;
		option_put(segment, &value, 1);
		text += isxdigit((unsigned char)text[1]) ? 2 : 1;
	}
	return text;
}

static const char *read_sack(struct segment *segment, const char *text, uint32_t isn)
{
	size_t start = option_start(segment, TCPOPT_SACK);
	unsigned int left, right;
	int used;

	while (sscanf(text, " %u:%u%n", &left, &right, &used) == 2) {
		option_put32(segment, isn + left);
		option_put32(segment, isn + right);
		text += used;
	}
	option_finish(segment, start);
	return text;
}

static const char *read_hex_option(struct segment *segment, uint8_t kind, const char *text)
{
	size_t start = option_start(segment, kind);

	text = put_hex(segment, text);
	option_finish(segment, start);
	return text;
}

/* signature_sign() takes a digest of zeros for one that is still to be made. */
static void put_digest(struct segment *segment, uint8_t byte, int length)
{
	while (length--)
		option_put(segment, &byte, 1);
}

static void put_md5(struct segment *segment, uint8_t byte)
{
	option_put(segment, (uint8_t[]){ SIGNATURE_MD5, SIGNATURE_MD5_LENGTH + 2 }, 2);
	put_digest(segment, byte, SIGNATURE_MD5_LENGTH);
}

static void put_ao(struct segment *segment, uint8_t id, uint8_t next, uint8_t byte)
{
	option_put(segment, (uint8_t[]){ SIGNATURE_AO, SIGNATURE_AO_LENGTH + 4, id, next }, 4);
	put_digest(segment, byte, SIGNATURE_AO_LENGTH);
}

static const char *read_option(struct segment *segment, const char *text, const struct flow *flow)
{
	unsigned int a, b;
	int used = 0;

	if (!strncmp(text, "nop", 3))
		return option_put(segment, (uint8_t[]){ TCPOPT_NOP }, 1), text + 3;
	if (!strncmp(text, "eol", 3))
		return option_put(segment, (uint8_t[]){ TCPOPT_EOL }, 1), text + 3;
	if (!strncmp(text, "sackOK", 6))
		return option_put(segment, (uint8_t[]){ TCPOPT_SACK_PERMITTED, 2 }, 2), text + 6;
	if (!strncmp(text, "sack", 4))
		return read_sack(segment, text + 4, flow->sut.isn);
	if (sscanf(text, "mss %u%n", &a, &used) == 1)
		return option_put(segment, (uint8_t[]){ TCPOPT_MAXSEG, 4, a >> 8, a }, 4),
		       text + used;
	if (sscanf(text, "wscale %u%n", &a, &used) == 1)
		return option_put(segment, (uint8_t[]){ TCPOPT_WINDOW, 3, a }, 3), text + used;
	if (sscanf(text, "TS val %u ecr %u%n", &a, &b, &used) == 2) {
		option_put(segment, (uint8_t[]){ TCPOPT_TIMESTAMP, 10 }, 2);
		option_put32(segment, a);
		option_put32(segment, b);
		return text + used;
	}
	if (!strncmp(text, "md5-bad", 7))
		return put_md5(segment, 0xff), text + 7;
	if (!strncmp(text, "md5", 3))
		return put_md5(segment, 0), text + 3;
	if (sscanf(text, "ao %u %u%n", &a, &b, &used) == 2)
		return put_ao(segment, a, b, 0), text + used;
	if (sscanf(text, "ao-bad %u %u%n", &a, &b, &used) == 2)
		return put_ao(segment, a, b, 0xff), text + used;
	if (!strncmp(text, "FO", 2))
		return read_hex_option(segment, TCPOPT_FAST_OPEN, text + 2);
	if (sscanf(text, "kind %u%n", &a, &used) == 1)
		return read_hex_option(segment, a, text + used);
	return mptcp_option_read(segment, text, flow);
}

const char *options_read(struct segment *segment, const char *text, const struct flow *flow,
			 const char **error)
{
	const char *next;

	segment->options_length = 0;
	text++;
	while (*text != '>') {
		*error = text;
		next = read_option(segment, text, flow);
		if (!next || (*next != ',' && *next != '>') || options_overflow(segment))
			return NULL;
		text = *next == ',' ? next + 1 : next;
	}
	while (segment->options_length % 4)
		option_put(segment, (uint8_t[]){ TCPOPT_EOL }, 1);
	return text + 1;
}

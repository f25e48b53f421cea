// SPDX-License-Identifier: GPL-2.0-only
#include "harness/signature.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <nettle/md5.h>
#include <string.h>

#define PAYLOAD_MAX 1500

struct bytes {
	size_t length;
	uint8_t data[40 + sizeof(struct tcphdr) + PAYLOAD_MAX + sizeof(SIGNATURE_KEY)];
};

static void put(struct bytes *bytes, const void *data, size_t length)
{
	memcpy(bytes->data + bytes->length, data, length);
	bytes->length += length;
}

/* IPv4 as in RFC 2385 2.0, IPv6 as in RFC 8200 8.1. */
static void put_pseudo_header(struct bytes *bytes, const struct segment *segment, size_t length)
{
	if (segment->source.family == AF_INET) {
		put(bytes, &segment->source.v4, 4);
		put(bytes, &segment->destination.v4, 4);
		put(bytes, (uint8_t[]){ 0, IPPROTO_TCP, length >> 8, length }, 4);
	} else {
		put(bytes, &segment->source.v6, 16);
		put(bytes, &segment->destination.v6, 16);
		put(bytes, (uint8_t[]){ 0, 0, length >> 8, length, 0, 0, 0, IPPROTO_TCP }, 8);
	}
}

static void put_header(struct bytes *bytes, const struct segment *segment)
{
	size_t length = sizeof(struct tcphdr) + segment->options_length;
	struct tcphdr tcp = {
		.source = htons(segment->source_port),
		.dest = htons(segment->destination_port),
		.seq = htonl(segment->seq),
		.ack_seq = htonl(segment->ack),
		.doff = length / 4,
		.window = htons(segment->window),
		.urg_ptr = htons(segment->urgent),
	};

	((uint8_t *)&tcp)[13] = segment->flags;
	put(bytes, &tcp, sizeof(tcp));
}

int signature_md5(const struct segment *segment, uint8_t digest[static SIGNATURE_MD5_LENGTH])
{
	size_t length = sizeof(struct tcphdr) + segment->options_length + segment->length;
	struct bytes bytes = { 0 };
	struct md5_ctx context;

	if (segment->length > PAYLOAD_MAX)
		return -EMSGSIZE;
	put_pseudo_header(&bytes, segment, length);
	put_header(&bytes, segment);
	if (segment->payload)
		put(&bytes, segment->payload, segment->length);
	else
		segment_pattern(bytes.data + bytes.length, segment->length);
	if (!segment->payload)
		bytes.length += segment->length;
	put(&bytes, SIGNATURE_KEY, strlen(SIGNATURE_KEY));
	md5_init(&context);
	md5_update(&context, bytes.length, bytes.data);
	md5_digest(&context, SIGNATURE_MD5_LENGTH, digest);
	return 0;
}

static size_t digest_offset(const struct segment *segment)
{
	const uint8_t *option = segment_option(segment, SIGNATURE_MD5);

	if (!option || option[1] != SIGNATURE_MD5_LENGTH + 2)
		return 0;
	return option + 2 - segment->options;
}

int signature_sign(struct segment *segment)
{
	static const uint8_t unsigned_yet[SIGNATURE_MD5_LENGTH];
	size_t offset = digest_offset(segment);

	if (!offset || memcmp(segment->options + offset, unsigned_yet, SIGNATURE_MD5_LENGTH))
		return 0;
	return signature_md5(segment, segment->options + offset);
}

bool signature_holds(const struct segment *segment)
{
	uint8_t digest[SIGNATURE_MD5_LENGTH];
	size_t offset = digest_offset(segment);

	return offset && !signature_md5(segment, digest) &&
	       !memcmp(segment->options + offset, digest, sizeof(digest));
}

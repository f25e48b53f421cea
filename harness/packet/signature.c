// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/signature.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <nettle/hmac.h>
#include <nettle/md5.h>
#include <stdio.h>
#include <string.h>

#define PAYLOAD_MAX 1500

struct bytes {
	size_t length;
	uint8_t data[40 + sizeof(struct tcphdr) + SEGMENT_OPTIONS_MAX + PAYLOAD_MAX +
		     sizeof(SIGNATURE_KEY)];
};

static void put(struct bytes *bytes, const void *data, size_t length)
{
	memcpy(bytes->data + bytes->length, data, length);
	bytes->length += length;
}

static void put_addresses(struct bytes *bytes, const struct segment *segment)
{
	size_t size = address_size(&segment->source);

	put(bytes, &segment->source.v6, size);
	put(bytes, &segment->destination.v6, size);
}

/* IPv4 as in RFC 2385 2.0, IPv6 as in RFC 8200 8.1. */
static void put_pseudo_header(struct bytes *bytes, const struct segment *segment, size_t length)
{
	put_addresses(bytes, segment);
	if (segment->source.family == AF_INET)
		put(bytes, (uint8_t[]){ 0, IPPROTO_TCP, length >> 8, length }, 4);
	else
		put(bytes, (uint8_t[]){ 0, 0, length >> 8, length, 0, 0, 0, IPPROTO_TCP }, 8);
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

static void put_payload(struct bytes *bytes, const struct segment *segment)
{
	if (segment->payload) {
		put(bytes, segment->payload, segment->length);
	} else {
		segment_pattern(bytes->data + bytes->length, segment->length);
		bytes->length += segment->length;
	}
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
	put_payload(&bytes, segment);
	put(&bytes, SIGNATURE_KEY, strlen(SIGNATURE_KEY));
	md5_init(&context);
	md5_update(&context, bytes.length, bytes.data);
	md5_digest(&context, SIGNATURE_MD5_LENGTH, digest);
	return 0;
}

/* Where the signature of @kind begins among the options, 0: there is none of @length. */
static size_t signature_offset(const struct segment *segment, uint8_t kind, size_t header,
			       size_t length)
{
	const uint8_t *option = segment_option(segment, kind);

	if (!option || option[1] != header + length)
		return 0;
	return option + header - segment->options;
}

static size_t md5_offset(const struct segment *segment)
{
	return signature_offset(segment, SIGNATURE_MD5, 2, SIGNATURE_MD5_LENGTH);
}

static size_t ao_offset(const struct segment *segment)
{
	return signature_offset(segment, SIGNATURE_AO, 4, SIGNATURE_AO_LENGTH);
}

/* KDF_HMAC_SHA1 (RFC 5926 3.1.1.1): one round, as the key is as long as a digest. */
static void traffic_key(const struct segment *segment, const char *key, const uint32_t isn[2],
			uint8_t result[SHA1_DIGEST_SIZE])
{
	uint16_t ports[2] = { htons(segment->source_port), htons(segment->destination_port) };
	uint32_t numbers[2] = { htonl(isn[0]), htonl(isn[1]) };
	uint16_t bits = htons(8 * SHA1_DIGEST_SIZE);
	struct hmac_sha1_ctx context;
	struct bytes bytes = { 0 };

	put(&bytes, "\1TCP-AO", 7);
	put_addresses(&bytes, segment);
	put(&bytes, ports, sizeof(ports));
	put(&bytes, numbers, sizeof(numbers));
	put(&bytes, &bits, sizeof(bits));
	hmac_sha1_set_key(&context, strlen(key), (const uint8_t *)key);
	hmac_sha1_update(&context, bytes.length, bytes.data);
	hmac_sha1_digest(&context, SHA1_DIGEST_SIZE, result);
}

/*
 * How often the number of @segment has passed 2^32 since @isn, modulo 2^32 (RFC 5925 6.2): a RST
 * that answers a segment without ACK is numbered 0.
 */
static uint32_t extension(const struct segment *segment, uint32_t isn)
{
	bool later = (int32_t)(segment->seq - isn) >= 0;

	if (later == (segment->seq >= isn))
		return 0;
	return htonl(later ? 1 : UINT32_MAX);
}

int signature_ao(const struct segment *segment, const char *key, const uint32_t isn[static 2],
		 uint8_t mac[static SIGNATURE_AO_LENGTH])
{
	uint32_t passed = extension(segment, isn[0]);
	size_t length = sizeof(struct tcphdr) + segment->options_length + segment->length;
	size_t offset = ao_offset(segment);
	uint8_t secret[SHA1_DIGEST_SIZE];
	struct hmac_sha1_ctx context;
	struct bytes bytes = { 0 };

	if (segment->length > PAYLOAD_MAX)
		return -EMSGSIZE;
	put(&bytes, &passed, sizeof(passed));
	put_pseudo_header(&bytes, segment, length);
	put_header(&bytes, segment);
	put(&bytes, segment->options, segment->options_length);
	memset(bytes.data + bytes.length - segment->options_length + offset, 0,
	       offset ? SIGNATURE_AO_LENGTH : 0);
	put_payload(&bytes, segment);
	traffic_key(segment, key, isn, secret);
	hmac_sha1_set_key(&context, sizeof(secret), secret);
	hmac_sha1_update(&context, bytes.length, bytes.data);
	hmac_sha1_digest(&context, SIGNATURE_AO_LENGTH, mac);
	return 0;
}

void signature_ao_key(uint8_t id, char key[static SIGNATURE_AO_KEY_SIZE])
{
	snprintf(key, SIGNATURE_AO_KEY_SIZE, "%s%d", SIGNATURE_KEY, id / 10);
}

/* A SYN knows no number of the other end yet (RFC 5925 5.2). */
static int sign_ao(const struct segment *segment, const struct flow *flow, bool from_sut,
		   uint8_t mac[static SIGNATURE_AO_LENGTH])
{
	uint32_t from = from_sut ? flow->sut.isn : flow->peer.isn;
	uint32_t to = from_sut ? flow->peer.isn : flow->sut.isn;
	const uint8_t *option = segment_option(segment, SIGNATURE_AO);
	char key[SIGNATURE_AO_KEY_SIZE];

	signature_ao_key(option[2], key);
	if (segment->flags & SYN)
		from = segment->seq;
	if ((segment->flags & (SYN | ACK)) == SYN)
		to = 0;
	return signature_ao(segment, key, (uint32_t[2]){ from, to }, mac);
}

int signature_sign(struct segment *segment, const struct flow *flow)
{
	static const uint8_t unsigned_yet[SIGNATURE_MD5_LENGTH];
	size_t md5 = md5_offset(segment), ao = ao_offset(segment);

	if (md5 && !memcmp(segment->options + md5, unsigned_yet, SIGNATURE_MD5_LENGTH))
		return signature_md5(segment, segment->options + md5);
	if (ao && !memcmp(segment->options + ao, unsigned_yet, SIGNATURE_AO_LENGTH))
		return sign_ao(segment, flow, false, segment->options + ao);
	return 0;
}

bool signature_holds(const struct segment *segment)
{
	uint8_t digest[SIGNATURE_MD5_LENGTH];
	size_t offset = md5_offset(segment);

	return offset && !signature_md5(segment, digest) &&
	       !memcmp(segment->options + offset, digest, sizeof(digest));
}

bool signature_ao_holds(const struct segment *segment, const struct flow *flow, bool from_sut)
{
	uint8_t mac[SIGNATURE_AO_LENGTH];
	size_t offset = ao_offset(segment);

	return offset && !sign_ao(segment, flow, from_sut, mac) &&
	       !memcmp(segment->options + offset, mac, sizeof(mac));
}

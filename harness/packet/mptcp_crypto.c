// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/mptcp_crypto.h"

#include <endian.h>
#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <string.h>

#include "harness/packet/segment.h"

/*
 * Lengths of MP_CAPABLE and MP_JOIN tell which of the handshake's segments it is (RFC 8684 figures
 * 4, 5 to 7).
 */
#define CAPABLE_ONE_KEY 12
#define JOIN_SYN 12
#define JOIN_SYN_ACK 16

#define CAPABLE_CHECKSUM 0x80 /* flag A */

static void key_digest(uint8_t digest[static MPTCP_HMAC_LENGTH], uint64_t key)
{
	uint64_t bytes = htobe64(key);
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, sizeof(bytes), (const uint8_t *)&bytes);
	sha256_digest(&context, MPTCP_HMAC_LENGTH, digest);
}

uint32_t mptcp_get32(const uint8_t *data)
{
	uint32_t value;

	memcpy(&value, data, sizeof(value));
	return be32toh(value);
}

uint64_t mptcp_get64(const uint8_t *data)
{
	uint64_t value;

	memcpy(&value, data, sizeof(value));
	return be64toh(value);
}

uint32_t mptcp_token(uint64_t key)
{
	uint8_t digest[MPTCP_HMAC_LENGTH];

	key_digest(digest, key);
	return mptcp_get32(digest);
}

uint64_t mptcp_idsn(uint64_t key)
{
	uint8_t digest[MPTCP_HMAC_LENGTH];

	key_digest(digest, key);
	return mptcp_get64(digest + sizeof(digest) - sizeof(uint64_t));
}

void mptcp_hmac(uint8_t hmac[static MPTCP_HMAC_LENGTH], struct mptcp_end sender,
		struct mptcp_end receiver)
{
	uint64_t keys[] = { htobe64(sender.key), htobe64(receiver.key) };
	uint32_t nonces[] = { htobe32(sender.nonce), htobe32(receiver.nonce) };
	struct hmac_sha256_ctx context;

	hmac_sha256_set_key(&context, sizeof(keys), (const uint8_t *)keys);
	hmac_sha256_update(&context, sizeof(nonces), (const uint8_t *)nonces);
	hmac_sha256_digest(&context, MPTCP_HMAC_LENGTH, hmac);
}

static uint32_t sum16(uint32_t sum, const uint8_t *data, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		sum += i % 2 ? data[i] : data[i] << 8;
	return sum;
}

uint16_t mptcp_checksum(struct mptcp_mapping mapping, const uint8_t *data, size_t length)
{
	uint64_t dsn = htobe64(mapping.dsn);
	uint32_t ssn = htobe32(mapping.ssn);
	uint16_t mapped = htobe16(mapping.length);
	uint32_t sum;

	sum = sum16(0, (const uint8_t *)&dsn, sizeof(dsn));
	sum = sum16(sum, (const uint8_t *)&ssn, sizeof(ssn));
	sum = sum16(sum, (const uint8_t *)&mapped, sizeof(mapped));
	sum = sum16(sum, data, length);
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static void learn_capable(struct mptcp *connection, const uint8_t *option, bool from_sut)
{
	uint64_t *sender = from_sut ? &connection->sut_key : &connection->peer_key;

	if (option[3] & CAPABLE_CHECKSUM)
		connection->checksum = true;
	if (option[1] >= CAPABLE_ONE_KEY)
		*sender = mptcp_get64(option + 4);
}

static void learn_join(struct mptcp_subflow *subflow, const uint8_t *option, bool from_sut)
{
	uint32_t *nonce = from_sut ? &subflow->sut_nonce : &subflow->peer_nonce;

	if (option[1] == JOIN_SYN)
		*nonce = mptcp_get32(option + 8);
	else if (option[1] == JOIN_SYN_ACK)
		*nonce = mptcp_get32(option + 12);
}

void mptcp_learn(struct mptcp_subflow *subflow, const struct segment *segment, bool from_sut)
{
	const uint8_t *option = segment_option(segment, MPTCP_OPTION);

	if (!option)
		return;
	if (option[2] >> 4 == MP_CAPABLE)
		learn_capable(subflow->connection, option, from_sut);
	else if (option[2] >> 4 == MP_JOIN)
		learn_join(subflow, option, from_sut);
}

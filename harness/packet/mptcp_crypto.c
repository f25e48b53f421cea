// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/mptcp_crypto.h"

#include <endian.h>
#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <string.h>

#include "harness/base/bytes.h"

static void key_digest(uint8_t digest[static MPTCP_HMAC_LENGTH], uint64_t key)
{
	uint64_t bytes = htobe64(key);
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, sizeof(bytes), (const uint8_t *)&bytes);
	sha256_digest(&context, MPTCP_HMAC_LENGTH, digest);
}

uint32_t mptcp_token(uint64_t key)
{
	uint8_t digest[MPTCP_HMAC_LENGTH];

	key_digest(digest, key);
	return get32(digest);
}

uint64_t mptcp_idsn(uint64_t key)
{
	uint8_t digest[MPTCP_HMAC_LENGTH];

	key_digest(digest, key);
	return get64(digest + sizeof(digest) - sizeof(uint64_t));
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
	return ~sum16_fold(sum);
}

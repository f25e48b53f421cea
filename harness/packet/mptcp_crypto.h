/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_MPTCP_CRYPTO_H
#define RST_PACKET_MPTCP_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One MPTCP connection as both of its ends know it (RFC 8684, version 1). */
struct mptcp {
	uint64_t sut_key, peer_key; /* 0: not known yet */
	bool checksum; /* one of the ends asked for checksums of the data */
};

/* What a flow that belongs to a connection knows beside it. */
struct mptcp_subflow {
	struct mptcp *connection;
	uint32_t sut_nonce, peer_nonce; /* of MP_JOIN */
};

#define MPTCP_HMAC_LENGTH 32
#define MPTCP_OPTION 30 /* the kind, RFC 8684 8.1 */

/* Subtypes: the high half of an option's third byte (RFC 8684 8.2). */
enum mptcp_subtype {
	MP_CAPABLE,
	MP_JOIN,
	MP_DSS,
	MP_ADD_ADDR,
	MP_REMOVE_ADDR,
	MP_PRIO,
	MP_FAIL,
	MP_FASTCLOSE,
	MP_TCPRST,
};

/*
 * The token that names a connection in MP_JOIN: the first 32 bits of SHA-256 of the key of the end
 * that gets it (RFC 8684 3.1).
 */
uint32_t mptcp_token(uint64_t key);

/*
 * The initial data sequence number of the end that owns @key: the last 64 bits of SHA-256 (RFC 8684
 * 3.1).  The first byte of data has the number that follows.
 */
uint64_t mptcp_idsn(uint64_t key);

/* One end of a subflow as MP_JOIN shows it. */
struct mptcp_end {
	uint64_t key;
	uint32_t nonce;
};

/*
 * The HMAC-SHA256 of MP_JOIN: both keys are the key, both nonces the message, those of the
 * sender first (RFC 8684 3.2).
 */
void mptcp_hmac(uint8_t hmac[static MPTCP_HMAC_LENGTH], struct mptcp_end sender,
		struct mptcp_end receiver);

/* A data sequence mapping: @length numbers from @dsn lie at @ssn of the subflow. */
struct mptcp_mapping {
	uint64_t dsn;
	uint32_t ssn;
	uint16_t length; /* with the number that a DATA_FIN takes */
};

/*
 * The checksum of @mapping over @length bytes of @data and the pseudo header (RFC 8684 3.3.1,
 * figure 10).
 */
uint16_t mptcp_checksum(struct mptcp_mapping mapping, const uint8_t *data, size_t length);

#endif

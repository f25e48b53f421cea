// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/mptcp_learn.h"

#include "harness/base/bytes.h"
#include "harness/packet/mptcp_crypto.h"
#include "harness/packet/segment.h"

/*
 * Lengths of MP_CAPABLE and MP_JOIN tell which of the handshake's segments it is (RFC 8684 figures
 * 4, 5 to 7).
 */
#define CAPABLE_ONE_KEY 12
#define JOIN_SYN 12
#define JOIN_SYN_ACK 16

#define CAPABLE_CHECKSUM 0x80 /* flag A */

static void learn_capable(struct mptcp *connection, const uint8_t *option, bool from_sut)
{
	uint64_t *sender = from_sut ? &connection->sut_key : &connection->peer_key;

	if (option[3] & CAPABLE_CHECKSUM)
		connection->checksum = true;
	if (option[1] >= CAPABLE_ONE_KEY)
		*sender = get64(option + 4);
}

static void learn_join(struct mptcp_subflow *subflow, const uint8_t *option, bool from_sut)
{
	uint32_t *nonce = from_sut ? &subflow->sut_nonce : &subflow->peer_nonce;

	if (option[1] == JOIN_SYN)
		*nonce = get32(option + 8);
	else if (option[1] == JOIN_SYN_ACK)
		*nonce = get32(option + 12);
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

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_SIGNATURE_H
#define RST_PACKET_SIGNATURE_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/packet/flow.h"

/* The one key of the stories that sign. */
#define SIGNATURE_KEY "rstlab"

#define SIGNATURE_MD5 19 /* option kind, RFC 2385 3.0 */
#define SIGNATURE_MD5_LENGTH 16 /* of the digest */

#define SIGNATURE_AO 29 /* option kind, RFC 5925 2.2 */
#define SIGNATURE_AO_LENGTH 12 /* of the MAC: HMAC-SHA-1-96, RFC 5926 3.2.1 */

/*
 * Computes the digest of RFC 2385 2.0 over the pseudo-header, the TCP header without options and
 * with checksum 0, the payload, and SIGNATURE_KEY.  Without a payload pointer the pattern is meant.
 * Returns 0, -EMSGSIZE, or -EOPNOTSUPP when libcrypto refuses MD5.
 */
int signature_md5(const struct segment *segment, uint8_t digest[static SIGNATURE_MD5_LENGTH]);

/*
 * Computes the MAC of RFC 5925 5.1 with master key @key, over the options too.  @isn are the
 * initial sequence numbers of who sends and of who receives that the traffic key is made of (5.2).
 * Returns 0 or -EMSGSIZE.
 */
int signature_ao(const struct segment *segment, const char *key, const uint32_t isn[static 2],
		 uint8_t mac[static SIGNATURE_AO_LENGTH]);

/* The master key of the KeyIDs 10n to 10n+9: SIGNATURE_KEY and n. */
#define SIGNATURE_AO_KEY_SIZE (sizeof(SIGNATURE_KEY) + 2)
void signature_ao_key(uint8_t id, char key[static SIGNATURE_AO_KEY_SIZE]);

/*
 * Fills in the MD5 or TCP-AO option of @segment, which the peer sends on @flow, when it has one
 * whose digest is still all zero.  Returns 0 or -errno as above.
 */
int signature_sign(struct segment *segment, const struct flow *flow);

/* Whether the MD5 option of @segment is there and right. */
bool signature_holds(const struct segment *segment);

/* The same of the TCP-AO option; the SUT sent @segment (@from_sut) or got it on @flow. */
bool signature_ao_holds(const struct segment *segment, const struct flow *flow, bool from_sut);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SIGNATURE_H
#define RST_SIGNATURE_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/segment.h"

/* The one key of the stories that sign. */
#define SIGNATURE_KEY "rstlab"

#define SIGNATURE_MD5 19	/* option kind, RFC 2385 3.0 */
#define SIGNATURE_MD5_LENGTH 16 /* of the digest */

/*
 * Computes the digest of RFC 2385 2.0 over the pseudo-header, the TCP header without options and
 * with checksum 0, the payload, and SIGNATURE_KEY.  Without a payload pointer the pattern is meant.
 * Returns 0, -EMSGSIZE, or -EOPNOTSUPP when libcrypto refuses MD5.
 */
int signature_md5(const struct segment *segment, uint8_t digest[static SIGNATURE_MD5_LENGTH]);

/*
 * Fills in the MD5 option of @segment when it has one whose digest is still all zero.  Returns 0 or
 * -errno as above.
 */
int signature_sign(struct segment *segment);

/* Whether the MD5 option of @segment is there and right. */
bool signature_holds(const struct segment *segment);

#endif

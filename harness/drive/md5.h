/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MD5_H
#define RST_MD5_H

#include "harness/segment.h"

struct test;

/*
 * Authentication of segments.  The key is SIGNATURE_KEY; the peer signs what its text gives the
 * option <md5>, and <md5-bad> is one that does not hold.  Verbs: they end the test when they fail.
 */

/* TCP_MD5SIG: segments to and from @remote must be signed (RFC 2385). */
void md5_key(struct test *t, int fd, const struct end *remote);

/* TCP_AO_ADD_KEY: the same by RFC 5925, with key number 1 in both directions. */
void ao_key(struct test *t, int fd, const struct end *remote);

#endif

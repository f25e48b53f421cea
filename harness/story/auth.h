/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_AUTH_H
#define RST_STORY_AUTH_H

#include "harness/packet/flow.h"

struct test;

/*
 * Authentication of segments, with the keys of harness/packet/signature.h.  The peer signs what its text
 * gives the option <md5> or <ao KEYID RNEXTKEYID>; <md5-bad> and <ao-bad ...> do not hold.  Verbs:
 * they end the test when they fail.
 */

/* TCP_MD5SIG: segments to and from @remote must be signed (RFC 2385). */
void md5_key(struct test *t, int fd, const struct end *remote);

/* TCP_AO_ADD_KEY: the same by RFC 5925, with key number 1 in both directions. */
void ao_key(struct test *t, int fd, const struct end *remote);

/*
 * The same with two master keys, whose KeyIDs differ by direction (RFC 5925 3.1): SendID 11 and
 * RecvID 12, SendID 21 and RecvID 22.
 */
void ao_keys(struct test *t, int fd, const struct end *remote);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_MPTCP_H
#define RST_STORY_MPTCP_H

#include <stdint.h>

#include "harness/story/conn.h"

/*
 * MPTCP connections (RFC 8684) of the SUT.  Their flows know keys, tokens and HMACs, so that the
 * dialogue names options as harness/packet/mptcp_options.h tells.  Verbs: they end the test when
 * the kernel does not follow.
 */

/* What the peer says once it may send data: nothing new, with a DATA_ACK. */
#define DATA_ACK ". 1:1(0) ack 1 <dss dack8 1>"

/* ESTABLISHED, real sockets on both ends, the SUT accepted. */
struct conn mptcp_open(struct test *t);

/* A listener of the SUT on @port. */
int mptcp_listener(struct test *t, uint16_t port);

/* A listener of the SUT and a forged peer with a key that has not said anything. */
struct conn mptcp_listen(struct test *t);

/* A connection that a forged peer opened: not accepted yet, or accepted and ESTABLISHED. */
struct conn mptcp_unaccepted(struct test *t);
struct conn mptcp_established(struct test *t);

/* The SUT's connect() to a forged peer, which answered: ESTABLISHED. */
struct conn mptcp_connected(struct test *t);

/* Another flow of the connection @c, to @sut_port: nothing was said on it yet. */
struct flow *mptcp_flow(struct test *t, const struct conn *c, uint16_t sut_port);

/* A second subflow that the peer opened by MP_JOIN: ESTABLISHED. */
struct flow *mptcp_joined(struct test *t, const struct conn *c);

/* The subflow that the SUT opens by itself to @c, see mptcp_opens_subflows(): its SYN was seen. */
struct flow *mptcp_joining(struct test *t, const struct conn *c);

/* Before a connection: the SUT opens a second subflow from a second address. */
void mptcp_opens_subflows(struct test *t);

/* The SUT listens on @port of its address for MP_JOIN, and announces that. */
void mptcp_announces(struct test *t, uint16_t port);

/* Before a connection: the SUT accepts no more than @subflows beside the first. */
void mptcp_limit(struct test *t, unsigned int subflows);

#endif

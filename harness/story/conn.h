/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_CONN_H
#define RST_STORY_CONN_H

#include <stdint.h>

#include "harness/packet/flow.h"

struct test;

/* Ports of the stories.  Namespaces are private, so they are free. */
#define SUT_PORT 7000
#define PEER_PORT 8000

/* A connection, or one that begins. */
struct conn {
	struct flow *flow;
	int listener; /* of the SUT, -1: none */
	int sut; /* -1: not accepted yet */
	int peer; /* a real peer's socket, -1: the peer is forged */
};

/* Verbs: they end the test when the kernel does not follow. */

/* ESTABLISHED, real sockets on both ends, the SUT accepted. */
struct conn conn_open(struct test *t);

/* The same when @prepare, called for the listener and the peer's socket, has keyed them. */
struct conn conn_open_keyed(struct test *t,
			    void (*prepare)(struct test *t, int fd, const struct end *remote));

/* The same, after the peer ended its side and the SUT saw that, or the other way round. */
struct conn conn_open_close_wait(struct test *t);
struct conn conn_open_fin_wait2(struct test *t);

/* ESTABLISHED, real sockets, waiting to be accepted: from a listener of its own, or @listener. */
struct conn conn_queued(struct test *t);
struct conn conn_queued_at(struct test *t, int listener);

/* A listener of the SUT that shares its port with others (SO_REUSEPORT). */
int conn_shared_listener(struct test *t);

/* A real peer's connect() to @port of the SUT, which need not answer: its SYN was seen. */
struct conn conn_attempt(struct test *t, uint16_t port);

/*
 * A half-open connection (RFC 9293 3.5.1): a real peer believes that it has one with @port of
 * the SUT, which knows nothing of it.  It has said so with an ACK of HALF_OPEN_ACK; the
 * numbers of the flow are absolute.
 */
struct conn conn_half_open(struct test *t, uint16_t port);
#define HALF_OPEN_ACK 5000

/* The same before the peer has said anything. */
struct conn conn_half_open_silent(struct test *t, uint16_t port);

/*
 * A flow of a forged peer to @sut_port on which nothing was said yet.  Every call takes another
 * port of the peer.
 */
struct flow *conn_flow(struct test *t, uint16_t sut_port);

/* A listener of the SUT and a forged peer that has not said anything. */
struct conn conn_listen(struct test *t, int backlog);

/* Another forged peer of the listener of @c. */
struct conn conn_next_peer(struct test *t, const struct conn *c);

/* The SUT's connect() to a forged peer: its SYN was seen. */
struct conn conn_connect(struct test *t);

/* The forged peer opens with the SYN @syn; the SUT's SYN,ACK was seen. */
void conn_syn(struct test *t, struct conn *c, const char *syn);

/*
 * A forged peer's connection in these states, the socket in c.sut.  For the first, @ack is the
 * third segment of the handshake.
 */
struct conn conn_forge(struct test *t, const char *syn, const char *ack);
struct conn conn_established(struct test *t);
struct conn conn_another(struct test *t, const struct conn *first); /* of its listener */
struct conn conn_close_wait(struct test *t);
struct conn conn_fin_wait1(struct test *t);
struct conn conn_fin_wait2(struct test *t);
struct conn conn_closing(struct test *t);
struct conn conn_last_ack(struct test *t);

/*
 * The peer acknowledged 100 of 500 bytes that it let the SUT send, and takes back all but 100 of
 * its window: the SUT's next number lies beyond it.
 */
struct conn conn_shrunk_window(struct test *t);

/* The peer's window is 0 since the handshake, so 10 bytes and the FIN are still unsent. */
struct conn conn_fin_wait1_unsent(struct test *t);
struct conn conn_closing_unsent(struct test *t);
struct conn conn_last_ack_unsent(struct test *t);

/*
 * SYN_RECV as a full socket: by simultaneous open, or the accepted child of a SYN with @length
 * bytes of data (TCP fast open; needs SYSCTL_FAST_OPEN_SERVER).
 */
struct conn conn_simultaneous(struct test *t);
struct conn conn_fast_open(struct test *t, unsigned int length);

/* The same with 5 bytes, which the SUT has read. */
struct conn conn_fast_open_read(struct test *t);

/* Server side, without a cookie, on every listener. */
#define SYSCTL_FAST_OPEN_SERVER "net/ipv4/tcp_fastopen=1539"

#endif

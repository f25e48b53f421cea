/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_SOCK_H
#define RST_STORY_SOCK_H

#include <stddef.h>
#include <stdint.h>

#include "harness/packet/flow.h"

struct test;

/*
 * Real sockets.  Verbs: they end the test when a system call does not do what the story says.
 */

/* A TCP socket of host @host (SUT or PEER), bound to its address and @port. */
int sock_new(struct test *t, int host, uint16_t port);

/* The same with @protocol (IPPROTO_MPTCP) instead of TCP. */
int sock_new_protocol(struct test *t, int host, uint16_t port, int protocol);

/*
 * One of the SUT with the address of @owner (GHOST or another host), as proxies have it:
 * IP_TRANSPARENT.
 */
int sock_new_transparent(struct test *t, int owner, uint16_t port);

/* The sequence number that the next byte written to @fd will have. */
uint32_t sock_next_seq(struct test *t, int fd);

/* As sock_new() with SO_REUSEPORT: several may listen on one port. */
int sock_new_shared(struct test *t, int host, uint16_t port);

/* An IPv6 socket of the SUT, bound to its IPv4 address as IPv6 maps it (RFC 4291 2.5.5.2). */
int sock_new_mapped(struct test *t, uint16_t port);

/* An IPv6 socket of the SUT, bound to no address: IPv4 reaches it too unless @v6only. */
int sock_new_unspecified(struct test *t, uint16_t port, int v6only);

void sock_listen(struct test *t, int fd, int backlog);
int sock_accept(struct test *t, int listener);

/* A connect() that does not wait: returns when the SYN has left. */
void sock_connect_start(struct test *t, int fd, const struct end *to);
void sock_connect(struct test *t, int fd, const struct end *to);

/*
 * connect() without a handshake (TCP_REPAIR): the socket is ESTABLISHED, its next number is @seq,
 * and it expects @ack.  It stays under repair: TCP_REPAIR_OFF sends its window probe
 * ". seq-1:seq-1(0) ack ACK", TCP_REPAIR_OFF_NO_WP nothing.
 */
void sock_connect_silently(struct test *t, int fd, const struct end *to, uint32_t seq,
			   uint32_t ack);

/* connect() to AF_UNSPEC: tcp_disconnect(). */
void sock_disconnect(struct test *t, int fd);

void sock_send(struct test *t, int fd, size_t length);
void sock_receive(struct test *t, int fd, size_t length);

/* Reads with MSG_PEEK: the data stays. */
void sock_peek(struct test *t, int fd, size_t length);
void sock_shutdown(struct test *t, int fd, int how);
void sock_close(struct test *t, int fd);

/* A second descriptor of the same socket. */
int sock_duplicate(struct test *t, int fd);

/* SO_LINGER with @seconds. */
void sock_linger(struct test *t, int fd, int seconds);
void sock_option(struct test *t, int fd, int level, int option, int value);

/* Waits until @length bytes can be read; waits for the end of the stream and reads it. */
void sock_await_readable(struct test *t, int fd, size_t length);
void sock_await_eof(struct test *t, int fd);

/*
 * The state after all that was sent has been handled (fence) must be @state, TCP_ESTABLISHED and so
 * on.
 */
void sock_expect_state(struct test *t, int fd, int state);

/* Waits until a timer of the SUT has forgotten @flow: it has no request and no time-wait bucket. */
void sock_await_forgotten(struct test *t, const struct flow *flow);

/* SO_BINDTODEVICE: only what comes by @link, a link of its host, and what it sends leaves by it. */
void sock_bind_device(struct test *t, int fd, const char *link);

/* Lowest TTL or hop limit that @fd takes (RFC 5082). */
void sock_min_ttl(struct test *t, int fd, int ttl);

/*
 * IPV6_FLOWLABEL_MGR with IPV6_FL_F_REFLECT: what answers a segment has its flow label, and a
 * connection keeps that of the segment that made it (net/ipv6/ip6_flowlabel.c:
 * ipv6_flowlabel_get).  The kernel refuses unless net/ipv6/flowlabel_consistency is 0.
 */
void sock_reflect_flow_label(struct test *t, int fd);

/* A socket filter that lets nothing through. */
void sock_filter_all(struct test *t, int fd);

/*
 * Tells the judge what the application sees: the pending error of @fd (SO_ERROR) by name, or
 * "none", after "sut " or "peer ".  The first waits until there is one.
 */
void await_error(struct test *t, const char *who, int fd);
void observe_error(struct test *t, const char *who, int fd);

#endif

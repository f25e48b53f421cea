/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_DESTROY_H
#define RST_STORY_DESTROY_H

#include <stdint.h>

#include "harness/packet/flow.h"

struct mnl_socket;
struct test;

/*
 * Sockets that somebody else than their owner aborts, as `ss -K` does, or is seen to end.  All go
 * to tcp_abort() in the kernel.
 */

/* Verbs: they end the test when they fail. */

/* SOCK_DESTROY on the SUT's socket of @flow, or on its listener on @port. */
void destroy_flow(struct test *t, const struct flow *flow);
void destroy_listener(struct test *t, uint16_t port);

/* bpf_sock_destroy() on the SUT's socket of @flow; needs NEEDS_BPF_DESTROY. */
void destroy_by_bpf(struct test *t, const struct flow *flow);

/*
 * Tells when a socket has died that no descriptor leads to any more.  The first call comes before
 * that can happen; needs NEEDS_DIAG.
 */
struct mnl_socket *destroy_watch(struct test *t);
void destroy_await(struct test *t, struct mnl_socket *watch, const struct flow *flow);

#endif

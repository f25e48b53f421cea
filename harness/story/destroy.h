/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_DESTROY_H
#define RST_STORY_DESTROY_H

#include <stdbool.h>
#include <stdint.h>

#include "harness/packet/segment.h"

struct mnl_socket;
struct test;

/*
 * Sockets that somebody else than their owner aborts, as `ss -K` does, or is seen to end.  All go
 * to tcp_abort() in the kernel.
 */

/*
 * Asks the current network namespace by inet_diag for the socket between @local and @remote (all
 * zero: a listener): with @destroy to abort it (needs CONFIG_INET_DIAG_DESTROY), else only whether
 * it is there.  Returns 0 or -errno: -ENOENT when there is none, -EOPNOTSUPP when it cannot.
 */
int destroy_request(const struct end *local, const struct end *remote, bool destroy);

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

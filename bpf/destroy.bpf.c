// SPDX-License-Identifier: GPL-2.0-only
/*
 * Destroys one TCP socket: bpf_sock_destroy() may only be called by an iterator, which holds the
 * socket's lock (4ddbcb886268, Linux 6.5).
 */
#include <linux/bpf.h>
#include <linux/types.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "kernel_types.h"

/* The context of a TCP iterator; of sk_common only what is read is named. */
struct bpf_iter__tcp {
	struct sock_common *sk_common; /* NULL after the last socket */
} __attribute__((preserve_access_index));

extern int bpf_sock_destroy(struct sock_common *sk) __ksym;

char LICENSE[] SEC("license") = "GPL";

/* Which: ports in host order. */
const volatile __u16 family = 0;
const volatile __u16 sut_port = 0;
const volatile __u16 peer_port = 0;

/* How many were found, and what the last call said. */
__u32 destroyed = 0;
int result = 0;

SEC("iter/tcp")
int destroy(struct bpf_iter__tcp *ctx)
{
	struct sock_common *sk = ctx->sk_common;

	if (!sk || sk->skc_family != family || sk->skc_num != sut_port ||
	    sk->skc_dport != bpf_htons(peer_port))
		return 0;
	result = bpf_sock_destroy(sk);
	destroyed++;
	return 0;
}

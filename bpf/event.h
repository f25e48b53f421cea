/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BPF_EVENT_H
#define RST_BPF_EVENT_H

#include <linux/types.h>

/*
 * The record that the probes of rst.bpf.c put into the ring buffer: fixed-width
 * types and explicit order only, read by both sides.
 */

enum rst_probe {
	RST_PROBE_SEND, /* tcp:tcp_send_reset */
	RST_PROBE_RECEIVE, /* tcp:tcp_receive_reset */
};

#define RST_NO_REASON 0xffffffffu /* this kernel passes none */
#define RST_STACK_MAX 32

/*
 * Addresses of the event's family, in the direction of the RST, IPv4 in the first four bytes; ports
 * in host order.  An IPv6 socket that speaks IPv4 has mapped ones.
 */
struct rst_tuple {
	__u8 saddr[16];
	__u8 daddr[16];
	__u16 sport;
	__u16 dport;
};

struct rst_event {
	__u64 ktime_ns;
	__u32 netns; /* inode number of the network namespace */
	__u32 reason; /* number of the running kernel; its name is in its BTF */
	__u16 probe; /* enum rst_probe */
	__u16 family;
	__u16 state; /* sk_state; 0: no socket */
	__u16 depth; /* frames in stack[] */
	__u8 has_socket;
	__u8 has_skb;
	__u16 pad;
	__u32 cpu;
	struct rst_tuple traced; /* what the tracepoint reports */
	struct rst_tuple segment; /* of the segment that caused the RST, reversed; zero without skb */
	__u64 stack[RST_STACK_MAX];
};

#endif

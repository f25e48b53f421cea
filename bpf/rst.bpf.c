// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel side of the tracer: one program per tracepoint, each filling the
 * same record.  Raw tracepoint arguments are the one interface that is the same
 * from 5.10 to today: (sk, skb), and since 6.10 (sk, skb, reason).
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include "kernel_types.h"
#include "event.h"

#define AF_INET 2
#define AF_INET6 10
#define TCP_TIME_WAIT 6
#define TCP_NEW_SYN_RECV 12

char LICENSE[] SEC("license") = "GPL";

/* Set before load.  A zero netns watches every namespace (rstlab trace). */
const volatile __u32 netns = 0;
const volatile __u8 has_reason = 0;

/* Records that found the ring buffer full: a test with lost records fails. */
__u64 lost = 0;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024);
} events SEC(".maps");

/* Events that were left out because nothing in them tells the namespace. */
__u64 nameless = 0;

/* A segment on its way to a socket has lost its device (tcp_v4_rcv()), but not its route. */
static __always_inline __u32 netns_of(const struct sock *sk, const struct sk_buff *skb)
{
	const struct net_device *device;
	unsigned long route;

	if (sk)
		return BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	if (!skb)
		return 0;
	device = BPF_CORE_READ(skb, dev);
	if (!device) {
		/* skb_dst(): the lowest bit says whether it holds a reference. */
		route = BPF_CORE_READ(skb, _skb_refdst) & ~1UL;
		device = BPF_CORE_READ((const struct dst_entry *)route, dev);
	}
	return BPF_CORE_READ(device, nd_net.net, ns.inum);
}

static __always_inline void tuple_of_sock(struct rst_tuple *tuple, const struct sock *sk,
					  __u16 family)
{
	tuple->sport = bpf_ntohs(BPF_CORE_READ((const struct inet_sock *)sk, inet_sport));
	tuple->dport = bpf_ntohs(BPF_CORE_READ(sk, __sk_common.skc_dport));
	if (family == AF_INET) {
		bpf_core_read(tuple->saddr, 4, &sk->__sk_common.skc_rcv_saddr);
		bpf_core_read(tuple->daddr, 4, &sk->__sk_common.skc_daddr);
	} else {
		bpf_core_read(tuple->saddr, 16, &sk->__sk_common.skc_v6_rcv_saddr);
		bpf_core_read(tuple->daddr, 16, &sk->__sk_common.skc_v6_daddr);
	}
}

/*
 * The addresses of the segment that caused the RST, exchanged: the direction of the RST.  Returns
 * the family.
 */
static __always_inline __u16 tuple_of_skb(struct rst_tuple *tuple, const struct sk_buff *skb)
{
	unsigned char *head = BPF_CORE_READ(skb, head);
	unsigned char *ip = head + BPF_CORE_READ(skb, network_header);
	unsigned char *tcp = head + BPF_CORE_READ(skb, transport_header);
	__be16 ports[2] = {};
	__u8 version = 0;

	bpf_probe_read_kernel(&version, 1, ip);
	bpf_probe_read_kernel(ports, sizeof(ports), tcp);
	tuple->sport = bpf_ntohs(ports[1]);
	tuple->dport = bpf_ntohs(ports[0]);
	if (version >> 4 == 4) {
		bpf_probe_read_kernel(tuple->daddr, 4, ip + 12);
		bpf_probe_read_kernel(tuple->saddr, 4, ip + 16);
		return AF_INET;
	}
	bpf_probe_read_kernel(tuple->daddr, 16, ip + 8);
	bpf_probe_read_kernel(tuple->saddr, 16, ip + 24);
	return AF_INET6;
}

/* An address of IPv4 as one of IPv6 maps it (RFC 4291 2.5.5.2). */
static __always_inline void map_address(__u8 *address)
{
	__builtin_memcpy(address + 12, address, 4);
	__builtin_memset(address, 0, 10);
	address[10] = address[11] = 0xff;
}

static __always_inline int record(void *ctx, enum rst_probe probe, const struct sock *sk,
				  const struct sk_buff *skb, __u32 reason)
{
	struct rst_event *event;
	__u16 family;
	__u32 inode;
	long bytes;

	inode = netns_of(sk, skb);
	if (!inode)
		__sync_fetch_and_add(&nameless, 1);
	if (netns && inode != netns)
		return 0;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		__sync_fetch_and_add(&lost, 1);
		return 0;
	}
	__builtin_memset(event, 0, __builtin_offsetof(struct rst_event, stack));
	event->ktime_ns = bpf_ktime_get_ns();
	event->netns = inode;
	event->reason = reason;
	event->probe = probe;
	event->cpu = bpf_get_smp_processor_id();
	event->has_socket = sk != NULL;
	event->has_skb = skb != NULL;
	if (skb)
		event->family = tuple_of_skb(&event->segment, skb);
	if (sk)
		event->state = BPF_CORE_READ(sk, __sk_common.skc_state);
	/*
	 * As TP_fast_assign does since 6.10: a full socket knows its own addresses, else those of
	 * the segment are exchanged.
	 */
	if (sk && event->state != TCP_TIME_WAIT && event->state != TCP_NEW_SYN_RECV) {
		family = BPF_CORE_READ(sk, __sk_common.skc_family);
		if (event->family == AF_INET && family == AF_INET6) {
			map_address(event->segment.saddr);
			map_address(event->segment.daddr);
		}
		event->family = family;
		tuple_of_sock(&event->traced, sk, event->family);
	} else {
		event->traced = event->segment;
	}
	bytes = bpf_get_stack(ctx, event->stack, sizeof(event->stack), 0);
	event->depth = bytes > 0 ? bytes / sizeof(event->stack[0]) : 0;
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("raw_tp/tcp_send_reset")
int send_reset(struct bpf_raw_tracepoint_args *ctx)
{
	__u32 reason = RST_NO_REASON;

	if (has_reason)
		reason = ctx->args[2];
	return record(ctx, RST_PROBE_SEND, (void *)ctx->args[0], (void *)ctx->args[1], reason);
}

SEC("raw_tp/tcp_receive_reset")
int receive_reset(struct bpf_raw_tracepoint_args *ctx)
{
	return record(ctx, RST_PROBE_RECEIVE, (void *)ctx->args[0], NULL, RST_NO_REASON);
}

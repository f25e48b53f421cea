/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BPF_KERNEL_TYPES_H
#define RST_BPF_KERNEL_TYPES_H

/*
 * The few kernel structures that the probes read, with only the fields they
 * read.  CO-RE moves each access to where the running kernel keeps the field,
 * so neither the order nor the build host's headers matter.
 */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

struct in6_addr {
	__u8 bytes[16]; /* never accessed by name, only by address */
};

struct sock_common {
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num; /* local port, host order */
	unsigned short skc_family;
	volatile unsigned char skc_state;
	possible_net_t skc_net;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
};

struct sock {
	struct sock_common __sk_common;
};

struct inet_sock {
	__be16 inet_sport; /* stays when skc_num is cleared */
};

struct net_device {
	possible_net_t nd_net;
};

struct dst_entry {
	struct net_device *dev;
};

struct sk_buff {
	struct net_device *dev;
	unsigned long _skb_refdst;
	unsigned char *head;
	unsigned char *data;
	__u16 network_header;
	__u16 transport_header;
};

#pragma clang attribute pop

#endif

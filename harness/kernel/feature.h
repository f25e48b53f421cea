/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_KERNEL_FEATURE_H
#define RST_KERNEL_FEATURE_H

/* What a kernel may be configured without.  Probed, never told by a version. */
enum kernel_feature {
	NEEDS_MPTCP = 1 << 0,
	NEEDS_MD5 = 1 << 1,
	NEEDS_AO = 1 << 2,
	NEEDS_DESTROY = 1 << 3,
	NEEDS_NFT_REJECT = 1 << 4,
	NEEDS_NFT_REJECT_NETDEV = 1 << 5,
	NEEDS_NFT_REJECT_BRIDGE = 1 << 6,
	NEEDS_BPF_DESTROY = 1 << 7,
	NEEDS_NFT = 1 << 8,
	NEEDS_NO_AO = 1 << 9,
	NEEDS_POLICY_ROUTING = 1 << 10,
	NEEDS_BRIDGE = 1 << 12,
	NEEDS_BRIDGE_NETFILTER = 1 << 13,
	NEEDS_DIAG = 1 << 11,
};

#define KERNEL_FEATURES 14

/*
 * The first of @features that the network namespace @netns (-1: ours) cannot do, as the
 * option's name ("CONFIG_MPTCP") in *@option; NULL when it can do all.  Returns 0, or -errno when
 * the namespace cannot be entered.
 */
int kernel_lacks(unsigned int features, int netns, const char **option);

#endif

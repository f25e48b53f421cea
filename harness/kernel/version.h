/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_KERNEL_VERSION_H
#define RST_KERNEL_VERSION_H

#include <stddef.h>

/* A kernel version as one comparable number; STABLE() with its stable release. */
#define STABLE(major, minor, stable) ((unsigned int)(major) << 24 | (minor) << 16 | (stable))
#define KERNEL(major, minor) STABLE(major, minor, 0)

/* Of all stable releases of a version the same. */
#define KERNEL_SERIES(kernel) ((kernel)&0xffff0000)

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

/* "6.18.44-cloud-amd64" as a number, 0 when it is none. */
unsigned int kernel_parse(const char *release);

/*
 * What runs here.  Distributions leave the stable release out of uname -r and tell it elsewhere:
 * Debian in uname -v, Ubuntu in /proc/version_signature.
 */
unsigned int kernel_running(void);

/* The same, from those three texts; @signature may be NULL. */
unsigned int kernel_of(const char *release, const char *version, const char *signature);

/* uname -r */
const char *kernel_release(char *release, size_t size);

/* Writes "6.12" or "5.10.262". */
const char *kernel_name(unsigned int version, char *name, size_t size);

/*
 * The first of @features that the network namespace @netns (-1: ours) cannot do, as the
 * option's name ("CONFIG_MPTCP"); NULL when it can do all.
 */
const char *kernel_lacks(unsigned int features, int netns);

#endif

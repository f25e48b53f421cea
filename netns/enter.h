/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_ENTER_H
#define RST_NETNS_ENTER_H

#include <stddef.h>

struct mnl_socket;

/* Where the caller was before netns_enter(). */
struct netns_guard {
	int home;
};

/*
 * Makes a network namespace and names it in /run/netns, as `ip netns add` does.  Returns its
 * descriptor or -errno.
 */
int netns_create(const char *name);

/*
 * Enters the network namespace @netns (a descriptor).  A socket keeps the
 * namespace it was created in, so only what creates one, or opens a file of
 * /proc/net or /proc/sys/net, needs this.  Returns 0 or -errno.
 */
int netns_enter(struct netns_guard *guard, int netns);

/* Goes back.  Returns 0 or -errno. */
int netns_leave(struct netns_guard *guard);

/*
 * Reads /proc/sys/@name of the current network namespace into @value, one line of less than
 * @size bytes.  Returns 0 or -errno.
 */
int sysctl_read(const char *name, char *value, size_t size);

/* Writes @value into /proc/sys/@name of the current network namespace.  Returns 0 or -errno. */
int sysctl_write(const char *name, const char *value);

/* The same in @netns. */
int netns_sysctl(int netns, const char *name, const char *value);

/*
 * Opens a netlink socket of the namespace @netns, -1: of the current one; see netlink_open() in
 * harness/base/netlink.h.  Returns 0 or -errno.
 */
int netns_netlink(int netns, struct mnl_socket **socket, int protocol, unsigned int groups);

/* The inode number that names the namespace @netns in the kernel, 0 on error. */
unsigned int netns_inode(int netns);

#endif

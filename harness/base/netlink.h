/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_NETLINK_H
#define RST_BASE_NETLINK_H

#include <libmnl/libmnl.h>

/* Enough for each request of ours. */
#define NETLINK_REQUEST_MAX 1024

/*
 * Opens a socket of @protocol (NETLINK_ROUTE, ...) in the current network namespace.  @groups: a
 * bit for each multicast group to listen to (group 1 is bit 0), 0 for none.  Returns 0 or -errno.
 */
int netlink_open(struct mnl_socket **socket, int protocol, unsigned int groups);

/* Begins a request in @buffer, of NETLINK_REQUEST_MAX bytes; its family's header comes next. */
struct nlmsghdr *netlink_put(char *buffer, int type, int flags);

/*
 * Sends @request and awaits the acknowledgement, or the end of a dump; what the kernel answers
 * before that goes to @each (may be NULL), until that returns MNL_CB_STOP.  Returns 0 or the
 * kernel's -errno.
 */
int netlink_ask(struct mnl_socket *socket, struct nlmsghdr *request, mnl_cb_t each, void *context);

/*
 * Gives each message that comes to @each until that returns MNL_CB_STOP.  Returns 0, -ETIMEDOUT at
 * @deadline (harness/base/clock.h), or -errno.
 */
int netlink_await(struct mnl_socket *socket, long long deadline, mnl_cb_t each, void *context);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_LINK_H
#define RST_NETNS_LINK_H

struct address;

/*
 * Waits until @link of the namespace @netns can send, and @address, its IPv6 address when not NULL,
 * receives.  The end of a veth pair that was raised first gets its queue only when the kernel's
 * link watch has run (net/core/link_watch.c: linkwatch_do_dev), and the local route of an IPv6
 * address is made by a worker, even without duplicate address detection (net/ipv6/addrconf.c:
 * addrconf_dad_work): what is sent before is dropped.  Returns 0, -ETIMEDOUT after @milliseconds,
 * or -errno.
 */
int link_await_up(int netns, const char *link, const struct address *address, int milliseconds);

#endif

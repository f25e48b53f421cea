/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_LINK_H
#define RST_LINK_H

/*
 * Waits until @link of the namespace @netns can send.  The end of a veth pair that was raised first
 * gets its queue only when the kernel's link watch has run (net/core/link_watch.c:
 * linkwatch_do_dev); what is sent before is dropped.  Returns 0, -ETIMEDOUT after @milliseconds, or
 * -errno.
 */
int link_await_up(int netns, const char *link, int milliseconds);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_PIN_H
#define RST_NETNS_PIN_H

#include "netns/topology.h"

struct why;

/*
 * What a distribution may set otherwise and changes when or how TCP answers, as "net/ipv4/x=y",
 * NULL at the end.
 */
extern const char *const pinned_sysctls[];

/* Pins those in @netns, and the role of @host.  Returns 0, or -errno with the sysctl in @why. */
int pin_host(const struct host *host, int netns, struct why *why);

/*
 * Switches the offloads of @device off: without them the captured checksum is the real one.  A
 * device that has no such switch (netkit) needs none.  Returns 0, or -errno with a line in @why.
 */
int pin_device(const struct device *device, int netns, struct why *why);

#endif

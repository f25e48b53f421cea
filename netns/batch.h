/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_NETNS_BATCH_H
#define RST_NETNS_BATCH_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Carries out lines as `ip -batch` takes them, without starting ip: an exec with ten libraries
 * costs an emulated guest 50 ms, ten times what the line itself does.  It knows the lines that
 * topologies are made of: "link set", "addr add", "neigh add", and "link add ... type veth peer".
 */

/* Whether all lines are known. */
bool batch_knows(const char *const *lines);

/*
 * Carries out @lines in the network namespace @netns, -1: the caller's.  Names of namespaces are
 * those of /run/netns.  With @netkit the pairs are netkit in mode L2, which keeps what veth has:
 * addresses of Ethernet, neighbours (drivers/net/netkit.c: netkit_new_link()).  0 or -errno with
 * one line in @why.
 */
int batch_run(const char *const *lines, int netns, bool netkit, char *why, size_t size);

/* Makes a network namespace and names it in /run/netns, as `ip netns add` does.  0 or -errno. */
int batch_netns_add(const char *name);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_SOCKETS_H
#define RST_OBSERVE_SOCKETS_H

#include <stdint.h>

/*
 * Whether the namespace @netns holds anything for the local port @local and the remote port
 * @remote: a socket, a request that waits for the third segment of the handshake, or a
 * time-wait bucket.  The last two have no descriptor that could be asked.  From
 * /proc/net/tcp or tcp6.  Returns 1, 0 or -errno.
 */
int sockets_have(int netns, int family, uint16_t local, uint16_t remote);

#endif

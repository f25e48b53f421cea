/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_KERNEL_DIAG_H
#define RST_KERNEL_DIAG_H

#include <stdbool.h>
#include <stdint.h>

/* A TCP socket, by its ends: addresses in network byte order, IPv4 in the first four bytes. */
struct diag_request {
	int family;
	uint8_t local[16], remote[16]; /* all zero: any, as a listener has it */
	uint16_t local_port, remote_port;
	bool destroy; /* abort it, not only look for it */
};

/*
 * Asks the current network namespace by inet_diag for that socket, or to abort it (needs
 * CONFIG_INET_DIAG_DESTROY).  Returns 0 or -errno: -ENOENT when there is none, -EOPNOTSUPP when
 * the kernel cannot.
 */
int diag_request(const struct diag_request *request);

#endif

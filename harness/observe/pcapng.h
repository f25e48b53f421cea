/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_PCAPNG_H
#define RST_OBSERVE_PCAPNG_H

#include <stddef.h>

struct wire;

/*
 * Writes the frames of @wire to @path as pcapng (draft-ietf-opsawg-pcapng), which libpcap can read
 * but not write.  @comment gives the comment of frame @index, or NULL.  Returns 0 or -errno.
 */
int pcapng_write(const char *path, struct wire *wire,
		 const char *(*comment)(void *context, size_t index), void *context);

#endif

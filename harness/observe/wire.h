/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_WIRE_H
#define RST_OBSERVE_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "harness/packet/frame.h"

/*
 * Every frame on one link of one namespace, both directions, kept in order.  A packet socket
 * without a ring: libpcap's ring costs two more RCU grace periods (30 ms) per case.
 */
struct wire;

/* Opens the capture on @link, or with NULL on all links of @netns.  Returns 0 or -errno. */
int wire_open(struct wire **wire, int netns, const char *link);
void wire_close(struct wire *wire);

/*
 * A capture without a link, and what goes into it: for tests.  Without memory they return NULL and
 * -ENOMEM.
 */
struct wire *wire_new(void);
int wire_keep(struct wire *wire, const struct frame *frame);

/*
 * Frame @index, waiting for it until @deadline (see clock_ms()).  NULL when it did not
 * come in time, or could not be read.  The pointer is good until the next call.
 */
const struct frame *wire_frame(struct wire *wire, size_t index, long long deadline);

/* Why the last frame could not be read, -errno, said once; 0: all that came was read. */
int wire_error(struct wire *wire);

/* How many frames the kernel could not deliver: not 0 means the capture proves nothing. */
unsigned int wire_lost(struct wire *wire);

#endif

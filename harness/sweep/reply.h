/* SPDX-License-Identifier: GPL-2.0-only */
/* Comparing and printing the segment that an endpoint sends, or does not send, in reply. */
#ifndef RST_SWEEP_REPLY_H
#define RST_SWEEP_REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/sweep/rfc9293.h"

#define REPLY_TEXT_MAX 64

/*
 * True when got is what was expected: the control bits but PSH, the sequence number unless it is
 * chosen freely, and the acknowledgment number where there is an ACK bit.
 */
bool reply_equal(const struct rfc9293_reply *expected, const struct rfc9293_reply *got);

/*
 * The reply as text, sequence numbers relative to the block: seq to SND.NXT's side (ISS) and ack
 * to the peer's (IRS), in packetdrill's notation: "R 1:1(0)", ". 1:1(0) ack 11", "none".
 */
void reply_render(const struct rfc9293_reply *reply, const struct rfc9293_block *block,
		  char text[static REPLY_TEXT_MAX]);

#endif

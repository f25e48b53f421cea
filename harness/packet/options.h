/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_OPTIONS_H
#define RST_PACKET_OPTIONS_H

#include "harness/packet/flow.h"

/*
 * Writes the TCP options of @segment, which the SUT sent (@from_sut) or got on @flow, as
 * "<mss 1460,nop,wscale 7>" to @text of @size bytes; nothing when it has none.  Returns the length
 * written.
 */
int options_write(char *text, size_t size, const struct segment *segment, const struct flow *flow,
		  bool from_sut);

/*
 * Reads "<...>" at @text into the options of @segment, which the peer sends on @flow, padded with
 * EOL to four bytes.  Flags and length of the segment must be known.  Returns what follows it, or
 * NULL on an error, also when the header cannot hold them, with the place of it in *@error.
 */
const char *options_read(struct segment *segment, const char *text, const struct flow *flow,
			 const char **error);

#endif

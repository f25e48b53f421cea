/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_NOTATION_H
#define RST_PACKET_NOTATION_H

#include "harness/packet/flow.h"

/*
 * Segments as packetdrill writes them:
 *
 *	FLAGS SEQ:END(LENGTH) [ack ACK] [win WINDOW] [urg N] [ttl N] [tos 0xNN]
 *	      [flowlabel 0xNNNNN] [nodf] [badsum] [payload 0xHEX] [<options>]
 *
 * FLAGS are the letters FSRP.UEW, or - for none.  Numbers are relative to the initial sequence
 * numbers of the flow.  Options: mss N, wscale N, sackOK, sack A:B, TS val N ecr N, FO [cookie],
 * nop, eol, kind N [hex], those of harness/packet/mptcp_options.h, md5 and ao KEYID RNEXTKEYID when
 * the signature holds, md5-bad and ao-bad KEYID RNEXTKEYID when it does not.  nodf, an IPv4 header
 * without DF (tcp_sk_init() asks for DF in what has no socket of its own), is written only.
 */

#define NOTATION_MAX 256

/* Which header fields go without saying: the template that made the segment. */
enum notation_template {
	NOTATION_ANY, /* window, TTL, TOS and flow label are not written */
	NOTATION_WHOLE, /* none did: the window always, the others where they differ */
	NOTATION_ACTIVE, /* tcp_send_active_reset: a window that is not zero */
	NOTATION_PASSIVE, /* tcp_v4_send_reset, tcp_v6_send_response: window 0 */
};

/*
 * Writes @segment, which the SUT sent (@from_sut) or got on @flow.  With a template, what differs
 * from its window, TTL 64, TOS 0 or flow label 0 is written.
 */
void notation_write(char text[static NOTATION_MAX], const struct segment *segment,
		    const struct flow *flow, bool from_sut, enum notation_template template);

/*
 * Reads @text as a segment of the peer on @flow: fills flags, numbers, window (65535 when
 * not given), TTL (64), TOS, flow label, options and length.  Returns 0, or -EINVAL with
 * the place of the error in *@error.
 */
int notation_read(struct segment *segment, const char *text, const struct flow *flow,
		  const char **error);

/*
 * Whether @text is what @expected says.  A * in @expected stands for any number of digits
 * or letters.
 */
bool notation_equal(const char *expected, const char *text);

#endif

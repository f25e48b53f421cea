/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_PEER_H
#define RST_STORY_PEER_H

#include <stdint.h>

struct flow;
struct test;

/*
 * The dialogue with the SUT, in packetdrill's notation (harness/packet/notation.h), numbers relative
 * to the initial sequence numbers of the flow.  Verbs: they end the test when they fail.
 */

/*
 * The peer sends the segment @text.  On a flow with timestamps the option is added, with the SUT's
 * last value echoed, unless @text has options of its own.
 */
void peer_sends(struct test *t, struct flow *flow, const char *text);

/* The same with the text of the row, its .segment. */
void peer_sends_segment(struct test *t, struct flow *flow);

/*
 * Like peer_sends(), but to the link address of the SUT, whatever the IP destination of the flow
 * is.
 */
void peer_sends_by_link(struct test *t, struct flow *flow, const char *text);

/*
 * The peer's host says by ICMP or ICMPv6 that nobody listens on the port (port unreachable),
 * quoting the last segment that the SUT sent.
 */
void peer_sends_unreachable(struct test *t, const struct flow *flow);

/* The same, of the host: host unreachable, or address unreachable. */
void peer_sends_host_unreachable(struct test *t, const struct flow *flow);

/*
 * The same, but the sequence number in the quote is @seq, relative to the SUT's initial one: the
 * quote of somebody who cannot see the connection, or of a segment of long ago (RFC 5927 4.1).
 */
void peer_sends_unreachable_at(struct test *t, const struct flow *flow, uint32_t seq);

/*
 * Waits until the SUT sends the segment @text; what it sends before is passed over.  The window is
 * not looked at, options only when @text has some.
 */
void sut_sends(struct test *t, struct flow *flow, const char *text);

/*
 * The same, and less than @milliseconds lie between it and the SUT's segment before it, told by the
 * timestamps of the two, of which Linux makes one each millisecond (TCP_TS_HZ).  It is the SUT's
 * own clock, read as each segment leaves: how long the test, or the capture, takes to notice is not
 * in it.  Segments without the option are passed over.
 */
void sut_sends_within(struct test *t, struct flow *flow, const char *text,
		      unsigned int milliseconds);

#endif

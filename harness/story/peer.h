/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_STORY_PEER_H
#define RST_STORY_PEER_H

#include <stdint.h>

#include "harness/packet/segment.h"

struct test;

/*
 * The dialogue with the SUT, in packetdrill's notation (harness/packet/notation.h), numbers relative
 * to the initial sequence numbers of the flow.  Verbs: they end the test when they fail.
 */

/*
 * A forged flow from the ghost to @port of the SUT, with absolute numbers: nothing was
 * said on it yet.  Every call takes another port of the ghost.
 */
struct flow *flow_forge(struct test *t, uint16_t port);

/*
 * The same to @port of @host, through the SUT: what it sends in the name of @host is of this flow.
 */
struct flow *flow_forge_through(struct test *t, int host, uint16_t port);

/*
 * A flow between @port of @host and @local_port of the address @local that a socket of the SUT
 * has.  After flow_began() numbers are relative to the SYN that this socket, @fd, has sent.
 */
struct flow *flow_from_sut(struct test *t, int host, uint16_t port, int local, uint16_t local_port);
void flow_began(struct test *t, struct flow *flow, int fd);

/* Port of the SUT where nobody listens. */
#define CLOSED_PORT 1

/* Destinations that are no unicast address of the SUT. */
enum destination {
	BROADCAST, /* of the link; IPv4 only */
	MULTICAST, /* all hosts (RFC 1112), all nodes (RFC 4291): every host has joined */
	STRANGER, /* another host of the link */
};

/* The same to @destination.  Only peer_sends_by_link() brings its segments to the SUT. */
struct flow *flow_forge_to(struct test *t, enum destination destination, uint16_t port);

/*
 * The peer sends the segment @text.  On a flow with timestamps the option is added, with the SUT's
 * last value echoed, unless @text has options of its own.
 */
void peer_sends(struct test *t, struct flow *flow, const char *text);

/* The same with the text that the row gives as .segment. */
void peer_speaks(struct test *t, struct flow *flow);

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

/*
 * Waits until the SUT has handled all that was sent to it: an echo request takes the same queue,
 * and was answered.
 */
void fence(struct test *t);

#endif

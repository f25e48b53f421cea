/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_SEGMENT_H
#define RST_PACKET_SEGMENT_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "netns/topology.h"

/* Control bits as in the header (RFC 9293 3.1). */
enum segment_flag {
	FIN = 0x01,
	SYN = 0x02,
	RST = 0x04,
	PSH = 0x08,
	ACK = 0x10,
	URG = 0x20,
	ECE = 0x40,
	CWR = 0x80,
};

#define SEGMENT_OPTIONS_MAX 40
#define SEGMENT_CONTENT_MAX 40

/* One TCP segment, with what matters of its IP header.  Host byte order. */
struct segment {
	struct address source, destination;
	uint16_t source_port, destination_port;
	uint32_t seq, ack;
	uint16_t window; /* as in the header, not scaled */
	uint16_t urgent;
	uint8_t flags;
	uint8_t ttl; /* or hop limit */
	uint8_t tos; /* or traffic class */
	uint32_t flow_label; /* IPv6, 20 bits (RFC 8200 3) */
	bool bad_checksum;
	bool may_fragment; /* IPv4 without DF */
	size_t length; /* of the payload */
	size_t options_length;
	uint8_t options[SEGMENT_OPTIONS_MAX];
	const uint8_t *payload; /* NULL: segment_pattern() is sent */
	size_t content_length; /* not 0: these bytes are the payload */
	uint8_t content[SEGMENT_CONTENT_MAX];
};

/* One end of a connection as the other sees it. */
struct end {
	struct address address;
	uint16_t port;
	uint32_t isn; /* what relative numbers start from; 0: they are absolute */
};

struct mptcp_subflow;

/* The two ends between which segments run. */
struct flow {
	struct end sut, peer;
	bool forged; /* the peer is an address that no kernel owns */
	bool absolute; /* numbers are not relative to initial sequence numbers */
	bool timestamps; /* both ends sent the option in their SYN (RFC 7323) */
	uint32_t sut_tsval, peer_tsval;
	size_t seen; /* frames of the capture that the story has passed */
	struct mptcp_subflow *mptcp; /* NULL: plain TCP */
};

/* Adds what @segment says to @flow: initial sequence numbers, timestamps, keys. */
void flow_learn(struct flow *flow, const struct segment *segment);

/* Whether @segment goes from the SUT (@from_sut), or to it, on @flow. */
bool flow_matches(const struct flow *flow, const struct segment *segment, bool from_sut);

/* "abcd...": a payload that is easy to find in a capture. */
void segment_pattern(uint8_t *data, size_t length);

bool address_equal(const struct address *a, const struct address *b);

/* Finds option @kind (RFC 9293 3.1: kind, length, data).  NULL when absent. */
const uint8_t *segment_option(const struct segment *segment, uint8_t kind);

#endif

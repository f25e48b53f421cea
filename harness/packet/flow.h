/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_PACKET_FLOW_H
#define RST_PACKET_FLOW_H

#include "harness/packet/segment.h"

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

#endif

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/flow.h"

#include <netinet/tcp.h>

#include "harness/base/bytes.h"
#include "harness/packet/mptcp_learn.h"

bool flow_matches(const struct flow *flow, const struct segment *segment, bool from_sut)
{
	const struct end *from = from_sut ? &flow->sut : &flow->peer;
	const struct end *to = from_sut ? &flow->peer : &flow->sut;

	return segment->source_port == from->port && segment->destination_port == to->port &&
	       address_equal(&segment->source, &from->address) &&
	       address_equal(&segment->destination, &to->address);
}

void flow_learn(struct flow *flow, const struct segment *segment)
{
	const uint8_t *timestamp = segment_option(segment, TCPOPT_TIMESTAMP);
	bool from_sut = flow_matches(flow, segment, true);

	if (!from_sut && !flow_matches(flow, segment, false))
		return;
	if (segment->flags & SYN && !flow->absolute && !(segment->flags & RST)) {
		if (from_sut)
			flow->sut.isn = segment->seq;
		else if (!flow->forged)
			flow->peer.isn = segment->seq;
		if (from_sut)
			flow->timestamps = timestamp && (flow->peer_tsval || !flow->forged ||
							 !(segment->flags & ACK));
	}
	if (timestamp && from_sut)
		flow->sut_tsval = get32(timestamp + 2);
	if (timestamp && !from_sut)
		flow->peer_tsval = get32(timestamp + 2);
	/* A forged peer knows what it says; what it says wrongly is not to be learnt. */
	if (flow->mptcp && (from_sut || !flow->forged))
		mptcp_learn(flow->mptcp, segment, from_sut);
}

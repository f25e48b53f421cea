// SPDX-License-Identifier: GPL-2.0-only
#include "harness/packet/segment.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <string.h>

#include "harness/packet/mptcp_crypto.h"

void segment_pattern(uint8_t *data, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		data[i] = 'a' + i % 26;
}

bool address_equal(const struct address *a, const struct address *b)
{
	if (a->family != b->family)
		return false;
	if (a->family == AF_INET)
		return a->v4.s_addr == b->v4.s_addr;
	return !memcmp(&a->v6, &b->v6, sizeof(a->v6));
}

bool flow_matches(const struct flow *flow, const struct segment *segment, bool from_sut)
{
	const struct end *from = from_sut ? &flow->sut : &flow->peer;
	const struct end *to = from_sut ? &flow->peer : &flow->sut;

	return segment->source_port == from->port && segment->destination_port == to->port &&
	       address_equal(&segment->source, &from->address) &&
	       address_equal(&segment->destination, &to->address);
}

const uint8_t *segment_option(const struct segment *segment, uint8_t kind)
{
	const uint8_t *option = segment->options;
	size_t left = segment->options_length;
	size_t length;

	while (left) {
		if (*option == TCPOPT_EOL)
			return NULL;
		length = *option == TCPOPT_NOP || left < 2 ? 1 : option[1];
		if (!length || length > left)
			return NULL;
		if (*option == kind)
			return option;
		option += length;
		left -= length;
	}
	return NULL;
}

static uint32_t timestamp_value(const uint8_t *option)
{
	uint32_t value;

	memcpy(&value, option + 2, sizeof(value));
	return ntohl(value);
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
		flow->sut_tsval = timestamp_value(timestamp);
	if (timestamp && !from_sut)
		flow->peer_tsval = timestamp_value(timestamp);
	/* A forged peer knows what it says; what it says wrongly is not to be learnt. */
	if (flow->mptcp && (from_sut || !flow->forged))
		mptcp_learn(flow->mptcp, segment, from_sut);
}

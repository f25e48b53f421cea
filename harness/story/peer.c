// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/peer.h"

#include <arpa/inet.h>
#include <net/ethernet.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

#include "harness/world/inject.h"
#include "harness/story/sock.h"
#include "harness/packet/notation.h"
#include "harness/observe/wire.h"
#include "harness/packet/signature.h"
#include "harness/world/test.h"
#include "netns/subnet.h"

/* Forged flows start here and go up, away from the ports of real peers. */
#define GHOST_PORT 50000

/* Longest quote of which the number is changed: all headers, and a few bytes. */
#define QUOTE_MAX 128

static const uint8_t sut_mac[6] = { 0x02, 0, 0, 0, 0, 0x01 };

struct flow *flow_forge(struct test *t, uint16_t port)
{
	struct flow *flow = test_flow(t, GHOST, port, GHOST_PORT + t->flows);

	flow->forged = true;
	flow->absolute = true;
	return flow;
}

/* In the subnets of the topologies. */
static const struct {
	const char *v4, *v6;
} destinations[] = {
	[BROADCAST] = { "192.0.2.255", NULL },
	[MULTICAST] = { "224.0.0.1", "ff02::1" },
	[STRANGER] = { "192.0.2.77", "2001:db8::77" },
};

struct flow *flow_forge_to(struct test *t, enum destination destination, uint16_t port)
{
	bool is_v4 = t->family == AF_INET;
	const char *text = is_v4 ? destinations[destination].v4 : destinations[destination].v6;
	struct flow *flow = flow_forge(t, port);
	char there[INET6_ADDRSTRLEN];

	if (!text ||
	    inet_pton(t->family, subnet_text(t->topology->subnet, text, there, sizeof(there)),
		      &flow->sut.address.v6) != 1)
		test_fail(t, "setup: this family has no such destination");
	return flow;
}

struct flow *flow_forge_through(struct test *t, int host, uint16_t port)
{
	struct flow *flow = flow_forge(t, port);

	flow->sut.address = topology_address(t->topology, host, t->family);
	return flow;
}

struct flow *flow_from_sut(struct test *t, int host, uint16_t port, int local, uint16_t local_port)
{
	struct flow *flow = test_flow(t, local, port, local_port);

	flow->sut.address = topology_address(t->topology, host, t->family);
	return flow;
}

void flow_began(struct test *t, struct flow *flow, int fd)
{
	flow->peer.isn = sock_next_seq(t, fd) - 1;
}

/* nop,nop,TS as the kernel places it (RFC 7323 appendix A). */
static void add_timestamps(struct segment *segment, const struct flow *flow)
{
	uint32_t value = htonl(flow->peer_tsval);
	uint32_t echo = htonl(flow->sut_tsval);

	memcpy(segment->options, (uint8_t[]){ TCPOPT_NOP, TCPOPT_NOP, TCPOPT_TIMESTAMP, 10 }, 4);
	memcpy(segment->options + 4, &value, sizeof(value));
	memcpy(segment->options + 8, &echo, sizeof(echo));
	segment->options_length = 12;
}

static void send_segment(struct test *t, struct flow *flow, const char *text, const uint8_t *mac)
{
	struct segment segment = {
		.source = flow->peer.address,
		.destination = flow->sut.address,
		.source_port = flow->peer.port,
		.destination_port = flow->sut.port,
	};
	const char *place;
	int error;

	if (notation_read(&segment, text, flow, &place))
		test_fail(t, "setup: cannot read '%s' at '%s'", text, place);
	if (flow->timestamps && !strchr(text, '<'))
		add_timestamps(&segment, flow);
	flow_learn(flow, &segment);
	error = signature_sign(&segment, flow);
	if (error)
		test_fail(t, "setup: cannot sign '%s': %s", text, strerror(-error));
	error = inject_segment(t->injector, &segment, mac);
	if (error)
		test_fail(t, "setup: cannot send '%s': %s", text, strerror(-error));
}

void peer_sends(struct test *t, struct flow *flow, const char *text)
{
	send_segment(t, flow, text, NULL);
}

void peer_speaks(struct test *t, struct flow *flow)
{
	if (!t->scenario->segment)
		test_fail(t, "setup: the row has no segment to send");
	peer_sends(t, flow, t->scenario->segment);
}

void peer_sends_by_link(struct test *t, struct flow *flow, const char *text)
{
	send_segment(t, flow, text, sut_mac);
}

/* The last segment from the SUT on @flow that was seen. */
static const struct frame *last_segment(struct test *t, const struct flow *flow)
{
	const struct frame *frame;
	size_t i;

	for (i = t->frames; i-- > 0;) {
		frame = wire_frame(t->wire, i, 0);
		if (frame->kind == FRAME_TCP && frame->outgoing &&
		    flow_matches(flow, &frame->segment, true))
			return frame;
	}
	test_fail(t, "setup: the SUT sent nothing that could be quoted");
}

static void quote(struct test *t, const struct flow *flow, enum icmp_error what,
		  const uint8_t *packet, size_t length)
{
	int error = inject_unreachable(t->injector, what, &flow->peer.address, &flow->sut.address,
				       packet, length);

	if (error)
		test_fail(t, "setup: cannot send an ICMP error: %s", strerror(-error));
}

static void quote_last(struct test *t, const struct flow *flow, enum icmp_error what)
{
	const struct frame *frame = last_segment(t, flow);

	quote(t, flow, what, frame->data + ETHER_HDR_LEN, frame->length - ETHER_HDR_LEN);
}

void peer_sends_unreachable(struct test *t, const struct flow *flow)
{
	quote_last(t, flow, ICMP_ERROR_PORT);
}

void peer_sends_host_unreachable(struct test *t, const struct flow *flow)
{
	quote_last(t, flow, ICMP_ERROR_HOST);
}

void peer_sends_unreachable_at(struct test *t, const struct flow *flow, uint32_t seq)
{
	const struct frame *frame = last_segment(t, flow);
	size_t length = frame->length - ETHER_HDR_LEN;
	uint8_t packet[QUOTE_MAX];
	size_t header;

	if (length > sizeof(packet))
		test_fail(t, "setup: the last segment is too long to be quoted");
	memcpy(packet, frame->data + ETHER_HDR_LEN, length);
	header = t->family == AF_INET ? (packet[0] & 0x0f) * 4 : sizeof(struct ip6_hdr);
	seq = htonl(flow->sut.isn + seq);
	memcpy(packet + header + offsetof(struct tcphdr, th_seq), &seq, sizeof(seq));
	quote(t, flow, ICMP_ERROR_PORT, packet, length);
}

static const struct frame *await_segment(struct test *t, struct flow *flow, const char *text)
{
	long long deadline = test_deadline(t);
	char last[NOTATION_MAX] = "nothing";
	const struct frame *frame;

	while ((frame = test_frame(t, &flow->seen, deadline))) {
		if (frame->kind != FRAME_TCP || !frame->outgoing ||
		    !flow_matches(flow, &frame->segment, true))
			continue;
		notation_write(last, &frame->segment, flow, true, NOTATION_ANY);
		if (!strchr(text, '<'))
			last[strcspn(last, "<") - (strchr(last, '<') != NULL)] = '\0';
		if (notation_equal(text, last))
			return frame;
	}
	test_fail(t, "setup: expected sut > peer '%s', got '%s' last", text, last);
}

void sut_sends(struct test *t, struct flow *flow, const char *text)
{
	await_segment(t, flow, text);
}

/* Whether @frame is the SUT's on @flow and has a timestamp, which goes to @value. */
static bool is_stamped(const struct frame *frame, const struct flow *flow, uint32_t *value)
{
	const uint8_t *option;

	if (frame->kind != FRAME_TCP || !frame->outgoing ||
	    !flow_matches(flow, &frame->segment, true))
		return false;
	option = segment_option(&frame->segment, TCPOPT_TIMESTAMP);
	if (!option)
		return false;
	memcpy(value, option + 2, sizeof(*value));
	*value = ntohl(*value);
	return true;
}

void sut_sends_within(struct test *t, struct flow *flow, const char *text,
		      unsigned int milliseconds)
{
	uint32_t before, after;
	size_t i;

	if (!is_stamped(await_segment(t, flow, text), flow, &after))
		test_fail(t, "setup: '%s' of the SUT has no timestamp", text);
	for (i = flow->seen - 1; i-- > 0;) {
		if (!is_stamped(wire_frame(t->wire, i, 0), flow, &before))
			continue;
		if (after - before < milliseconds)
			return;
		test_fail(t, "wire: expected %s less than %u ms after the segment before, got %u",
			  text, milliseconds, after - before);
	}
	test_fail(t, "setup: no segment with a timestamp came before '%s'", text);
}

void fence(struct test *t)
{
	struct address ghost = topology_address(t->topology, GHOST, t->family);
	struct address sut = topology_address(t->topology, SUT, t->family);
	long long deadline = test_deadline(t);
	const struct frame *frame;
	size_t index = t->frames;
	int error;

	error = inject_echo(t->injector, &ghost, &sut, ++t->echoes);
	if (error)
		test_fail(t, "setup: cannot send an echo request: %s", strerror(-error));
	while ((frame = test_frame(t, &index, deadline)))
		if (frame->kind == FRAME_ECHO_REPLY && frame->outgoing && frame->echo == t->echoes)
			return;
	test_fail(t, "setup: the SUT did not answer an echo request in time");
}

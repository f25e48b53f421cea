// SPDX-License-Identifier: GPL-2.0-only
#include "harness/story/peer.h"

#include <net/ethernet.h>
#include <netinet/ip6.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/bytes.h"
#include "harness/observe/wire.h"
#include "harness/packet/flow.h"
#include "harness/packet/notation.h"
#include "harness/packet/option_bytes.h"
#include "harness/packet/signature.h"
#include "harness/world/inject.h"
#include "harness/world/test.h"

/* Longest quote of which the number is changed: all headers, and a few bytes. */
#define QUOTE_MAX 128

/* nop,nop,TS as the kernel places it (RFC 7323 appendix A). */
static void add_timestamps(struct segment *segment, const struct flow *flow)
{
	option_put(segment, (uint8_t[]){ TCPOPT_NOP, TCPOPT_NOP, TCPOPT_TIMESTAMP, 10 }, 4);
	option_put32(segment, flow->peer_tsval);
	option_put32(segment, flow->sut_tsval);
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
	int err;

	if (notation_read(&segment, text, flow, &place))
		test_fail(t, FAILED_SETUP, "cannot read '%s' at '%s'", text, place);
	if (flow->timestamps && !strchr(text, '<'))
		add_timestamps(&segment, flow);
	flow_learn(flow, &segment);
	err = signature_sign(&segment, flow);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot sign '%s': %s", text, strerror(-err));
	err = inject_segment(t->injector, &segment, mac);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot send '%s': %s", text, strerror(-err));
}

void peer_sends(struct test *t, struct flow *flow, const char *text)
{
	send_segment(t, flow, text, NULL);
}

void peer_sends_segment(struct test *t, struct flow *flow)
{
	if (!t->scenario->segment)
		test_fail(t, FAILED_SETUP, "the row has no segment to send");
	peer_sends(t, flow, t->scenario->segment);
}

void peer_sends_by_link(struct test *t, struct flow *flow, const char *text)
{
	send_segment(t, flow, text, topology_mac(&t->topology, SUT).byte);
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
	test_fail(t, FAILED_SETUP, "the SUT sent nothing that could be quoted");
}

static void send_unreachable(struct test *t, const struct flow *flow, enum icmp_error what,
			     const struct quote *quote)
{
	int err = inject_unreachable(t->injector, what, &flow->peer.address, &flow->sut.address,
				     quote);

	if (err)
		test_fail(t, FAILED_SETUP, "cannot send an ICMP error: %s", strerror(-err));
}

static void quote_last(struct test *t, const struct flow *flow, enum icmp_error what)
{
	const struct frame *frame = last_segment(t, flow);

	send_unreachable(
		t, flow, what,
		&(struct quote){ frame->data + ETHER_HDR_LEN, frame->length - ETHER_HDR_LEN });
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
		test_fail(t, FAILED_SETUP, "the last segment is too long to be quoted");
	memcpy(packet, frame->data + ETHER_HDR_LEN, length);
	header = t->family == AF_INET ? (packet[0] & 0x0f) * 4 : sizeof(struct ip6_hdr);
	put32(packet + header + offsetof(struct tcphdr, th_seq), flow->sut.isn + seq);
	send_unreachable(t, flow, ICMP_ERROR_PORT, &(struct quote){ packet, length });
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
	test_fail(t, FAILED_SETUP, "expected sut > peer '%s', got '%s' last", text, last);
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
	*value = get32(option + 2);
	return true;
}

void sut_sends_within(struct test *t, struct flow *flow, const char *text,
		      unsigned int milliseconds)
{
	uint32_t before, after;
	size_t i;

	if (!is_stamped(await_segment(t, flow, text), flow, &after))
		test_fail(t, FAILED_SETUP, "'%s' of the SUT has no timestamp", text);
	for (i = flow->seen - 1; i-- > 0;) {
		if (!is_stamped(wire_frame(t->wire, i, 0), flow, &before))
			continue;
		if (after - before < milliseconds)
			return;
		test_fail(t, FAILED_WIRE,
			  "expected %s less than %u ms after the segment before, got %u", text,
			  milliseconds, after - before);
	}
	test_fail(t, FAILED_SETUP, "no segment with a timestamp came before '%s'", text);
}

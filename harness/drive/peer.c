// SPDX-License-Identifier: GPL-2.0-only
#include "harness/drive/peer.h"

#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>

#include "harness/drive/inject.h"
#include "harness/judge/notation.h"
#include "harness/observe/wire.h"
#include "harness/test.h"

/* Forged flows start here and go up, away from the ports of real peers. */
#define GHOST_PORT 50000

static const uint8_t sut_mac[6] = { 0x02, 0, 0, 0, 0, 0x01 };

struct flow *flow_forge(struct test *t, uint16_t port)
{
	struct flow *flow = test_flow(t, GHOST, port, GHOST_PORT + t->flows);

	flow->forged = true;
	flow->absolute = true;
	return flow;
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
	error = inject_segment(t->injector, &segment, mac);
	if (error)
		test_fail(t, "setup: cannot send '%s': %s", text, strerror(-error));
}

void peer_sends(struct test *t, struct flow *flow, const char *text)
{
	send_segment(t, flow, text, NULL);
}

void peer_sends_by_link(struct test *t, struct flow *flow, const char *text)
{
	send_segment(t, flow, text, sut_mac);
}

void sut_sends(struct test *t, struct flow *flow, const char *text)
{
	long long deadline = test_deadline(t);
	char last[NOTATION_MAX] = "nothing";
	const struct frame *frame;

	while ((frame = test_frame(t, &flow->seen, deadline))) {
		if (frame->kind != FRAME_TCP || !frame->outgoing ||
		    !flow_matches(flow, &frame->segment, true))
			continue;
		notation_write(last, &frame->segment, flow, true, NOTATION_ANY);
		last[strcspn(last, "<")] = '\0';
		if (last[strlen(last) - 1] == ' ')
			last[strlen(last) - 1] = '\0';
		if (notation_equal(text, last))
			return;
	}
	test_fail(t, "setup: expected sut > peer '%s', got '%s' last", text, last);
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

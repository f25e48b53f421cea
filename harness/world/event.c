// SPDX-License-Identifier: GPL-2.0-only
#include "harness/world/event.h"

#include <string.h>

#include "harness/observe/wire.h"
#include "harness/world/test.h"

const struct flow *flow_of_segment(const struct test *t, const struct segment *segment)
{
	size_t i;

	for (i = 0; i < t->flows; i++)
		if (flow_matches(t->flow[i], segment, true))
			return t->flow[i];
	return NULL;
}

bool event_is_mapped(const struct rst_event *event, const uint8_t *address)
{
	return event->family == AF_INET6 && IN6_IS_ADDR_V4MAPPED((const struct in6_addr *)address);
}

struct address event_address(const struct rst_event *event, const uint8_t *address)
{
	struct address result = { .family = event->family };

	if (!event_is_mapped(event, address)) {
		memcpy(&result.v6, address, address_size(&result));
		return result;
	}
	result.family = AF_INET;
	memcpy(&result.v4, address + 12, sizeof(result.v4));
	return result;
}

const struct flow *flow_of_event(const struct test *t, const struct rst_event *event)
{
	const struct rst_tuple *tuple = event->has_skb ? &event->segment : &event->traced;
	struct segment segment = {
		.source_port = tuple->sport,
		.destination_port = tuple->dport,
		.source = event_address(event, tuple->saddr),
		.destination = event_address(event, tuple->daddr),
	};

	return flow_of_segment(t, &segment);
}

const struct rst_event *event_sent(const struct test *t, size_t nth)
{
	size_t i;

	for (i = 0; i < t->events; i++)
		if (t->event[i].probe == RST_PROBE_SEND && nth-- == 0)
			return &t->event[i];
	return NULL;
}

static bool lacks_remote(const struct rst_event *event)
{
	return event->probe == RST_PROBE_SEND && event->has_skb && !event->segment.dport;
}

/* Whether @event tells of the RST @segment; of its sending end only if it @lacks the other. */
static bool tells_of(const struct rst_event *event, const struct segment *segment, bool lacks)
{
	const struct rst_tuple *tuple = event->has_skb ? &event->segment : &event->traced;

	return event->probe == RST_PROBE_SEND && tuple->sport == segment->source_port &&
	       (lacks || tuple->dport == segment->destination_port);
}

static bool is_told(const struct test *t, const struct segment *segment, bool *used)
{
	size_t i;

	for (i = 0; i < t->events; i++) {
		if (used[i] || lacks_remote(&t->event[i]) ||
		    !tells_of(&t->event[i], segment, false))
			continue;
		used[i] = true;
		return true;
	}
	return false;
}

void events_complete(struct test *t)
{
	bool used[TEST_EVENTS_MAX] = { false };
	const struct frame *frame;
	struct rst_event *event;
	size_t i, j;

	for (i = 0; (frame = wire_frame(t->wire, i, 0)); i++) {
		if (!frame_is_rst(frame) || is_told(t, &frame->segment, used))
			continue;
		for (j = 0; j < t->events; j++) {
			event = &t->event[j];
			if (!lacks_remote(event) || !tells_of(event, &frame->segment, true))
				continue;
			event->segment.dport = frame->segment.destination_port;
			memcpy(event->segment.daddr, &frame->segment.destination.v6, 16);
			used[j] = true;
			break;
		}
	}
}

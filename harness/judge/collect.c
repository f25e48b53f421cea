// SPDX-License-Identifier: GPL-2.0-only
#include "harness/judge/collect.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/membarrier.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness/base/clock.h"
#include "harness/expect/names.h"
#include "harness/observe/chain.h"
#include "harness/observe/facts.h"
#include "harness/observe/hidden_tasks.h"
#include "harness/observe/mib.h"
#include "harness/observe/tracer/trace.h"
#include "harness/observe/wire.h"
#include "harness/packet/notation.h"
#include "harness/story/fence.h"
#include "harness/world/event.h"
#include "harness/world/test.h"

#define COUNTERS_MS 500

/* How many RSTs left before @index; with @nth, the frame of that one. */
static const struct frame *find_rst(struct test *t, size_t nth)
{
	const struct frame *frame;
	size_t i;

	for (i = 0; i < t->frames; i++) {
		frame = wire_frame(t->wire, i, 0);
		if (frame_is_rst(frame) && nth-- == 0)
			return frame;
	}
	return NULL;
}

/* Kernel timers and workers: waits until as many RSTs left as are expected. */
static void await_rsts(struct test *t, const struct outcome *expected)
{
	long long deadline = test_deadline(t);
	const struct frame *frame;
	size_t wanted = 0;
	size_t index = 0;
	size_t i;

	for (i = 0; i < expected->count; i++)
		wanted += strcmp(expected->rst[i].wire, OUTCOME_NONE) != 0;
	while (wanted && (frame = test_frame(t, &index, deadline)))
		wanted -= frame_is_rst(frame);
}

/*
 * What a timer of another CPU does goes on after its RST left: the tracepoint and some counters
 * come last.  A grace period waits until every softirq that runs now has ended.
 */
static void await_softirqs(void)
{
	syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

#define END_MAX (INET6_ADDRSTRLEN + 6)

/* One end of @event as its flow calls it. */
static void end_text(char text[static END_MAX], const struct flow *flow,
		     const struct rst_event *event, const uint8_t *bytes, uint16_t port)
{
	struct address address = event_address(event, bytes), zero = { .family = address.family };
	bool unspecified = address_equal(&address, &zero);

	if (flow && port == flow->sut.port && address_equal(&address, &flow->sut.address))
		snprintf(text, END_MAX, "sut");
	else if (flow && port == flow->peer.port && address_equal(&address, &flow->peer.address))
		snprintf(text, END_MAX, "peer");
	else if (unspecified && !port)
		snprintf(text, END_MAX, "any");
	else if (unspecified && flow && port == flow->sut.port)
		snprintf(text, END_MAX, "any address of sut");
	else
		snprintf(text, END_MAX, "%s:%u", address_name(&address).text, port);
}

static unsigned int count_frames(const char *via)
{
	unsigned int count = 1;

	while ((via = strstr(via, " < "))) {
		via += 3;
		count++;
	}
	return count;
}

static void describe_event(struct test *t, const struct rst_event *event, const struct flow *flow,
			   const struct outcome_rst *expected, struct outcome_rst *observed)
{
	unsigned int depth = expected ? count_frames(expected->via) : CHAIN_DEPTH;
	const char *reason = facts_reason(t->facts, event->reason);
	char from[END_MAX], to[END_MAX];
	struct chain chain;

	chain_read(&chain, t->facts, event, depth);
	if (event->reason == RST_NO_REASON)
		snprintf(observed->reason, sizeof(observed->reason), OUTCOME_NO_REASON);
	else if (reason)
		snprintf(observed->reason, sizeof(observed->reason), "%s", reason);
	else
		snprintf(observed->reason, sizeof(observed->reason), "number %u", event->reason);
	snprintf(observed->state, sizeof(observed->state), "%s", name_of_state(event->state));
	if (t->options.tracer == TRACER_TRACEFS && !event->depth)
		snprintf(observed->via, sizeof(observed->via), OUTCOME_NO_STACK);
	else
		snprintf(observed->via, sizeof(observed->via), "%s", chain.text);
	end_text(from, flow, event, event->traced.saddr, event->traced.sport);
	end_text(to, flow, event, event->traced.daddr, event->traced.dport);
	snprintf(observed->event, sizeof(observed->event), "%s, %s, %s > %s%s",
		 event->has_socket ? "socket" : "no socket", event->has_skb ? "skb" : "no skb",
		 from, to, event_is_mapped(event, event->traced.saddr) ? ", mapped" : "");
}

static void describe_wire(struct test *t, const struct frame *frame, bool active,
			  struct outcome_rst *observed)
{
	enum notation_template template = active ? NOTATION_ACTIVE : NOTATION_PASSIVE;
	const struct flow *flow = flow_of_segment(t, &frame->segment);
	struct flow unknown = { 0 };

	notation_write(observed->wire, &frame->segment, flow ? flow : &unknown, true, template);
}

static unsigned int count_received(const struct test *t)
{
	unsigned int count = 0;
	size_t i;

	for (i = 0; i < t->events; i++)
		count += t->event[i].probe == RST_PROBE_RECEIVE;
	return count;
}

void collect_pair(struct test *t, const struct outcome *expected, struct outcome *observed)
{
	size_t wires = 0, events = 0;
	const struct outcome_rst *rule;
	const struct rst_event *event;
	const struct frame *frame;
	struct outcome_rst *rst;

	for (; observed->count < OUTCOME_RST_MAX; observed->count++) {
		rule = observed->count < expected->count ? &expected->rst[observed->count] : NULL;
		frame = rule && !strcmp(rule->wire, OUTCOME_NONE) ? NULL : find_rst(t, wires);
		event = rule && !strcmp(rule->event, OUTCOME_NOT_TRACED) ? NULL
									 : event_sent(t, events);
		if (!frame && !event)
			break;
		wires += frame != NULL;
		events += event != NULL;
		rst = &observed->rst[observed->count];
		snprintf(rst->wire, sizeof(rst->wire), OUTCOME_NONE);
		snprintf(rst->reason, sizeof(rst->reason), OUTCOME_NOT_TRACED);
		snprintf(rst->state, sizeof(rst->state), OUTCOME_NOT_TRACED);
		snprintf(rst->via, sizeof(rst->via), OUTCOME_NOT_TRACED);
		snprintf(rst->event, sizeof(rst->event), OUTCOME_NOT_TRACED);
		if (frame)
			describe_wire(t, frame, rule && rule->active, rst);
		if (event)
			describe_event(t, event,
				       frame ? flow_of_segment(t, &frame->segment)
					     : flow_of_event(t, event),
				       rule, rst);
	}
}

void collect_last_reset(struct test *t, char *text, size_t size)
{
	const struct outcome none = { .count = 0 };
	struct outcome seen = { .count = 0 };
	const struct outcome_rst *last;

	*text = '\0';
	collect_pair(t, &none, &seen);
	if (!seen.count)
		return;
	last = &seen.rst[seen.count - 1];
	snprintf(text, size, "; seen: %s (%s @%s) sent by %s", last->wire, last->reason,
		 last->state, last->via);
}

static void read_counters(struct test *t, const struct outcome *expected, struct outcome *observed)
{
	struct mib *after;
	int err;

	err = mib_read(&after, t->netns[SUT]);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot read the counters: %s", strerror(-err));
	mib_difference(observed->mib, sizeof(observed->mib), t->before, after, expected->names);
	if (!*observed->mib)
		snprintf(observed->mib, sizeof(observed->mib), OUTCOME_NONE);
	mib_free(after);
}

/* A worker goes on after its RST left, and nothing tells when it has ended: look every 10 ms. */
static void await_counters(struct test *t, const struct outcome *expected, struct outcome *observed)
{
	long long deadline = clock_ms() + (long long)COUNTERS_MS * t->options.time_scale;
	size_t index = t->frames;

	while (strcmp(expected->mib, observed->mib) && deadline_left(deadline) > 0) {
		test_frame(t, &index, clock_ms() + 10);
		read_counters(t, expected, observed);
	}
}

void collect_outcome(struct test *t, const struct outcome *expected, struct outcome *observed)
{
	memset(observed, 0, sizeof(*observed));
	if (t->scenario->pace != NOW) {
		await_rsts(t, expected);
		await_softirqs();
	}
	fence(t);
	read_counters(t, expected, observed);
	if (t->scenario->pace != NOW)
		await_counters(t, expected, observed);
	test_consume(t);
	if (wire_lost(t->wire))
		test_fail(t, FAILED_WIRE, "frames were lost, the capture proves nothing");
	collect_pair(t, expected, observed);
	snprintf(observed->error, sizeof(observed->error), "%s",
		 *t->error ? t->error : OUTCOME_NONE);
	snprintf(observed->received, sizeof(observed->received), "%u", count_received(t));
}

static bool lacks_stack(const struct test *t)
{
	const struct rst_event *event;
	size_t i;

	for (i = 0; (event = event_sent(t, i)); i++)
		if (!event->depth)
			return true;
	return false;
}

bool collect_was_blind(const struct test *t, const struct outcome *observed)
{
	bool lacks_event = false;
	size_t i;

	if (t->options.tracer != TRACER_BPF)
		return false;
	for (i = 0; i < observed->count; i++)
		lacks_event |= !strcmp(observed->rst[i].reason, OUTCOME_NOT_TRACED);
	return lacks_stack(t) || (lacks_event && (trace_skipped(t->trace) ||
						  (t->scenario->pace != NOW && barred_tasks())));
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/world/test.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/base/clock.h"
#include "harness/base/why.h"
#include "harness/observe/wire.h"
#include "harness/world/event.h"
#include "harness/world/second.h"
#include "harness/expect/variation.h"

#define WAIT_MS 2000
#define LATER_MS 10000 /* kernel timers; those that take longer are the slow class */
#define SLOW_MS 200000

void test_fail(struct test *t, enum failure failure, const char *format, ...)
{
	struct why what, why;
	va_list arguments;

	va_start(arguments, format);
	why_vset(&what, 0, format, arguments);
	va_end(arguments);
	why_set(&why, 0, "%s%s", failure_prefix(failure), what.text);
	t->end(t, &(struct test_end){ VERDICT_FAIL, failure, why.text });
}

void test_skip(struct test *t, const char *format, ...)
{
	va_list arguments;
	struct why why;

	va_start(arguments, format);
	why_vset(&why, 0, format, arguments);
	va_end(arguments);
	t->end(t, &(struct test_end){ .verdict = VERDICT_SKIP, .why = why.text });
}

void test_not_applicable(struct test *t, const char *option)
{
	struct why why;

	why_set(&why, 0, "this kernel has no %s", option);
	t->end(t, &(struct test_end){ .verdict = VERDICT_NA, .why = why.text });
}

long long test_deadline(const struct test *t)
{
	long long milliseconds = (long long)WAIT_MS * t->options.time_scale;

	/* A slow machine has no slow timers. */
	if (t->scenario->needs.class == CLASS_SLOW)
		milliseconds += SLOW_MS;
	else if (t->scenario->pace != NOW)
		milliseconds += LATER_MS;
	return clock_ms() + milliseconds;
}

const struct frame *test_frame(struct test *t, size_t *index, long long deadline)
{
	const struct frame *frame = wire_frame(t->wire, *index, deadline);
	size_t i;
	int err;

	if (!frame) {
		err = wire_error(t->wire);
		if (err)
			test_fail(t, FAILED_WIRE, "cannot read a frame: %s", strerror(-err));
		return NULL;
	}
	if (*index >= t->frames) {
		t->frames = *index + 1;
		for (i = 0; i < t->flows && frame->kind == FRAME_TCP; i++)
			flow_learn(t->flow[i], &frame->segment);
	}
	++*index;
	return frame;
}

struct flow *test_flow(struct test *t, enum test_host peer, uint16_t sut_port, uint16_t peer_port)
{
	struct flow *flow = calloc(1, sizeof(*flow));

	if (!flow || t->flows == TEST_FLOWS_MAX)
		test_fail(t, FAILED_SETUP, "too many flows");
	flow->sut.address = topology_address(&t->topology, SUT, t->family);
	flow->sut.port = variation_port(t->options.variation, sut_port);
	flow->peer.address = topology_address(&t->topology, peer, t->family);
	flow->peer.port = variation_port(t->options.variation, peer_port);
	flow->seen = t->frames;
	t->flow[t->flows++] = flow;
	return flow;
}

struct end test_bound(const struct test *t, enum test_host host, uint16_t port)
{
	const struct variation *variation = t->options.variation;
	struct end end = {
		.address = topology_address(&t->topology, host, t->family),
		.port = variation_port(variation, port),
	};

	if (variation->unspecified && host == SUT)
		end.address = (struct address){ .family = t->family };
	return end;
}

int test_socket_family(const struct test *t)
{
	return t->options.variation->mapped ? AF_INET6 : t->family;
}

struct address test_socket_address(const struct test *t, const struct address *address)
{
	bool differs = address->family != test_socket_family(t);

	return differs ? address_map(address) : *address;
}

static void keep_event(void *context, const struct rst_event *event)
{
	struct test *t = context;

	if (t->events == TEST_EVENTS_MAX)
		return;
	if (array_grow(t->event, t->events))
		test_fail(t, FAILED_TRACE, "out of memory");
	t->event[t->events++] = *event;
}

static void keep_record(void *context, const struct rst_event *event)
{
	struct second *second = ((struct test *)context)->second;

	if (second->events < SECOND_EVENTS_MAX)
		second->event[second->events++] = *event;
}

void test_consume(struct test *t)
{
	size_t before = t->events;
	int count = trace_consume(t->trace, keep_event, t);

	if (count > 0 && before + count > TEST_EVENTS_MAX)
		test_fail(t, FAILED_TRACE, "more than %d events", TEST_EVENTS_MAX);
	if (count >= 0 && t->second)
		count = trace_consume(t->second->trace, keep_record, t);
	if (count > 0 && t->options.tracer == TRACER_TRACEFS)
		events_complete(t);
	if (count >= 0)
		return;
	t->trace = NULL; /* test_fail() would ask it again */
	if (count == -ENOBUFS)
		test_fail(t, FAILED_TRACE, "records were lost, the trace proves nothing");
	test_fail(t, FAILED_TRACE, "cannot read the records: %s", strerror(-count));
}

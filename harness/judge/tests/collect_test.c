// SPDX-License-Identifier: GPL-2.0-only
/* Pairing of wire and trace: a RST without its event and an event without its RST must show. */
#include <arpa/inet.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/judge/collect.h"
#include "harness/observe/facts.h"
#include "harness/observe/symbols.h"
#include "harness/observe/tracer/tracer.h"
#include "harness/observe/wire.h"
#include "harness/world/test.h"

#define EMITTER 0xffffffff81001010ull
#define CLOSE 0xffffffff81002010ull
#define DISCONNECT 0xffffffff81003010ull

static const struct cause active = {
	.emitter = ACTIVE,
	.via = { "__tcp_close" },
	.reason = "TCP_ABORT_ON_CLOSE",
};

static const struct scenario scenario = {
	.id = "one-reset",
	.expect.rst = { { "R. 1:1(0) ack 7", "CLOSE", &active } },
};

/* Of a kernel with the functions above, in the working folder. */
static struct facts *make_facts(void)
{
	struct facts *facts;
	struct why why = { "" };

	atf_utils_create_file("kallsyms", "ffffffff81003000 T tcp_disconnect\n"
					  "ffffffff81001000 T tcp_send_active_reset\n"
					  "ffffffff81002000 t __tcp_close.isra.0\n"
					  "ffffffff81002800 d some_data\n"
					  "ffffffff81004000 T _etext\n");
	atf_utils_create_file(
		"kernel.json",
		"{\"send_reset_arguments\": 3, \"reasons\": {\"11\": \"TCP_ABORT_ON_CLOSE\"}}");
	ATF_REQUIRE_INTEQ(0, symbols_write("symbols", "kallsyms"));
	ATF_REQUIRE_INTEQ(0, facts_read(&facts, ".", &why));
	return facts;
}

static const struct address sut = { .family = AF_INET, .v4.s_addr = 0x010200c0 };
static const struct address peer = { .family = AF_INET, .v4.s_addr = 0x420200c0 };

static void add_rst(struct test *t, uint32_t ack)
{
	struct frame frame = {
		.kind = FRAME_TCP,
		.outgoing = true,
		.segment = {
			.source = sut,
			.destination = peer,
			.source_port = 80,
			.destination_port = 1024,
			.flags = RST | ACK,
			.seq = 1,
			.ack = ack,
			.window = 100,
			.ttl = 64,
		},
	};

	ATF_REQUIRE_INTEQ(0, wire_keep(t->wire, &frame));
	t->frames++;
}

static void add_event(struct test *t, __u64 caller)
{
	struct rst_event *event;

	ATF_REQUIRE(!array_grow(t->event, t->events));
	event = &t->event[t->events++];
	*event = (struct rst_event){
		.probe = RST_PROBE_SEND,
		.reason = 11,
		.family = AF_INET,
		.state = 7,
		.has_socket = 1,
		.traced = { .sport = 80, .dport = 1024 },
		.depth = 3,
		.stack = { 0x1234, EMITTER, caller },
	};
	memcpy(event->traced.saddr, &sut.v4, 4);
	memcpy(event->traced.daddr, &peer.v4, 4);
}

static struct flow flow = {
	.sut = { .address = { .family = AF_INET, .v4.s_addr = 0x010200c0 }, .port = 80 },
	.peer = { .address = { .family = AF_INET, .v4.s_addr = 0x420200c0 }, .port = 1024 },
	.absolute = true,
};

static struct test *world(void)
{
	struct test *t = calloc(1, sizeof(*t));

	ATF_REQUIRE(t);
	t->scenario = &scenario;
	t->family = AF_INET;
	t->kernel = KERNEL(6, 18);
	t->facts = make_facts();
	t->wire = wire_new();
	ATF_REQUIRE(t->wire);
	t->flow[t->flows++] = &flow;
	return t;
}

static void close_world(struct test *t)
{
	facts_close(t->facts);
	wire_close(t->wire);
	free(t->event);
	free(t);
}

static void judge(struct test *t, const char *expected_why)
{
	struct outcome expected, observed = { 0 };
	struct why why = { "" };

	outcome_expect(&expected, t->scenario,
		       &(struct outcome_target){ .family = t->family, .kernel = t->kernel });
	collect_pair(t, &expected, &observed);
	memcpy(observed.mib, expected.mib, sizeof(observed.mib));
	memcpy(observed.error, expected.error, sizeof(observed.error));
	memcpy(observed.received, expected.received, sizeof(observed.received));
	ATF_CHECK_INTEQ(!*expected_why, outcome_agrees(&expected, &observed, &why));
	ATF_CHECK_STREQ(expected_why, why.text);
	close_world(t);
}

static bool has_skipped(const struct trace *trace)
{
	(void)trace;
	return true;
}

static bool was_blind(struct test *t)
{
	struct outcome expected, observed = { 0 };
	bool blind;

	outcome_expect(&expected, t->scenario,
		       &(struct outcome_target){ .family = t->family, .kernel = t->kernel });
	collect_pair(t, &expected, &observed);
	blind = collect_was_blind(t, &observed);
	close_world(t);
	return blind;
}

ATF_TC_WITHOUT_HEAD(a_reset_with_its_event_agrees);
ATF_TC_BODY(a_reset_with_its_event_agrees, tc)
{
	struct test *t = world();

	add_rst(t, 7);
	add_event(t, CLOSE);
	judge(t, "");
}

/* A blind tracer. */
ATF_TC_WITHOUT_HEAD(a_reset_without_its_event_is_seen);
ATF_TC_BODY(a_reset_without_its_event_is_seen, tc)
{
	struct test *t = world();

	add_rst(t, 7);
	judge(t, "reason: expected TCP_ABORT_ON_CLOSE, got not traced");
}

ATF_TC_WITHOUT_HEAD(an_event_without_its_reset_is_seen);
ATF_TC_BODY(an_event_without_its_reset_is_seen, tc)
{
	struct test *t = world();

	add_event(t, CLOSE);
	judge(t, "wire: expected R. 1:1(0) ack 7, got none");
}

ATF_TC_WITHOUT_HEAD(another_path_to_the_same_reset_is_seen);
ATF_TC_BODY(another_path_to_the_same_reset_is_seen, tc)
{
	struct test *t = world();

	add_rst(t, 7);
	add_event(t, DISCONNECT);
	judge(t, "via: expected __tcp_close, got tcp_disconnect");
}

ATF_TC_WITHOUT_HEAD(one_more_is_seen);
ATF_TC_BODY(one_more_is_seen, tc)
{
	struct test *t = world();

	add_rst(t, 7);
	add_rst(t, 7);
	add_event(t, CLOSE);
	judge(t,
	      "wire: expected R. 1:1(0) ack 7, got R. 1:1(0) ack 7 then R. 1:1(0) ack 7 win 100");
	t = world();
	add_rst(t, 7);
	add_event(t, CLOSE);
	add_event(t, CLOSE);
	judge(t, "event: expected socket, no skb, sut > peer, got socket, no skb, sut > peer then "
		 "socket, no skb, sut > peer");
}

ATF_TC_WITHOUT_HEAD(nothing_at_all_is_seen);
ATF_TC_BODY(nothing_at_all_is_seen, tc)
{
	struct test *t = world();

	judge(t, "wire: expected R. 1:1(0) ack 7, got none");
}

ATF_TC_WITHOUT_HEAD(only_what_the_tracer_says_of_itself_excuses_it);
ATF_TC_BODY(only_what_the_tracer_says_of_itself_excuses_it, tc)
{
	struct trace sees = { 0 }, skips = { .skipped = has_skipped };
	struct test *t = world();

	t->trace = &sees;
	add_rst(t, 7);
	ATF_CHECK(!was_blind(t));

	t = world();
	t->trace = &skips;
	add_rst(t, 7);
	ATF_CHECK(was_blind(t));

	t = world();
	t->trace = &skips;
	add_rst(t, 7);
	add_event(t, DISCONNECT);
	ATF_CHECK(!was_blind(t));

	t = world();
	t->trace = &sees;
	add_rst(t, 7);
	add_event(t, CLOSE);
	t->event[0].depth = 0;
	ATF_CHECK(was_blind(t));

	t = world();
	t->trace = &skips;
	t->options.tracer = TRACER_TRACEFS;
	add_rst(t, 7);
	ATF_CHECK(!was_blind(t));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_reset_with_its_event_agrees);
	ATF_TP_ADD_TC(tp, a_reset_without_its_event_is_seen);
	ATF_TP_ADD_TC(tp, an_event_without_its_reset_is_seen);
	ATF_TP_ADD_TC(tp, another_path_to_the_same_reset_is_seen);
	ATF_TP_ADD_TC(tp, one_more_is_seen);
	ATF_TP_ADD_TC(tp, nothing_at_all_is_seen);
	ATF_TP_ADD_TC(tp, only_what_the_tracer_says_of_itself_excuses_it);
	return atf_no_error();
}

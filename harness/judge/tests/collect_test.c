// SPDX-License-Identifier: GPL-2.0-only
/* Pairing of wire and trace: a RST without its event and an event without its RST must show. */
#include <arpa/inet.h>
#include <unistd.h>

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

static void write_file(const char *folder, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	CHECK(file && fputs(text, file) >= 0 && !fclose(file));
}

static struct facts *make_facts(const char *folder)
{
	char symbols[256], kallsyms[256];
	struct facts *facts;
	struct why why;

	snprintf(symbols, sizeof(symbols), "%s/symbols", folder);
	snprintf(kallsyms, sizeof(kallsyms), "%s/kallsyms", folder);
	write_file(folder, "kallsyms",
		   "ffffffff81003000 T tcp_disconnect\n"
		   "ffffffff81001000 T tcp_send_active_reset\n"
		   "ffffffff81002000 t __tcp_close.isra.0\n"
		   "ffffffff81002800 d some_data\n"
		   "ffffffff81004000 T _etext\n");
	write_file(folder, "kernel.json",
		   "{\"send_reset_arguments\": 3, \"reasons\": {\"11\": \"TCP_ABORT_ON_CLOSE\"}}");
	CHECK(!symbols_write(symbols, kallsyms));
	CHECK(!facts_read(&facts, folder, &why));
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

	CHECK(!wire_keep(t->wire, &frame));
	t->frames++;
}

static void add_event(struct test *t, __u64 caller)
{
	struct rst_event *event = &t->event[t->events++];

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

static struct test *world(struct facts *facts)
{
	struct test *t = calloc(1, sizeof(*t));

	t->scenario = &scenario;
	t->family = AF_INET;
	t->kernel = KERNEL(6, 18);
	t->facts = facts;
	t->wire = wire_new();
	t->flow[t->flows++] = &flow;
	return t;
}

static void judge(struct test *t, const char *expected_why)
{
	struct outcome expected, observed = { 0 };
	struct why why = { "" };

	outcome_expect(&expected, t->scenario, t->family, t->kernel, NULL, NULL);
	collect_pair(t, &expected, &observed);
	memcpy(observed.mib, expected.mib, sizeof(observed.mib));
	memcpy(observed.error, expected.error, sizeof(observed.error));
	memcpy(observed.received, expected.received, sizeof(observed.received));
	CHECK(outcome_agrees(&expected, &observed, &why) == !*expected_why);
	CHECK_TEXT(expected_why, why.text);
	wire_close(t->wire);
	free(t);
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

	outcome_expect(&expected, t->scenario, t->family, t->kernel, NULL, NULL);
	collect_pair(t, &expected, &observed);
	blind = collect_was_blind(t, &observed);
	wire_close(t->wire);
	free(t);
	return blind;
}

/* Only what the tracer says of itself excuses it. */
static void test_blindness(struct facts *facts)
{
	struct trace sees = { 0 }, skips = { .skipped = has_skipped };
	struct test *t = world(facts);

	t->trace = &sees;
	add_rst(t, 7);
	CHECK(!was_blind(t));

	t = world(facts);
	t->trace = &skips;
	add_rst(t, 7);
	CHECK(was_blind(t));

	t = world(facts);
	t->trace = &skips;
	add_rst(t, 7);
	add_event(t, DISCONNECT);
	CHECK(!was_blind(t));

	t = world(facts);
	t->trace = &sees;
	add_rst(t, 7);
	add_event(t, CLOSE);
	t->event[0].depth = 0;
	CHECK(was_blind(t));

	t = world(facts);
	t->trace = &skips;
	t->options.tracer = TRACER_TRACEFS;
	add_rst(t, 7);
	CHECK(!was_blind(t));
}

int main(void)
{
	char folder[] = "/tmp/observe_test.XXXXXX";
	struct facts *facts;
	char command[64];
	struct test *t;

	CHECK(mkdtemp(folder));
	facts = make_facts(folder);

	t = world(facts);
	add_rst(t, 7);
	add_event(t, CLOSE);
	judge(t, "");

	/* A blind tracer. */
	t = world(facts);
	add_rst(t, 7);
	judge(t, "reason: expected TCP_ABORT_ON_CLOSE, got not traced");

	/* An event without a RST. */
	t = world(facts);
	add_event(t, CLOSE);
	judge(t, "wire: expected R. 1:1(0) ack 7, got none");

	/* The right RST by another path. */
	t = world(facts);
	add_rst(t, 7);
	add_event(t, DISCONNECT);
	judge(t, "via: expected __tcp_close, got tcp_disconnect");

	/* One RST more, and one event more, than the row says. */
	t = world(facts);
	add_rst(t, 7);
	add_rst(t, 7);
	add_event(t, CLOSE);
	judge(t,
	      "wire: expected R. 1:1(0) ack 7, got R. 1:1(0) ack 7 then R. 1:1(0) ack 7 win 100");
	t = world(facts);
	add_rst(t, 7);
	add_event(t, CLOSE);
	add_event(t, CLOSE);
	judge(t, "event: expected socket, no skb, sut > peer, got socket, no skb, sut > peer then "
		 "socket, no skb, sut > peer");

	/* Nothing at all. */
	t = world(facts);
	judge(t, "wire: expected R. 1:1(0) ack 7, got none");

	test_blindness(facts);

	facts_close(facts);
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command);
}

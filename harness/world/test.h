/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_WORLD_TEST_H
#define RST_WORLD_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bpf/event.h"
#include "harness/expect/row.h"
#include "harness/expect/verdict.h"
#include "harness/observe/tracer/trace.h"
#include "harness/packet/flow.h"
#include "harness/world/phase.h"
#include "netns/topology.h"

struct facts;
struct frame;
struct injector;
struct instance;
struct mib;
struct second;
struct variation;
struct wire;

#define TEST_FLOWS_MAX 32
#define TEST_EVENTS_MAX 512

/* How a case is to be played. */
struct test_options {
	int time_scale; /* multiplies every deadline: 10 for a slow machine */
	bool guest; /* global settings may be changed */
	bool slow; /* cases of 60 s and more may run */
	int means; /* enum topology_means; -EOPNOTSUPP: there is no pair of links */
	enum tracer tracer;
	const struct variation *variation; /* of what surrounds the story */
};

/* How it ended before its story did, or could begin. */
struct test_end {
	enum verdict verdict; /* VERDICT_FAIL, VERDICT_SKIP, VERDICT_NA */
	enum failure failure; /* of VERDICT_FAIL */
	const char *why; /* one line: Kyua calls a case with two lines broken */
};

/* The world of one case. */
struct test {
	/* Who: set by the runner. */
	const struct scenario *scenario;
	const char *name; /* path and family, as Kyua knows it */
	int family;
	unsigned int kernel;
	char release[72];
	struct test_options options;
	__attribute__((noreturn)) void (*end)(struct test *t, const struct test_end *end);

	/* Where, and who watches: made by test_open(). */
	struct topology topology; /* the row's, in a subnet of its own where the tracer needs that */
	int netns[TOPOLOGY_HOSTS];
	struct facts *facts;
	struct trace *trace;
	struct instance *instance; /* of the tracefs tracer, else NULL */
	struct second *second; /* what the second tracer saw, when there is one */
	struct wire *wire;
	struct injector *injector;
	struct mib *before;
	struct phases phases;

	/* What the story has done and seen. */
	struct flow *flow[TEST_FLOWS_MAX];
	size_t flows;
	struct rst_event *event; /* by array_grow() */
	size_t events;
	char error[200]; /* what observe_error() saw */
	uint16_t echoes; /* fences so far */
	size_t frames; /* frames that flow_learn() has seen */
	bool limited; /* the story has set a limit of MPTCP subflows */
};

/* Builds the world: namespaces, tracer, capture, injector, first snapshot of the counters. */
void test_open(struct test *t);

/* The same once more, in a new world: for a case that is to be played again. */
void test_reopen(struct test *t);

/* Gives back what the kernel does not take back by itself when the process ends. */
void test_close(struct test *t);

/* Ends the case as failed, skipped or not applicable, through t->end().  One line. */
void test_fail(struct test *t, enum failure failure, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));
void test_skip(struct test *t, const char *format, ...)
	__attribute__((format(printf, 2, 3), noreturn));

/* @option: "CONFIG_MPTCP". */
void test_not_applicable(struct test *t, const char *option) __attribute__((noreturn));

/*
 * The moment, see clock_ms(), until which to wait for something that takes microseconds on a
 * machine that is not busy, or for a timer where the scenario says so.
 */
long long test_deadline(const struct test *t);

/* The next frame after *@index, with what it says of the flows learnt; NULL at the deadline. */
const struct frame *test_frame(struct test *t, size_t *index, long long deadline);

/* A new flow between the SUT and @peer, at the ports that the variation has for these. */
struct flow *test_flow(struct test *t, enum test_host peer, uint16_t sut_port, uint16_t peer_port);

/* Where a socket of @host is bound that a story wants at @port. */
struct end test_bound(const struct test *t, enum test_host host, uint16_t port);

/* Of which family the case's sockets are. */
int test_socket_family(const struct test *t);

/* As these sockets name @address. */
struct address test_socket_address(const struct test *t, const struct address *address);

/* Takes the events that are there into t->event. */
void test_consume(struct test *t);

#endif

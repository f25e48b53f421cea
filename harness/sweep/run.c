// SPDX-License-Identifier: GPL-2.0-only
#include "harness/sweep/run.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/clock.h"
#include "harness/judge/case.h"
#include "harness/observe/mib.h"
#include "harness/observe/tracer/trace.h"
#include "harness/observe/wire.h"
#include "harness/story/conn.h"
#include "harness/story/fence.h"
#include "harness/story/peer.h"
#include "harness/story/sock.h"
#include "harness/sweep/tally.h"
#include "harness/world/test.h"
#include "netns/enter.h"

/* The exchange of so many cells that differ is told. */
#define SHOWN_MAX 8

/* How long cells are asked again, and how long a challenge ACK may take where it is rationed. */
#define AGAIN_MS 20000
#define ANSWER_MS 100

struct sweep_case {
	struct test *t;
	struct cells cells;
	struct tally expected, observed;
	json_t *differ; /* "fin_wait_2.syn.left.no_ack: wire: expected ..., got ..." */
	struct conn probe; /* asks whether challenge ACKs are sent again */
	bool rationed, has_probe;
	unsigned int discarded; /* RSTs of cells that were asked again */
	long long counted; /* TcpOutRsts */
	int judged; /* cells */
};

/*
 * Before 79e3602caa6f (Linux 6.0) challenge ACKs are rationed for the whole machine: 1,000 a
 * second, less a random part (tcp_send_challenge_ack).  Since, a namespace can say that they are
 * not.
 */
static bool are_challenges_rationed(struct test *t)
{
	int err = netns_sysctl(t->netns[SUT], "net/ipv4/tcp_challenge_ack_limit", "2147483647");

	if (err && err != -ENOENT)
		test_fail(t, FAILED_SETUP, "cannot set tcp_challenge_ack_limit: %s",
			  strerror(-err));
	return err == -ENOENT;
}

/* A SYN on an established connection is answered by a challenge ACK (RFC 5961 4.2). */
static bool is_challenged(struct sweep_case *sweep)
{
	struct flow *flow = sweep->probe.flow;
	const struct frame *frame;
	long long deadline;

	flow->seen = sweep->t->frames;
	peer_sends(sweep->t, flow, "S 1:1(0)");
	deadline = clock_ms() + ANSWER_MS;
	while ((frame = test_frame(sweep->t, &flow->seen, deadline)))
		if (frame->kind == FRAME_TCP && flow_matches(flow, &frame->segment, true))
			return true;
	return false;
}

static void await_ration(struct sweep_case *sweep, long long deadline)
{
	if (!sweep->has_probe)
		sweep->probe = conn_established(sweep->t);
	sweep->has_probe = true;
	while (deadline_left(deadline) && !is_challenged(sweep))
		;
}

/*
 * Where challenge ACKs are rationed, one that lacks says nothing yet; on a slow machine a timer may
 * have had a say; and an event may lack because its probe was passed over.
 */
static bool says_nothing(const struct sweep_case *sweep, const struct sweep_verdict *verdict,
			 const struct cell *cell)
{
	if (verdict->reset && !cell->sight.events && trace_skipped(sweep->t->trace))
		return true;
	return cell->doubtful || (sweep->rationed && verdict->expected.reply.flags == RFC9293_ACK &&
				  !cell->sight.replies);
}

/* One that differs: in the document, and its exchange in the detail. */
static void tell(struct sweep_case *sweep, const struct cell *cell, const char *why)
{
	const struct rfc9293_block *block = &cell->sight.block;
	char name[SWEEP_CELL_NAME_MAX];
	struct flow *flow;

	sweep_cell_name(&cell->sight.cell, name);
	json_array_append_new(sweep->differ, json_sprintf("%s: %s", name, why));
	if (json_array_size(sweep->differ) > SHOWN_MAX)
		return;
	flow = test_flow(sweep->t, GHOST, cell->sut_port, cell->peer_port);
	flow->sut.isn = block->iss;
	flow->peer.isn = block->irs;
}

/* Judges all cells that are not done; returns how many must be asked again. */
static size_t judge(struct sweep_case *sweep, bool last)
{
	unsigned int kernel = sweep->t->kernel;
	struct sweep_verdict verdict;
	struct cell *cell;
	size_t again = 0;
	size_t i = 0;

	while ((cell = cells_next(&sweep->cells, &i))) {
		sweep_judge(&verdict, kernel, &cell->sight);
		if (!last && says_nothing(sweep, &verdict, cell)) {
			sweep->discarded += tally_resets(&cell->sight);
			again++;
			continue;
		}
		cell->done = true;
		sweep->judged++;
		tally_expected(&sweep->expected, &verdict, &cell->sight, kernel);
		tally_observed(&sweep->observed, &verdict, &cell->sight);
		if (!verdict.agrees)
			tell(sweep, cell, verdict.why.text);
	}
	return again;
}

static void await_delayed(struct sweep_case *sweep)
{
	long long deadline = test_deadline(sweep->t);
	struct deviation_expectation expected;
	struct cell *cell;
	size_t i = 0;

	while ((cell = cells_next(&sweep->cells, &i))) {
		expected = deviation_expect(sweep->t->kernel, &cell->sight.cell,
					    &cell->sight.block);
		if (expected.may_be_delayed)
			cells_await_reply(sweep->t, &sweep->cells, cell, deadline);
	}
}

static long long count_out_resets(struct test *t)
{
	long long count = 0;
	struct mib *mib;
	int err;

	err = mib_read(&mib, t->netns[SUT]);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot read the counters: %s", strerror(-err));
	mib_value(mib, "TcpOutRsts", &count);
	mib_free(mib);
	return count;
}

/* The listener goes, and resets whom nobody accepted: these belong to no cell. */
static void renew(struct sweep_case *sweep)
{
	struct test *t = sweep->t;
	long long before = count_out_resets(t);

	cells_renew(t, &sweep->cells);
	fence(t);
	test_consume(t);
	sweep->cells.events = t->events;
	sweep->discarded += count_out_resets(t) - before;
}

static void run_cells(struct sweep_case *sweep)
{
	long long deadline = clock_ms() + (long long)AGAIN_MS * sweep->t->options.time_scale;
	struct test *t = sweep->t;

	for (;;) {
		t->scenario->sweep->begin(t, &sweep->cells);
		cells_send(t, &sweep->cells);
		await_delayed(sweep);
		cells_trace(t, &sweep->cells);
		if (!judge(sweep, !deadline_left(deadline)))
			return;
		renew(sweep);
		if (sweep->rationed)
			await_ration(sweep, deadline);
	}
}

/* TcpOutRsts, which must be the number of the RSTs that were seen. */
static void count_resets(struct sweep_case *sweep)
{
	struct test *t = sweep->t;
	long long before = 0;

	mib_value(t->before, "TcpOutRsts", &before);
	sweep->counted = count_out_resets(t) - before - sweep->discarded;
	if (sweep->counted == sweep->observed.resets)
		return;
	json_array_append_new(sweep->differ, json_sprintf("mib: expected TcpOutRsts +%u, got +%lld",
							  sweep->observed.resets, sweep->counted));
}

static void write_document(struct sweep_case *sweep)
{
	json_t *result = case_result(sweep->t);
	json_t *observed = json_object_get(result, "observed");

	tally_write(&sweep->expected, json_object_get(result, "expected"));
	tally_write(&sweep->observed, observed);
	if (sweep->counted != sweep->observed.resets)
		json_object_set_new(observed, oracle_key(ORACLE_MIB),
				    json_sprintf("TcpOutRsts +%d", (int)sweep->counted));
	json_object_set(observed, "cells", sweep->observed.cells);
	json_object_set(observed, "differ", sweep->differ);
	json_object_set_new(json_object_get(result, "detail"), "cells",
			    json_integer(sweep->judged));
}

void sweep_run(struct test *t)
{
	struct sweep_case sweep = { .t = t, .differ = json_array() };
	const char *first;
	size_t count;

	tally_open(&sweep.expected);
	tally_open(&sweep.observed);
	sweep.rationed = are_challenges_rationed(t);
	cells_new(t, &sweep.cells, t->scenario->sweep->state);
	run_cells(&sweep);
	phases_mark(&t->phases, PHASE_SCENARIO);
	if (wire_lost(t->wire))
		test_fail(t, FAILED_WIRE, "frames were lost, the capture proves nothing");
	count_resets(&sweep);
	write_document(&sweep);
	phases_mark(&t->phases, PHASE_JUDGE);
	count = json_array_size(sweep.differ);
	first = json_string_value(json_array_get(sweep.differ, 0));
	if (count)
		test_fail(t, FAILED_EXPECTATION, "%zu of %zu cells differ, the first: %s", count,
			  sweep.cells.count, first);
	json_decref(sweep.differ);
	tally_close(&sweep.expected);
	tally_close(&sweep.observed);
}

void sweep_expect(json_t *object, const struct sweep *what, int family, unsigned int kernel)
{
	struct sweep_sight sight = {
		.is_v6 = family == AF_INET6,
		.block = sweep_block(what->state, 1000, 5000, 65535),
	};
	struct sweep_verdict verdict;
	struct tally tally;
	size_t i;

	tally_open(&tally);
	for (i = 0; i < sweep_cell_count(); i++) {
		sight.cell = sweep_cell_at(i);
		if (sight.cell.state != what->state)
			continue;
		sweep_judge(&verdict, kernel, &sight);
		tally_expected(&tally, &verdict, &sight, kernel);
	}
	tally_write(&tally, object);
	tally_close(&tally);
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_OUTCOME_H
#define RST_EXPECT_OUTCOME_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/expect/row.h"
#include "harness/expect/verdict.h"

struct variation;
struct why;

/*
 * What the oracles say of a case, each as one line of text: what a row expects and what was
 * observed have the same form, are compared as text and go into the result file as they are.
 */

#define OUTCOME_RST_MAX 8
#define OUTCOME_TEXT_MAX 256

/* Said where the tracer, on this kernel or by the nature of the path, says nothing. */
#define OUTCOME_NOT_TRACED "not traced"
#define OUTCOME_NO_REASON "n/a"
/*
 * Observed for the call chain of an event that tracefs delivered without one, which agrees with
 * any: __ftrace_trace_stack() leaves a stack out when the trace_recursion of the current task says
 * so, and that of an idle task was seen to say so for good.  The BPF tracer never says this.
 */
#define OUTCOME_NO_STACK "no stack"
#define OUTCOME_NONE "none"

struct outcome_rst {
	char wire[OUTCOME_TEXT_MAX];
	char reason[40];
	char state[20];
	char via[OUTCOME_TEXT_MAX];
	char event[160]; /* "socket, no skb, sut > peer" */
	/* Of what is expected only: */
	bool active; /* by tcp_send_active_reset() */
	const char *sender; /* as via, also where nobody traces */
};

struct outcome {
	size_t count;
	struct outcome_rst rst[OUTCOME_RST_MAX];
	char mib[512];
	char error[200];
	char received[12]; /* how many events tcp:tcp_receive_reset */
	const char *names; /* of what is expected: the counters that its row names, or NULL */
};

/* What must follow on @kernel: today's outcome, or that before a change which it has not got. */
const struct expectation *outcome_row(const struct scenario *scenario, unsigned int kernel);

/* For whom a row is to hold. */
struct outcome_target {
	int family;
	unsigned int kernel;
	bool (*has_counter)(const void *context, const char *name); /* NULL: the kernel has all */
	const void *context;
	const struct variation *variation; /* NULL: none */
};

/* What @scenario expects of @target. */
void outcome_expect(struct outcome *expected, const struct scenario *scenario,
		    const struct outcome_target *target);

/* The same for one row. */
void outcome_expect_row(struct outcome *expected, const struct expectation *row,
			const struct outcome_target *target);

/*
 * Compares and writes the first difference as one line, expected before got: "reason: expected
 * TCP_STATE, got NOT_SPECIFIED".  Returns whether they agree.
 */
bool outcome_agrees(const struct outcome *expected, const struct outcome *observed,
		    struct why *why);

/*
 * Which function is to be looked at when they disagree, for the end of that line: "; sent by
 * __tcp_close < tcp_close"; of a RST that is missing "; to be sent by ...", of counters and errno
 * "; after ...".  Empty when nobody knows.
 */
void outcome_where(const struct outcome *expected, const struct outcome *observed, char *text,
		   size_t size);

/*
 * Where @expected has a wildcard that @observed fills as it may, the observation becomes the
 * expectation's text: what differs from run to run has no place in a result file.
 */
void outcome_settle(const struct outcome *expected, struct outcome *observed);

/* The first oracles see each RST by itself, the others the case as a whole. */
#define OUTCOME_FIELDS (ORACLE_VIA + 1)

/* What @oracle says of the case: of several RSTs with " then " between them, else OUTCOME_NONE. */
void outcome_join(const struct outcome *outcome, enum oracle oracle, char *text, size_t size);

#endif

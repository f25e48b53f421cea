/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_EXPECTATION_H
#define RST_EXPECT_EXPECTATION_H

/* The row of a scenario: what it is, what must follow, and what it needs.  All of it is data. */
#include <stdbool.h>
#include <stddef.h>

#include "harness/base/array.h"
#include "harness/expect/cause.h"
#include "harness/kernel/change.h"
#include "harness/kernel/feature.h"
#include "harness/kernel/version.h"

struct conn;
struct sweep;
struct test;
struct topology;

/* One RST. */
struct rst {
	const char *wire; /* the segment in packetdrill notation; NULL: it does not leave */
	const char *state; /* of the socket, at the tracepoint; "-": no socket */
	const struct cause *cause;
};

#define RST_MAX 4
#define EARLIER_MAX 2

/* What must follow. */
struct expectation {
	const struct kernel_change *before; /* of an earlier outcome: the change that ended it */
	struct rst rst[RST_MAX]; /* in this order; empty: no RST */
	/*
	 * "TcpEstabResets +1"; TcpOutRsts follows from rst[] unless named.  A counter that is not
	 * watched (harness/observe/mib.c) is compared in the rows that name it.
	 */
	const char *mib;
	const char *error; /* as told by observe_error(): "peer ECONNRESET" */
	unsigned int received; /* events tcp:tcp_receive_reset of the SUT */
};

enum scenario_class {
	CLASS_DEFAULT,
	CLASS_SLOW, /* 60 s and more of kernel timers: under a virtual clock */
	CLASS_GUEST, /* changes global settings: only in a guest, alone */
};

#define IPV4 1
#define IPV6 2

/* A kernel that contradicts its own rule: the case must fail until it is mended. */
struct known_deviation {
	unsigned int since;
	const struct kernel_change *mended; /* NULL: not yet */
	int families; /* 0: both */
	const char *why; /* with the kernel function */
	struct expectation instead; /* what that kernel does: anything else is a failure */
};

struct scenario {
	const char *path; /* the id of this path, in every file and result */
	const char *section; /* of the catalogue */
	const char *descr;
	void (*run)(struct test *t);
	const char *segment; /* what peer_speaks() sends, where rows differ in that only */
	/* Instead of run, where stories differ only in the state in which one act happens. */
	struct conn (*start)(struct test *t);
	void (*act)(struct test *t, struct conn *c);
	const struct sweep *sweep; /* what sweep_run() plays */
	void (*judge)(struct test *t); /* instead of run and expect: plays and judges by itself */
	struct expectation expect; /* of the newest kernel */
	struct expectation earlier[EARLIER_MAX]; /* of kernels before a change; the newest first */

	const struct topology *topology; /* NULL: topology_pair */
	const char *const *sysctls; /* of the SUT: "net/ipv4/tcp_syncookies=2", NULL at the end */
	int families; /* 0: both */
	bool all_links; /* capture on lo too, not only on eth0 */
	enum scenario_class class;
	bool later; /* a timer or a worker of the kernel acts: wait for it, up to 10 s */
	/*
	 * A worker of the kernel brings the situation about, and nothing tells when: a story that
	 * came too early, and so saw no RST, is played again, three times at most.
	 */
	bool unseen_worker;
	unsigned int proxied; /* 1 << SERVER: the SUT takes over the addresses of that host */
	bool both_tracers; /* BPF and tracefs must agree on every event */
	unsigned int since; /* oldest kernel that has the situation at all */
	const char *since_what;
	const struct kernel_change *with; /* the situation came with it */
	unsigned int needs; /* enum kernel_feature bits */
	struct known_deviation deviation;
};

struct scenario_file {
	const char *name; /* of the source file, without folder and suffix */
	const struct scenario *scenarios;
	size_t count;
};

/* Names the table of a scenario file: SCENARIOS(close_unread, scenarios) in close_unread.c. */
#define SCENARIOS(file, table)                       \
	const struct scenario_file file##_scenarios; \
	const struct scenario_file file##_scenarios = { #file, table, ARRAY_SIZE(table) }

#endif

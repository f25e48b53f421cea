/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_EXPECT_ROW_H
#define RST_EXPECT_ROW_H

/* The row of a scenario: what it is, what must follow, and what it needs.  All of it is data. */
#include <stdbool.h>
#include <stddef.h>

#include "harness/base/array.h"
#include "harness/expect/expectation.h"
#include "harness/expect/section.h"
#include "harness/kernel/feature.h"

struct conn;
struct sweep;
struct test;
struct topology;

#define IPV4 1
#define IPV6 2

#define EARLIER_MAX 2
#define SYSCTLS_MAX 4
#define CHANGES_MAX 2

/* What a row says in its own words to others than sockets and forged peers: not to be varied. */
enum fixed {
	FIXED_PORTS = 1 << 0, /* in rules of netfilter, or one of the peer is one of the SUT */
	FIXED_PACKETS = 1 << 1, /* rules, or the harness, look at them before they are whole */
	FIXED_SOCKETS = 1 << 2, /* the kernel makes some itself, and chooses family and address */
};

/* The world in which the story begins. */
struct setup {
	const struct topology *topology; /* NULL: topology_pair */
	int families; /* 0: both */
	const char *sysctls[SYSCTLS_MAX]; /* of the SUT: "net/ipv4/tcp_syncookies=2" */
	unsigned int fixed; /* enum fixed bits */
	unsigned int proxied; /* 1 << SERVER: the SUT takes over the addresses of that host */
	bool all_links; /* capture on lo too, not only on eth0 */
	bool both_tracers; /* BPF and tracefs must agree on every event */
};

enum scenario_class {
	CLASS_DEFAULT,
	CLASS_SLOW, /* 60 s and more of kernel timers: under a virtual clock */
	CLASS_GUEST, /* changes global settings: only in a guest, alone */
};

/* Without which the case is not played. */
struct needs {
	unsigned int features; /* enum kernel_feature bits */
	const struct kernel_change *changes[CHANGES_MAX]; /* the situation came with them */
	enum scenario_class class;
};

/* When what the kernel does is there to be judged, after the story. */
enum pace {
	NOW, /* once it has handled what was sent to it */
	LATER, /* a timer or a worker acts: wait for it, up to 10 s */
	/*
	 * As LATER, and a worker brings the situation about, but nothing tells when: a story that
	 * came too early, and so saw no RST, is played again, three times at most.
	 */
	UNSEEN,
};

/* A kernel that contradicts its own rule: the case must fail until it is fixed. */
struct known_deviation {
	const char *why; /* with the kernel function */
	int families; /* 0: both */
	const struct kernel_change *since; /* NULL: ever */
	const struct kernel_change *fixed; /* NULL: not yet */
	struct expectation instead; /* what that kernel does: anything else is a failure */
};

struct scenario {
	const char *id; /* in every file and result, there called "path" */
	enum section section; /* of the catalogue */
	const char *descr;

	/* The story. */
	void (*run)(struct test *t);
	/* Instead of run, where stories differ only in the state in which one act happens. */
	struct conn (*from)(struct test *t);
	void (*act)(struct test *t, struct conn *c);
	const char *segment; /* what peer_sends_segment() sends, where rows differ in that only */

	struct expectation expect; /* of the newest kernel */
	struct expectation earlier[EARLIER_MAX]; /* of kernels before a change; the newest first */
	struct setup setup;
	struct needs needs;
	enum pace pace;
	struct known_deviation deviation;

	const struct sweep *sweep; /* what sweep_run() plays */
	void (*judge)(struct test *t); /* instead of run and expect: plays and judges by itself */
};

struct scenario_file {
	const char *name; /* of the source file, without folder and suffix */
	const struct scenario *rows;
	size_t count;
	struct scenario defaults;
};

/*
 * Names the table of a scenario file, and what its rows have in common, see scenario_resolve():
 * SCENARIOS(mptcp_join, scenarios, .needs.features = NEEDS_MPTCP) in mptcp_join.c.
 */
#define SCENARIOS(file, table, ...)                              \
	const struct scenario_file file##_scenarios;             \
	const struct scenario_file file##_scenarios = {          \
		#file, table, ARRAY_SIZE(table), { __VA_ARGS__ } \
	}

/*
 * The row @index of @file as it holds: the file's defaults where it says nothing itself of its
 * section, set-up, needs, pace and judge.
 */
struct scenario scenario_resolve(const struct scenario_file *file, size_t index);

#endif

// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state x segment sweep: in every state every segment, left of, at the edges of, inside and
 * right of the window, acknowledging too little, enough and too much.
 *
 * What must follow is asked of RFC 9293 3.10.7 (harness/sweep/rfc9293.h), with the deviations of
 * Linux by name (harness/sweep/deviation.h) and the reasons of its RSTs
 * (harness/sweep/reset.h).  A story here brings all connections of a case into its state.
 */
#include "harness/story/scenario.h"
#include "harness/sweep/run.h"

static const char *const sysctls[] = {
	SYSCTL_FAST_OPEN_SERVER,
	/* The window that is advertised is the window that is meant. */
	"net/ipv4/tcp_window_scaling=0",
	/* No SYN queue overflows. */
	"net/ipv4/tcp_syncookies=0",
	"net/ipv4/tcp_max_syn_backlog=4096",
	NULL,
};

static void closed(struct test *t, struct cells *cells)
{
	(void)t;
	(void)cells;
}

static void listening(struct test *t, struct cells *cells)
{
	cells_listen(t, cells);
}

static void syn_sent(struct test *t, struct cells *cells)
{
	cells_connect(t, cells);
	cells_state(t, cells, TCP_SYN_SENT);
}

static void syn_received(struct test *t, struct cells *cells)
{
	cells_listen(t, cells);
	cells_syn(t, cells);
}

static void simultaneous(struct test *t, struct cells *cells)
{
	cells_connect(t, cells);
	cells_syn(t, cells);
	cells_state(t, cells, TCP_SYN_RECV);
}

static void fast_open(struct test *t, struct cells *cells)
{
	cells_listen_fast_open(t, cells);
	cells_syn(t, cells);
	cells_accept(t, cells);
	cells_state(t, cells, TCP_SYN_RECV);
}

static void established(struct test *t, struct cells *cells)
{
	syn_received(t, cells);
	cells_acknowledge(t, cells);
	cells_accept(t, cells);
	cells_unlisten(t, cells);
	cells_state(t, cells, TCP_ESTABLISHED);
}

static void fin_wait_1(struct test *t, struct cells *cells)
{
	established(t, cells);
	cells_shutdown(t, cells);
	cells_state(t, cells, TCP_FIN_WAIT1);
}

static void fin_wait_1_orphan(struct test *t, struct cells *cells)
{
	established(t, cells);
	cells_close(t, cells);
}

static void fin_wait_2(struct test *t, struct cells *cells)
{
	fin_wait_1(t, cells);
	cells_acknowledge(t, cells);
	cells_state(t, cells, TCP_FIN_WAIT2);
}

static void fin_wait_2_orphan(struct test *t, struct cells *cells)
{
	fin_wait_1_orphan(t, cells);
	cells_acknowledge(t, cells);
}

static void close_wait(struct test *t, struct cells *cells)
{
	established(t, cells);
	cells_finish(t, cells);
	cells_state(t, cells, TCP_CLOSE_WAIT);
}

static void closing(struct test *t, struct cells *cells)
{
	fin_wait_1(t, cells);
	cells_finish(t, cells);
	cells_state(t, cells, TCP_CLOSING);
}

static void last_ack(struct test *t, struct cells *cells)
{
	close_wait(t, cells);
	cells_shutdown(t, cells);
	cells_state(t, cells, TCP_LAST_ACK);
}

static void time_wait(struct test *t, struct cells *cells)
{
	fin_wait_2(t, cells);
	cells_finish(t, cells);
	/* A bucket stands for it now. */
	cells_state(t, cells, TCP_CLOSE);
}

static const struct scenario scenarios[] = {
	{
		.path = "sweep-closed",
		.section = "sweep",
		.descr = "every segment at every number to a port where nobody listens",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_CLOSED, .begin = closed },
		.judge = sweep_run,
	},
	{
		.path = "sweep-listen",
		.section = "sweep",
		.descr = "every segment at every number to a listener",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_LISTEN, .begin = listening },
		.judge = sweep_run,
	},
	{
		.path = "sweep-syn-sent",
		.section = "sweep",
		.descr = "every segment at every number in SYN_SENT",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_SYN_SENT, .begin = syn_sent },
		.judge = sweep_run,
	},
	{
		.path = "sweep-syn-received",
		.section = "sweep",
		.descr = "every segment at every number to a request of a listener",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_SYN_RECEIVED,
						.begin = syn_received },
		.judge = sweep_run,
	},
	{
		.path = "sweep-syn-received-simultaneous",
		.section = "sweep",
		.descr = "every segment at every number in SYN_RECV after SYNs crossed",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_SYN_RECEIVED_SIMULTANEOUS,
						.begin = simultaneous },
		.judge = sweep_run,
	},
	{
		.path = "sweep-syn-received-fast-open",
		.section = "sweep",
		.descr = "every segment at every number "
			 "in SYN_RECV of a fast open child that was accepted",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_SYN_RECEIVED_FAST_OPEN,
						.begin = fast_open },
		.judge = sweep_run,
	},
	{
		.path = "sweep-established",
		.section = "sweep",
		.descr = "every segment at every number in ESTABLISHED",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_ESTABLISHED, .begin = established },
		.judge = sweep_run,
	},
	{
		.path = "sweep-fin-wait-1",
		.section = "sweep",
		.descr = "every segment at every number in FIN_WAIT1 after shutdown()",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_FIN_WAIT_1, .begin = fin_wait_1 },
		.judge = sweep_run,
	},
	{
		.path = "sweep-fin-wait-1-orphan",
		.section = "sweep",
		.descr = "every segment at every number in FIN_WAIT1 after close()",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_FIN_WAIT_1_ORPHAN,
						.begin = fin_wait_1_orphan },
		.judge = sweep_run,
	},
	{
		.path = "sweep-fin-wait-2",
		.section = "sweep",
		.descr = "every segment at every number in FIN_WAIT2 after shutdown()",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_FIN_WAIT_2, .begin = fin_wait_2 },
		.judge = sweep_run,
	},
	{
		.path = "sweep-fin-wait-2-orphan",
		.section = "sweep",
		.descr = "every segment at every number "
			 "in FIN_WAIT2 after close(): a time-wait bucket",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_FIN_WAIT_2_ORPHAN,
						.begin = fin_wait_2_orphan },
		.judge = sweep_run,
	},
	{
		.path = "sweep-close-wait",
		.section = "sweep",
		.descr = "every segment at every number in CLOSE_WAIT",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_CLOSE_WAIT, .begin = close_wait },
		.judge = sweep_run,
	},
	{
		.path = "sweep-closing",
		.section = "sweep",
		.descr = "every segment at every number in CLOSING",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_CLOSING, .begin = closing },
		.judge = sweep_run,
	},
	{
		.path = "sweep-last-ack",
		.section = "sweep",
		.descr = "every segment at every number in LAST_ACK after shutdown()",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_LAST_ACK, .begin = last_ack },
		.judge = sweep_run,
	},
	{
		.path = "sweep-time-wait",
		.section = "sweep",
		.descr = "every segment at every number in TIME_WAIT",
		.sysctls = sysctls,
		.sweep = &(const struct sweep){ .state = SWEEP_TIME_WAIT, .begin = time_wait },
		.judge = sweep_run,
	},
};

SCENARIOS(sweep, scenarios);

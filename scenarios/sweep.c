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
	cells_expect_state(t, cells, TCP_SYN_SENT);
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
	cells_expect_state(t, cells, TCP_SYN_RECV);
}

static void fast_open(struct test *t, struct cells *cells)
{
	cells_listen_fast_open(t, cells);
	cells_syn(t, cells);
	cells_accept(t, cells);
	cells_expect_state(t, cells, TCP_SYN_RECV);
}

static void established(struct test *t, struct cells *cells)
{
	syn_received(t, cells);
	cells_acknowledge(t, cells);
	cells_accept(t, cells);
	cells_unlisten(t, cells);
	cells_expect_state(t, cells, TCP_ESTABLISHED);
}

static void fin_wait_1(struct test *t, struct cells *cells)
{
	established(t, cells);
	cells_shutdown(t, cells);
	cells_expect_state(t, cells, TCP_FIN_WAIT1);
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
	cells_expect_state(t, cells, TCP_FIN_WAIT2);
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
	cells_expect_state(t, cells, TCP_CLOSE_WAIT);
}

static void closing(struct test *t, struct cells *cells)
{
	fin_wait_1(t, cells);
	cells_finish(t, cells);
	cells_expect_state(t, cells, TCP_CLOSING);
}

static void last_ack(struct test *t, struct cells *cells)
{
	close_wait(t, cells);
	cells_shutdown(t, cells);
	cells_expect_state(t, cells, TCP_LAST_ACK);
}

static void time_wait(struct test *t, struct cells *cells)
{
	fin_wait_2(t, cells);
	cells_finish(t, cells);
	/* A bucket stands for it now. */
	cells_expect_state(t, cells, TCP_CLOSE);
}

static const struct scenario scenarios[] = {
	{
		.id = "sweep-closed",
		.descr = "every segment at every number to a port where nobody listens",
		.sweep = &(const struct sweep){ SWEEP_CLOSED, closed },
	},
	{
		.id = "sweep-listen",
		.descr = "every segment at every number to a listener",
		.sweep = &(const struct sweep){ SWEEP_LISTEN, listening },
	},
	{
		.id = "sweep-syn-sent",
		.descr = "every segment at every number in SYN_SENT",
		.sweep = &(const struct sweep){ SWEEP_SYN_SENT, syn_sent },
	},
	{
		.id = "sweep-syn-received",
		.descr = "every segment at every number to a request of a listener",
		.sweep = &(const struct sweep){ SWEEP_SYN_RECEIVED, syn_received },
	},
	{
		.id = "sweep-syn-received-simultaneous",
		.descr = "every segment at every number in SYN_RECV after SYNs crossed",
		.sweep = &(const struct sweep){ SWEEP_SYN_RECEIVED_SIMULTANEOUS, simultaneous },
	},
	{
		.id = "sweep-syn-received-fast-open",
		.descr = "every segment at every number "
			 "in SYN_RECV of a fast open child that was accepted",
		.sweep = &(const struct sweep){ SWEEP_SYN_RECEIVED_FAST_OPEN, fast_open },
	},
	{
		.id = "sweep-established",
		.descr = "every segment at every number in ESTABLISHED",
		.sweep = &(const struct sweep){ SWEEP_ESTABLISHED, established },
	},
	{
		.id = "sweep-fin-wait-1",
		.descr = "every segment at every number in FIN_WAIT1 after shutdown()",
		.sweep = &(const struct sweep){ SWEEP_FIN_WAIT_1, fin_wait_1 },
	},
	{
		.id = "sweep-fin-wait-1-orphan",
		.descr = "every segment at every number in FIN_WAIT1 after close()",
		.sweep = &(const struct sweep){ SWEEP_FIN_WAIT_1_ORPHAN, fin_wait_1_orphan },
	},
	{
		.id = "sweep-fin-wait-2",
		.descr = "every segment at every number in FIN_WAIT2 after shutdown()",
		.sweep = &(const struct sweep){ SWEEP_FIN_WAIT_2, fin_wait_2 },
	},
	{
		.id = "sweep-fin-wait-2-orphan",
		.descr = "every segment at every number "
			 "in FIN_WAIT2 after close(): a time-wait bucket",
		.sweep = &(const struct sweep){ SWEEP_FIN_WAIT_2_ORPHAN, fin_wait_2_orphan },
	},
	{
		.id = "sweep-close-wait",
		.descr = "every segment at every number in CLOSE_WAIT",
		.sweep = &(const struct sweep){ SWEEP_CLOSE_WAIT, close_wait },
	},
	{
		.id = "sweep-closing",
		.descr = "every segment at every number in CLOSING",
		.sweep = &(const struct sweep){ SWEEP_CLOSING, closing },
	},
	{
		.id = "sweep-last-ack",
		.descr = "every segment at every number in LAST_ACK after shutdown()",
		.sweep = &(const struct sweep){ SWEEP_LAST_ACK, last_ack },
	},
	{
		.id = "sweep-time-wait",
		.descr = "every segment at every number in TIME_WAIT",
		.sweep = &(const struct sweep){ SWEEP_TIME_WAIT, time_wait },
	},
};

/* The window that is advertised is the one that is meant, and no queue of SYNs overflows. */
SCENARIOS(sweep, scenarios, .section = SECTION_SWEEP, .setup.fixed = FIXED_PORTS | FIXED_PACKETS,
	  .judge = sweep_run,
	  .setup.sysctls = { SYSCTL_FAST_OPEN_SERVER, "net/ipv4/tcp_window_scaling=0",
			     "net/ipv4/tcp_syncookies=0", "net/ipv4/tcp_max_syn_backlog=4096" });

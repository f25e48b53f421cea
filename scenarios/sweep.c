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

#define SWEEP(id, name, story, what)                                                     \
	{                                                                                \
		.path = "sweep-" id, .section = "sweep",                                 \
		.descr = "every segment at every number " what, .sysctls = sysctls,      \
		.sweep = &(const struct sweep){ .state = SWEEP_##name, .begin = story }, \
		.judge = sweep_run,                                                      \
	}

static const struct scenario scenarios[] = {
	SWEEP("closed", CLOSED, closed, "to a port where nobody listens"),
	SWEEP("listen", LISTEN, listening, "to a listener"),
	SWEEP("syn-sent", SYN_SENT, syn_sent, "in SYN_SENT"),
	SWEEP("syn-received", SYN_RECEIVED, syn_received, "to a request of a listener"),
	SWEEP("syn-received-simultaneous", SYN_RECEIVED_SIMULTANEOUS, simultaneous,
	      "in SYN_RECV after SYNs crossed"),
	SWEEP("syn-received-fast-open", SYN_RECEIVED_FAST_OPEN, fast_open,
	      "in SYN_RECV of a fast open child that was accepted"),
	SWEEP("established", ESTABLISHED, established, "in ESTABLISHED"),
	SWEEP("fin-wait-1", FIN_WAIT_1, fin_wait_1, "in FIN_WAIT1 after shutdown()"),
	SWEEP("fin-wait-1-orphan", FIN_WAIT_1_ORPHAN, fin_wait_1_orphan,
	      "in FIN_WAIT1 after close()"),
	SWEEP("fin-wait-2", FIN_WAIT_2, fin_wait_2, "in FIN_WAIT2 after shutdown()"),
	SWEEP("fin-wait-2-orphan", FIN_WAIT_2_ORPHAN, fin_wait_2_orphan,
	      "in FIN_WAIT2 after close(): a time-wait bucket"),
	SWEEP("close-wait", CLOSE_WAIT, close_wait, "in CLOSE_WAIT"),
	SWEEP("closing", CLOSING, closing, "in CLOSING"),
	SWEEP("last-ack", LAST_ACK, last_ack, "in LAST_ACK after shutdown()"),
	SWEEP("time-wait", TIME_WAIT, time_wait, "in TIME_WAIT"),
};

SCENARIOS(sweep, scenarios);

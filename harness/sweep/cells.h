/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The cells of the sweep as connections of the SUT: all of one state at once, each with a port of
 * the ghost for itself, so that one fence proves for all of them what was not sent.
 *
 * Verbs: they end the test when the kernel does not follow.  Each does its part for every cell
 * that is not done and waits for what the SUT must send.
 */
#ifndef RST_SWEEP_CELLS_H
#define RST_SWEEP_CELLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "harness/sweep/cell.h"
#include "harness/sweep/verdict.h"

struct cells;
struct frame;
struct test;

/* A state of the sweep, and the story that brings connections into it. */
struct sweep {
	enum sweep_state state;
	void (*begin)(struct test *t, struct cells *cells);
};

struct cell {
	struct sweep_sight sight;
	uint16_t sut_port, peer_port;
	int fd; /* -1: the SUT holds no socket, or closed it */
	bool answered; /* by what the verb waits for */
	bool arrived; /* its segment reached the SUT */
	bool doubtful; /* a SYN of the SUT may be a reply, or its timer's: ask again */
	uint64_t syn_ns; /* when the SUT sent its SYN, 0 while it has not */
	bool done; /* judged: verbs pass it over */
};

struct cells {
	enum sweep_state state;
	size_t count;
	struct cell *cell;
	int listener; /* -1: none */
	bool fast_open;
	uint16_t first_port; /* of the ghost; the cells follow in order */
	size_t seen; /* frames */
	size_t events; /* seen */
	const struct cell *last_arrived;
};

/* All cells of @state. */
void cells_new(struct test *t, struct cells *cells, enum sweep_state state);

/* Fresh ports for those that are not done. */
void cells_renew(struct test *t, struct cells *cells);

/* The SUT listens, or does so with the option that makes a SYN with it a connection. */
void cells_listen(struct test *t, struct cells *cells);
void cells_listen_fast_open(struct test *t, struct cells *cells);

/* The listener goes, so that late segments find the connection or nothing. */
void cells_unlisten(struct test *t, struct cells *cells);

/* The SUT calls connect(); its SYNs came. */
void cells_connect(struct test *t, struct cells *cells);

/* The peers send SYN; the SYN,ACKs came. */
void cells_syn(struct test *t, struct cells *cells);

/* The peers acknowledge all that the SUT sent. */
void cells_acknowledge(struct test *t, struct cells *cells);

/* The peers send FIN, with an ACK as far as they have acknowledged; the ACKs of it came. */
void cells_finish(struct test *t, struct cells *cells);

/* The SUT's accept(), shutdown(SHUT_WR) and close(); for the last two, its FINs came. */
void cells_accept(struct test *t, struct cells *cells);
void cells_shutdown(struct test *t, struct cells *cells);
void cells_close(struct test *t, struct cells *cells);

/* TCP_INFO of every socket says @state (TCP_FIN_WAIT2 ...). */
void cells_expect_state(struct test *t, struct cells *cells, int state);

/*
 * Sends the segment of every cell, fences, and sorts what came into the sights.  The numbers of
 * all connections must be those of their state of the sweep.
 */
void cells_send(struct test *t, struct cells *cells);

/* Waits until @deadline for the reply of @cell, which need not come. */
void cells_await_reply(struct test *t, struct cells *cells, const struct cell *cell,
		       long long deadline);

/* Sorts the events of the tracer into the sights. */
void cells_trace(struct test *t, struct cells *cells);

/*
 * Sorts one frame: what the SUT sends is the reply of the cell to whose port it goes.  Not a reply
 * is what it sends once more by its timers: a FIN, a SYN, or a SYN,ACK that does not follow the
 * segment at once.
 */
void cells_sort(struct cells *cells, const struct frame *frame);

/* The next cell that is not done, from *@index on, which it moves; NULL after the last. */
struct cell *cells_next(const struct cells *cells, size_t *index);

/* The cell that @frame belongs to, or NULL. */
struct cell *cells_find(const struct cells *cells, const struct frame *frame);

/* The peer of @cell sends @segment. */
void cells_inject(struct test *t, const struct cell *cell, const struct rfc9293_segment *segment);

/* Ends the test: "setup: fin_wait_2.syn.left.no_ack: " and what @format says. */
void cells_fail(struct test *t, const struct cell *cell, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));

#endif

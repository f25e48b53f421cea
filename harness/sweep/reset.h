/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tcp:tcp_send_reset must say of a RST that answers a cell of the sweep: named rows, first
 * that covers the cell.  A RST in a cell without a row is not explained, and fails.
 */
#ifndef RST_SWEEP_RESET_H
#define RST_SWEEP_RESET_H

#include "harness/expect/cause.h"
#include "harness/sweep/cell.h"

/* The masks hold 1 << enum sweep_state (_segment, _ack); 0 stands for any. */
struct sweep_reset {
	unsigned int states;
	unsigned int segments;
	unsigned int acks;
	const char *socket; /* its state at the tracepoint; "-": no socket */
	const struct cause *cause;
	const char *function; /* of the kernel, where the reason is given */
};

/* NULL when no RST can answer the cell. */
const struct sweep_reset *sweep_reset_find(const struct sweep_cell *cell);

/* How many rows there are. */
size_t sweep_reset_count(void);

#endif

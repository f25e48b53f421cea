/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where Linux answers a cell of the sweep otherwise than RFC 9293 asks: named rows, each with the
 * kernel function that decides.  A cell without a row must be answered as the RFC asks, so a new
 * deviation fails, and so does a row whose deviation is gone.
 *
 * Where the RFC leaves a choice (level MAY or SHOULD), a row names the choice that Linux takes
 * when it is not the one the model prefers.
 */
#ifndef RST_SWEEP_DEVIATION_H
#define RST_SWEEP_DEVIATION_H

#include "harness/kernel/change.h"
#include "harness/sweep/cell.h"
#include "harness/sweep/rfc9293.h"

/* A reply without its numbers. */
enum deviation_reply {
	DEVIATION_NONE,
	DEVIATION_RST, /* in the form of rfc9293_reset() */
	DEVIATION_ACK, /* <SEQ=SND.NXT><ACK=RCV.NXT> */
	DEVIATION_ACK_SEGMENT, /* <SEQ=SND.NXT>, and ACK moved over the segment */
	DEVIATION_SYN_ACK, /* <SEQ=ISS><ACK=RCV.NXT>: once more */
};

/*
 * One row.  The masks hold 1 << enum sweep_state (_segment, _seq, _ack); 0 stands for any.  A row
 * holds for the cells that its masks cover and for which the model asks the reply `asked`; the
 * first row that holds counts.
 */
struct deviation {
	const char *name;
	unsigned int states;
	unsigned int segments;
	unsigned int seqs;
	unsigned int acks;
	enum deviation_reply asked; /* by the RFC */
	enum deviation_reply given; /* by Linux */
	const char *function; /* of the kernel, where it is decided */
	const char *reason;
	const struct kernel_change *since; /* NULL: in all kernels before @until */
	const struct kernel_change *until; /* NULL: to this day */
};

/* What Linux must answer, and why. */
struct deviation_expectation {
	struct rfc9293_reply reply;
	bool may_be_delayed; /* see struct rfc9293_result */
	const struct deviation *row; /* NULL: as the RFC asks */
	struct rfc9293_result rfc;
};

size_t deviation_count(void);
const struct deviation *deviation_at(size_t index);

/* The form of a reply to a connection that stands as block says. */
enum deviation_reply deviation_form(const struct rfc9293_reply *reply,
				    const struct rfc9293_block *block);

/* The row for cell on kernel (KERNEL() or STABLE()), or NULL. */
const struct deviation *deviation_find(unsigned int kernel, const struct sweep_cell *cell,
				       const struct rfc9293_block *block);

/* The reply that kernel must give to sweep_cell_segment(cell, block). */
struct deviation_expectation deviation_expect(unsigned int kernel, const struct sweep_cell *cell,
					      const struct rfc9293_block *block);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
/* The tables behind deviation.c, and the sets of cells that their rows name. */
#ifndef RST_SWEEP_DEVIATION_ROWS_H
#define RST_SWEEP_DEVIATION_ROWS_H

#include "harness/sweep/deviation.h"

struct deviation_table {
	const struct deviation *rows;
	size_t count;
};

extern const struct deviation_table deviation_opening; /* LISTEN to SYN-RECEIVED */
extern const struct deviation_table deviation_open; /* what a full socket does in any state */
extern const struct deviation_table deviation_closing; /* FIN-WAIT to TIME-WAIT */

#define ON(value) (1u << (value))

/* A request socket (passive) or one beside its child (fast open): tcp_check_req() comes first. */
#define REQUEST (ON(SWEEP_SYN_RECEIVED) | ON(SWEEP_SYN_RECEIVED_FAST_OPEN))
#define CROSSED ON(SWEEP_SYN_RECEIVED_SIMULTANEOUS)
#define RECEIVING                                                                     \
	(ON(SWEEP_ESTABLISHED) | ON(SWEEP_FIN_WAIT_1) | ON(SWEEP_FIN_WAIT_1_ORPHAN) | \
	 ON(SWEEP_FIN_WAIT_2))
#define FIN_RECEIVED (ON(SWEEP_CLOSE_WAIT) | ON(SWEEP_CLOSING) | ON(SWEEP_LAST_ACK))
/* States that a full socket serves; FIN_WAIT_2_ORPHAN and TIME_WAIT are time-wait buckets. */
#define FULL (CROSSED | RECEIVING | FIN_RECEIVED)

#define ACK_DATA_FIN (ON(SWEEP_ACK) | ON(SWEEP_DATA) | ON(SWEEP_FIN_ACK))
#define ANY_SYN (ON(SWEEP_SYN) | ON(SWEEP_SYN_ACK) | ON(SWEEP_SYN_FIN))
#define ANY_RST (ON(SWEEP_RST) | ON(SWEEP_RST_ACK) | ON(SWEEP_ALL))

#define WITHIN (ON(SWEEP_SEQ_INSIDE) | ON(SWEEP_SEQ_RIGHT_EDGE))
#define WINDOW (ON(SWEEP_SEQ_LEFT_EDGE) | WITHIN)
#define OUTSIDE                                                                 \
	(ON(SWEEP_SEQ_LEFT) | ON(SWEEP_SEQ_OVERLAP) | ON(SWEEP_SEQ_PAST_EDGE) | \
	 ON(SWEEP_SEQ_BEYOND))

#define GOOD_ACK (ON(SWEEP_ACK_SND_UNA) | ON(SWEEP_ACK_SND_NXT))
#define UNACCEPTABLE_ACK (ON(SWEEP_ACK_ANCIENT) | ON(SWEEP_ACK_BEYOND))
#define NOT_OURS (UNACCEPTABLE_ACK | ON(SWEEP_ACK_OLD))

#endif

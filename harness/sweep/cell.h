/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The state x segment sweep as data: what is sent at a connection in which state, with which
 * sequence and acknowledgment number.  One combination is a cell.
 */
#ifndef RST_SWEEP_CELL_H
#define RST_SWEEP_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "harness/sweep/rfc9293.h"

/* The states the SUT is brought into; several for one state of the RFC where that matters. */
enum sweep_state {
	SWEEP_CLOSED,
	SWEEP_LISTEN,
	SWEEP_SYN_SENT,
	SWEEP_SYN_RECEIVED, /* passive */
	SWEEP_SYN_RECEIVED_SIMULTANEOUS,
	SWEEP_SYN_RECEIVED_FAST_OPEN, /* SYN without data, so that RCV.NXT = IRS+1 */
	SWEEP_ESTABLISHED,
	SWEEP_FIN_WAIT_1, /* after shutdown(SHUT_WR) */
	SWEEP_FIN_WAIT_1_ORPHAN, /* after close() */
	SWEEP_FIN_WAIT_2,
	SWEEP_FIN_WAIT_2_ORPHAN,
	SWEEP_CLOSE_WAIT,
	SWEEP_CLOSING,
	SWEEP_LAST_ACK,
	SWEEP_TIME_WAIT,
	SWEEP_STATES,
};

enum sweep_segment {
	SWEEP_SYN,
	SWEEP_SYN_ACK,
	SWEEP_SYN_FIN,
	SWEEP_ACK,
	SWEEP_DATA,
	SWEEP_FIN,
	SWEEP_FIN_ACK,
	SWEEP_RST,
	SWEEP_RST_ACK,
	SWEEP_NONE, /* no control bit at all */
	SWEEP_ALL, /* every control bit */
	SWEEP_SEGMENTS,
};

/* SEG.SEQ, relative to the receive window.  CLOSED, LISTEN, SYN-SENT have none: any base does. */
enum sweep_seq {
	SWEEP_SEQ_LEFT, /* wholly left of the window */
	SWEEP_SEQ_OVERLAP, /* RCV.NXT-1: the peer's SYN or FIN once more, a keep-alive */
	SWEEP_SEQ_LEFT_EDGE, /* RCV.NXT */
	SWEEP_SEQ_INSIDE,
	SWEEP_SEQ_RIGHT_EDGE, /* the window's last number */
	SWEEP_SEQ_PAST_EDGE, /* the first one outside */
	SWEEP_SEQ_BEYOND,
	SWEEP_SEQS,
};

/* SEG.ACK, relative to what the SUT sent. */
enum sweep_ack {
	SWEEP_ACK_ABSENT, /* segments without ACK bit: the only position, and only theirs */
	SWEEP_ACK_ANCIENT, /* below SND.UNA-MAX.SND.WND, the bound of RFC 5961 5.2 */
	SWEEP_ACK_OLD, /* below SND.UNA, above that bound */
	SWEEP_ACK_SND_UNA,
	SWEEP_ACK_SND_NXT,
	SWEEP_ACK_BEYOND,
	SWEEP_ACKS,
};

#define SWEEP_TEXT_LENGTH 10 /* octets in a data segment */
#define SWEEP_CELL_NAME_MAX 64

struct sweep_cell {
	enum sweep_state state;
	enum sweep_segment segment;
	enum sweep_seq seq;
	enum sweep_ack ack;
};

/* How many cells there are, and the one at index, in a fixed order grouped by state. */
size_t sweep_cell_count(void);
struct sweep_cell sweep_cell_at(size_t index);

/* "fin_wait_2.syn_ack.inside.snd_nxt" */
void sweep_cell_name(const struct sweep_cell *cell, char name[static SWEEP_CELL_NAME_MAX]);

/* The cell of that name: 0 or -EINVAL. */
int sweep_cell_parse(const char *name, struct sweep_cell *cell);

/* Sets state, origin and no_process of block; the sequence numbers are the caller's. */
void sweep_state_apply(enum sweep_state state, struct rfc9293_block *block);

/*
 * A connection of the sweep as it stands in state when no data was ever sent: ISS and IRS, a
 * receive window of rcv_wnd, and a send window of 65535, the largest that is not scaled.
 */
struct rfc9293_block sweep_block(enum sweep_state state, uint32_t iss, uint32_t irs,
				 uint32_t rcv_wnd);

/* "fin_wait_2" */
const char *sweep_state_name(enum sweep_state state);

/*
 * The segment of cell for a connection with these numbers.  The receive window must span more
 * than 2 * SWEEP_TEXT_LENGTH and MAX.SND.WND more than 3 numbers.
 */
struct rfc9293_segment sweep_cell_segment(const struct sweep_cell *cell,
					  const struct rfc9293_block *block);

#endif

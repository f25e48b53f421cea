// SPDX-License-Identifier: GPL-2.0-only
#include "harness/sweep/cell.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define FAR_AWAY 100u /* more than a segment's length, less than any window */

/* Left of what data-less connections ever had acknowledged: a SYN and a FIN. */
#define OLD_DISTANCE 3u

#define SEND_WINDOW 65535u

static const struct {
	const char *name;
	enum rfc9293_state state;
	enum rfc9293_origin origin;
	bool no_process;
} states[SWEEP_STATES] = {
	[SWEEP_CLOSED] = { .name = "closed", .state = RFC9293_CLOSED },
	[SWEEP_LISTEN] = { .name = "listen", .state = RFC9293_LISTEN },
	[SWEEP_SYN_SENT] = { .name = "syn_sent", .state = RFC9293_SYN_SENT },
	[SWEEP_SYN_RECEIVED] = { .name = "syn_received", .state = RFC9293_SYN_RECEIVED },
	[SWEEP_SYN_RECEIVED_SIMULTANEOUS] = { .name = "syn_received_simultaneous",
					      .state = RFC9293_SYN_RECEIVED,
					      .origin = RFC9293_SIMULTANEOUS },
	[SWEEP_SYN_RECEIVED_FAST_OPEN] = { .name = "syn_received_fast_open",
					   .state = RFC9293_SYN_RECEIVED,
					   .origin = RFC9293_FAST_OPEN },
	[SWEEP_ESTABLISHED] = { .name = "established", .state = RFC9293_ESTABLISHED },
	[SWEEP_FIN_WAIT_1] = { .name = "fin_wait_1", .state = RFC9293_FIN_WAIT_1 },
	[SWEEP_FIN_WAIT_1_ORPHAN] = { .name = "fin_wait_1_orphan",
				      .state = RFC9293_FIN_WAIT_1,
				      .no_process = true },
	[SWEEP_FIN_WAIT_2] = { .name = "fin_wait_2", .state = RFC9293_FIN_WAIT_2 },
	[SWEEP_FIN_WAIT_2_ORPHAN] = { .name = "fin_wait_2_orphan",
				      .state = RFC9293_FIN_WAIT_2,
				      .no_process = true },
	[SWEEP_CLOSE_WAIT] = { .name = "close_wait", .state = RFC9293_CLOSE_WAIT },
	[SWEEP_CLOSING] = { .name = "closing", .state = RFC9293_CLOSING },
	[SWEEP_LAST_ACK] = { .name = "last_ack", .state = RFC9293_LAST_ACK },
	[SWEEP_TIME_WAIT] = { .name = "time_wait", .state = RFC9293_TIME_WAIT },
};

static const struct {
	const char *name;
	uint8_t flags;
	uint32_t text;
} segments[SWEEP_SEGMENTS] = {
	[SWEEP_SYN] = { .name = "syn", .flags = RFC9293_SYN },
	[SWEEP_SYN_ACK] = { .name = "syn_ack", .flags = RFC9293_SYN | RFC9293_ACK },
	[SWEEP_SYN_FIN] = { .name = "syn_fin", .flags = RFC9293_SYN | RFC9293_FIN },
	[SWEEP_ACK] = { .name = "ack", .flags = RFC9293_ACK },
	[SWEEP_DATA] = { .name = "data", .flags = RFC9293_ACK, .text = SWEEP_TEXT_LENGTH },
	[SWEEP_FIN] = { .name = "fin", .flags = RFC9293_FIN },
	[SWEEP_FIN_ACK] = { .name = "fin_ack", .flags = RFC9293_FIN | RFC9293_ACK },
	[SWEEP_RST] = { .name = "rst", .flags = RFC9293_RST },
	[SWEEP_RST_ACK] = { .name = "rst_ack", .flags = RFC9293_RST | RFC9293_ACK },
	[SWEEP_NONE] = { .name = "none", .flags = 0 },
	[SWEEP_ALL] = { .name = "all",
			.flags = RFC9293_FIN | RFC9293_SYN | RFC9293_RST | RFC9293_PSH |
				 RFC9293_ACK | RFC9293_URG },
};

static const char *const seqs[SWEEP_SEQS] = {
	[SWEEP_SEQ_LEFT] = "left",
	[SWEEP_SEQ_OVERLAP] = "overlap",
	[SWEEP_SEQ_LEFT_EDGE] = "left_edge",
	[SWEEP_SEQ_INSIDE] = "inside",
	[SWEEP_SEQ_RIGHT_EDGE] = "right_edge",
	[SWEEP_SEQ_PAST_EDGE] = "past_edge",
	[SWEEP_SEQ_BEYOND] = "beyond",
};

static const char *const acks[SWEEP_ACKS] = {
	[SWEEP_ACK_ABSENT] = "no_ack",	 [SWEEP_ACK_ANCIENT] = "ancient",
	[SWEEP_ACK_OLD] = "old",	 [SWEEP_ACK_SND_UNA] = "snd_una",
	[SWEEP_ACK_SND_NXT] = "snd_nxt", [SWEEP_ACK_BEYOND] = "beyond",
};

static size_t acks_of(enum sweep_segment segment)
{
	return segments[segment].flags & RFC9293_ACK ? SWEEP_ACKS - 1 : 1;
}

static size_t cells_of_state(void)
{
	size_t count = 0;
	enum sweep_segment segment;

	for (segment = 0; segment < SWEEP_SEGMENTS; segment++)
		count += SWEEP_SEQS * acks_of(segment);
	return count;
}

size_t sweep_cell_count(void)
{
	return SWEEP_STATES * cells_of_state();
}

struct sweep_cell sweep_cell_at(size_t index)
{
	struct sweep_cell cell = { .state = index / cells_of_state() };
	size_t rest = index % cells_of_state();

	while (rest >= SWEEP_SEQS * acks_of(cell.segment)) {
		rest -= SWEEP_SEQS * acks_of(cell.segment);
		cell.segment++;
	}
	cell.seq = rest / acks_of(cell.segment);
	if (acks_of(cell.segment) > 1)
		cell.ack = SWEEP_ACK_ANCIENT + rest % acks_of(cell.segment);
	return cell;
}

void sweep_cell_name(const struct sweep_cell *cell, char name[static SWEEP_CELL_NAME_MAX])
{
	snprintf(name, SWEEP_CELL_NAME_MAX, "%s.%s.%s.%s", states[cell->state].name,
		 segments[cell->segment].name, seqs[cell->seq], acks[cell->ack]);
}

/* Moves *rest behind word and the dot or the end that must follow it. */
static bool skip_word(const char **rest, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*rest, word, length) != 0)
		return false;
	*rest += length;
	if (**rest == '.')
		++*rest;
	else if (**rest != '\0')
		return false;
	return true;
}

static bool has_name(const struct sweep_cell *cell, const char *name)
{
	return skip_word(&name, states[cell->state].name) &&
	       skip_word(&name, segments[cell->segment].name) &&
	       skip_word(&name, seqs[cell->seq]) && strcmp(name, acks[cell->ack]) == 0;
}

int sweep_cell_parse(const char *name, struct sweep_cell *cell)
{
	size_t i;

	for (i = 0; i < sweep_cell_count(); i++) {
		*cell = sweep_cell_at(i);
		if (has_name(cell, name))
			return 0;
	}
	return -EINVAL;
}

void sweep_state_apply(enum sweep_state state, struct rfc9293_block *block)
{
	block->state = states[state].state;
	block->origin = states[state].origin;
	block->no_process = states[state].no_process;
}

/* Which of SYN and FIN were sent, acknowledged and received. */
static const struct {
	uint8_t snd_una, snd_nxt, rcv_nxt;
} numbers[SWEEP_STATES] = {
	[SWEEP_CLOSED] = { 0, 1, 1 },
	[SWEEP_LISTEN] = { 0, 1, 1 },
	[SWEEP_SYN_SENT] = { 0, 1, 1 },
	[SWEEP_SYN_RECEIVED] = { 0, 1, 1 },
	[SWEEP_SYN_RECEIVED_SIMULTANEOUS] = { 0, 1, 1 },
	[SWEEP_SYN_RECEIVED_FAST_OPEN] = { 0, 1, 1 },
	[SWEEP_ESTABLISHED] = { 1, 1, 1 },
	[SWEEP_FIN_WAIT_1] = { 1, 2, 1 },
	[SWEEP_FIN_WAIT_1_ORPHAN] = { 1, 2, 1 },
	[SWEEP_FIN_WAIT_2] = { 2, 2, 1 },
	[SWEEP_FIN_WAIT_2_ORPHAN] = { 2, 2, 1 },
	[SWEEP_CLOSE_WAIT] = { 1, 1, 2 },
	[SWEEP_CLOSING] = { 1, 2, 2 },
	[SWEEP_LAST_ACK] = { 1, 2, 2 },
	[SWEEP_TIME_WAIT] = { 2, 2, 2 },
};

struct rfc9293_block sweep_block(enum sweep_state state, uint32_t iss, uint32_t irs,
				 uint32_t rcv_wnd)
{
	struct rfc9293_block block = {
		.iss = iss,
		.irs = irs,
		.snd_una = iss + numbers[state].snd_una,
		.snd_nxt = iss + numbers[state].snd_nxt,
		.rcv_nxt = irs + numbers[state].rcv_nxt,
		.rcv_wnd = rcv_wnd,
		.snd_wnd = SEND_WINDOW,
		.max_snd_wnd = SEND_WINDOW,
		.snd_wl1 = irs,
		.snd_wl2 = iss,
	};

	sweep_state_apply(state, &block);
	return block;
}

const char *sweep_state_name(enum sweep_state state)
{
	return states[state].name;
}

static uint32_t segment_seq(enum sweep_seq seq, const struct rfc9293_block *block)
{
	uint32_t end = block->rcv_nxt + block->rcv_wnd;

	switch (seq) {
	case SWEEP_SEQ_LEFT:
		return block->rcv_nxt - FAR_AWAY;
	case SWEEP_SEQ_OVERLAP:
		return block->rcv_nxt - 1;
	case SWEEP_SEQ_INSIDE:
		return block->rcv_nxt + block->rcv_wnd / 2;
	case SWEEP_SEQ_RIGHT_EDGE:
		return end - 1;
	case SWEEP_SEQ_PAST_EDGE:
		return end;
	case SWEEP_SEQ_BEYOND:
		return end + FAR_AWAY;
	default:
		return block->rcv_nxt;
	}
}

static uint32_t segment_ack(enum sweep_ack ack, const struct rfc9293_block *block)
{
	switch (ack) {
	case SWEEP_ACK_ANCIENT:
		return block->snd_una - block->max_snd_wnd - 1;
	case SWEEP_ACK_OLD:
		return block->snd_una - OLD_DISTANCE;
	case SWEEP_ACK_SND_UNA:
		return block->snd_una;
	case SWEEP_ACK_SND_NXT:
		return block->snd_nxt;
	case SWEEP_ACK_BEYOND:
		return block->snd_nxt + FAR_AWAY;
	default:
		return 0;
	}
}

struct rfc9293_segment sweep_cell_segment(const struct sweep_cell *cell,
					  const struct rfc9293_block *block)
{
	return (struct rfc9293_segment){
		.flags = segments[cell->segment].flags,
		.seq = segment_seq(cell->seq, block),
		.ack = segment_ack(cell->ack, block),
		.text = segments[cell->segment].text,
		.wnd = block->snd_wnd,
	};
}

// SPDX-License-Identifier: GPL-2.0-only
/* Finding a row and turning it into a segment. */
#include "harness/base/array.h"
#include "harness/sweep/deviation_rows.h"

static const struct deviation_table *const tables[] = {
	&deviation_opening,
	&deviation_open,
	&deviation_closing,
};

#define TABLES ARRAY_SIZE(tables)

size_t deviation_count(void)
{
	size_t count = 0;
	size_t i;

	for (i = 0; i < TABLES; i++)
		count += tables[i]->count;
	return count;
}

const struct deviation *deviation_at(size_t index)
{
	size_t i = 0;

	while (index >= tables[i]->count)
		index -= tables[i++]->count;
	return &tables[i]->rows[index];
}

static bool covers(unsigned int mask, unsigned int value)
{
	return mask == 0 || mask & 1u << value;
}

static bool holds_on(const struct deviation *row, unsigned int kernel)
{
	return (!row->since || kernel_has(row->since, kernel)) &&
	       (!row->until || !kernel_has(row->until, kernel));
}

enum deviation_reply deviation_form(const struct rfc9293_reply *reply,
				    const struct rfc9293_block *block)
{
	if (reply->flags == 0)
		return DEVIATION_NONE;
	if (reply->flags & RFC9293_RST)
		return DEVIATION_RST;
	if (reply->flags & RFC9293_SYN)
		return DEVIATION_SYN_ACK;
	return reply->ack == block->rcv_nxt ? DEVIATION_ACK : DEVIATION_ACK_SEGMENT;
}

static const struct deviation *find(unsigned int kernel, const struct sweep_cell *cell,
				    enum deviation_reply asked)
{
	size_t i;

	for (i = 0; i < deviation_count(); i++) {
		const struct deviation *row = deviation_at(i);

		if (covers(row->states, cell->state) && covers(row->segments, cell->segment) &&
		    covers(row->seqs, cell->seq) && covers(row->acks, cell->ack) &&
		    row->asked == asked && holds_on(row, kernel))
			return row;
	}
	return NULL;
}

const struct deviation *deviation_find(unsigned int kernel, const struct sweep_cell *cell,
				       const struct rfc9293_block *block)
{
	return deviation_expect(kernel, cell, block).row;
}

/* The numbers of a reply that Linux gives in the form of a row. */
static struct rfc9293_reply reply_of(enum deviation_reply form, const struct rfc9293_block *block,
				     const struct rfc9293_segment *segment)
{
	struct rfc9293_reply reply = {
		.flags = RFC9293_ACK,
		.seq = block->snd_nxt,
		.ack = block->rcv_nxt,
	};

	switch (form) {
	case DEVIATION_NONE:
		return (struct rfc9293_reply){ .flags = 0 };
	case DEVIATION_RST:
		return rfc9293_reset(segment);
	case DEVIATION_ACK:
		break;
	case DEVIATION_ACK_SEGMENT:
		reply.ack = segment->seq + rfc9293_segment_length(segment);
		break;
	case DEVIATION_SYN_ACK:
		reply.flags |= RFC9293_SYN;
		reply.seq = block->iss;
		break;
	}
	return reply;
}

struct deviation_expectation deviation_expect(unsigned int kernel, const struct sweep_cell *cell,
					      const struct rfc9293_block *block)
{
	struct rfc9293_block exact = *block;
	struct rfc9293_segment segment = sweep_cell_segment(cell, block);
	struct deviation_expectation expectation;

	sweep_state_apply(cell->state, &exact);
	expectation.rfc = rfc9293_segment_arrives(&exact, &segment);
	expectation.reply = expectation.rfc.reply;
	expectation.may_be_delayed = expectation.rfc.may_be_delayed;
	expectation.row = find(kernel, cell, deviation_form(&expectation.reply, block));
	if (expectation.row) {
		expectation.reply = reply_of(expectation.row->given, block, &segment);
		expectation.may_be_delayed = expectation.row->given == DEVIATION_ACK_SEGMENT;
	}
	return expectation;
}

// SPDX-License-Identifier: GPL-2.0-only
/* The model against the hand-written table, against its own laws, and against wrong values. */
#include <stdio.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/sweep/reply.h"
#include "harness/sweep/tests/rfc9293_table.h"
#include "harness/sweep/tests/sample.h"

static uint8_t flags_of(const char *letters)
{
	static const char order[] = "FSRP.U"; /* by bit */
	uint8_t flags = 0;

	for (; *letters; letters++)
		flags |= 1u << (strchr(order, *letters) - order);
	return flags;
}

/* Says on stderr what differs: true when the model and the case agree. */
static bool agrees(const struct rfc9293_case *entry)
{
	struct rfc9293_block block = sample_block(entry->state);
	struct rfc9293_segment segment = {
		.flags = flags_of(entry->flags),
		.seq = SAMPLE_IRS + (uint32_t)entry->seq,
		.ack = SAMPLE_ISS + (uint32_t)entry->ack,
		.text = entry->text,
		.wnd = SAMPLE_WINDOW,
	};
	struct rfc9293_result result = rfc9293_segment_arrives(&block, &segment);
	char reply[REPLY_TEXT_MAX];

	reply_render(&result.reply, &block, reply);
	if (strcmp(reply, entry->reply) == 0 && result.next == entry->next &&
	    result.level == entry->level)
		return true;
	fprintf(stderr,
		"%s: state %d, '%s' seq %d ack %d text %u:\n"
		"  expected '%s', next %d, level %d\n  got '%s', next %d, level %d (%s)\n",
		entry->section, entry->state, entry->flags, entry->seq, entry->ack, entry->text,
		entry->reply, entry->next, entry->level, reply, result.next, result.level,
		result.rule);
	return false;
}

ATF_TC_WITHOUT_HEAD(the_model_agrees_with_the_table);
ATF_TC_BODY(the_model_agrees_with_the_table, tc)
{
	size_t wrong = 0;
	size_t i;

	ATF_REQUIRE(rfc9293_case_count >= 60);
	for (i = 0; i < rfc9293_case_count; i++)
		wrong += !agrees(&rfc9293_cases[i]);
	if (wrong)
		atf_tc_fail("%zu of %zu cases differ, see stderr", wrong, rfc9293_case_count);
}

/* Every field of a case that agrees, made wrong in turn, must be noticed. */
ATF_TC_WITHOUT_HEAD(table_notices_wrong_values);
ATF_TC_BODY(table_notices_wrong_values, tc)
{
	const struct rfc9293_case good = { "3.10.7.1",	 SWEEP_CLOSED,	 ".",	      0, 77, 0,
					   "R 77:77(0)", RFC9293_CLOSED, RFC9293_MUST };
	struct rfc9293_case wrong;

	ATF_REQUIRE(agrees(&good));
	wrong = good;
	wrong.reply = "R 78:78(0)";
	ATF_CHECK(!agrees(&wrong));
	wrong = good;
	wrong.reply = "none";
	ATF_CHECK(!agrees(&wrong));
	wrong = good;
	wrong.next = RFC9293_LISTEN;
	ATF_CHECK(!agrees(&wrong));
	wrong = good;
	wrong.level = RFC9293_MAY;
	ATF_CHECK(!agrees(&wrong));
	wrong = good;
	wrong.ack = 78;
	ATF_CHECK(!agrees(&wrong));
	wrong = good;
	wrong.flags = "R.";
	ATF_CHECK(!agrees(&wrong));
}

ATF_TC_WITHOUT_HEAD(reply_equal_notices_wrong_values);
ATF_TC_BODY(reply_equal_notices_wrong_values, tc)
{
	const struct rfc9293_reply ack = { .flags = RFC9293_ACK, .seq = 5, .ack = 9 };
	const struct rfc9293_reply none = { .flags = 0 };
	struct rfc9293_reply got = ack;

	ATF_CHECK(reply_equal(&ack, &got));
	got.seq = 6;
	ATF_CHECK(!reply_equal(&ack, &got));
	got = ack;
	got.ack = 8;
	ATF_CHECK(!reply_equal(&ack, &got));
	got = ack;
	got.flags |= RFC9293_RST;
	ATF_CHECK(!reply_equal(&ack, &got));
	ATF_CHECK(!reply_equal(&ack, &none));
	ATF_CHECK(!reply_equal(&none, &ack));
	got = ack;
	got.seq_is_chosen = true;
	got.seq = 77;
	ATF_CHECK_MSG(!reply_equal(&ack, &got), "only the expected side may leave seq open");
	ATF_CHECK(reply_equal(&got, &ack));
}

/* Calls check for every cell of the sweep, at connections whose numbers also wrap around. */
static void for_each_arrival(void (*check)(const char *name, const struct rfc9293_block *block,
					   const struct rfc9293_segment *segment,
					   const struct rfc9293_result *result))
{
	static const uint32_t shifts[] = { 0, 0u - SAMPLE_ISS - 1, 0u - SAMPLE_IRS - 1,
					   0u - SAMPLE_IRS - SAMPLE_WINDOW, 0x7fffff00u };
	char name[SWEEP_CELL_NAME_MAX];
	size_t i, j;

	for (i = 0; i < sweep_cell_count(); i++) {
		struct sweep_cell cell = sweep_cell_at(i);

		sweep_cell_name(&cell, name);
		for (j = 0; j < ARRAY_SIZE(shifts); j++) {
			struct rfc9293_block block = sample_block(cell.state);
			struct rfc9293_segment segment;
			struct rfc9293_result result;

			block.iss += shifts[j];
			block.irs += shifts[j];
			block.snd_una += shifts[j];
			block.snd_nxt += shifts[j];
			block.rcv_nxt += shifts[j];
			block.snd_wl1 += shifts[j];
			block.snd_wl2 += shifts[j];
			segment = sweep_cell_segment(&cell, &block);
			result = rfc9293_segment_arrives(&block, &segment);
			check(name, &block, &segment, &result);
		}
	}
}

static void check_rst_unanswered_by_rst(const char *name, const struct rfc9293_block *block,
					const struct rfc9293_segment *segment,
					const struct rfc9293_result *result)
{
	(void)block;
	if (segment->flags & RFC9293_RST && result->reply.flags & RFC9293_RST)
		atf_tc_fail("%s: a RST is answered with a RST (%s)", name, result->rule);
}

ATF_TC_WITHOUT_HEAD(rst_never_answers_rst);
ATF_TC_BODY(rst_never_answers_rst, tc)
{
	for_each_arrival(check_rst_unanswered_by_rst);
}

/* 3.5.2, group 3: in a synchronized state only data after close resets. */
static void check_synchronized(const char *name, const struct rfc9293_block *block,
			       const struct rfc9293_segment *segment,
			       const struct rfc9293_result *result)
{
	uint32_t from_edge = segment->seq - block->rcv_nxt;

	if (block->state < RFC9293_ESTABLISHED || !(result->reply.flags & RFC9293_RST))
		return;
	if (!block->no_process || segment->text == 0)
		atf_tc_fail("%s: reset in a synchronized state (%s)", name, result->rule);
	if (from_edge >= block->rcv_wnd && from_edge != UINT32_MAX)
		atf_tc_fail("%s: reset for a segment out of the window (%s)", name, result->rule);
}

ATF_TC_WITHOUT_HEAD(synchronized_states_do_not_reset);
ATF_TC_BODY(synchronized_states_do_not_reset, tc)
{
	for_each_arrival(check_synchronized);
}

static void check_form(const char *name, const struct rfc9293_block *block,
		       const struct rfc9293_segment *segment, const struct rfc9293_result *result)
{
	const struct rfc9293_reply *reply = &result->reply;

	switch (reply->flags) {
	case 0:
		break;
	case RFC9293_RST:
		if (!(segment->flags & RFC9293_ACK) || reply->seq != segment->ack || reply->ack)
			atf_tc_fail("%s: not <SEQ=SEG.ACK><CTL=RST>", name);
		break;
	case RFC9293_RST | RFC9293_ACK:
		if (segment->flags & RFC9293_ACK || reply->seq != 0 ||
		    reply->ack != segment->seq + rfc9293_segment_length(segment))
			atf_tc_fail("%s: not <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>", name);
		break;
	case RFC9293_ACK:
		if (reply->seq != block->snd_nxt)
			atf_tc_fail("%s: not <SEQ=SND.NXT>", name);
		break;
	case RFC9293_SYN | RFC9293_ACK:
		if (block->state > RFC9293_SYN_SENT || !(segment->flags & RFC9293_SYN) ||
		    reply->ack != segment->seq + 1)
			atf_tc_fail("%s: not <ACK=SEG.SEQ+1><CTL=SYN,ACK>", name);
		break;
	default:
		atf_tc_fail("%s: reply with control bits %#x", name, reply->flags);
	}
	if (!result->rule || strncmp(result->rule, "3.", 2) != 0)
		atf_tc_fail("%s: no section is named", name);
}

ATF_TC_WITHOUT_HEAD(replies_have_the_forms_of_the_rfc);
ATF_TC_BODY(replies_have_the_forms_of_the_rfc, tc)
{
	for_each_arrival(check_form);
}

/* Table 6, the rows with a window of zero. */
ATF_TC_WITHOUT_HEAD(a_zero_window_takes_no_octet);
ATF_TC_BODY(a_zero_window_takes_no_octet, tc)
{
	struct rfc9293_block block = sample_block(SWEEP_ESTABLISHED);
	struct rfc9293_segment segment = { .flags = RFC9293_ACK,
					   .seq = block.rcv_nxt,
					   .ack = block.snd_nxt };

	block.rcv_wnd = 0;
	ATF_CHECK_INTEQ(0, rfc9293_segment_arrives(&block, &segment).reply.flags);
	segment.text = 1;
	ATF_CHECK_INTEQ(RFC9293_ACK, rfc9293_segment_arrives(&block, &segment).reply.flags);
	segment.text = 0;
	segment.seq++;
	ATF_CHECK_INTEQ(RFC9293_ACK, rfc9293_segment_arrives(&block, &segment).reply.flags);
	segment.seq--;
	segment.flags = RFC9293_RST;
	ATF_CHECK_INTEQ(RFC9293_CLOSED, rfc9293_segment_arrives(&block, &segment).next);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, the_model_agrees_with_the_table);
	ATF_TP_ADD_TC(tp, table_notices_wrong_values);
	ATF_TP_ADD_TC(tp, reply_equal_notices_wrong_values);
	ATF_TP_ADD_TC(tp, rst_never_answers_rst);
	ATF_TP_ADD_TC(tp, synchronized_states_do_not_reset);
	ATF_TP_ADD_TC(tp, replies_have_the_forms_of_the_rfc);
	ATF_TP_ADD_TC(tp, a_zero_window_takes_no_octet);
	return atf_no_error();
}

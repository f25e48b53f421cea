// SPDX-License-Identifier: GPL-2.0-only
/* The cells of the sweep have distinct names; every row of the deviation table is needed. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "harness/base/tests/check.h"
#include "harness/sweep/deviation.h"
#include "harness/sweep/reply.h"
#include "harness/sweep/tests/sample.h"

#define ROWS_MAX 128

ATF_TC_WITHOUT_HEAD(cells_have_distinct_names);
ATF_TC_BODY(cells_have_distinct_names, tc)
{
	/* 5 segments without ACK in one position, 6 with in five; 7 sequence positions. */
	const size_t expected = SWEEP_STATES * 7 * (5 * 1 + 6 * 5);
	char name[SWEEP_CELL_NAME_MAX];
	size_t i;

	ATF_REQUIRE_INTEQ(expected, sweep_cell_count());
	for (i = 0; i < sweep_cell_count(); i++) {
		struct sweep_cell cell = sweep_cell_at(i);
		struct sweep_cell parsed;

		/* parse() finds the first of that name: equal names would show. */
		sweep_cell_name(&cell, name);
		ATF_REQUIRE_INTEQ_MSG(0, sweep_cell_parse(name, &parsed), "%s", name);
		ATF_REQUIRE_MSG(memcmp(&cell, &parsed, sizeof(cell)) == 0, "%s", name);
	}
}

ATF_TC_WITHOUT_HEAD(a_cell_is_named_by_its_parts);
ATF_TC_BODY(a_cell_is_named_by_its_parts, tc)
{
	const struct sweep_cell cell = { .state = SWEEP_FIN_WAIT_2,
					 .segment = SWEEP_SYN_ACK,
					 .seq = SWEEP_SEQ_INSIDE,
					 .ack = SWEEP_ACK_SND_NXT };
	struct sweep_cell parsed;
	char name[SWEEP_CELL_NAME_MAX];

	sweep_cell_name(&cell, name);
	ATF_CHECK_STREQ("fin_wait_2.syn_ack.inside.snd_nxt", name);
	ATF_CHECK_INTEQ(-EINVAL, sweep_cell_parse("fin_wait_2.syn.inside.snd_nxt", &parsed));
	ATF_CHECK_INTEQ(-EINVAL, sweep_cell_parse("", &parsed));
	ATF_CHECK_INTEQ(-EINVAL, sweep_cell_parse("fin_wait_2.syn_ack.inside", &parsed));
	ATF_CHECK_INTEQ(-EINVAL, sweep_cell_parse("fin_wait_2.syn_ack.inside.snd_nxt.", &parsed));
}

ATF_TC_WITHOUT_HEAD(a_cell_makes_its_segment);
ATF_TC_BODY(a_cell_makes_its_segment, tc)
{
	struct rfc9293_block block = sample_block(SWEEP_ESTABLISHED);
	struct rfc9293_segment segment;
	struct sweep_cell cell;

	ATF_REQUIRE_INTEQ(0, sweep_cell_parse("established.data.right_edge.ancient", &cell));
	segment = sweep_cell_segment(&cell, &block);
	ATF_CHECK_INTEQ(RFC9293_ACK, segment.flags);
	ATF_CHECK_INTEQ(SWEEP_TEXT_LENGTH, segment.text);
	ATF_CHECK_INTEQ(SAMPLE_IRS + SAMPLE_WINDOW, segment.seq);
	ATF_CHECK_INTEQ(SAMPLE_ISS + 1 - SAMPLE_WINDOW - 1, segment.ack);
	ATF_REQUIRE_INTEQ(0, sweep_cell_parse("established.all.past_edge.snd_una", &cell));
	segment = sweep_cell_segment(&cell, &block);
	ATF_CHECK_INTEQ(0x3f, segment.flags);
	ATF_CHECK_INTEQ(SAMPLE_IRS + 1 + SAMPLE_WINDOW, segment.seq);
	ATF_CHECK_INTEQ(SAMPLE_ISS + 1, segment.ack);
}

static size_t index_of(const struct deviation *row)
{
	size_t i;

	for (i = 0; i < deviation_count(); i++)
		if (deviation_at(i) == row)
			return i;
	atf_tc_fail("%s is not in the table", row->name);
}

ATF_TC_WITHOUT_HEAD(every_row_is_needed);
ATF_TC_BODY(every_row_is_needed, tc)
{
	unsigned int kernels[SAMPLE_KERNELS_MAX];
	size_t count = sample_kernels(kernels);
	size_t cells[ROWS_MAX] = { 0 };
	size_t i, k;

	ATF_REQUIRE(deviation_count() <= ROWS_MAX);
	ATF_REQUIRE(count > 1);
	for (k = 0; k < count; k++) {
		for (i = 0; i < sweep_cell_count(); i++) {
			struct sweep_cell cell = sweep_cell_at(i);
			struct rfc9293_block block = sample_block(cell.state);
			const struct deviation *row = deviation_find(kernels[k], &cell, &block);

			if (row)
				cells[index_of(row)]++;
		}
	}
	for (i = 0; i < deviation_count(); i++)
		if (cells[i] == 0)
			atf_tc_fail("%s holds for no cell of any kernel", deviation_at(i)->name);
}

/* To the last number: an ACK_SEGMENT of an empty segment would equal an ACK. */
ATF_TC_WITHOUT_HEAD(no_row_claims_what_the_rfc_asks);
ATF_TC_BODY(no_row_claims_what_the_rfc_asks, tc)
{
	unsigned int kernels[SAMPLE_KERNELS_MAX];
	size_t count = sample_kernels(kernels);
	char name[SWEEP_CELL_NAME_MAX];
	size_t i, k;

	ATF_REQUIRE(count > 1);
	for (k = 0; k < count; k++) {
		for (i = 0; i < sweep_cell_count(); i++) {
			struct sweep_cell cell = sweep_cell_at(i);
			struct rfc9293_block block = sample_block(cell.state);
			struct deviation_expectation expectation;

			expectation = deviation_expect(kernels[k], &cell, &block);
			if (!expectation.row)
				continue;
			sweep_cell_name(&cell, name);
			if (reply_equal(&expectation.rfc.reply, &expectation.reply))
				atf_tc_fail("%s: %s claims the RFC's reply", name,
					    expectation.row->name);
		}
	}
}

ATF_TC_WITHOUT_HEAD(rows_are_complete);
ATF_TC_BODY(rows_are_complete, tc)
{
	size_t i, j;

	for (i = 0; i < deviation_count(); i++) {
		const struct deviation *row = deviation_at(i);

		ATF_REQUIRE(row->name && *row->name);
		ATF_CHECK_MSG(row->asked != row->given, "%s", row->name);
		ATF_CHECK_MSG(row->states && row->segments, "%s: any cell", row->name);
		ATF_CHECK_MSG(row->function && *row->function, "%s: no function", row->name);
		ATF_CHECK_MSG(row->reason && *row->reason, "%s: no reason", row->name);
		for (j = 0; j < i; j++)
			ATF_CHECK_MSG(strcmp(row->name, deviation_at(j)->name) != 0, "%s: twice",
				      row->name);
	}
}

static void check_cell(unsigned int kernel, const char *name, const char *row, const char *reply)
{
	struct deviation_expectation expectation;
	struct rfc9293_block block;
	struct sweep_cell cell;
	char text[REPLY_TEXT_MAX];

	ATF_REQUIRE_INTEQ_MSG(0, sweep_cell_parse(name, &cell), "%s", name);
	block = sample_block(cell.state);
	expectation = deviation_expect(kernel, &cell, &block);
	reply_render(&expectation.reply, &block, text);
	ATF_CHECK_STREQ_MSG(row ? row : "", expectation.row ? expectation.row->name : "", "%s",
			    name);
	ATF_CHECK_STREQ_MSG(reply, text, "%s", name);
}

ATF_TC_WITHOUT_HEAD(rows_hold_on_their_kernels);
ATF_TC_BODY(rows_hold_on_their_kernels, tc)
{
	const unsigned int v6_12 = STABLE(6, 12, 118), v6_18 = STABLE(6, 18, 44);

	check_cell(v6_18, "listen.syn_fin.left_edge.no_ack", "listen_syn_fin_dropped", "none");
	check_cell(v6_18, "listen.syn.left_edge.no_ack", NULL, "S. isn:isn(0) ack 2");
	check_cell(v6_18, "syn_received.syn.overlap.no_ack", "request_syn_repeated",
		   "S. 0:0(0) ack 1");
	check_cell(v6_18, "syn_received.syn.inside.no_ack", "request_syn_in_window",
		   "R. 0:0(0) ack 502");
	check_cell(v6_18, "fin_wait_2_orphan.syn_ack.inside.snd_nxt", "fin_wait_2_bucket_syn",
		   "R 2:2(0)");
	check_cell(v6_18, "fin_wait_2_orphan.fin_ack.left_edge.beyond",
		   "fin_wait_2_bucket_fin_unchecked", ". 2:2(0) ack 2");
	check_cell(v6_18, "established.ack.left_edge.beyond", NULL, ". 101:101(0) ack 1");
	check_cell(v6_12, "established.ack.left_edge.beyond", "unsent_ack_silent", "none");
	check_cell(KERNEL(5, 10), "syn_received.rst.inside.no_ack", "request_rst_not_exact",
		   "none");
	check_cell(STABLE(6, 1, 190), "syn_received.rst.inside.no_ack", "request_rst_not_exact",
		   "none");
	check_cell(STABLE(6, 1, 191), "syn_received.rst.inside.no_ack", NULL, ". 1:1(0) ack 1");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, cells_have_distinct_names);
	ATF_TP_ADD_TC(tp, a_cell_is_named_by_its_parts);
	ATF_TP_ADD_TC(tp, a_cell_makes_its_segment);
	ATF_TP_ADD_TC(tp, every_row_is_needed);
	ATF_TP_ADD_TC(tp, no_row_claims_what_the_rfc_asks);
	ATF_TP_ADD_TC(tp, rows_are_complete);
	ATF_TP_ADD_TC(tp, rows_hold_on_their_kernels);
	return atf_no_error();
}

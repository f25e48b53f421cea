// SPDX-License-Identifier: GPL-2.0-only
/* A row wins, the file's default fills, and nothing else changes. */
#include "harness/expect/row.h"

#include "harness/base/tests/check.h"

static const struct kernel_change of_file = { .what = "of the file" };
static const struct kernel_change of_row = { .what = "of the row" };

static void judge_of_file(struct test *t)
{
	(void)t;
}

static void judge_of_row(struct test *t)
{
	(void)t;
}

/* Any address will do, none is followed. */
static const struct topology *const topology_of_file = (const void *)&of_file;
static const struct topology *const topology_of_row = (const void *)&of_row;

#define EMPTY 0
#define FULL 1

static const struct scenario rows[] = {
	[EMPTY] = { .id = "empty" },
	[FULL] = {
		.id = "full",
		.section = SECTION_CLOSE_UNREAD,
		.descr = "says all itself",
		.judge = judge_of_row,
		.expect.mib = "TcpInErrs +1",
		.setup = { (const void *)&of_row, IPV4, { "row=1", "row=2" }, FIXED_PORTS, 1, true, true },
		.needs = { NEEDS_MD5, { &of_row }, CLASS_SLOW },
		.pace = UNSEEN,
	},
};

static const struct scenario_file file = {
	"file",
	rows,
	ARRAY_SIZE(rows),
	{
		.id = "no default",
		.section = SECTION_NO_RESET,
		.descr = "no default",
		.judge = judge_of_file,
		.segment = "no default",
		.expect.mib = "no default",
		.setup = { (const void *)&of_file,
			   IPV6,
			   { "file=1", "file=2", "file=3" },
			   FIXED_SOCKETS,
			   2,
			   true,
			   true },
		.needs = { NEEDS_AO, { &of_file, &of_file }, CLASS_GUEST },
		.pace = LATER,
		.deviation.why = "no default",
	},
};

ATF_TC_WITHOUT_HEAD(a_default_of_the_file_fills);
ATF_TC_BODY(a_default_of_the_file_fills, tc)
{
	struct scenario row = scenario_resolve(&file, EMPTY);

	ATF_CHECK_INTEQ(SECTION_NO_RESET, row.section);
	ATF_CHECK_EQ(judge_of_file, row.judge);
	ATF_CHECK_EQ(topology_of_file, row.setup.topology);
	ATF_CHECK_INTEQ(IPV6, row.setup.families);
	ATF_CHECK_STREQ("file=1", row.setup.sysctls[0]);
	ATF_CHECK_STREQ("file=3", row.setup.sysctls[2]);
	ATF_CHECK_INTEQ(FIXED_SOCKETS, row.setup.fixed);
	ATF_CHECK_INTEQ(2, row.setup.proxied);
	ATF_CHECK(row.setup.all_links);
	ATF_CHECK(row.setup.both_tracers);
	ATF_CHECK_INTEQ(NEEDS_AO, row.needs.features);
	ATF_CHECK_EQ(&of_file, row.needs.changes[0]);
	ATF_CHECK_EQ(&of_file, row.needs.changes[1]);
	ATF_CHECK_INTEQ(CLASS_GUEST, row.needs.class);
	ATF_CHECK_INTEQ(LATER, row.pace);
}

ATF_TC_WITHOUT_HEAD(nothing_else_changes);
ATF_TC_BODY(nothing_else_changes, tc)
{
	struct scenario row = scenario_resolve(&file, EMPTY);

	ATF_CHECK_STREQ("empty", row.id);
	ATF_CHECK(!row.descr);
	ATF_CHECK(!row.segment);
	ATF_CHECK(!row.expect.mib);
	ATF_CHECK(!row.deviation.why);
	ATF_CHECK(!rows[EMPTY].section);
}

/* As a whole: a list of the row does not get the rest of a longer one of the file. */
ATF_TC_WITHOUT_HEAD(the_row_wins);
ATF_TC_BODY(the_row_wins, tc)
{
	struct scenario row = scenario_resolve(&file, FULL);

	ATF_CHECK_STREQ("full", row.id);
	ATF_CHECK_INTEQ(SECTION_CLOSE_UNREAD, row.section);
	ATF_CHECK_STREQ("says all itself", row.descr);
	ATF_CHECK_STREQ("TcpInErrs +1", row.expect.mib);
	ATF_CHECK_EQ(judge_of_row, row.judge);
	ATF_CHECK_EQ(topology_of_row, row.setup.topology);
	ATF_CHECK_INTEQ(IPV4, row.setup.families);
	ATF_CHECK_STREQ("row=2", row.setup.sysctls[1]);
	ATF_CHECK(!row.setup.sysctls[2]);
	ATF_CHECK_INTEQ(FIXED_PORTS, row.setup.fixed);
	ATF_CHECK_INTEQ(1, row.setup.proxied);
	ATF_CHECK_INTEQ(NEEDS_MD5, row.needs.features);
	ATF_CHECK_EQ(&of_row, row.needs.changes[0]);
	ATF_CHECK(!row.needs.changes[1]);
	ATF_CHECK_INTEQ(CLASS_SLOW, row.needs.class);
	ATF_CHECK_INTEQ(UNSEEN, row.pace);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_default_of_the_file_fills);
	ATF_TP_ADD_TC(tp, nothing_else_changes);
	ATF_TP_ADD_TC(tp, the_row_wins);
	return atf_no_error();
}

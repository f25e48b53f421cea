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
		.setup = { (const void *)&of_row, IPV4, { "row=1", "row=2" }, 1, true, true },
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
			   2,
			   true,
			   true },
		.needs = { NEEDS_AO, { &of_file, &of_file }, CLASS_GUEST },
		.pace = LATER,
		.deviation.why = "no default",
	},
};

static void test_default_fills(void)
{
	struct scenario row = scenario_resolve(&file, EMPTY);

	CHECK(row.section == SECTION_NO_RESET);
	CHECK(row.judge == judge_of_file);
	CHECK(row.setup.topology == topology_of_file);
	CHECK(row.setup.families == IPV6);
	CHECK_TEXT("file=1", row.setup.sysctls[0]);
	CHECK_TEXT("file=3", row.setup.sysctls[2]);
	CHECK(row.setup.proxied == 2 && row.setup.all_links && row.setup.both_tracers);
	CHECK(row.needs.features == NEEDS_AO);
	CHECK(row.needs.changes[0] == &of_file && row.needs.changes[1] == &of_file);
	CHECK(row.needs.class == CLASS_GUEST);
	CHECK(row.pace == LATER);
}

static void test_nothing_else_changes(void)
{
	struct scenario row = scenario_resolve(&file, EMPTY);

	CHECK_TEXT("empty", row.id);
	CHECK(!row.descr && !row.segment && !row.expect.mib && !row.deviation.why);
	CHECK(!rows[EMPTY].section);
}

/* As a whole: a list of the row does not get the rest of a longer one of the file. */
static void test_row_wins(void)
{
	struct scenario row = scenario_resolve(&file, FULL);

	CHECK_TEXT("full", row.id);
	CHECK(row.section == SECTION_CLOSE_UNREAD);
	CHECK_TEXT("says all itself", row.descr);
	CHECK_TEXT("TcpInErrs +1", row.expect.mib);
	CHECK(row.judge == judge_of_row);
	CHECK(row.setup.topology == topology_of_row);
	CHECK(row.setup.families == IPV4);
	CHECK_TEXT("row=2", row.setup.sysctls[1]);
	CHECK(!row.setup.sysctls[2]);
	CHECK(row.setup.proxied == 1);
	CHECK(row.needs.features == NEEDS_MD5);
	CHECK(row.needs.changes[0] == &of_row && !row.needs.changes[1]);
	CHECK(row.needs.class == CLASS_SLOW);
	CHECK(row.pace == UNSEEN);
}

int main(void)
{
	test_default_fills();
	test_nothing_else_changes();
	test_row_wins();
	return 0;
}

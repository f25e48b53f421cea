// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/suite/children.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>

static void story(struct test *t)
{
	(void)t;
}

/* Skipped before anything is made, so that no root is needed. */
static const struct kernel_change far = { .what = "a test", .mainline = KERNEL(250, 0) };

static const struct scenario rows[] = {
	{
		.id = "of-the-future",
		.descr = "needs a kernel that nobody has",
		.run = story,
		.needs.changes = { &far },
	},
};

static const struct scenario_file file = { "future", rows, ARRAY_SIZE(rows), { 0 } };

struct seen {
	struct ending ending[3];
	size_t count;
};

static void readable(void *data)
{
	(void)data;
}

static void ended(const struct ending *ending, void *data)
{
	struct seen *seen = data;

	ATF_REQUIRE(seen->count < 3);
	seen->ending[seen->count++] = *ending;
}

static struct selected selected(const char *name)
{
	struct selected one = { .file = &file, .scenario = rows[0], .family = AF_INET };

	snprintf(one.name, sizeof(one.name), "%s", name);
	return one;
}

ATF_TC_WITHOUT_HEAD(every_case_ends_once);
ATF_TC_BODY(every_case_ends_once, tc)
{
	static const char *const variables[] = { "time_scale", "1", NULL };
	/* ATF's head asks for the row of a case, and no row is called like the second one. */
	struct selected cases[] = {
		selected("of_the_future_v4"),
		selected("nobody_v4"),
		selected("of_the_future_v6"),
	};
	struct selection selection = { .cases = cases, .count = 3 };
	struct runner_options options = { .parallel = 1, .variables = variables, .socket = -1 };
	struct seen seen = { .count = 0 };
	const struct runner_callbacks callbacks = { readable, ended, &seen };

	ATF_REQUIRE_INTEQ(0, children_run(&selection, &options, &callbacks, NULL));
	ATF_REQUIRE_INTEQ(3, seen.count);
	ATF_CHECK_STREQ("of_the_future_v4", seen.ending[0].name);
	ATF_CHECK_INTEQ(ENDED_SKIPPED, seen.ending[0].how);
	CHECK_HAS("needs Linux 250.0 (a test)", seen.ending[0].reason);
	ATF_CHECK_STREQ("nobody_v4", seen.ending[1].name);
	ATF_CHECK_INTEQ(ENDED_BROKEN, seen.ending[1].how);
	ATF_CHECK(!seen.ending[1].timed_out);
	ATF_CHECK(*seen.ending[1].reason);
	ATF_CHECK_INTEQ(ENDED_SKIPPED, seen.ending[2].how);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_case_ends_once);
	return atf_no_error();
}

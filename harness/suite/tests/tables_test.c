// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/tables.h"

#include <errno.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"

struct tally {
	char *glob;
	size_t count;
};

static void count_case(const struct table_case *one, void *data)
{
	struct tally *tally = data;

	tally->count += tables_match(one->scenario, one->name, &tally->glob, 1);
}

static size_t count(const char *glob)
{
	struct tally tally = { .glob = (char *)glob };

	tables_each_case(count_case, &tally);
	return tally.count;
}

ATF_TC_WITHOUT_HEAD(cases_are_named_by_name_id_or_pattern);
ATF_TC_BODY(cases_are_named_by_name_id_or_pattern, tc)
{
	ATF_CHECK_INTEQ(1, count("close_unread_data_v4"));
	ATF_CHECK_INTEQ(2, count("close_unread_data_v?"));
	ATF_CHECK_INTEQ(2, count("close-unread-data"));
	ATF_CHECK_INTEQ(0, count("close_unread-*"));
	ATF_CHECK(count("*") > 600);
}

/* Three ids are named, the one that is meant first. */
static void refuses(const char *glob, const char *first)
{
	char *const globs[] = { (char *)"close-*", (char *)glob };
	struct why why = { "" };
	char expected[200];
	const char *comma;

	ATF_CHECK_INTEQ(-ENOENT, tables_check(globs, 2, &why));
	snprintf(expected, sizeof(expected), "no case or path '%s'; the nearest are %s, ", glob,
		 first);
	ATF_REQUIRE_MSG(!strncmp(why.text, expected, strlen(expected)), "%s", why.text);
	comma = strchr(why.text + strlen(expected), ',');
	ATF_REQUIRE(comma);
	ATF_CHECK(!strchr(comma + 1, ','));
}

ATF_TC_WITHOUT_HEAD(what_is_unknown_is_named_with_three_nearest);
ATF_TC_BODY(what_is_unknown_is_named_with_three_nearest, tc)
{
	char *const known[] = { (char *)"close-*", (char *)"*_v6" };

	ATF_CHECK_INTEQ(0, tables_check(known, 2, NULL));
	ATF_CHECK_INTEQ(0, tables_check(NULL, 0, NULL));
	refuses("close-unread-dta", "close-unread-data");
	refuses("lose-unread-data", "close-unread-data");
	refuses("close-unread-datax", "close-unread-data");
	/* Who writes the name of a case means '-' by '_'. */
	refuses("listener_ack", "listener-ack");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, cases_are_named_by_name_id_or_pattern);
	ATF_TP_ADD_TC(tp, what_is_unknown_is_named_with_three_nearest);
	return atf_no_error();
}

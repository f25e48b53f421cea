// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/suite/kyua.h"

static void reads(const char *line, const char *name, enum ended how, const char *reason)
{
	struct ending ending;

	ATF_REQUIRE(kyua_parse(line, &ending));
	ATF_CHECK_STREQ(name, ending.name);
	ATF_CHECK_INTEQ(how, ending.how);
	ATF_CHECK_STREQ(reason, ending.reason);
	ATF_CHECK(!ending.timed_out);
	ATF_CHECK(!ending.signal);
}

ATF_TC_WITHOUT_HEAD(a_line_says_how_a_case_ended);
ATF_TC_BODY(a_line_says_how_a_case_ended, tc)
{
	reads("a_test:b_v4  ->  passed  [0.030s]", "b_v4", ENDED_PASSED, "");
	reads("a_test:b_v4  ->  failed: wire: expected R 1:1(0), got none  [0.030s]", "b_v4",
	      ENDED_FAILED, "wire: expected R 1:1(0), got none");
	reads("a_test:b_v6  ->  expected_failure: known deviation: x: wire: y [z]  [0.1s]", "b_v6",
	      ENDED_EXPECTED_FAILURE, "known deviation: x: wire: y [z]");
	/* What a case says of itself is no deadline of Kyua's. */
	reads("a_test:b_v6  ->  failed: Test case body timed out  [0.1s]", "b_v6", ENDED_FAILED,
	      "Test case body timed out");
}

ATF_TC_WITHOUT_HEAD(a_deadline_of_kyua_is_a_timeout);
ATF_TC_BODY(a_deadline_of_kyua_is_a_timeout, tc)
{
	struct ending ending;

	ATF_REQUIRE(
		kyua_parse("a_test:b_v6  ->  broken: Test case body timed out  [120.1s]", &ending));
	ATF_CHECK_INTEQ(ENDED_BROKEN, ending.how);
	ATF_CHECK(ending.timed_out);
	ATF_CHECK(!ending.signal);
	ATF_CHECK_STREQ("", ending.reason);
	ATF_CHECK(ending.seconds > 120);
	ATF_CHECK(ending.seconds < 121);
}

ATF_TC_WITHOUT_HEAD(a_signal_is_read);
ATF_TC_BODY(a_signal_is_read, tc)
{
	struct ending ending;

	ATF_REQUIRE(
		kyua_parse("a_test:b_v6  ->  broken: Premature exit; test case received signal 11 "
			   "(core dumped)  [0.1s]",
			   &ending));
	ATF_CHECK_INTEQ(ENDED_BROKEN, ending.how);
	ATF_CHECK(!ending.timed_out);
	ATF_CHECK_INTEQ(11, ending.signal);
	ATF_CHECK_STREQ("Premature exit; test case received signal 11 (core dumped)",
			ending.reason);
}

ATF_TC_WITHOUT_HEAD(other_lines_are_no_endings);
ATF_TC_BODY(other_lines_are_no_endings, tc)
{
	struct ending ending;

	ATF_CHECK(!kyua_parse("", &ending));
	ATF_CHECK(!kyua_parse("Results saved to /somewhere", &ending));
	ATF_CHECK(!kyua_parse("12/12 passed (0 failed)", &ending));
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_line_says_how_a_case_ended);
	ATF_TP_ADD_TC(tp, a_deadline_of_kyua_is_a_timeout);
	ATF_TP_ADD_TC(tp, a_signal_is_read);
	ATF_TP_ADD_TC(tp, other_lines_are_no_endings);
	return atf_no_error();
}

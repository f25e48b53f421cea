// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/suite/ending.h"

static void reads(const char *text, enum ended how, const char *reason)
{
	struct ending ending = { .how = how == ENDED_PASSED ? ENDED_BROKEN : ENDED_PASSED };

	ending_read(&ending, text);
	ATF_CHECK_INTEQ(how, ending.how);
	ATF_CHECK_STREQ(reason, ending.reason);
}

ATF_TC_WITHOUT_HEAD(a_result_of_atf_is_read);
ATF_TC_BODY(a_result_of_atf_is_read, tc)
{
	reads("passed", ENDED_PASSED, "");
	reads("passed\n", ENDED_PASSED, "");
	reads("failed: wire: expected R 1:1(0), got none\nmore\n", ENDED_FAILED,
	      "wire: expected R 1:1(0), got none");
	reads("skipped: needs Linux 250.0: soon", ENDED_SKIPPED, "needs Linux 250.0: soon");
	reads("expected_failure: known deviation: x", ENDED_EXPECTED_FAILURE, "known deviation: x");
	reads("broken: Empty test result file", ENDED_BROKEN, "Empty test result file");
}

ATF_TC_WITHOUT_HEAD(what_no_case_of_ours_says_is_broken);
ATF_TC_BODY(what_no_case_of_ours_says_is_broken, tc)
{
	reads("expected_death: x", ENDED_BROKEN, "expected_death: x");
	reads("passed away: x", ENDED_BROKEN, "passed away: x");
	reads("pass", ENDED_BROKEN, "pass");
	reads("", ENDED_BROKEN, "");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_result_of_atf_is_read);
	ATF_TP_ADD_TC(tp, what_no_case_of_ours_says_is_broken);
	return atf_no_error();
}

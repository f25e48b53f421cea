// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/suite/kyua.h"

static void reads(const char *line, const char *name, enum ended how, const char *reason)
{
	struct ending ending;

	CHECK(kyua_parse(line, &ending));
	CHECK_TEXT(name, ending.name);
	CHECK(ending.how == how);
	CHECK_TEXT(reason, ending.reason);
	CHECK(!ending.timed_out && !ending.signal);
}

int main(void)
{
	struct ending ending;

	reads("a_test:b_v4  ->  passed  [0.030s]", "b_v4", ENDED_PASSED, "");
	reads("a_test:b_v4  ->  failed: wire: expected R 1:1(0), got none  [0.030s]", "b_v4",
	      ENDED_FAILED, "wire: expected R 1:1(0), got none");
	reads("a_test:b_v6  ->  expected_failure: known deviation: x: wire: y [z]  [0.1s]", "b_v6",
	      ENDED_EXPECTED_FAILURE, "known deviation: x: wire: y [z]");
	/* What a case says of itself is no deadline of Kyua's. */
	reads("a_test:b_v6  ->  failed: Test case body timed out  [0.1s]", "b_v6", ENDED_FAILED,
	      "Test case body timed out");
	CHECK(kyua_parse("a_test:b_v6  ->  broken: Test case body timed out  [120.1s]", &ending));
	CHECK(ending.how == ENDED_BROKEN && ending.timed_out && !ending.signal);
	CHECK_TEXT("", ending.reason);
	CHECK(ending.seconds > 120 && ending.seconds < 121);
	CHECK(kyua_parse("a_test:b_v6  ->  broken: Premature exit; test case received signal 11 "
			 "(core dumped)  [0.1s]",
			 &ending));
	CHECK(ending.how == ENDED_BROKEN && !ending.timed_out && ending.signal == 11);
	CHECK_TEXT("Premature exit; test case received signal 11 (core dumped)", ending.reason);
	CHECK(!kyua_parse("", &ending));
	CHECK(!kyua_parse("Results saved to /somewhere", &ending));
	CHECK(!kyua_parse("12/12 passed (0 failed)", &ending));
	return 0;
}

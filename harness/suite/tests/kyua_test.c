// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/suite/kyua.h"

static void reads(const char *line, const char *name, const char *result, const char *reason)
{
	struct ending parsed;

	CHECK(kyua_parse(line, &parsed));
	CHECK_TEXT(name, parsed.name);
	CHECK_TEXT(result, parsed.result);
	CHECK_TEXT(reason, parsed.reason);
}

int main(void)
{
	struct ending parsed;

	reads("a_test:b_v4  ->  passed  [0.030s]", "b_v4", "passed", "");
	reads("a_test:b_v4  ->  failed: wire: expected R 1:1(0), got none  [0.030s]", "b_v4",
	      "failed", "wire: expected R 1:1(0), got none");
	reads("a_test:b_v6  ->  broken: Test case body timed out  [120.1s]", "b_v6", "broken",
	      "Test case body timed out");
	reads("a_test:b_v6  ->  expected_failure: known deviation: x: wire: y [z]  [0.1s]", "b_v6",
	      "expected_failure", "known deviation: x: wire: y [z]");
	CHECK(!kyua_parse("", &parsed));
	CHECK(!kyua_parse("Results saved to /somewhere", &parsed));
	CHECK(!kyua_parse("12/12 passed (0 failed)", &parsed));
	return 0;
}

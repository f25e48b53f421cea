// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/tests/check.h"
#include "harness/suite/ending.h"

static void reads(const char *text, enum ended how, const char *reason)
{
	struct ending ending = { .how = how == ENDED_PASSED ? ENDED_BROKEN : ENDED_PASSED };

	ending_read(&ending, text);
	CHECK(ending.how == how);
	CHECK_TEXT(reason, ending.reason);
}

int main(void)
{
	reads("passed", ENDED_PASSED, "");
	reads("passed\n", ENDED_PASSED, "");
	reads("failed: wire: expected R 1:1(0), got none\nmore\n", ENDED_FAILED,
	      "wire: expected R 1:1(0), got none");
	reads("skipped: needs Linux 250.0: soon", ENDED_SKIPPED, "needs Linux 250.0: soon");
	reads("expected_failure: known deviation: x", ENDED_EXPECTED_FAILURE, "known deviation: x");
	reads("broken: Empty test result file", ENDED_BROKEN, "Empty test result file");
	/* What a case of ours never says, and what nobody knows. */
	reads("expected_death: x", ENDED_BROKEN, "expected_death: x");
	reads("passed away: x", ENDED_BROKEN, "passed away: x");
	reads("pass", ENDED_BROKEN, "pass");
	reads("", ENDED_BROKEN, "");
	return 0;
}

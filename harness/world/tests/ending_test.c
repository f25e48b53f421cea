// SPDX-License-Identifier: GPL-2.0-only
/* How a case ends before its story does: what the runner's hook is given. */
#include <setjmp.h>

#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "harness/world/test.h"

static struct test *ended;
static struct test_end seen;
static struct why seen_why;
static jmp_buf after;

/* An ending never returns. */
static __attribute__((noreturn)) void record(struct test *t, const struct test_end *end)
{
	ended = t;
	seen = *end;
	snprintf(seen_why.text, sizeof(seen_why.text), "%s", end->why);
	longjmp(after, 1);
}

static struct test test = { .end = record };

static void expect_end(enum verdict verdict, const char *why)
{
	ATF_CHECK_EQ(&test, ended);
	ATF_CHECK_STREQ(verdict_name(verdict), verdict_name(seen.verdict));
	ATF_CHECK_STREQ(why, seen_why.text);
}

#define ENDS(call)                                   \
	do {                                         \
		ended = NULL;                        \
		if (!setjmp(after)) {                \
			call;                        \
			atf_tc_fail("it came back"); \
		}                                    \
	} while (0)

ATF_TC_WITHOUT_HEAD(a_failure_is_named_first);
ATF_TC_BODY(a_failure_is_named_first, tc)
{
	ENDS(test_fail(&test, FAILED_SETUP, "no %s: %d", "link", 3));
	expect_end(VERDICT_FAIL, "setup: no link: 3");
	ATF_CHECK_INTEQ(FAILED_SETUP, seen.failure);
	ENDS(test_fail(&test, FAILED_CONTRACT, "the line has no state"));
	expect_end(VERDICT_FAIL, "contract: the line has no state");
	ATF_CHECK_INTEQ(FAILED_CONTRACT, seen.failure);
	/* The oracle that differs has named itself. */
	ENDS(test_fail(&test, FAILED_EXPECTATION, "reason: expected A, got B"));
	expect_end(VERDICT_FAIL, "reason: expected A, got B");
	ATF_CHECK_INTEQ(FAILED_EXPECTATION, seen.failure);
}

ATF_TC_WITHOUT_HEAD(a_reason_is_one_line);
ATF_TC_BODY(a_reason_is_one_line, tc)
{
	ENDS(test_fail(&test, FAILED_WIRE, "%s", "one\ntwo\n"));
	expect_end(VERDICT_FAIL, "wire: one two");
	ENDS(test_skip(&test, "%s", "one\ntwo\n"));
	expect_end(VERDICT_SKIP, "one two");
	ENDS(test_not_applicable(&test, "CONFIG_X\nor CONFIG_Y"));
	expect_end(VERDICT_NA, "this kernel has no CONFIG_X or CONFIG_Y");
}

/* The prefix stays, the end is cut. */
ATF_TC_WITHOUT_HEAD(a_long_reason_is_cut);
ATF_TC_BODY(a_long_reason_is_cut, tc)
{
	char large[2 * sizeof(struct why)];

	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	ENDS(test_fail(&test, FAILED_MIB, "%s", large));
	ATF_CHECK_MATCH("^mib: x+$", seen_why.text);
	ATF_CHECK_INTEQ(sizeof(seen_why.text) - 1, strlen(seen_why.text));
	ENDS(test_skip(&test, "%s", large));
	ATF_CHECK_MATCH("^x+$", seen_why.text);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, a_failure_is_named_first);
	ATF_TP_ADD_TC(tp, a_reason_is_one_line);
	ATF_TP_ADD_TC(tp, a_long_reason_is_cut);
	return atf_no_error();
}

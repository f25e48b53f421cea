// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/suite/reconcile.h"

#define ENDINGS 7
#define CLAIMS 6

/* Every way in which a case can end, as its runner sees it. */
static const struct ending endings[ENDINGS] = {
	{ .how = ENDED_PASSED },
	{ .how = ENDED_FAILED, .reason = "ATF's line" },
	{ .how = ENDED_SKIPPED, .reason = "ATF's reason" },
	{ .how = ENDED_EXPECTED_FAILURE, .reason = "known deviation: x" },
	{ .how = ENDED_BROKEN, .reason = "exited with 7 and no result" },
	{ .how = ENDED_BROKEN, .timed_out = true },
	{ .how = ENDED_BROKEN, .signal = 9, .reason = "received signal 9" },
};

/* Everything that a document can say. */
static const struct claim claims[CLAIMS] = {
	{ VERDICT_PASS, "", NULL },
	{ VERDICT_FAIL, "the document's line", NULL },
	{ VERDICT_FAIL, "the document's line", "a bug" },
	{ VERDICT_SKIP, "too old", NULL },
	{ VERDICT_NA, "no CONFIG_X", NULL },
	{ VERDICTS, "", NULL },
};

#define PASS VERDICT_PASS
#define KNOWN VERDICT_KNOWN
#define FAIL VERDICT_FAIL
#define SKIP VERDICT_SKIP
#define NA VERDICT_NA
#define TIME VERDICT_TIMEOUT
#define INFRA VERDICT_INFRA

/* clang-format off */
static const enum verdict table[ENDINGS][CLAIMS] = {
	/* document:	   PASS   FAIL  FAIL, a deviation  SKIP   N/A    none */
	/* passed */	 { PASS,  FAIL, FAIL,		   INFRA, INFRA, INFRA },
	/* failed */	 { FAIL,  FAIL, FAIL,		   FAIL,  FAIL,  FAIL },
	/* skipped */	 { INFRA, FAIL, FAIL,		   SKIP,  NA,    INFRA },
	/* expected */	 { INFRA, FAIL, KNOWN,		   INFRA, INFRA, INFRA },
	/* broken */	 { INFRA, FAIL, FAIL,		   INFRA, INFRA, INFRA },
	/* timed out */	 { TIME,  FAIL, FAIL,		   TIME,  TIME,  TIME },
	/* killed */	 { INFRA, FAIL, FAIL,		   INFRA, INFRA, INFRA },
};
/* clang-format on */

ATF_TC_WITHOUT_HEAD(runner_and_document_make_a_verdict);
ATF_TC_BODY(runner_and_document_make_a_verdict, tc)
{
	struct conclusion conclusion;
	size_t i, j;

	for (i = 0; i < ENDINGS; i++) {
		for (j = 0; j < CLAIMS; j++) {
			memset(&conclusion, 0xff, sizeof(conclusion));
			conclusion = reconcile(&claims[j], &endings[i]);
			ATF_CHECK_STREQ_MSG(verdict_name(table[i][j]),
					    verdict_name(conclusion.verdict),
					    "ending %zu, claim %zu", i, j);
			/* Only what passes needs no reason. */
			ATF_CHECK_INTEQ_MSG(conclusion.verdict == VERDICT_PASS, !*conclusion.why,
					    "%s", conclusion.why);
		}
	}
}

static void says(size_t ending, size_t claim, const char *why)
{
	struct conclusion conclusion;

	conclusion = reconcile(&claims[claim], &endings[ending]);
	ATF_CHECK_STREQ(why, conclusion.why);
}

ATF_TC_WITHOUT_HEAD(the_line_is_that_of_whoever_is_believed);
ATF_TC_BODY(the_line_is_that_of_whoever_is_believed, tc)
{
	says(1, 1, "the document's line");
	says(1, 0, "ATF's line");
	says(3, 2, "known deviation: a bug (the document's line)");
	says(2, 3, "too old");
	says(2, 4, "no CONFIG_X");
	says(5, 0, "Test case body timed out");
	says(6, 0, "received signal 9");
	says(4, 5, "exited with 7 and no result");
	says(0, 5, "it passed, but its document does not say so");
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, runner_and_document_make_a_verdict);
	ATF_TP_ADD_TC(tp, the_line_is_that_of_whoever_is_believed);
	return atf_no_error();
}

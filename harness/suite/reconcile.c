// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/reconcile.h"

#include <stdio.h>

static bool stands(const struct claim *claim, enum ended how)
{
	switch (claim->verdict) {
	case VERDICT_PASS:
		return how == ENDED_PASSED;
	case VERDICT_SKIP:
	case VERDICT_NA:
		return how == ENDED_SKIPPED;
	case VERDICTS:
		return false;
	default:
		return true;
	}
}

static enum verdict verdict_of(const struct ending *ending)
{
	if (ending->timed_out)
		return VERDICT_TIMEOUT;
	return ending->how == ENDED_FAILED ? VERDICT_FAIL : VERDICT_INFRA;
}

static const char *why_of(const struct ending *ending)
{
	if (ending->timed_out)
		return "Test case body timed out";
	return *ending->reason ? ending->reason : "it passed, but its document does not say so";
}

struct conclusion reconcile(const struct claim *claim, const struct ending *ending)
{
	struct conclusion conclusion = { .why = "" };

	if (ending->how == ENDED_EXPECTED_FAILURE && claim->deviation) {
		conclusion.verdict = VERDICT_KNOWN;
		snprintf(conclusion.why, sizeof(conclusion.why), "known deviation: %s (%s)",
			 claim->deviation, claim->why);
	} else if (stands(claim, ending->how)) {
		conclusion.verdict = claim->verdict;
		snprintf(conclusion.why, sizeof(conclusion.why), "%s", claim->why);
	} else {
		conclusion.verdict = verdict_of(ending);
		snprintf(conclusion.why, sizeof(conclusion.why), "%s", why_of(ending));
	}
	return conclusion;
}

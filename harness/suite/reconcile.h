/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_RECONCILE_H
#define RST_SUITE_RECONCILE_H

#include "harness/expect/verdict.h"
#include "harness/suite/ending.h"

/* What a case says of itself, in its document. */
struct claim {
	enum verdict verdict; /* VERDICTS: no document came */
	const char *why;
	const char *deviation; /* the known one that it showed, or NULL */
};

/* What is kept of both. */
struct conclusion {
	enum verdict verdict;
	char why[1024]; /* one line */
};

/*
 * Who is right about a case, its runner or its document: the worse of the two.
 *
 *	a failure that ATF expected	KNOWN, when the document names the deviation
 *	a document that says FAIL	stands, however the case ended after it
 *	PASS, SKIP or N/A		stand when the runner saw the case end that way
 *	otherwise			the runner: FAIL, TIMEOUT, or INFRA for the rest
 */
struct conclusion reconcile(const struct claim *claim, const struct ending *ending);

#endif

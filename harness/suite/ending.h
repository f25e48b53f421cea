/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_ENDING_H
#define RST_SUITE_ENDING_H

#include <stdbool.h>

enum ended {
	ENDED_PASSED,
	ENDED_FAILED,
	ENDED_SKIPPED,
	ENDED_EXPECTED_FAILURE,
	ENDED_BROKEN, /* it died, hung, or left no result that ATF knows */
};

/* How one case ended, as its runner saw it. */
struct ending {
	char name[80];
	enum ended how;
	/* Of ENDED_BROKEN: */
	bool timed_out; /* its runner ended it at its deadline */
	int signal; /* that killed it; 0: none did */
	char reason[512]; /* one line; empty when it passed or timed out */
	double seconds;
};

/*
 * Reads how and reason from "failed: wire: expected ...", the form in which ATF writes a result
 * file and Kyua repeats it.  Of several lines the first counts.  A word that is not known is
 * ENDED_BROKEN with the whole line as its reason, which is empty when @text is.
 */
void ending_read(struct ending *ending, const char *text);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_ENDING_H
#define RST_SUITE_ENDING_H

/* How one case ended, in the words of ATF and Kyua. */
struct ending {
	char program[64]; /* "close_unread_test" */
	char name[80];
	char result[32]; /* "passed", "failed", "broken", "skipped", "expected_failure" */
	char reason[512]; /* empty when passed */
	double seconds;
};

#endif

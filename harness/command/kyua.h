/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_KYUA_H
#define RST_KYUA_H

#include <stddef.h>
#include <sys/types.h>

/* One run of Kyua beside us.  It dies with us, and its cases die with it. */
struct kyua {
	pid_t pid;
	int output; /* a line for each case that ended */
};

/* What Kyua says of one case. */
struct kyua_line {
	char program[64]; /* "close_unread_test" */
	char name[80];
	char result[32];  /* "passed", "failed", "broken", "skipped", "expected_failure" */
	char reason[512]; /* empty when passed */
	double seconds;
};

/*
 * Starts `kyua test` on the Kyuafile in @folder with @variables ("test_suites.rstlab.x=y") for the
 * cases in
 * @filters ("close_unread_test:close_unread_data_v4"), all when there are none; both end with NULL.
 * Kyua's files lie on a tmpfs that nobody else sees and that vanishes with it.  Returns 0 or
 * -errno.
 */
int kyua_start(struct kyua *kyua, const char *folder, int parallel, const char *const *variables,
	       const char *const *filters);

/* Reads one line of its output.  Returns whether it tells of a case. */
int kyua_parse(const char *line, struct kyua_line *parsed);

/* Waits for its end.  Returns its exit status, or -errno; 128 and more: ended by a signal. */
int kyua_finish(struct kyua *kyua);

#endif

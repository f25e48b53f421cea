/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_KYUA_H
#define RST_SUITE_KYUA_H

#include <stddef.h>
#include <sys/types.h>

#include "harness/suite/ending.h"
#include "harness/suite/selection.h"

/* One run of Kyua beside us.  It dies with us, and its cases die with it. */
struct kyua {
	pid_t pid;
	int output; /* a line for each case that ended */
};

/*
 * Starts `kyua test` on the Kyuafile in @folder for the cases of @selection, which are told of
 * @variables ("name", "value", ..., NULL).
 * Kyua's files lie on a tmpfs that nobody else sees and that vanishes with it.  Returns 0 or
 * -errno.
 */
int kyua_start(struct kyua *kyua, const char *folder, int parallel, const char *const *variables,
	       const struct selection *selection);

/* Reads one line of its output.  Returns whether it tells of a case. */
int kyua_parse(const char *line, struct ending *parsed);

/* Waits for its end.  Returns its exit status, or -errno; 128 and more: ended by a signal. */
int kyua_finish(struct kyua *kyua);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_KYUA_H
#define RST_SUITE_KYUA_H

#include <stdbool.h>

#include "harness/suite/runner.h"

struct why;

/*
 * Runs the cases of @selection by `kyua test`, which dies with us and its cases with it.  Its files
 * lie on a tmpfs that nobody else sees and that vanishes with it.  It knows nothing of
 * runner_options.waiting.  Returns 0 or -errno.
 */
int kyua_run(const struct selection *selection, const struct runner_options *options,
	     const struct runner_callbacks *callbacks, struct why *why);

/* Reads one line of Kyua's output.  Returns whether it says how a case ended. */
bool kyua_parse(const char *line, struct ending *ending);

#endif

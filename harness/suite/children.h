/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_CHILDREN_H
#define RST_SUITE_CHILDREN_H

#include "harness/suite/runner.h"

struct why;

/*
 * Plays every case of @selection in a child of this process: each in a process group of its own
 * that does not outlive it, with the deadline that its head names, and judged by ATF.  A guest runs
 * its cases so: what Kyua does for a case (an exec, its own folders and database) costs an emulated
 * CPU as much as the case.  Returns 0 or -errno.
 */
int children_run(const struct selection *selection, const struct runner_options *options,
		 const struct runner_callbacks *callbacks, struct why *why);

#endif

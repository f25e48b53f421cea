/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MATRIX_POOL_H
#define RST_MATRIX_POOL_H

#include <stddef.h>

#include "harness/matrix/job.h"

/*
 * Runs the jobs, @parallel guests side by side, calling done(job, data) as each has nothing left to
 * run or has failed.  0, or -EINTR when SIGINT or SIGTERM came: no guest is left running.
 */
int pool_run(struct job *jobs, size_t count, unsigned int parallel,
	     void (*done)(struct job *job, void *data), void *data);

#endif

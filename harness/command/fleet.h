/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_COMMAND_FLEET_H
#define RST_COMMAND_FLEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "harness/command/command_line.h"
#include "harness/matrix/guest_files.h"
#include "harness/matrix/job.h"
#include "harness/suite/status_line.h"

#define FLEET_KERNELS_MAX 64

/* What matrix, diff and bisect say of their kernels. */
#define FLEET_KERNEL_HELP "K is deb:6.12, a bzImage, a vmlinux, or a build tree"

/* Their common options, into struct fleet. */
extern const struct option_row fleet_rows[];

/* Kernels that are run, with progress. */
struct fleet {
	struct job_options options;
	const char *accel, *clock; /* words, NULL: the first of those that are taken */
	int guests; /* side by side */
	FILE *out; /* of the progress: stderr unless that is the result */
	bool stopped; /* by a signal */
	struct guest_files files;
	struct job jobs[FLEET_KERNELS_MAX];
	size_t count;
	size_t total, failed;
	long long start;
	struct status_line line;
};

void fleet_defaults(struct fleet *fleet, int guests);

/* Looks at all options and at the globs; says what is wrong and returns nonzero. */
int fleet_check(struct fleet *fleet, char *const *globs, int count);

/*
 * Runs the cases on the kernels, with progress and a summary.  EXIT_AS_EXPECTED,
 * EXIT_DIFFERENT, or EXIT_IMPOSSIBLE when a kernel could not be run or a signal came.
 */
int fleet_run(struct fleet *fleet, const char *const *kernels, size_t count);

/* Whether all cases of this kernel have a verdict. */
bool fleet_finished(const struct fleet *fleet, size_t index);

void fleet_free(struct fleet *fleet);

#endif

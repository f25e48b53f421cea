/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_COMMAND_FLEET_H
#define RST_COMMAND_FLEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "harness/matrix/image.h"
#include "harness/matrix/job.h"
#include "harness/suite/status_line.h"

#define FLEET_KERNELS_MAX 64

/* clang-format off */
/* What matrix, diff and bisect share: options, and running kernels with progress. */
#define FLEET_OPTIONS \
	"                 K is deb:6.12, a bzImage, a vmlinux, or a build tree\n" \
	"  --slow         the cases that wait 60 s and more too, under a virtual clock\n" \
	"  --clock C      real or virtual: idle time is skipped, and no timer fires early\n" \
	"                 because the host is busy (emulation only; default real)\n" \
	"  --tracer NAME  bpf, tracefs, or auto (default): bpf when the kernel has BTF\n" \
	"  --append WORDS more words for the kernel's command line\n" \
	"  --modules DIR  lib/modules/RELEASE of a kernel that is a lone file\n" \
	"  --accel A      auto, tcg or kvm (default auto: KVM if it works)\n" \
	"  --offline      take deb: kernels from the cache only\n" \
	"  --again        forget what earlier runs found\n" \
	"  --console DIR  keep what the kernels print, and the guests' records\n" \
	"  --verbose      keep the exchange and the stacks of every case\n" \
	"  --parallel N   cases that work side by side in a guest (default 1)\n"

#define FLEET_LONG_OPTIONS \
	{ "slow", no_argument, NULL, 1000 }, \
	{ "append", required_argument, NULL, 1001 }, \
	{ "modules", required_argument, NULL, 1002 }, \
	{ "accel", required_argument, NULL, 1003 }, \
	{ "offline", no_argument, NULL, 1004 }, \
	{ "again", no_argument, NULL, 1005 }, \
	{ "console", required_argument, NULL, 1006 }, \
	{ "verbose", no_argument, NULL, 1007 }, \
	{ "parallel", required_argument, NULL, 1008 }, \
	{ "clock", required_argument, NULL, 1009 }, \
	{ "tracer", required_argument, NULL, 1010 }
/* clang-format on */

struct fleet {
	struct job_options options;
	int guests; /* side by side */
	bool bad; /* an option that has been complained about */
	FILE *out; /* of the progress: stderr unless that is the result */
	bool stopped; /* by a signal */
	struct image image;
	struct job jobs[FLEET_KERNELS_MAX];
	size_t count;
	size_t total, failed;
	long long start;
	struct status_line line;
};

void fleet_defaults(struct fleet *fleet, int guests);

/* Takes one of FLEET_LONG_OPTIONS; false if it is none. */
bool fleet_option(struct fleet *fleet, int option, const char *argument);

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

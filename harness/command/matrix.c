// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/command/fleet.h"
#include "harness/command/subcommand.h"
#include "harness/matrix/kernels.h"
#include "harness/report/results.h"
#include "harness/suite/tables.h"

/* One more than CPUs: a guest waits for timers a third of its time. */
#define GUESTS_MORE 1

static const char options_text[] =
	"  GLOB           names of cases or ids of paths, with * and ?\n" FLEET_OPTIONS
	"  --kernel K     may be given again and again; without it: those of ci/kernels.txt\n"
	"  -j N           guests side by side (default: one more than CPUs), 512 MiB each\n"
	"  -o DIR         write a result file for each kernel: DIR/RELEASE.json (default results)\n"
	"\nA run that was interrupted goes on where it was; a kernel that is done is not run again\n"
	"(--again) unless it, the suite or the options differ.\n";

struct matrix {
	struct fleet fleet;
	const char *output;
	const char *kernels[FLEET_KERNELS_MAX + 1];
	size_t count;
};

static int parse(struct matrix *matrix, int argc, char **argv)
{
	static const struct option options[] = {
		{ "kernel", required_argument, NULL, 'k' },
		FLEET_LONG_OPTIONS,
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	const char *const *kernel;
	int option;

	*matrix = (struct matrix){ .output = "results" };
	fleet_defaults(&matrix->fleet, sysconf(_SC_NPROCESSORS_ONLN) + GUESTS_MORE);
	matrix->fleet.out = stdout;
	while ((option = getopt_long(argc, argv, "j:o:h", options, NULL)) != -1) {
		if (option == 'k' && matrix->count < FLEET_KERNELS_MAX)
			matrix->kernels[matrix->count++] = optarg;
		else if (option == 'k')
			return impossible("--kernel: %d at most", FLEET_KERNELS_MAX) + 1;
		else if (option == 'j')
			matrix->fleet.guests = atoi(optarg);
		else if (option == 'o')
			matrix->output = optarg;
		else if (!fleet_option(&matrix->fleet, option, optarg))
			return usage("matrix", options_text, option) + 1;
	}
	if (fleet_check(&matrix->fleet, argv + optind, argc - optind))
		return EXIT_IMPOSSIBLE + 1;
	for (kernel = kernels_default; !matrix->count && *kernel; kernel++)
		matrix->kernels[kernel - kernels_default] = *kernel;
	while (matrix->kernels[matrix->count])
		matrix->count++;
	return 0;
}

/* RELEASE.json, or RELEASE-2.json for a second kernel of that release. */
static void name_results(const struct matrix *matrix, size_t index, char *path, size_t size)
{
	const char *release = matrix->fleet.jobs[index].kernel.release;
	int number = 1;
	size_t i;

	for (i = 0; i < index; i++)
		number += !strcmp(matrix->fleet.jobs[i].kernel.release, release);
	if (number > 1)
		snprintf(path, size, "%s/%s-%d.json", matrix->output, release, number);
	else
		snprintf(path, size, "%s/%s.json", matrix->output, release);
}

static int save(const struct matrix *matrix, size_t index)
{
	char path[4096];
	json_t *results;
	int error;

	name_results(matrix, index, path, sizeof(path));
	results = job_results(&matrix->fleet.jobs[index]);
	error = results_save(results, path);
	json_decref(results);
	if (error)
		return impossible("cannot write %s: %s; nothing was changed", path,
				  strerror(-error));
	return 0;
}

int matrix_main(int argc, char **argv)
{
	struct matrix matrix;
	int status;
	size_t i;

	status = parse(&matrix, argc, argv);
	if (status)
		return status - 1;
	if (access(matrix.output, W_OK))
		return impossible("cannot write into %s: %s; name a folder that exists with -o",
				  matrix.output, strerror(errno));
	status = fleet_run(&matrix.fleet, matrix.kernels, matrix.count);
	for (i = 0; i < matrix.fleet.count; i++)
		if (fleet_finished(&matrix.fleet, i) && save(&matrix, i))
			status = EXIT_IMPOSSIBLE;
	fleet_free(&matrix.fleet);
	return status;
}

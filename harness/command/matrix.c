// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
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

struct matrix_request {
	struct fleet fleet;
	const char *output;
	const char *kernels[FLEET_KERNELS_MAX + 1];
	size_t count;
};

/* RELEASE.json, or RELEASE-2.json for a second kernel of that release. */
static void name_results(const struct matrix_request *request, size_t index, char *path,
			 size_t size)
{
	const char *release = request->fleet.jobs[index].kernel.release;
	int number = 1;
	size_t i;

	for (i = 0; i < index; i++)
		number += !strcmp(request->fleet.jobs[i].kernel.release, release);
	if (number > 1)
		snprintf(path, size, "%s/%s-%d.json", request->output, release, number);
	else
		snprintf(path, size, "%s/%s.json", request->output, release);
}

static int save(const struct matrix_request *request, size_t index)
{
	char path[4096];
	json_t *results;
	int err;

	name_results(request, index, path, sizeof(path));
	results = job_results(&request->fleet.jobs[index]);
	err = results_save(results, path);
	json_decref(results);
	if (err)
		return impossible("cannot write %s: %s; nothing was changed", path, strerror(-err));
	return 0;
}

static int add_kernel(void *into, const char *argument)
{
	struct matrix_request *request = into;

	if (request->count == FLEET_KERNELS_MAX)
		return impossible("--kernel: %d at most", FLEET_KERNELS_MAX);
	request->kernels[request->count++] = argument;
	return 0;
}

static void take_default_kernels(struct matrix_request *request)
{
	while (request->count < FLEET_KERNELS_MAX && kernels_default[request->count]) {
		request->kernels[request->count] = kernels_default[request->count];
		request->count++;
	}
}

static int matrix_main(int argc, char **argv)
{
	struct matrix_request request = { .output = "results" };
	struct command_line line = {
		.argc = argc,
		.argv = argv,
		.into = &request,
		.shared = &request.fleet,
	};
	int status;
	size_t i;

	fleet_defaults(&request.fleet, sysconf(_SC_NPROCESSORS_ONLN) + GUESTS_MORE);
	request.fleet.out = stdout;
	if (!command_line_read(&matrix_subcommand, &line))
		return line.status;
	if (fleet_check(&request.fleet, line.operands, line.count))
		return EXIT_IMPOSSIBLE;
	if (!request.count)
		take_default_kernels(&request);
	if (access(request.output, W_OK))
		return impossible("cannot write into %s: %s; name a folder that exists with -o",
				  request.output, strerror(errno));
	status = fleet_run(&request.fleet, request.kernels, request.count);
	for (i = 0; i < request.fleet.count; i++)
		if (fleet_finished(&request.fleet, i) && save(&request, i))
			status = EXIT_IMPOSSIBLE;
	fleet_free(&request.fleet);
	return status;
}

static const struct option_row rows[] = {
	{ "kernel", 0, "K",
	  FLEET_KERNEL_HELP ";\n"
			    "may be given again and again; without it: those of ci/kernels.txt",
	  OPTION_BY(add_kernel), .usage = USAGE_SHOWN },
	{ NULL, 'j', "N", "guests side by side (default: one more than CPUs), 512 MiB each",
	  OPTION_INTO(struct matrix_request, fleet.guests), .usage = USAGE_SHOWN },
	{ NULL, 'o', "DIR",
	  "write a result file for each kernel: DIR/RELEASE.json (default results)",
	  OPTION_INTO(struct matrix_request, output), .usage = USAGE_SHOWN },
	{ 0 },
};

const struct subcommand matrix_subcommand = {
	.name = "matrix",
	.operands = "[GLOB...]",
	.purpose = "run scenarios on many kernels, in guests",
	.operands_help = GLOB_HELP,
	.notes = "A run that was interrupted goes on where it was; a kernel that is done is not run again\n"
		 "(--again) unless it, the suite or the options differ.\n",
	.options = rows,
	.shared = fleet_rows,
	.run = matrix_main,
};

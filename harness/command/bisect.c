// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "harness/command/fleet.h"
#include "harness/command/subcommand.h"
#include "harness/report/results.h"

/* What git bisect run understands.  From 128 on it stops. */
enum bisect_code {
	BISECT_GOOD = 0,
	BISECT_BAD = 1,
	BISECT_UNTESTABLE = 125,
	BISECT_STOP = 128,
};

struct bisect_request {
	struct fleet fleet;
	const char *build, *kernel;
	bool crash_is_bad;
};

static int say(int code, const char *why)
{
	fprintf(stderr, "rstlab bisect: %s: %s\n",
		code == BISECT_GOOD  ? "good"
		: code == BISECT_BAD ? "bad"
				     : "untestable",
		why);
	return code;
}

static int judge(const struct bisect_request *request)
{
	const struct job *job = &request->fleet.jobs[0];
	json_t *results;
	int crash, fail, pass, timeout;

	if (request->fleet.stopped)
		return BISECT_STOP;
	if (job->err)
		return say(BISECT_UNTESTABLE, job->why.text);
	results = job_results(job);
	fail = results_count(results, VERDICT_FAIL);
	pass = results_count(results, VERDICT_PASS);
	crash = results_count(results, VERDICT_CRASH);
	timeout = results_count(results, VERDICT_TIMEOUT);
	json_decref(results);
	if (fail)
		return say(BISECT_BAD, "a case failed");
	if (crash || timeout || *plan_complaint(job->plan))
		return say(request->crash_is_bad ? BISECT_BAD : BISECT_UNTESTABLE,
			   "the kernel crashed or hung");
	if (plan_done(job->plan) < plan_count(job->plan) || !pass)
		return say(BISECT_UNTESTABLE, "no case could be run");
	return say(BISECT_GOOD, "as expected");
}

static int build(const char *command)
{
	int status = system(command);

	if (WIFSIGNALED(status))
		return BISECT_STOP;
	return status ? say(BISECT_UNTESTABLE, "the build failed") : BISECT_GOOD;
}

static int bisect_main(int argc, char **argv)
{
	static struct bisect_request request = { .kernel = "." };
	struct command_line line = {
		.argc = argc,
		.argv = argv,
		.into = &request,
		.shared = &request.fleet,
	};
	int status;

	fleet_defaults(&request.fleet, 1);
	if (!command_line_read(&bisect_subcommand, &line))
		return line.status ? BISECT_STOP : BISECT_GOOD;
	if (!line.count) {
		impossible("name the case by which good and bad differ: rstlab list shows them");
		return BISECT_STOP;
	}
	if (fleet_check(&request.fleet, line.operands, line.count))
		return BISECT_STOP;
	status = request.build ? build(request.build) : BISECT_GOOD;
	if (status)
		return status;
	fleet_run(&request.fleet, &request.kernel, 1);
	status = judge(&request);
	fleet_free(&request.fleet);
	return status;
}

static const struct option_row rows[] = {
	{ "build", 0, "CMD", "run this by the shell first; untestable if it fails",
	  OPTION_INTO(struct bisect_request, build), .usage = USAGE_SHOWN },
	{ "crash-is-bad", 0, NULL, "a kernel that crashes or hangs is bad, not untestable",
	  OPTION_INTO(struct bisect_request, crash_is_bad) },
	{ "kernel", 0, "K", "what to boot (default .: the build tree here);\n" FLEET_KERNEL_HELP,
	  OPTION_INTO(struct bisect_request, kernel), .usage = USAGE_SHOWN },
	{ 0 },
};

const struct subcommand bisect_subcommand = {
	.name = "bisect",
	.operands = "GLOB...",
	.purpose = "the body of git bisect run",
	.operands_help = GLOB_HELP,
	.notes = "The body of git bisect run:\n"
		 "  git bisect run rstlab bisect close_unread_data_v4 --build 'make -j8 bzImage'\n"
		 "Exit status: 0 good (as expected), 1 bad, 125 untestable (does not build or boot, the case\n"
		 "is not applicable), 128 stop: the command is wrong.\n",
	.options = rows,
	.shared = fleet_rows,
	.run = bisect_main,
};

// SPDX-License-Identifier: GPL-2.0-only
#include <getopt.h>
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

static const char options_text[] =
	"  GLOB           names of cases or ids of paths, with * and ?\n"
	"  --build CMD    run this by the shell first; untestable if it fails\n"
	"  --crash-is-bad a kernel that crashes or hangs is bad, not untestable\n"
	"  --kernel K     what to boot (default .: the build tree here)\n" FLEET_OPTIONS
	"\nThe body of git bisect run:\n"
	"  git bisect run rstlab bisect close_unread_data_v4 --build 'make -j8 bzImage'\n"
	"Exit status: 0 good (as expected), 1 bad, 125 untestable (does not build or boot, the case\n"
	"is not applicable), 128 stop: the command is wrong.\n";

struct bisect {
	struct fleet fleet;
	const char *build, *kernel;
	bool crash_is_bad;
};

static int parse(struct bisect *bisect, int argc, char **argv)
{
	static const struct option options[] = {
		{ "build", required_argument, NULL, 'b' },
		{ "crash-is-bad", no_argument, NULL, 'c' },
		{ "kernel", required_argument, NULL, 'k' },
		FLEET_LONG_OPTIONS,
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	bisect->kernel = ".";
	fleet_defaults(&bisect->fleet, 1);
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'b')
			bisect->build = optarg;
		else if (option == 'c')
			bisect->crash_is_bad = true;
		else if (option == 'k')
			bisect->kernel = optarg;
		else if (!fleet_option(&bisect->fleet, option, optarg))
			return (usage("bisect", options_text, option) ? BISECT_STOP : 0) + 1;
	}
	if (optind == argc) {
		impossible("name the case that tells good from bad: rstlab list shows them");
		return BISECT_STOP + 1;
	}
	return fleet_check(&bisect->fleet, argv + optind, argc - optind) ? BISECT_STOP + 1 : 0;
}

static int say(int code, const char *why)
{
	fprintf(stderr, "rstlab bisect: %s: %s\n",
		code == BISECT_GOOD  ? "good"
		: code == BISECT_BAD ? "bad"
				     : "untestable",
		why);
	return code;
}

static int judge(const struct bisect *bisect)
{
	const struct job *job = &bisect->fleet.jobs[0];
	json_t *results;
	int crash, fail, pass, timeout;

	if (bisect->fleet.stopped)
		return BISECT_STOP;
	if (job->error)
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
		return say(bisect->crash_is_bad ? BISECT_BAD : BISECT_UNTESTABLE,
			   "the kernel crashed or hung");
	if (plan_done(job->plan) < plan_count(job->plan) || !pass)
		return say(BISECT_UNTESTABLE, "no case could be run");
	return say(BISECT_GOOD, "as expected");
}

int bisect_main(int argc, char **argv)
{
	static struct bisect bisect;
	int status = parse(&bisect, argc, argv);

	if (status)
		return status - 1;
	if (bisect.build) {
		status = system(bisect.build);
		if (WIFSIGNALED(status))
			return BISECT_STOP;
		if (status)
			return say(BISECT_UNTESTABLE, "the build failed");
	}
	fleet_run(&bisect.fleet, &bisect.kernel, 1);
	status = judge(&bisect);
	fleet_free(&bisect.fleet);
	return status;
}

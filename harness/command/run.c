// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/command/subcommand.h"
#include "harness/judge/result.h"
#include "harness/report/coverage.h"
#include "harness/report/results.h"
#include "harness/suite/progress.h"
#include "harness/suite/requirements.h"
#include "harness/suite/suite.h"
#include "harness/suite/tables.h"
#include "harness/suite/timing.h"

/* Cases wait for grace periods and timers more than they work. */
#define PARALLEL_PER_CPU 16

struct run_request {
	struct suite_options options;
	int repeat;
	bool until_fail, verbose, coverage, timed, with_ip;
	const char *output;
	enum tracer tracer;
	struct suite *suite;
	json_t *results;
	struct progress progress;
	struct timing *timing; /* NULL: not asked for */
};

static void case_ended(json_t *document, double seconds, void *data)
{
	struct run_request *run = data;

	progress_case(&run->progress, document);
	timing_case(run->timing, document, seconds);
	if (run->verbose)
		result_print(document, stdout);
	json_object_del(document, "detail");
	results_add(run->results, json_incref(document));
}

/* Names each call that no case reached.  Returns how many, when that was asked for. */
static size_t check_coverage(const struct run_request *run)
{
	struct coverage coverage;
	const json_t *site;
	size_t open;
	size_t i;

	if (!run->coverage)
		return 0;
	coverage_make(&coverage, run->results, NULL);
	json_array_foreach(coverage.list, i, site)
		if (coverage_state(&coverage, i) == COVERAGE_OPEN)
			printf("UNCOVERED  %s calls %s, and no case came there\n",
			       json_string_value(json_object_get(site, "site")),
			       json_string_value(json_object_get(site, "emitter")));
	open = coverage.open;
	coverage_free(&coverage);
	return open;
}

static bool knows_sites(const struct run_request *run)
{
	return json_object_get(json_object_get(run->results, "kernel"), "sites");
}

static int run_all(struct run_request *run)
{
	const struct suite_callbacks callbacks = { .ended = case_ended, .data = run };
	struct why why;
	int err;
	int i;

	if (run->coverage && !knows_sites(run))
		return impossible(
			"--require-coverage: cannot read the kernel's text: build it with "
			"CONFIG_PROC_KCORE=y or CONFIG_BPF_SYSCALL=y");
	for (i = 0; i < run->repeat || run->until_fail; i++) {
		err = suite_run(run->suite, &callbacks, &why);
		results_finish(run->results);
		progress_round(&run->progress, run->results);
		if (err)
			return impossible("%s", why.text);
		if (run->until_fail && run->progress.failed)
			break;
	}
	progress_end(&run->progress, run->results);
	timing_print(run->timing);
	if (run->output) {
		err = results_save(run->results, run->output);
		if (err)
			return impossible("cannot write %s: %s; nothing was changed", run->output,
					  strerror(-err));
	}
	if (!run->progress.ran)
		return impossible("nothing ran: every case was skipped, see above");
	return check_coverage(run) || run->progress.failed ? EXIT_DIFFERENT : EXIT_AS_EXPECTED;
}

static int prepare(struct run_request *run)
{
	const struct suite_options *options = &run->options;
	struct why why;

	if (tables_check(options->globs, options->count, &why))
		return impossible("%s", why.text);
	run->suite = suite_new(options);
	if (!run->suite)
		return impossible("out of memory");
	if (!suite_count(run->suite))
		return impossible("no case is left: both families were excluded");
	if (requirements_check(run->tracer, !options->without_kyua, &why))
		return impossible("%s", why.text);
	if (run->output && requirements_writable(run->output, &why))
		return impossible("%s", why.text);
	if (options->pcap && access(options->pcap, W_OK))
		return impossible("cannot write captures into %s: %s; make that folder first",
				  options->pcap, strerror(errno));
	if (suite_prepare(run->suite, &why))
		return impossible("%s", why.text);
	return 0;
}

/* What follows from several options, and what the operands are. */
static void settle(struct run_request *run, const struct command_line *line)
{
	struct suite_options *options = &run->options;

	options->globs = line->operands;
	options->count = line->count;
	options->without_ip = !run->with_ip;
	options->alone = options->guest;
	tracer_choose(options->tracer, &run->tracer);
	run->timing = run->timed ? timing_new() : NULL;
}

static int run_main(int argc, char **argv)
{
	struct run_request run = {
		.options = {
			.parallel = PARALLEL_PER_CPU * sysconf(_SC_NPROCESSORS_ONLN),
			.time_scale = 1,
		},
		.repeat = 1,
	};
	struct command_line line = { .argc = argc, .argv = argv, .into = &run };
	int status;

	if (!command_line_read(&run_subcommand, &line))
		return line.status;
	settle(&run, &line);
	status = prepare(&run);
	if (!status) {
		run.results = results_new();
		suite_describe(run.suite, json_object_get(run.results, "kernel"),
			       run.output || run.coverage);
		progress_start(&run.progress, suite_count(run.suite) * run.repeat, run.verbose);
		status = run_all(&run);
		json_decref(run.results);
	}
	suite_free(run.suite);
	timing_free(run.timing);
	return status;
}

static int only_ipv4(void *into, const char *argument)
{
	(void)argument;
	((struct run_request *)into)->options.family = AF_INET;
	return 0;
}

static int only_ipv6(void *into, const char *argument)
{
	(void)argument;
	((struct run_request *)into)->options.family = AF_INET6;
	return 0;
}

static const struct option_row rows[] = {
	{ NULL, '4', NULL, "IPv4 only", OPTION_BY(only_ipv4), .usage = USAGE_OR_NEXT },
	{ NULL, '6', NULL, "IPv6 only", OPTION_BY(only_ipv6), .usage = USAGE_SHOWN },
	{ NULL, 'j', "N", "cases side by side (default 16 per CPU: they wait more than they work)",
	  OPTION_INTO(struct run_request, options.parallel), .usage = USAGE_SHOWN },
	{ NULL, 'o', "FILE", "write the result file", OPTION_INTO(struct run_request, output),
	  .usage = USAGE_SHOWN },
	{ "verbose", 0, NULL, "the exchange, events with stacks and counters of every case",
	  OPTION_INTO(struct run_request, verbose), .usage = USAGE_SHOWN },
	{ "pcap", 0, "DIR", "keep a capture of every case, with the events as packet comments",
	  OPTION_INTO(struct run_request, options.pcap), .usage = USAGE_SHOWN },
	{ "repeat", 0, "N", "run everything N times", OPTION_INTO(struct run_request, repeat) },
	{ "until-fail", 0, NULL, "repeat until a case fails",
	  OPTION_INTO(struct run_request, until_fail) },
	{ "time-scale", 0, "N", "multiply every deadline, for slow machines",
	  OPTION_INTO(struct run_request, options.time_scale) },
	{ "tracer", 0, "NAME", TRACER_HELP, OPTION_INTO(struct run_request, options.tracer),
	  .words = tracer_words },
	{ "with-ip", 0, NULL, "raise topologies with ip -batch, as kyua test does, not by netlink",
	  OPTION_INTO(struct run_request, with_ip) },
	{ "without-kyua", 0, NULL, "run the cases in children of rstlab, as a guest does",
	  OPTION_INTO(struct run_request, options.without_kyua) },
	{ "guest", 0, NULL, "allow cases that change global limits (only in a virtual machine)",
	  OPTION_INTO(struct run_request, options.guest) },
	{ "slow", 0, NULL, "run the cases that wait 60 s and more too",
	  OPTION_INTO(struct run_request, options.slow) },
	{ "require-coverage", 0, NULL,
	  "fail when a call of a RST emitter that user space can reach was\n"
	  "reached by no case: for runs of everything",
	  OPTION_INTO(struct run_request, coverage) },
	{ "timing", 0, NULL, "what a case costs, and which part of it",
	  OPTION_INTO(struct run_request, timed) },
	{ 0 },
};

const struct subcommand run_subcommand = {
	.name = "run",
	.operands = "[GLOB...]",
	.purpose = "run scenarios on the running kernel",
	.operands_help = GLOB_HELP,
	.options = rows,
	.run = run_main,
};

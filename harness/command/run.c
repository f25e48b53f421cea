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
#include "harness/command/vary.h"
#include "harness/judge/result.h"
#include "harness/report/coverage.h"
#include "harness/report/record.h"
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
	struct vary vary;
	json_t *plain; /* what each case did without a variation, by its name */
	json_t *variations; /* how many cases each had, and how many ended otherwise */
};

/* Adds one to @key of what is known of each variation, of @variation. */
static void count_varied(json_t *all, const char *variation, const char *key)
{
	json_t *counts = json_object_get(all, variation);
	json_t *count;

	if (!counts) {
		counts = json_pack("{s:i, s:i}", "cases", 0, "differ", 0);
		json_object_set_new(all, variation, counts);
	}
	count = json_object_get(counts, key);
	json_integer_set(count, json_integer_value(count) + 1);
}

/*
 * What is varied is a case of its own in what a reader sees.  Returns whether it ended unlike the
 * plain one: a result file is about nothing else.
 */
static bool note_varied(struct run_request *run, json_t *document, const char *variation)
{
	const char *name = record_text(document, "case");
	bool differs = record_verdict(document) !=
		       record_verdict(json_object_get(run->plain, name));

	count_varied(run->variations, variation, "cases");
	if (differs)
		count_varied(run->variations, variation, "differ");
	json_object_set_new(document, "variation", json_string(variation));
	json_object_set_new(document, "case", json_sprintf("%s+%s", name, variation));
	return differs;
}

/* Returns whether the document is to be kept. */
static bool note(struct run_request *run, json_t *document)
{
	const char *variation = suite_variation(run->suite)->name;

	if (variation)
		return note_varied(run, document, variation);
	json_object_set(run->plain, record_text(document, "case"), document);
	return true;
}

static void case_ended(json_t *document, double seconds, void *data)
{
	struct run_request *run = data;
	bool keep = note(run, document);

	progress_case(&run->progress, document);
	timing_case(run->timing, document, seconds);
	if (run->verbose)
		result_print(document, stdout);
	json_object_del(document, "detail");
	if (keep)
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

/* Plain, and then in each of the surroundings that were asked for. */
static int run_round(struct run_request *run, struct why *why)
{
	const struct suite_callbacks callbacks = { .ended = case_ended, .data = run };
	const struct variation *const *next = run->vary.variation;
	const struct variation *variation = &variation_none;
	int err;

	do {
		err = suite_vary(run->suite, variation);
		err = err ? why_set(why, -err, "out of memory")
			  : suite_run(run->suite, &callbacks, why);
		variation = *next++;
	} while (!err && variation);
	return err;
}

/* In the order of the table. */
static void print_varied(const struct run_request *run)
{
	const struct variation *const *variation;
	const json_t *counts;

	for (variation = run->vary.variation; *variation; variation++) {
		counts = json_object_get(run->variations, (*variation)->name);
		printf("%-15s %" JSON_INTEGER_FORMAT " cases, %" JSON_INTEGER_FORMAT
		       " not as without it\n",
		       (*variation)->name, json_integer_value(json_object_get(counts, "cases")),
		       json_integer_value(json_object_get(counts, "differ")));
	}
	if (json_object_size(run->variations))
		json_object_set(run->results, "variations", run->variations);
}

static int run_all(struct run_request *run)
{
	struct why why;
	int err;
	int i;

	if (run->coverage && !knows_sites(run))
		return impossible(
			"--require-coverage: cannot read the kernel's text: build it with "
			"CONFIG_PROC_KCORE=y or CONFIG_BPF_SYSCALL=y");
	for (i = 0; i < run->repeat || run->until_fail; i++) {
		err = run_round(run, &why);
		results_finish(run->results);
		progress_round(&run->progress, run->results);
		if (err)
			return impossible("%s", why.text);
		if (run->until_fail && run->progress.failed)
			break;
	}
	progress_end(&run->progress, run->results);
	print_varied(run);
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

static size_t count_all(struct run_request *run)
{
	const struct variation *const *variation;
	size_t count = suite_count(run->suite);

	for (variation = run->vary.variation; *variation; variation++)
		if (!suite_vary(run->suite, *variation))
			count += suite_count(run->suite);
	return count;
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
		run.plain = json_object();
		run.variations = json_object();
		suite_describe(run.suite, json_object_get(run.results, "kernel"),
			       run.output || run.coverage);
		progress_start(&run.progress, count_all(&run) * run.repeat, run.verbose);
		status = run_all(&run);
		json_decref(run.results);
		json_decref(run.plain);
		json_decref(run.variations);
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

static int set_vary(void *into, const char *argument)
{
	return vary_read(&((struct run_request *)into)->vary, argument);
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
	{ "vary", 0, "NAMES", VARY_HELP, OPTION_BY(set_vary), .list = vary_list,
	  .usage = USAGE_SHOWN },
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

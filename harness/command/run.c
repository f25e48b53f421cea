// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
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

static const char options_text[] =
	"  GLOB           names of cases or ids of paths, with * and ?\n"
	"  -4, -6         one address family only\n"
	"  -j N           cases side by side (default 16 per CPU: they wait more than they work)\n"
	"  -o FILE        write the result file\n"
	"  --verbose      the exchange, events with stacks and counters of every case\n"
	"  --pcap DIR     keep a capture of every case, with the events as packet comments\n"
	"  --repeat N     run everything N times\n"
	"  --until-fail   repeat until a case fails\n"
	"  --time-scale N multiply every deadline, for slow machines\n"
	"  --tracer NAME  bpf, tracefs, or auto (default): bpf when the kernel has BTF\n"
	"  --with-ip      raise topologies with ip -batch, as kyua test does, not by netlink\n"
	"  --without-kyua run the cases in children of rstlab, as a guest does\n"
	"  --guest        allow cases that change global limits (only in a virtual machine)\n"
	"  --slow         run the cases that wait 60 s and more too\n"
	"  --require-coverage  fail when a call of a RST emitter that user space can reach was\n"
	"                 reached by no case: for runs of everything\n"
	"  --timing       what a case costs, and which part of it\n";

struct run {
	struct suite_options options;
	int repeat;
	bool until_fail, verbose, coverage;
	const char *output;
	enum tracer tracer;
	struct suite *suite;
	json_t *results;
	struct progress progress;
	struct timing *timing; /* NULL: not asked for */
};

static int parse(struct run *run, int argc, char **argv)
{
	static const struct option options[] = {
		{ "verbose", no_argument, NULL, 'v' },
		{ "pcap", required_argument, NULL, 'p' },
		{ "repeat", required_argument, NULL, 'r' },
		{ "until-fail", no_argument, NULL, 'u' },
		{ "time-scale", required_argument, NULL, 't' },
		{ "tracer", required_argument, NULL, 'T' },
		{ "with-ip", no_argument, NULL, 'i' },
		{ "without-kyua", no_argument, NULL, 'k' },
		{ "guest", no_argument, NULL, 'g' },
		{ "slow", no_argument, NULL, 's' },
		{ "timing", no_argument, NULL, 'm' },
		{ "require-coverage", no_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	*run = (struct run){
		.options = {
			.parallel = PARALLEL_PER_CPU * sysconf(_SC_NPROCESSORS_ONLN),
			.time_scale = 1,
			.without_ip = true,
		},
		.repeat = 1,
	};
	while ((option = getopt_long(argc, argv, "46j:o:h", options, NULL)) != -1) {
		switch (option) {
		case '4':
		case '6':
			run->options.family = option == '4' ? AF_INET : AF_INET6;
			break;
		case 'j':
			run->options.parallel = atoi(optarg);
			break;
		case 'o':
			run->output = optarg;
			break;
		case 'v':
			run->verbose = true;
			break;
		case 'p':
			run->options.pcap = optarg;
			break;
		case 'r':
			run->repeat = atoi(optarg);
			break;
		case 'u':
			run->until_fail = true;
			break;
		case 't':
			run->options.time_scale = atoi(optarg);
			break;
		case 'T':
			run->options.tracer = optarg;
			break;
		case 'i':
			run->options.without_ip = false;
			break;
		case 'k':
			run->options.without_kyua = true;
			break;
		case 'g':
			run->options.guest = run->options.alone = true;
			break;
		case 's':
			run->options.slow = true;
			break;
		case 'c':
			run->coverage = true;
			break;
		case 'm':
			run->timing = run->timing ? run->timing : timing_new();
			break;
		default:
			return usage("run", options_text, option) + 1;
		}
	}
	if (run->options.parallel < 1 || run->repeat < 1 || run->options.time_scale < 1)
		return impossible("-j, --repeat and --time-scale take a whole number from 1 on") +
		       1;
	if (tracer_choose(run->options.tracer, &run->tracer))
		return impossible("no tracer '%s': --tracer takes bpf, tracefs or auto",
				  run->options.tracer) +
		       1;
	run->options.globs = argv + optind;
	run->options.count = argc - optind;
	return 0;
}

static void case_ended(json_t *document, double seconds, void *data)
{
	struct run *run = data;

	progress_case(&run->progress, document);
	timing_case(run->timing, document, seconds);
	if (run->verbose)
		result_print(document, stdout);
	json_object_del(document, "detail");
	results_add(run->results, json_incref(document));
}

/* Names each call that no case reached.  Returns how many, when that was asked for. */
static size_t check_coverage(const struct run *run)
{
	struct coverage coverage;
	const json_t *site;
	char says[400];
	size_t open;
	size_t i;

	if (!run->coverage)
		return 0;
	coverage_make(&coverage, run->results, NULL);
	json_array_foreach(coverage.list, i, site) {
		coverage_tell(&coverage, i, says, sizeof(says));
		if (!strcmp(says, COVERAGE_OPEN))
			printf("%s  %s calls %s, and no case came there\n", says,
			       json_string_value(json_object_get(site, "site")),
			       json_string_value(json_object_get(site, "emitter")));
	}
	open = coverage.open;
	coverage_free(&coverage);
	return open;
}

static bool knows_sites(const struct run *run)
{
	return json_object_get(json_object_get(run->results, "kernel"), "sites");
}

static int run_all(struct run *run)
{
	const struct suite_callbacks callbacks = { .ended = case_ended, .data = run };
	struct why why;
	int error;
	int i;

	if (run->coverage && !knows_sites(run))
		return impossible(
			"--require-coverage: cannot read the kernel's text: build it with "
			"CONFIG_PROC_KCORE=y or CONFIG_BPF_SYSCALL=y");
	for (i = 0; i < run->repeat || run->until_fail; i++) {
		error = suite_run(run->suite, &callbacks, &why);
		results_finish(run->results);
		progress_round(&run->progress, run->results);
		if (error)
			return impossible("%s", why.text);
		if (run->until_fail && run->progress.failed)
			break;
	}
	progress_end(&run->progress, run->results);
	timing_print(run->timing);
	if (run->output) {
		error = results_save(run->results, run->output);
		if (error)
			return impossible("cannot write %s: %s; nothing was changed", run->output,
					  strerror(-error));
	}
	if (!run->progress.ran)
		return impossible("nothing ran: every case was skipped, see above");
	return check_coverage(run) || run->progress.failed ? EXIT_DIFFERENT : EXIT_AS_EXPECTED;
}

static int prepare(struct run *run)
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

int run_main(int argc, char **argv)
{
	struct run run;
	int status;

	status = parse(&run, argc, argv);
	if (status)
		return status - 1;
	status = prepare(&run);
	if (!status) {
		run.results = results_new();
		suite_describe(run.suite, json_object_get(run.results, "kernel"),
			       run.output || run.coverage);
		progress_start(&run.progress, suite_count(run.suite) * run.repeat,
			       run.verbose);
		status = run_all(&run);
		json_decref(run.results);
	}
	suite_free(run.suite);
	timing_free(run.timing);
	return status;
}

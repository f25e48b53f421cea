// SPDX-License-Identifier: GPL-2.0-only
/*
 * rstlab guest: what runs inside a guest, whoever started that.  Its lines are those that PID 1 of
 * our own guest passes to the host (harness/guest/boot/protocol.h).
 */
#include <cpuid.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/child.h"
#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/command/subcommand.h"
#include "harness/guest/boot/protocol.h"
#include "harness/observe/tracer/tracefs.h"
#include "harness/report/results.h"
#include "harness/suite/requirements.h"
#include "harness/suite/suite.h"
#include "harness/suite/tables.h"
#include "netns/enter.h"

#define MODULES_MAX 200
#define PARALLEL_DEFAULT 1
#define WAITING 16
#define TIME_SCALE_EMULATED 10
#define TIME_SCALE_VIRTUAL 3

struct guest_run {
	struct suite_options options;
	const char *cases, *output;
	bool verbose, alone;
	json_t *results;
};

/* QEMU without KVM calls itself so (target/i386/cpu.c: leaf 0x40000000). */
static bool is_emulated(void)
{
	static const char signature[] = "TCGTCGTCGTCG";
	unsigned int eax, ebx, ecx, edx;
	char name[13] = "";

	__cpuid(0x40000000, eax, ebx, ecx, edx);
	memcpy(name, &ebx, 4);
	memcpy(name + 4, &ecx, 4);
	memcpy(name + 8, &edx, 4);
	return !strcmp(name, signature);
}

static int read_cases(json_t **names, const char *path)
{
	char *text, *line, *rest;
	int err = file_read(path, &text);

	if (err < 0)
		return err;
	*names = json_object();
	for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
		json_object_set_new(*names, line, json_true());
	free(text);
	return 0;
}

static void print_line(const json_t *document)
{
	json_dumpf(document, stdout, JSON_COMPACT | JSON_SORT_KEYS);
	putchar('\n');
	fflush(stdout);
}

static void case_started(const char *name, void *data)
{
	(void)data;
	printf("{\"start\":\"%s\"}\n", name);
	fflush(stdout);
}

static void case_ended(json_t *document, double seconds, void *data)
{
	struct guest_run *run = data;

	(void)seconds;
	if (!run->verbose)
		json_object_del(document, "detail");
	print_line(document);
	json_object_del(document, "detail");
	results_add(run->results, json_incref(document));
}

/*
 * In a guest of ours: loads every module that came along, in one go.  A module that comes later
 * moves no symbol but brings some, and each case would read all symbols again.
 */
static void load_modules(void)
{
	const char *argv[MODULES_MAX + 4] = { "/sbin/modprobe", "-q", "--" };
	char *text, *line, *rest;
	int count = 3;

	if (file_read(GUEST_MODULE_FOLDER "/order", &text) < 0)
		return;
	line = strtok_r(text, "\n", &rest);
	for (; line && count < MODULES_MAX + 3; line = strtok_r(NULL, "\n", &rest)) {
		line[strcspn(line, " ")] = '\0';
		argv[count++] = line;
	}
	/* One that does not load is missed by the cases that need it. */
	child_run(argv, NULL, NULL, NULL);
	free(text);
}

/*
 * A kernel with little memory allows so few orphans that those of the sweep before are too many for
 * the next; the cases about that limit set it themselves.
 */
static void allow_orphans(void)
{
	sysctl_write("net/ipv4/tcp_max_orphans", "65536");
}

static bool has_tracefs(void)
{
	int tracefs = tracefs_open();

	if (tracefs >= 0)
		close(tracefs);
	return tracefs >= 0;
}

static int run_cases(struct guest_run *run, struct suite *suite)
{
	const struct suite_callbacks callbacks = { case_started, case_ended, run };
	enum tracer tracer;
	json_t *kernel;
	struct why why;
	int err;

	load_modules();
	allow_orphans();
	tracer_choose(run->options.tracer, &tracer);
	if (tracer == TRACER_TRACEFS && !has_tracefs()) {
		suite_not_applicable(suite, &callbacks, "CONFIG_DEBUG_INFO_BTF or CONFIG_FTRACE");
		return EXIT_AS_EXPECTED;
	}
	if (requirements_check(tracer, false, &why) || suite_prepare(suite, &why))
		return impossible("%s", why.text);
	kernel = json_object_get(run->results, "kernel");
	suite_describe(suite, kernel, true);
	kernel = json_pack("{s:O}", "kernel", json_object_get(run->results, "kernel"));
	print_line(kernel);
	json_decref(kernel);
	if (suite_run(suite, &callbacks, &why))
		return impossible("%s", why.text);
	results_finish(run->results);
	err = run->output ? results_save(run->results, run->output) : 0;
	if (err)
		return impossible("cannot write %s: %s; nothing was changed", run->output,
				  strerror(-err));
	return results_count(run->results, VERDICT_FAIL) ||
	       results_count(run->results, VERDICT_TIMEOUT) ||
	       results_count(run->results, VERDICT_INFRA);
}

static int run_suite(struct guest_run *run)
{
	struct suite *suite = suite_new(&run->options);
	int status;

	run->results = results_new();
	status = suite && suite_count(suite) ? run_cases(run, suite)
					     : impossible("no case is left to run");
	json_decref(run->results);
	suite_free(suite);
	return status;
}

static int guest_main(int argc, char **argv)
{
	struct guest_run run = {
		.options = {
			.parallel = PARALLEL_DEFAULT,
			.time_scale = is_emulated() ? TIME_SCALE_EMULATED : TIME_SCALE_VIRTUAL,
			.guest = true,
			.without_ip = true,
			.without_kyua = true,
			.alone = true,
		},
	};
	struct command_line line = { .argc = argc, .argv = argv, .into = &run };
	json_t *names = NULL;
	struct why why;
	int status, err;

	if (!command_line_read(&guest_subcommand, &line))
		return line.status;
	run.options.globs = line.operands;
	run.options.count = line.count;
	run.options.waiting = run.alone ? 0 : WAITING;
	if (run.alone)
		run.options.parallel = 1;
	if (run.cases) {
		err = read_cases(&names, run.cases);
		if (err)
			return impossible("cannot read %s: %s", run.cases, strerror(-err));
		run.options.names = names;
	}
	if (tables_check(run.options.globs, run.options.count, &why))
		return impossible("%s", why.text);
	status = run_suite(&run);
	json_decref(names);
	return status;
}

static const struct option_row rows[] = {
	{ "cases", 0, "FILE", "run those that the file names, one per line",
	  OPTION_INTO(struct guest_run, cases) },
	{ NULL, 'j', "N",
	  "cases that work side by side (default 1); beside them those that wait\n"
	  "for a timer; those that change global limits alone, after the others",
	  OPTION_INTO(struct guest_run, options.parallel) },
	{ "alone", 0, NULL, "one case at a time, whatever it waits for",
	  OPTION_INTO(struct guest_run, alone) },
	{ NULL, 'o', "FILE", "write the result file too", OPTION_INTO(struct guest_run, output),
	  .usage = USAGE_SHOWN },
	{ "slow", 0, NULL, "run the cases that wait 60 s and more too: wants a virtual clock",
	  OPTION_INTO(struct guest_run, options.slow) },
	{ "verbose", 0, NULL, "the documents hold the exchange and the stacks too",
	  OPTION_INTO(struct guest_run, verbose) },
	{ "tracer", 0, "NAME", TRACER_HELP, OPTION_INTO(struct guest_run, options.tracer),
	  .words = tracer_words },
	{ "time-scale", 0, "N", "multiply every deadline (default 10 under emulation, else 3)",
	  OPTION_INTO(struct guest_run, options.time_scale) },
	{ 0 },
};

const struct subcommand guest_subcommand = {
	.name = "guest",
	.operands = "[GLOB...]",
	.purpose = "inside a guest: run all, one line of JSON as each case begins and ends",
	.operands_help = GLOB_HELP,
	.notes = "This changes global limits of the kernel: not for a machine that does other work.\n",
	.options = rows,
	.run = guest_main,
};

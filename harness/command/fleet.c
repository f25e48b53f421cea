// SPDX-License-Identifier: GPL-2.0-only
#include "harness/command/fleet.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/child.h"
#include "harness/base/clock.h"
#include "harness/command/subcommand.h"
#include "harness/matrix/pool.h"
#include "harness/observe/tracer/trace.h"
#include "harness/report/record.h"
#include "harness/report/results.h"
#include "harness/suite/tables.h"

#define CASES_DEFAULT 1 /* at work in a guest, which has one CPU */
#define CASES_MAX 64

void fleet_defaults(struct fleet *fleet, int guests)
{
	memset(fleet, 0, sizeof(*fleet));
	fleet->guests = guests;
	fleet->out = stderr;
	fleet->options.parallel = CASES_DEFAULT;
}

static const char *const accel_words[] = {
	[GUEST_ACCEL_AUTO] = "auto",
	[GUEST_ACCEL_TCG] = "tcg",
	[GUEST_ACCEL_KVM] = "kvm",
	NULL,
};

static const char *const clock_words[] = { "real", "virtual", NULL };

const struct option_row fleet_rows[] = {
	{ "slow", 0, NULL, "the cases that wait 60 s and more too, under a virtual clock",
	  OPTION_INTO(struct fleet, options.plan.slow), .usage = USAGE_SHOWN },
	{ "clock", 0, "C",
	  ": idle time is skipped, and no timer fires early\n"
	  "because the host is busy (emulation only; default real)",
	  OPTION_INTO(struct fleet, clock), .words = clock_words },
	{ "tracer", 0, "NAME", TRACER_HELP, OPTION_INTO(struct fleet, options.tracer),
	  .words = tracer_words },
	{ "append", 0, "WORDS", "more words for the kernel's command line",
	  OPTION_INTO(struct fleet, options.append) },
	{ "modules", 0, "DIR", "lib/modules/RELEASE of a kernel that is a lone file",
	  OPTION_INTO(struct fleet, options.modules) },
	{ "accel", 0, "A", " (default auto: KVM if it works)", OPTION_INTO(struct fleet, accel),
	  .words = accel_words },
	{ "offline", 0, NULL, "take deb: kernels from the cache only",
	  OPTION_INTO(struct fleet, options.offline) },
	{ "again", 0, NULL, "forget what earlier runs found",
	  OPTION_INTO(struct fleet, options.again) },
	{ "console", 0, "DIR", "keep what the kernels print, and the guests' records",
	  OPTION_INTO(struct fleet, options.console) },
	{ "verbose", 0, NULL, "keep the exchange and the stacks of every case",
	  OPTION_INTO(struct fleet, options.plan.verbose) },
	{ "parallel", 0, "N", "cases that work side by side in a guest (default 1)",
	  OPTION_INTO(struct fleet, options.parallel) },
	{ 0 },
};

int fleet_check(struct fleet *fleet, char *const *globs, int count)
{
	struct job_options *options = &fleet->options;
	struct why why;

	if (options->parallel > CASES_MAX)
		return impossible("--parallel %d: %d at most", options->parallel, CASES_MAX);
	if (tables_check(globs, count, &why))
		return impossible("%s", why.text);
	if (options->console && access(options->console, W_OK))
		return impossible("cannot write into %s: %s; make that folder first",
				  options->console, strerror(errno));
	if (fleet->accel)
		options->accel = word_index(accel_words, fleet->accel);
	options->plan.all_virtual = fleet->clock && !strcmp(fleet->clock, "virtual");
	if (options->plan.all_virtual && options->accel == GUEST_ACCEL_KVM)
		return impossible("--clock virtual needs emulation: --accel tcg");
	if (!program_exists("qemu-system-x86_64"))
		return impossible("qemu-system-x86_64 is missing: apt-get install qemu-system-x86");
	options->plan.globs = globs;
	options->plan.count = count;
	/* KVM runs in real time only. */
	options->plan.virtual_clock = options->accel != GUEST_ACCEL_KVM;
	options->files = &fleet->files;
	if (guest_files_find(&fleet->files, &why))
		return impossible("%s", why.text);
	return 0;
}

static void show_progress(const struct fleet *fleet)
{
	char running[400] = "";
	size_t i, done = 0, used = 0;

	for (i = 0; i < fleet->count; i++) {
		done += plan_done(fleet->jobs[i].plan);
		if (fleet->jobs[i].guest && used < sizeof(running))
			used += snprintf(running + used, sizeof(running) - used, " %s %zu",
					 fleet->jobs[i].spec, plan_done(fleet->jobs[i].plan));
	}
	status_line_show(&fleet->line, "%zu of %zu, %zu failed %s", done, fleet->total,
			 fleet->failed, running);
}

static void case_ended(const char *spec, const json_t *document, void *data)
{
	struct fleet *fleet = data;
	enum verdict verdict = record_verdict(document);

	if (verdict_is_bad(verdict)) {
		fleet->failed++;
		status_line_clear(&fleet->line);
		fprintf(fleet->out, "%-7s %s %s  %s\n", verdict_name(verdict), spec,
			record_text(document, "case"), record_text(document, "why"));
	}
	show_progress(fleet);
}

static void note(const char *spec, const char *words, void *data)
{
	const struct fleet *fleet = data;

	status_line_clear(&fleet->line);
	fprintf(fleet->out, "%s: %s\n", spec, words);
}

static void job_done(struct job *job, void *data)
{
	struct fleet *fleet = data;
	json_t *results;

	if (job->err)
		return;
	results = job_results(job);
	status_line_clear(&fleet->line);
	fprintf(fleet->out, "%-10s %3d passed, %d failed, %d skipped, %d not applicable", job->spec,
		results_count(results, VERDICT_PASS), results_count(results, VERDICT_FAIL),
		results_count(results, VERDICT_SKIP), results_count(results, VERDICT_NA));
	if (results_count(results, VERDICT_CRASH) || results_count(results, VERDICT_TIMEOUT) ||
	    results_count(results, VERDICT_INFRA))
		fprintf(fleet->out, ", %d crashed, %d timed out, %d broken",
			results_count(results, VERDICT_CRASH),
			results_count(results, VERDICT_TIMEOUT),
			results_count(results, VERDICT_INFRA));
	if (job->boots)
		fprintf(fleet->out, "; %u boot%s, %.1f s (CPU %.1f)", job->boots,
			job->boots > 1 ? "s" : "", job->total_ms / 1000.0, job->cpu_ms / 1000.0);
	if (job->restored)
		fprintf(fleet->out, "; %zu kept from an earlier run", job->restored);
	fprintf(fleet->out, "; %s\n", record_text(json_object_get(results, "kernel"), "release"));
	json_decref(results);
	fflush(fleet->out);
}

static int fleet_status(struct fleet *fleet)
{
	int status = EXIT_AS_EXPECTED;
	bool different = false;
	json_t *results;
	size_t i;

	for (i = 0; i < fleet->count; i++) {
		if (fleet->jobs[i].err) {
			/* Most reasons begin with the name of what they are about. */
			if (!strncmp(fleet->jobs[i].why.text, fleet->jobs[i].spec,
				     strlen(fleet->jobs[i].spec)))
				impossible("%s", fleet->jobs[i].why.text);
			else
				impossible("%s: %s", fleet->jobs[i].spec, fleet->jobs[i].why.text);
			status = EXIT_IMPOSSIBLE;
			continue;
		}
		results = job_results(&fleet->jobs[i]);
		if (*plan_complaint(fleet->jobs[i].plan))
			impossible("%s: %s (no case is to blame)", fleet->jobs[i].spec,
				   plan_complaint(fleet->jobs[i].plan));
		different |= *plan_complaint(fleet->jobs[i].plan) ||
			     results_count(results, VERDICT_FAIL) ||
			     results_count(results, VERDICT_CRASH) ||
			     results_count(results, VERDICT_TIMEOUT);
		if (results_count(results, VERDICT_INFRA) ||
		    !(results_count(results, VERDICT_PASS) + results_count(results, VERDICT_FAIL) +
		      results_count(results, VERDICT_CRASH) +
		      results_count(results, VERDICT_TIMEOUT)))
			status = EXIT_IMPOSSIBLE;
		json_decref(results);
	}
	return different ? EXIT_DIFFERENT : status;
}

int fleet_run(struct fleet *fleet, const char *const *kernels, size_t count)
{
	const struct job_callbacks callbacks = { case_ended, note, fleet };
	int err;
	size_t i;

	status_line_start(&fleet->line, fleet->out);
	fleet->start = clock_ms();
	for (i = 0; i < count; i++) {
		status_line_show(&fleet->line, "looking for %s", kernels[i]);
		job_open(&fleet->jobs[fleet->count++], kernels[i], &fleet->options, &callbacks);
		fleet->total += plan_count(fleet->jobs[i].plan);
	}
	err = pool_run(fleet->jobs, fleet->count, fleet->guests, job_done, fleet);
	status_line_clear(&fleet->line);
	if (err == -EINTR) {
		fleet->stopped = true;
		return impossible("interrupted; the same command goes on where it was");
	}
	if (err)
		return impossible("%s", strerror(-err));
	fprintf(fleet->out, "%zu kernel%s; %.1f s\n", count, count == 1 ? "" : "s",
		(clock_ms() - fleet->start) / 1000.0);
	return fleet_status(fleet);
}

bool fleet_finished(const struct fleet *fleet, size_t index)
{
	const struct job *job = &fleet->jobs[index];

	return !job->err && plan_done(job->plan) == plan_count(job->plan);
}

void fleet_free(struct fleet *fleet)
{
	while (fleet->count)
		job_close(&fleet->jobs[--fleet->count]);
	guest_files_free(&fleet->files);
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/matrix/job.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/clock.h"
#include "harness/guest/image/cache.h"
#include "harness/kernel/version.h"
#include "harness/report/record.h"
#include "harness/report/results.h"

/*
 * A guest that sends no record for so long hangs: what a case may take, and what the slowest host
 * takes beside it.  Under a virtual clock a case's time passes much faster than ours.
 */
#define IDLE_MORE_SECONDS 80
#define IDLE_VIRTUAL_SECONDS 200
#define TOTAL_SECONDS 3600
#define SLOW_PARALLEL 64 /* they only wait */

static int job_fail(struct job *job, int err)
{
	job->err = err ? err : -EIO;
	return job->err;
}

static void journal_restore(const json_t *line, void *data)
{
	struct job *job = data;
	enum verdict verdict = record_verdict(line);
	json_t *facts = json_object_get(line, "kernel");

	if (facts) {
		json_decref(job->facts);
		job->facts = json_incref(facts);
	}
	/* What the machine is to blame for may go better now. */
	if (verdict != VERDICTS && verdict != VERDICT_INFRA && verdict != VERDICT_TIMEOUT)
		plan_restore(job->plan, (json_t *)line);
}

static int journal_find(struct job *job)
{
	const struct job_options *options = job->options;
	char words[1024], digest[GUEST_FILES_DIGEST_MAX];
	int err;

	/* Without the slow class its cases say that they were skipped: another result. */
	snprintf(words, sizeof(words), RSTLAB_VERSION " %d %d %d %d %s %s", options->plan.slow,
		 options->plan.verbose, options->plan.all_virtual, options->accel,
		 options->tracer ? options->tracer : "auto",
		 options->append ? options->append : "");
	err = guest_files_digest(options->files, &job->kernel, words, digest, &job->why);
	if (!err)
		err = journal_open(&job->journal, digest,
				   &(struct journal_options){ .again = options->again,
							      .each = journal_restore,
							      .data = job },
				   &job->why);
	job->restored = plan_done(job->plan);
	return err;
}

int job_open(struct job *job, const char *spec, const struct job_options *options,
	     const struct job_callbacks *callbacks)
{
	struct cache cache = { .lock_fd = -1 };
	int err;

	memset(job, 0, sizeof(*job));
	job->spec = spec;
	job->options = options;
	job->callbacks = callbacks;
	job->plan = plan_new(&options->plan);
	if (!job->plan)
		return job_fail(job, why_set(&job->why, ENOMEM, "out of memory"));
	err = cache_open(&cache, NULL, &job->why);
	if (err)
		return job_fail(job, err);
	err = kernel_image_find(&job->kernel, spec,
				&(struct kernel_search){
					.cache = &cache,
					.modules = options->modules,
					.offline = options->offline,
				},
				&job->why);
	cache_close(&cache);
	if (!err)
		err = journal_find(job);
	return err ? job_fail(job, err) : 0;
}

static void guest_drop(struct job *job)
{
	guest_free(job->guest);
	job->guest = NULL;
	if (job->records)
		fclose(job->records);
	job->records = NULL;
}

void job_close(struct job *job)
{
	guest_drop(job);
	journal_close(&job->journal);
	plan_free(job->plan);
	json_decref(job->facts);
	free(job->boot.cases);
	free(job->files);
}

static void note(const struct job *job, const char *text)
{
	if (*text && job->callbacks->note)
		job->callbacks->note(job->spec, text, job->callbacks->data);
}

/* Every document goes to the disk before it is shown. */
static void document_keep(json_t *document, void *data)
{
	struct job *job = data;

	if (!job->err && journal_add(&job->journal, document, &job->why))
		job_fail(job, -errno);
	if (job->callbacks->ended)
		job->callbacks->ended(job->spec, document, job->callbacks->data);
}

/* Beside the console log: what the guest sent, and when. */
static void record_log(struct job *job, const char *text)
{
	if (job->records)
		fprintf(job->records, "%7lld %s\n", clock_ms() - job->started, text);
}

static void record_take(const json_t *record, const char *text, void *data)
{
	struct job *job = data;
	json_t *facts = json_object_get(record, "kernel");
	const char *from = json_string_value(json_object_get(record, "from"));
	json_t *document;

	record_log(job, text);
	if (facts && !job->facts) {
		job->facts = json_deep_copy(facts);
		if (journal_add(&job->journal, record, &job->why))
			job_fail(job, -errno);
	}
	if (from && strcmp(from, "stdout"))
		snprintf(job->last, sizeof(job->last), "%s",
			 json_string_value(json_object_get(record, "log")));
	if (!json_object_get(record, "case"))
		return;
	document = plan_take(job->plan, &job->boot, record);
	if (document)
		document_keep(document, job);
}

static int guest_make(struct job *job)
{
	const struct job_options *options = job->options;
	const struct guest_callbacks callbacks = { record_take, job };
	char parallel[16], console[4096];
	const char *command[16] = { GUEST_FILES_RSTLAB, "guest", "--cases",
				    GUEST_FILES_CASES,	"-j",	 parallel };
	struct guest_options guest = {
		.kernel = job->spec,
		.modules = options->modules,
		.append = options->append,
		.accel = job->boot.virtual_clock ? GUEST_ACCEL_TCG : options->accel,
		.virtual_clock = job->boot.virtual_clock,
		.offline = true, /* job_open() has brought it */
		.idle_seconds = job->boot.virtual_clock ? IDLE_VIRTUAL_SECONDS
							: job->boot.timeout + IDLE_MORE_SECONDS,
		.total_seconds = TOTAL_SECONDS,
		.files = job->files,
		.file_count = options->files->count + 1,
		.command = command,
		.environment = guest_files_environment,
	};
	size_t words = 6;

	snprintf(parallel, sizeof(parallel), "%d",
		 job->boot.slow ? SLOW_PARALLEL : options->parallel);
	if (job->boot.one_by_one)
		command[words++] = "--alone";
	if (job->boot.slow)
		command[words++] = "--slow";
	if (options->plan.verbose)
		command[words++] = "--verbose";
	if (options->tracer) {
		command[words++] = "--tracer";
		command[words++] = options->tracer;
	}
	memcpy(job->files, options->files->list, options->files->count * sizeof(*job->files));
	job->files[options->files->count] = (struct guest_file){
		.to = GUEST_FILES_CASES,
		.text = job->boot.cases,
	};
	if (options->console) {
		snprintf(console, sizeof(console), "%s/%s.%u.records", options->console,
			 job->kernel.release, job->boots + 1);
		job->records = fopen(console, "we");
		snprintf(console, sizeof(console), "%s/%s.%u.console", options->console,
			 job->kernel.release, job->boots + 1);
		guest.console_log = console;
	}
	job->guest = guest_new(&guest, &callbacks, &job->why);
	return job->guest ? 0 : errno ? -errno : -EIO;
}

int job_start(struct job *job)
{
	int err;

	free(job->boot.cases);
	if (!plan_next(job->plan, &job->boot))
		return 0;
	if (!job->files)
		job->files = calloc(job->options->files->count + 1, sizeof(*job->files));
	*job->last = '\0';
	err = guest_make(job);
	if (!err)
		err = guest_start(job->guest, &job->why);
	if (err)
		return job_fail(job, err);
	job->started = clock_ms();
	job->boots++;
	return 1;
}

static void ended_note(struct job *job, const struct guest_verdict *verdict)
{
	char text[1000];

	if (verdict->retried)
		note(job, "did not come up on microvm, tried again on q35");
	if (verdict->result != GUEST_OK) {
		snprintf(text, sizeof(text), "%s: %s%s%.250s", guest_result_name(verdict->result),
			 verdict->why, *verdict->running ? ", while running: " : "",
			 verdict->running);
		note(job, text);
	} else if (verdict->status > 1) {
		snprintf(text, sizeof(text), "the suite ended with %d: %s", verdict->status,
			 job->last);
		note(job, text);
	}
}

int job_step(struct job *job)
{
	static struct guest_verdict verdict; /* 20 kB, of no use after the call */
	int step = guest_step(job->guest, &verdict, &job->why);

	if (step < 0)
		return job_fail(job, step);
	if (job->err || !step)
		return job->err;
	if (!job->boot_ms)
		job->boot_ms = verdict.boot_ms;
	job->total_ms += verdict.total_ms;
	job->cpu_ms += verdict.cpu_ms;
	ended_note(job, &verdict);
	/* What stopped the suite stops it again. */
	if (verdict.result == GUEST_OK && verdict.status > 1) {
		verdict.result = GUEST_INFRA;
		snprintf(verdict.why, sizeof(verdict.why), "%s", job->last);
	}
	plan_conclude(job->plan, &job->boot, &verdict, document_keep, job);
	guest_drop(job);
	return job->err ? job->err : 1;
}

static void document_add(json_t *document, void *data)
{
	results_add(data, json_incref(document));
}

/* For a kernel that never said what it is. */
static json_t *facts_guess(const struct job *job)
{
	char version[32];

	kernel_name(kernel_parse(job->kernel.release) & 0xffff0000, version, sizeof(version));
	return json_pack("{s:s, s:s, s:s}", "release", job->kernel.release, "version", version,
			 "arch", "x86_64");
}

json_t *job_results(const struct job *job)
{
	json_t *results = results_new();
	json_t *facts = job->facts ? json_deep_copy(job->facts) : facts_guess(job);

	if (job->options->append)
		json_object_set_new(facts, "append", json_string(job->options->append));
	if (*plan_complaint(job->plan))
		json_object_set_new(facts, "complaint", json_string(plan_complaint(job->plan)));
	json_object_set_new(results, "kernel", facts);
	plan_each(job->plan, document_add, results);
	results_finish(results);
	return results;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/progress.h"

#include <stdio.h>

#include "harness/base/clock.h"
#include "harness/report/record.h"
#include "harness/report/results.h"

void progress_start(struct progress *progress, size_t total, bool verbose)
{
	*progress = (struct progress){
		.verbose = verbose,
		.total = total,
		.start = clock_ms(),
	};
	status_line_start(&progress->line, stdout);
}

static bool shows_at_once(const struct progress *progress, enum verdict verdict)
{
	return progress->verbose || (progress->line.terminal && verdict_is_bad(verdict));
}

static void print_case(const json_t *result)
{
	const char *why = record_text(result, "why");

	printf("%-7s %s%s%s\n", verdict_name(record_verdict(result)), record_text(result, "case"),
	       *why ? "  " : "", why);
}

void progress_case(struct progress *progress, const json_t *result)
{
	enum verdict verdict = record_verdict(result);

	progress->done++;
	progress->failed += verdict_is_bad(verdict);
	progress->ran += verdict != VERDICT_SKIP && verdict != VERDICT_NA;
	if (shows_at_once(progress, verdict)) {
		status_line_clear(&progress->line);
		print_case(result);
	}
	if (!progress->verbose)
		status_line_show(&progress->line, "%zu of %zu, %zu failed  %s", progress->done,
				 progress->total, progress->failed, record_text(result, "case"));
}

void progress_round(struct progress *progress, const json_t *results)
{
	size_t failed = progress->failed - progress->failed_before;
	bool shown = shows_at_once(progress, VERDICT_FAIL);
	const json_t *result;
	size_t i;

	status_line_clear(&progress->line);
	if (failed > 1 || (failed && !shown))
		json_array_foreach(json_object_get(results, "cases"), i, result)
			if (verdict_is_bad(record_verdict(result)))
				print_case(result);
	progress->failed_before = progress->failed;
	fflush(stdout);
}

/* One line for each different reason, with how many cases share it. */
static void print_reasons(const json_t *results, enum verdict verdict)
{
	json_t *reasons = json_object();
	const json_t *result, *count;
	const char *why;
	size_t i;

	json_array_foreach(json_object_get(results, "cases"), i, result) {
		if (record_verdict(result) != verdict)
			continue;
		why = record_text(result, "why");
		count = json_object_get(reasons, why);
		json_object_set_new(reasons, why, json_integer(json_integer_value(count) + 1));
	}
	json_object_foreach(reasons, why, count)
		printf("%-7s %" JSON_INTEGER_FORMAT " x %s\n", verdict_name(verdict),
		       json_integer_value(count), why);
	json_decref(reasons);
}

void progress_end(struct progress *progress, const json_t *results)
{
	const json_t *result;
	size_t i;

	print_reasons(results, VERDICT_SKIP);
	print_reasons(results, VERDICT_NA);
	json_array_foreach(json_object_get(results, "cases"), i, result)
		if (record_verdict(result) == VERDICT_KNOWN)
			printf("known   %s  %s\n", record_text(result, "case"),
			       record_text(result, "why"));
	printf("%d passed, %d failed, %d skipped, %d not applicable",
	       results_count(results, VERDICT_PASS), results_count(results, VERDICT_FAIL),
	       results_count(results, VERDICT_SKIP), results_count(results, VERDICT_NA));
	if (results_count(results, VERDICT_TIMEOUT) || results_count(results, VERDICT_INFRA))
		printf(", %d timed out, %d broken", results_count(results, VERDICT_TIMEOUT),
		       results_count(results, VERDICT_INFRA));
	printf("; %.1f s\n", (clock_ms() - progress->start) / 1000.0);
}

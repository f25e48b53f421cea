// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/deadline.h"
#include "harness/report/results.h"

#define CLEAR_LINE "\r\033[K"

static const char *text(const json_t *result, const char *key)
{
	const char *value = json_string_value(json_object_get(result, key));

	return value ? value : "";
}

static bool is_one_of(const char *verdict, const char *first, const char *second)
{
	return !strcmp(verdict, first) || !strcmp(verdict, second);
}

void progress_start(struct progress *progress, size_t total)
{
	*progress = (struct progress){
		.total = total,
		.terminal = isatty(STDOUT_FILENO),
		.start = deadline_now(),
	};
}

void progress_case(struct progress *progress, const json_t *result)
{
	const char *verdict = text(result, "verdict");
	const char *clear = progress->terminal ? CLEAR_LINE : "";

	progress->done++;
	if (is_one_of(verdict, "FAIL", "CRASH") || is_one_of(verdict, "TIMEOUT", "INFRA")) {
		progress->failed++;
		printf("%s%-7s %s  %s\n", clear, verdict, text(result, "case"),
		       text(result, "why"));
	}
	if (!is_one_of(verdict, "SKIP", "N/A"))
		progress->ran++;
	if (progress->terminal)
		printf(CLEAR_LINE "%zu of %zu, %zu failed  %s", progress->done, progress->total,
		       progress->failed, text(result, "case"));
	fflush(stdout);
}

/* One line for each different reason, with how many cases share it. */
static void print_reasons(const json_t *results, const char *verdict)
{
	json_t *reasons = json_object();
	const json_t *result, *count;
	const char *why;
	size_t i;

	json_array_foreach(json_object_get(results, "cases"), i, result) {
		if (strcmp(text(result, "verdict"), verdict))
			continue;
		why = text(result, "why");
		count = json_object_get(reasons, why);
		json_object_set_new(reasons, why, json_integer(json_integer_value(count) + 1));
	}
	json_object_foreach(reasons, why, count)
		printf("%-7s %" JSON_INTEGER_FORMAT " x %s\n", verdict, json_integer_value(count),
		       why);
	json_decref(reasons);
}

void progress_end(struct progress *progress, const json_t *results)
{
	const json_t *result;
	size_t i;

	if (progress->terminal)
		printf(CLEAR_LINE);
	print_reasons(results, "SKIP");
	print_reasons(results, "N/A");
	json_array_foreach(json_object_get(results, "cases"), i, result)
		if (*text(result, "deviation"))
			printf("known   %s  %s\n", text(result, "case"), text(result, "why"));
	printf("%d passed, %d failed, %d skipped, %d not applicable",
	       results_count(results, "pass"), results_count(results, "fail"),
	       results_count(results, "skip"), results_count(results, "na"));
	if (results_count(results, "timeout") || results_count(results, "infra"))
		printf(", %d timed out, %d broken", results_count(results, "timeout"),
		       results_count(results, "infra"));
	printf("; %.1f s\n", (deadline_now() - progress->start) / 1000.0);
}

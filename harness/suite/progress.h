/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_PROGRESS_H
#define RST_SUITE_PROGRESS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/suite/status_line.h"

/* What a person sees of a run, on stdout: a moving line on a terminal, cases, a summary. */
struct progress {
	struct status_line line;
	bool verbose; /* names every case as it ends, for what the caller prints below it */
	size_t total, done;
	size_t failed; /* FAIL, CRASH, TIMEOUT, INFRA */
	size_t failed_before; /* this round */
	size_t ran; /* neither skipped nor not applicable */
	long long start;
};

void progress_start(struct progress *progress, size_t total, bool verbose);

/* @result is the document of a case that ended.  On a terminal a failure shows at once. */
void progress_case(struct progress *progress, const json_t *result);

/*
 * All cases ran once, into the finished document @results: lists the failures by name, so that two
 * runs that found the same print the same, unless the only one is on the screen already.
 */
void progress_round(struct progress *progress, const json_t *results);

/* The counts, and why cases were skipped. */
void progress_end(struct progress *progress, const json_t *results);

#endif

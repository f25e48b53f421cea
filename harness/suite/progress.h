/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_SUITE_PROGRESS_H
#define RST_SUITE_PROGRESS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * What a person sees of a run: a moving line on a terminal, the failures as they come, a summary.
 */
struct progress {
	size_t total, done;
	size_t failed; /* FAIL, CRASH, TIMEOUT, INFRA */
	size_t ran; /* neither skipped nor not applicable */
	bool terminal;
	long long start;
};

void progress_start(struct progress *progress, size_t total);

/* @result is the document of a case that ended. */
void progress_case(struct progress *progress, const json_t *result);

/* The counts, and why cases were skipped. */
void progress_end(struct progress *progress, const json_t *results);

#endif

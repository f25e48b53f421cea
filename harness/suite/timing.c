// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/timing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "harness/base/clock.h"
#include "harness/world/phase.h"

/* The whole case as its runner sees it, then its phases. */
#define PARTS (PHASES + 1)
#define SAMPLES_MAX 20000

struct timing {
	long long start;
	size_t count;
	size_t sweeps; /* cases of the sweep */
	long long cells; /* of the sweep */
	double sample[PARTS][SAMPLES_MAX]; /* milliseconds */
};

static const char *part_name(size_t part)
{
	return part ? phase_name(part - 1) : "whole case";
}

struct timing *timing_new(void)
{
	struct timing *timing = calloc(1, sizeof(*timing));

	if (timing)
		timing->start = clock_ms();
	return timing;
}

void timing_free(struct timing *timing)
{
	free(timing);
}

void timing_case(struct timing *timing, const json_t *result, double seconds)
{
	const json_t *phases = json_object_get(json_object_get(result, "detail"), "phases");
	long long cells;
	size_t i;

	if (!timing || !phases || timing->count == SAMPLES_MAX)
		return;
	cells = json_integer_value(json_object_get(json_object_get(result, "detail"), "cells"));
	timing->cells += cells;
	timing->sweeps += cells > 0;
	timing->sample[0][timing->count] = seconds * 1e3;
	for (i = 1; i < PARTS; i++)
		timing->sample[i][timing->count] = json_real_value(
			json_object_get(phases, part_name(i)));
	timing->count++;
}

static int compare(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

void timing_print(const struct timing *timing)
{
	double sorted[SAMPLES_MAX];
	struct rusage usage;
	size_t i;

	if (!timing || !timing->count)
		return;
	getrusage(RUSAGE_CHILDREN, &usage);
	printf("%zu cases: wall / cases %.1f ms, CPU / cases %.1f ms\n", timing->count,
	       (double)(clock_ms() - timing->start) / timing->count,
	       ((usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
		(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3) /
		       timing->count);
	if (timing->sweeps == timing->count)
		printf("  %lld cells of the sweep: %.0f cells a second\n", timing->cells,
		       timing->cells * 1e3 / (clock_ms() - timing->start));
	for (i = 0; i < PARTS; i++) {
		memcpy(sorted, timing->sample[i], timing->count * sizeof(double));
		qsort(sorted, timing->count, sizeof(double), compare);
		printf("  %-10s median %6.2f ms, minimum %6.2f, maximum %7.2f\n", part_name(i),
		       sorted[timing->count / 2], sorted[0], sorted[timing->count - 1]);
	}
}

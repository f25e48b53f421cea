/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_RESULTS_H
#define RST_REPORT_RESULTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/expect/verdict.h"

struct why;

/*
 * A result file: what one kernel did.
 *
 *	{"format": 1, "harness": "0.1.0",
 *	 "kernel": {"release": "6.18.44", "version": "6.18", "arch": "x86_64",
 *		    "tracer": "bpf", "link": "veth"},
 *	 "cases": [{"case", "path", "family", "section", "verdict", "why",
 *		    "expected", "observed"}],
 *	 "summary": {"pass", "fail", "skip", "na", "crash", "timeout", "infra"}}
 *
 * Cases are sorted by name; nothing in it differs between two runs of one kernel.
 */
#define RESULTS_FORMAT 1

/* A document without cases; of the running kernel it says release, version and architecture. */
json_t *results_new(void);

/* Adds the document of one case; one of the same name is replaced.  Takes the reference. */
void results_add(json_t *results, json_t *result);

/* Sorts the cases and counts the verdicts into "summary". */
void results_finish(json_t *results);

/* One number of the summary; a known deviation counts as VERDICT_PASS. */
int results_count(const json_t *results, enum verdict verdict);

/*
 * Writes to a temporary file beside @path and renames it: @path is whole or untouched.  Returns
 * 0 or -errno.
 */
int results_save(const json_t *results, const char *path);

/* Reads and checks a file.  NULL on error: @why says what is wrong with which file, and the remedy. */
json_t *results_load(const char *path, struct why *why);

#endif

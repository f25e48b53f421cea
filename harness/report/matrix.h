/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_MATRIX_H
#define RST_REPORT_MATRIX_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/report/record.h"

struct why;

/*
 * What the reports are written from: a row for each path, a column for each result file, and
 * where they meet one record for each address family.
 */

enum family {
	FAMILY_IPV4,
	FAMILY_IPV6,
	FAMILIES,
};

/* One result file. */
struct matrix_kernel {
	json_t *results;
	const char *file;
	const char *release; /* "6.12.43+deb13-amd64" */
	char *label; /* "6.12"; the release, or that and the file, where labels would be the same */
	unsigned int version; /* as kernel_parse() returns it */
	unsigned int count[VERDICTS]; /* of cases */
	size_t cases;
};

struct matrix_row {
	const char *name; /* the path, or its cases' name without family where these differ */
	const char *section; /* "2.6" */
	const json_t **record; /* matrix_record() reads it */
	bool has[FAMILIES]; /* on any kernel */
	size_t order; /* of appearance */
};

struct matrix {
	size_t kernels, rows;
	struct matrix_kernel *kernel; /* by version, ascending */
	struct matrix_row *row; /* by section, then as they came */
	json_t *names;
};

/*
 * Reads @count result files.  Returns 0, or -errno: @why names the file, what is wrong with it and
 * the remedy.
 */
int matrix_load(struct matrix *matrix, char *const *files, size_t count, struct why *why);
void matrix_free(struct matrix *matrix);

/* NULL: that kernel has no such case. */
const json_t *matrix_record(const struct matrix_row *row, size_t kernel, enum family family);

/* The worst verdict of the families; VERDICTS without any record. */
enum verdict matrix_verdict(const struct matrix_row *row, size_t kernel);

/* Whether both families say the same there, or only one exists at all. */
bool matrix_agrees(const struct matrix_row *row, size_t kernel);

/* What changed since the kernel before, as record_changes() returns it. */
unsigned int matrix_changes(const struct matrix_row *row, size_t kernel);

/* "ipv4", "IPv4" */
const char *family_key(enum family family);
const char *family_title(enum family family);

/* "22 of 22": reachable calls of the RST emitters that a case reached; "" when nobody looked. */
void matrix_coverage(const struct matrix_kernel *kernel, char *text, size_t size);

/* A text about a kernel in the result file: "arch", "tracer". */
const char *kernel_text(const struct matrix_kernel *kernel, const char *key);

#endif

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/matrix.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/why.h"
#include "harness/kernel/version.h"
#include "harness/report/coverage.h"
#include "harness/report/results.h"

const char *family_key(enum family family)
{
	return family == FAMILY_IPV4 ? "ipv4" : "ipv6";
}

const char *family_title(enum family family)
{
	return family == FAMILY_IPV4 ? "IPv4" : "IPv6";
}

const char *kernel_text(const struct matrix_kernel *kernel, const char *key)
{
	return record_text(json_object_get(kernel->results, "kernel"), key);
}

const json_t *matrix_record(const struct matrix_row *row, size_t kernel, enum family family)
{
	return row->record[kernel * FAMILIES + family];
}

enum verdict matrix_verdict(const struct matrix_row *row, size_t kernel)
{
	/* From harmless to bad. */
	static const enum verdict order[] = {
		VERDICT_PASS,  VERDICT_NA,	VERDICT_SKIP, VERDICT_KNOWN,
		VERDICT_INFRA, VERDICT_TIMEOUT, VERDICT_FAIL, VERDICT_CRASH,
	};
	enum verdict worst = VERDICTS;
	enum family family;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(order); i++)
		for (family = 0; family < FAMILIES; family++)
			if (matrix_record(row, kernel, family) &&
			    record_verdict(matrix_record(row, kernel, family)) == order[i])
				worst = order[i];
	return worst;
}

bool matrix_agrees(const struct matrix_row *row, size_t kernel)
{
	const json_t *first = matrix_record(row, kernel, FAMILY_IPV4);
	const json_t *second = matrix_record(row, kernel, FAMILY_IPV6);
	char text[2][512];

	if (!first || !second)
		return !(row->has[FAMILY_IPV4] && row->has[FAMILY_IPV6]);
	record_says(first, text[0], sizeof(text[0]));
	record_says(second, text[1], sizeof(text[1]));
	return record_verdict(first) == record_verdict(second) && !strcmp(text[0], text[1]) &&
	       !strcmp(record_text(first, "why"), record_text(second, "why"));
}

unsigned int matrix_changes(const struct matrix_row *row, size_t kernel)
{
	const json_t *before, *after;
	unsigned int changes = 0;
	enum family family;

	for (family = 0; kernel && family < FAMILIES; family++) {
		before = matrix_record(row, kernel - 1, family);
		after = matrix_record(row, kernel, family);
		if (before && after)
			changes |= record_changes(before, after);
	}
	return changes;
}

static int load_kernel(struct matrix_kernel *kernel, const char *file, struct why *why)
{
	if (access(file, R_OK))
		return why_set(why, errno, "%s: %s; 'rstlab run -o %s' writes a result file", file,
			       strerror(errno), file);
	kernel->file = file;
	kernel->results = results_load(file, why);
	if (!kernel->results)
		return -EINVAL;
	kernel->release = kernel_text(kernel, "release");
	kernel->version = kernel_parse(kernel->release);
	return 0;
}

/* Stable: of two files of one version the first named stays first. */
static void sort_kernels(struct matrix *matrix)
{
	struct matrix_kernel kernel;
	size_t i, j;

	for (i = 1; i < matrix->kernels; i++) {
		kernel = matrix->kernel[i];
		for (j = i; j && matrix->kernel[j - 1].version > kernel.version; j--)
			matrix->kernel[j] = matrix->kernel[j - 1];
		matrix->kernel[j] = kernel;
	}
}

/* With growing precision until no other column has the same: "6.12", the release, with file. */
#define LABEL_PRECISIONS 4

static char *label(const struct matrix_kernel *kernel, int precision)
{
	const char *version = kernel_text(kernel, "version");
	const char *file = strrchr(kernel->file, '/');
	char *text = NULL;
	size_t length;

	file = file && precision < LABEL_PRECISIONS - 1 ? file + 1 : kernel->file;
	length = strlen(file);
	if (length > 5 && !strcmp(file + length - 5, ".json"))
		length -= 5;
	if (precision == 0 && *version)
		text = strdup(version);
	else if (precision < 2 && *kernel->release)
		text = strdup(kernel->release);
	else if (asprintf(&text, "%s (%.*s)", kernel->release, (int)length, file) < 0)
		text = NULL;
	return text;
}

static bool is_shared(const struct matrix *matrix, size_t kernel, int precision)
{
	char *mine = label(&matrix->kernel[kernel], precision);
	bool shared = false;
	char *other;
	size_t i;

	for (i = 0; i < matrix->kernels; i++) {
		other = label(&matrix->kernel[i], precision);
		shared |= i != kernel && mine && other && !strcmp(mine, other);
		free(other);
	}
	free(mine);
	return shared;
}

static void label_kernels(struct matrix *matrix)
{
	int precision;
	size_t i;

	for (i = 0; i < matrix->kernels; i++) {
		for (precision = 0; precision < LABEL_PRECISIONS - 1; precision++)
			if (!is_shared(matrix, i, precision))
				break;
		matrix->kernel[i].label = label(&matrix->kernel[i], precision);
	}
}

static enum family family_of(const json_t *record)
{
	const char *name = record_text(record, "case");
	const char *family = record_text(record, "family");
	size_t length = strlen(name);

	if (*family)
		return strcmp(family, "ipv6") ? FAMILY_IPV4 : FAMILY_IPV6;
	return length > 3 && !strcmp(name + length - 3, "_v6") ? FAMILY_IPV6 : FAMILY_IPV4;
}

/* "close_unread_data" of the case "close_unread_data_v4" */
static void stem_of(const json_t *record, char *stem, size_t size)
{
	const char *name = record_text(record, "case");
	size_t length = strlen(name);

	if (length > 3 && (!strcmp(name + length - 3, "_v4") || !strcmp(name + length - 3, "_v6")))
		length -= 3;
	snprintf(stem, size, "%.*s", (int)length, name);
}

/* The path is named like its cases, but for '-' and '_'. */
static bool is_path_of(const char *path, const char *stem)
{
	for (; *path && *stem; path++, stem++)
		if (*path != *stem && !(*path == '-' && *stem == '_'))
			return false;
	return !*path && !*stem;
}

static struct matrix_row *row_of(struct matrix *matrix, const json_t *record)
{
	const char *path = record_text(record, "path");
	struct matrix_row *row;
	const json_t *known;
	char stem[256];

	stem_of(record, stem, sizeof(stem));
	known = json_object_get(matrix->names, stem);
	if (known)
		return &matrix->row[json_integer_value(known)];
	if (array_grow(matrix->row, matrix->rows))
		return NULL;
	row = &matrix->row[matrix->rows];
	*row = (struct matrix_row){ .section = record_text(record, "section"),
				    .order = matrix->rows };
	row->record = calloc(matrix->kernels * FAMILIES, sizeof(*row->record));
	if (!row->record)
		return NULL;
	json_object_set_new(matrix->names, stem, json_integer(matrix->rows++));
	row->name = is_path_of(path, stem) ? path : NULL;
	return row;
}

static int add_record(struct matrix *matrix, size_t kernel, const json_t *record, struct why *why)
{
	struct matrix_kernel *column = &matrix->kernel[kernel];
	enum family family = family_of(record);
	enum verdict verdict = record_verdict(record);
	struct matrix_row *row;

	if (verdict == VERDICTS)
		return why_set(why, EINVAL,
			       "%s: case %s has the unknown verdict '%.20s'; write it anew with "
			       "this version of rstlab",
			       column->file, record_text(record, "case"),
			       record_text(record, "verdict"));
	row = row_of(matrix, record);
	if (!row)
		return why_set(why, ENOMEM, "out of memory");
	if (row->record[kernel * FAMILIES + family])
		return why_set(why, EINVAL,
			       "%s: two results for case %s; write it anew with rstlab run",
			       column->file, record_text(record, "case"));
	row->record[kernel * FAMILIES + family] = record;
	row->has[family] = true;
	column->count[verdict]++;
	column->cases++;
	return 0;
}

/* Rows that are not named like their path are named like their cases. */
static void name_rows(struct matrix *matrix)
{
	const char *stem;
	const json_t *at;
	struct matrix_row *row;

	json_object_foreach(matrix->names, stem, at) {
		row = &matrix->row[json_integer_value(at)];
		if (!row->name)
			row->name = stem;
	}
}

/* By section as numbers (1.10 after 1.9), those without one last. */
static int compare_rows(const void *a, const void *b)
{
	const struct matrix_row *first = a, *second = b;
	int order = !*first->section - !*second->section;

	if (!order)
		order = strverscmp(first->section, second->section);
	return order ? order : (first->order > second->order) - (first->order < second->order);
}

static int fill(struct matrix *matrix, struct why *why)
{
	const json_t *record;
	size_t i, j;
	int err;

	matrix->names = json_object();
	for (i = 0; i < matrix->kernels; i++) {
		json_array_foreach(json_object_get(matrix->kernel[i].results, "cases"), j, record) {
			err = add_record(matrix, i, record, why);
			if (err)
				return err;
		}
	}
	name_rows(matrix);
	if (matrix->rows)
		qsort(matrix->row, matrix->rows, sizeof(*matrix->row), compare_rows);
	return 0;
}

int matrix_load(struct matrix *matrix, char *const *files, size_t count, struct why *why)
{
	int err = 0;
	size_t i;

	*matrix = (struct matrix){ 0 };
	matrix->kernel = calloc(count + 1, sizeof(*matrix->kernel));
	if (!matrix->kernel)
		return why_set(why, ENOMEM, "out of memory");
	for (i = 0; i < count && !err; i++) {
		err = load_kernel(&matrix->kernel[i], files[i], why);
		matrix->kernels += !err;
	}
	if (!err) {
		sort_kernels(matrix);
		label_kernels(matrix);
		err = fill(matrix, why);
	}
	if (err)
		matrix_free(matrix);
	return err;
}

void matrix_free(struct matrix *matrix)
{
	size_t i;

	for (i = 0; i < matrix->rows; i++)
		free(matrix->row[i].record);
	free(matrix->row);
	json_decref(matrix->names);
	for (i = 0; i < matrix->kernels; i++) {
		free(matrix->kernel[i].label);
		json_decref(matrix->kernel[i].results);
	}
	free(matrix->kernel);
	*matrix = (struct matrix){ 0 };
}

void matrix_coverage(const struct matrix_kernel *kernel, char *text, size_t size)
{
	struct coverage coverage;

	*text = '\0';
	if (!coverage_make(&coverage, kernel->results, NULL))
		return;
	snprintf(text, size, "%zu of %zu", coverage.reached, coverage.reached + coverage.open);
	coverage_free(&coverage);
}

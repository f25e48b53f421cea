// SPDX-License-Identifier: GPL-2.0-only
/* The matrix as data: the kernels, then the paths with a result for each kernel and family. */
#include <jansson.h>

#include "harness/expect/section.h"
#include "harness/report/format.h"

#define MATRIX_FORMAT 1

static json_t *describe_kernel(const struct matrix_kernel *kernel)
{
	json_t *counts = json_object();
	enum verdict verdict;

	for (verdict = 0; verdict < VERDICTS; verdict++)
		json_object_set_new(counts, verdict_key(verdict),
				    json_integer(kernel->count[verdict]));
	return json_pack("{s:s, s:s, s:s, s:o}", "label", kernel->label, "release", kernel->release,
			 "arch", kernel_text(kernel, "arch"), "summary", counts);
}

static json_t *describe_record(const struct matrix *matrix, const struct matrix_row *row,
			       size_t kernel, enum family family)
{
	const json_t *record = matrix_record(row, kernel, family);
	json_t *object;
	char says[512], text[128];

	record_says(record, says, sizeof(says));
	object = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "kernel", matrix->kernel[kernel].label,
			   "case", record_text(record, "case"), "family", family_key(family),
			   "verdict", verdict_name(record_verdict(record)), "why",
			   record_text(record, "why"), "says", says);
	if (record_observed(record)) {
		json_object_set_new(object, "expected", record_outcome(record, SIDE_EXPECTED));
		json_object_set_new(object, "observed", record_outcome(record, SIDE_OBSERVED));
	}
	if (kernel && matrix_record(row, kernel - 1, family)) {
		record_changes_text(record_changes(matrix_record(row, kernel - 1, family), record),
				    text, sizeof(text));
		json_object_set_new(object, "changed", json_string(text));
	}
	return object;
}

static json_t *describe_row(const struct matrix *matrix, const struct matrix_row *row)
{
	json_t *records = json_array();
	enum family family;
	size_t i;

	for (i = 0; i < matrix->kernels; i++)
		for (family = 0; family < FAMILIES; family++)
			if (matrix_record(row, i, family))
				json_array_append_new(records,
						      describe_record(matrix, row, i, family));
	return json_pack("{s:s, s:s, s:s, s:o}", "path", row->name, "section", row->section,
			 "section_title", section_title(row->section), "results", records);
}

void json_write(const struct matrix *matrix, const struct format_options *options, FILE *out)
{
	json_t *kernels = json_array();
	json_t *paths = json_array();
	json_t *document;
	size_t i;

	(void)options;
	for (i = 0; i < matrix->kernels; i++)
		json_array_append_new(kernels, describe_kernel(&matrix->kernel[i]));
	for (i = 0; i < matrix->rows; i++)
		json_array_append_new(paths, describe_row(matrix, &matrix->row[i]));
	document = json_pack("{s:i, s:o, s:o}", "format", MATRIX_FORMAT, "kernels", kernels,
			     "paths", paths);
	json_dumpf(document, out, JSON_INDENT(1));
	fputc('\n', out);
	json_decref(document);
}

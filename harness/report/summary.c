// SPDX-License-Identifier: GPL-2.0-only
/*
 * For $GITHUB_STEP_SUMMARY: counts, then what is wrong, then known deviations and skips, then as
 * much of the matrix as there is room for.  GitHub drops an upload above 1024 kB as a whole.
 */
#include <stdlib.h>
#include <string.h>

#include "harness/report/escape.h"
#include "harness/report/format.h"
#include "harness/report/markdown.h"

#define SUMMARY_MAX 900000

/* Kept for the line that says that something was left out. */
#define SUMMARY_TAIL 1000

struct summary {
	FILE *out;
	size_t used;
	size_t left_out;
};

/* Writes a part that must be there whole or not at all, and frees it. */
static bool add(struct summary *summary, char *part, size_t size)
{
	bool fits = part && summary->used + size <= SUMMARY_MAX - SUMMARY_TAIL;

	if (fits) {
		fwrite(part, 1, size, summary->out);
		summary->used += size;
	} else {
		summary->left_out++;
	}
	free(part);
	return fits;
}

static void add_text(struct summary *summary, const char *text)
{
	add(summary, strdup(text), strlen(text));
}

static void write_failure(const struct matrix_kernel *kernel, const json_t *record, FILE *out)
{
	enum oracle oracle;

	fprintf(out, "- **%s** ", verdict_name(record_verdict(record)));
	escape_markdown_code(out, record_text(record, "case"));
	fputs(" on ", out);
	escape_markdown(out, kernel->label);
	fputs(": ", out);
	escape_markdown(out, record_text(record, "why"));
	fputc('\n', out);
	for (oracle = 0; oracle < REPORTED_ORACLES; oracle++) {
		if (!record_differs(record, oracle))
			continue;
		fprintf(out, "  - %s: expected ", oracle_title(oracle));
		escape_markdown_code(out, record_oracle(record, SIDE_EXPECTED, oracle));
		fputs(", got ", out);
		escape_markdown_code(out, record_oracle(record, SIDE_OBSERVED, oracle));
		fputc('\n', out);
	}
}

static size_t count_bad(const struct matrix *matrix)
{
	enum verdict verdict;
	size_t bad = 0;
	size_t i;

	for (i = 0; i < matrix->kernels; i++)
		for (verdict = 0; verdict < VERDICTS; verdict++)
			bad += verdict_is_bad(verdict) ? matrix->kernel[i].count[verdict] : 0;
	return bad;
}

static void add_failures(struct summary *summary, const struct matrix *matrix)
{
	const json_t *record;
	enum family family;
	size_t i, j, size;
	char *part;
	FILE *out;

	add_text(summary, count_bad(matrix) ? "## Not as expected\n\n"
					    : "Every case did what is expected of its kernel.\n");
	for (i = 0; i < matrix->kernels; i++) {
		for (j = 0; j < matrix->rows; j++) {
			for (family = 0; family < FAMILIES; family++) {
				record = matrix_record(&matrix->row[j], i, family);
				if (!record || !verdict_is_bad(record_verdict(record)))
					continue;
				out = open_memstream(&part, &size);
				if (!out)
					return;
				write_failure(&matrix->kernel[i], record, out);
				fclose(out);
				add(summary, part, size);
			}
		}
	}
	add_text(summary, "\n");
}

/* How many cases give the same reason, on which kernels: an object "reason" to text. */
static void add_reasons(struct summary *summary, const struct matrix *matrix, enum verdict verdict)
{
	json_t *reasons = json_object();
	const json_t *record, *count;
	const char *why;
	enum family family;
	size_t i, j, size;
	char *part;
	FILE *out;

	for (i = 0; i < matrix->kernels; i++) {
		for (j = 0; j < matrix->rows; j++) {
			for (family = 0; family < FAMILIES; family++) {
				record = matrix_record(&matrix->row[j], i, family);
				if (!record || record_verdict(record) != verdict)
					continue;
				why = record_text(record, "why");
				count = json_object_get(reasons, why);
				json_object_set_new(reasons, why,
						    json_integer(json_integer_value(count) + 1));
			}
		}
	}
	out = json_object_size(reasons) ? open_memstream(&part, &size) : NULL;
	if (out) {
		fprintf(out, "<details><summary>%s</summary>\n\n", verdict_name(verdict));
		json_object_foreach(reasons, why, count) {
			fprintf(out, "- %" JSON_INTEGER_FORMAT " x ", json_integer_value(count));
			escape_markdown(out, why);
			fputc('\n', out);
		}
		fputs("\n</details>\n\n", out);
		fclose(out);
		add(summary, part, size);
	}
	json_decref(reasons);
}

static void add_matrix(struct summary *summary, const struct matrix *matrix)
{
	size_t row = 0;
	size_t size;
	json_t *notes;
	char *part;
	FILE *out;

	while (row < matrix->rows) {
		out = open_memstream(&part, &size);
		if (!out)
			return;
		notes = json_object();
		fputs("<details><summary>Section ", out);
		escape_markdown(out, matrix->row[row].section);
		fputs("</summary>\n\n", out);
		row = markdown_section(matrix, row, notes, out);
		markdown_notes(notes, out);
		fputs("\n</details>\n\n", out);
		json_decref(notes);
		fclose(out);
		add(summary, part, size);
	}
}

void summary_write(const struct matrix *matrix, const struct format_options *options, FILE *out)
{
	struct summary summary = { .out = out };
	size_t size;
	char *part;
	FILE *head;

	(void)options;
	head = open_memstream(&part, &size);
	if (!head)
		return;
	fputs("# TCP resets of Linux\n\n", head);
	markdown_counts(matrix, head);
	fclose(head);
	add(&summary, part, size);
	add_failures(&summary, matrix);
	add_reasons(&summary, matrix, VERDICT_KNOWN);
	add_reasons(&summary, matrix, VERDICT_SKIP);
	add_reasons(&summary, matrix, VERDICT_NA);
	add_matrix(&summary, matrix);
	if (summary.left_out)
		fprintf(out, "\n%zu parts did not fit: the page and the result files have them.\n",
			summary.left_out);
}

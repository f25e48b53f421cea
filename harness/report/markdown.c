// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/markdown.h"

#include <string.h>

#include "harness/base/array.h"
#include "harness/expect/section.h"
#include "harness/report/escape.h"
#include "harness/report/format.h"

/* A longer reason goes to the notes. */
#define CELL_WHY_MAX 90

/* With one kernel there is room for more than the verdict. */
static const enum oracle extra[] = { ORACLE_WIRE, ORACLE_VIA, ORACLE_MIB, ORACLE_ERRNO };

#define EXTRA ARRAY_SIZE(extra)

void markdown_counts(const struct matrix *matrix, FILE *out)
{
	const struct matrix_kernel *kernel;
	enum verdict verdict;
	char coverage[40];
	size_t i;

	fputs("| kernel | release | call sites | cases |", out);
	for (verdict = 0; verdict < VERDICTS; verdict++)
		fprintf(out, " %s |", verdict_name(verdict));
	fputs("\n|---|---|--:|--:|", out);
	for (verdict = 0; verdict < VERDICTS; verdict++)
		fputs("--:|", out);
	for (i = 0; i < matrix->kernels; i++) {
		kernel = &matrix->kernel[i];
		fputs("\n| ", out);
		escape_markdown(out, kernel->label);
		fputs(" | ", out);
		escape_markdown(out, kernel->release);
		fputs(" | ", out);
		matrix_coverage(kernel, coverage, sizeof(coverage));
		fprintf(out, "%s | %zu |", coverage, kernel->cases);
		for (verdict = 0; verdict < VERDICTS; verdict++)
			fprintf(out,
				kernel->count[verdict] && verdict_is_bad(verdict) ? " **%u** |"
										  : " %u |",
				kernel->count[verdict]);
	}
	fputs("\n\n", out);
}

void markdown_legend(const struct matrix *matrix, FILE *out)
{
	fputs("A cell is the verdict, then what the kernel did: reason @state at "
	      "`tcp:tcp_send_reset`; one text for IPv4 and IPv6, two where they differ. "
	      "\"no reason\": the tracepoint has no such argument (before Linux 6.10). \"not "
	      "traced\": the RST is on the wire, the tracepoint is silent. KNOWN: a deviation "
	      "that is known and expected.",
	      out);
	if (matrix->kernels > 1)
		fputs(" \u0394: what differs from the kernel on the left.", out);
	fputs("\n\n", out);
}

static void write_why(const json_t *record, json_t *notes, FILE *out)
{
	const char *why = record_text(record, "why");
	const json_t *number;

	if (strlen(why) <= CELL_WHY_MAX) {
		escape_markdown(out, why);
		return;
	}
	number = json_object_get(notes, why);
	if (!number) {
		json_object_set_new(notes, why, json_integer(json_object_size(notes) + 1));
		number = json_object_get(notes, why);
	}
	fprintf(out, "note %" JSON_INTEGER_FORMAT, json_integer_value(number));
}

static void write_record(const json_t *record, json_t *notes, FILE *out)
{
	enum verdict verdict = record_verdict(record);
	char says[512];

	fprintf(out, verdict_is_bad(verdict) ? "**%s**" : "%s", verdict_name(verdict));
	record_says(record, says, sizeof(says));
	if (*says)
		fputc(' ', out);
	escape_markdown_code(out, says);
	if (*record_text(record, "why")) {
		fputs(*says ? "<br>" : ": ", out);
		write_why(record, notes, out);
	}
}

static void write_cell(const struct matrix_row *row, size_t kernel, json_t *notes, FILE *out)
{
	const json_t *record;
	char changes[128];
	enum family family;
	bool first = true;

	for (family = 0; family < FAMILIES; family++) {
		record = matrix_record(row, kernel, family);
		if (matrix_agrees(row, kernel)) {
			if (!record)
				continue;
			write_record(record, notes, out);
			first = false;
			break;
		}
		if (matrix_verdict(row, kernel) == VERDICTS)
			break;
		fprintf(out, "%s%s: ", first ? "" : "<br>", family_title(family));
		if (record)
			write_record(record, notes, out);
		else
			fputs("no result", out);
		first = false;
	}
	if (first)
		fputs("no result", out);
	record_changes_text(matrix_changes(row, kernel), changes, sizeof(changes));
	if (*changes)
		fprintf(out, "<br>\u0394 %s", changes);
}

static void write_oracle(const struct matrix_row *row, enum oracle oracle, FILE *out)
{
	const char *text[FAMILIES];
	enum family family;

	for (family = 0; family < FAMILIES; family++)
		text[family] = record_oracle(matrix_record(row, 0, family), SIDE_OBSERVED, oracle);
	if (!*text[FAMILY_IPV6] || !strcmp(text[FAMILY_IPV4], text[FAMILY_IPV6])) {
		escape_markdown_code(out, text[FAMILY_IPV4]);
	} else if (!*text[FAMILY_IPV4]) {
		escape_markdown_code(out, text[FAMILY_IPV6]);
	} else {
		fputs("IPv4: ", out);
		escape_markdown_code(out, text[FAMILY_IPV4]);
		fputs("<br>IPv6: ", out);
		escape_markdown_code(out, text[FAMILY_IPV6]);
	}
}

static void write_row(const struct matrix *matrix, const struct matrix_row *row, json_t *notes,
		      FILE *out)
{
	size_t i;

	fputs("| ", out);
	escape_markdown(out, row->name);
	if (!row->has[FAMILY_IPV4] || !row->has[FAMILY_IPV6])
		fprintf(out, " (%s only)", family_title(!row->has[FAMILY_IPV4]));
	for (i = 0; i < matrix->kernels; i++) {
		fputs(" | ", out);
		write_cell(row, i, notes, out);
	}
	for (i = 0; matrix->kernels == 1 && i < EXTRA; i++) {
		fputs(" | ", out);
		write_oracle(row, extra[i], out);
	}
	fputs(" |\n", out);
}

size_t markdown_section(const struct matrix *matrix, size_t row, json_t *notes, FILE *out)
{
	const char *section = matrix->row[row].section;
	size_t columns = matrix->kernels + 1;
	size_t i;

	fputs("## ", out);
	escape_markdown(out, section);
	fprintf(out, "%s%s\n\n| path |", *section ? " " : "", section_title(section));
	for (i = 0; i < matrix->kernels; i++) {
		fputc(' ', out);
		escape_markdown(out, matrix->kernel[i].label);
		fputs(" |", out);
	}
	for (i = 0; matrix->kernels == 1 && i < EXTRA; i++, columns++)
		fprintf(out, " %s |", oracle_title(extra[i]));
	fputs("\n|", out);
	for (i = 0; i < columns; i++)
		fputs("---|", out);
	fputc('\n', out);
	for (; row < matrix->rows && !strcmp(matrix->row[row].section, section); row++)
		write_row(matrix, &matrix->row[row], notes, out);
	fputc('\n', out);
	return row;
}

void markdown_notes(const json_t *notes, FILE *out)
{
	const char *text;
	const json_t *number;

	if (!json_object_size(notes))
		return;
	fputs("## Notes\n\n", out);
	json_object_foreach((json_t *)notes, text, number) {
		fprintf(out, "- note %" JSON_INTEGER_FORMAT ": ", json_integer_value(number));
		escape_markdown(out, text);
		fputc('\n', out);
	}
}

void markdown_write(const struct matrix *matrix, const struct format_options *options, FILE *out)
{
	json_t *notes = json_object();
	size_t row = 0;

	(void)options;
	fputs("# TCP resets of Linux, kernel by kernel\n\n", out);
	markdown_counts(matrix, out);
	markdown_legend(matrix, out);
	while (row < matrix->rows)
		row = markdown_section(matrix, row, notes, out);
	markdown_notes(notes, out);
	json_decref(notes);
}

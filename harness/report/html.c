// SPDX-License-Identifier: GPL-2.0-only
/* The matrix as one page without network access.  The table is whole without the script too. */
#include <string.h>

#include "harness/base/array.h"
#include "harness/expect/section.h"
#include "harness/report/escape.h"
#include "harness/report/format.h"
#include "harness/report/html_data.h"
#include "harness/report/page.h"

/* Longer reasons are cut in the cell; the details have them whole. */
#define CELL_WHY_MAX 110

static void write_style(const struct matrix *matrix, FILE *out)
{
	(void)matrix;
	fputs(page_css, out);
}

static void write_script(const struct matrix *matrix, FILE *out)
{
	(void)matrix;
	fputs(page_js, out);
}

static void write_kernels(const struct matrix *matrix, FILE *out)
{
	size_t i;

	for (i = 0; i < matrix->kernels; i++) {
		fputs("<option>", out);
		escape_xml(out, matrix->kernel[i].label);
		fputs("</option>", out);
	}
}

static void write_verdicts(const struct matrix *matrix, FILE *out)
{
	enum verdict verdict;

	(void)matrix;
	for (verdict = 0; verdict < VERDICTS; verdict++)
		fprintf(out, "<option value=\"%s\">%s</option>", verdict_key(verdict),
			verdict_name(verdict));
}

static void write_sections(const struct matrix *matrix, FILE *out)
{
	const char *last = NULL;
	size_t i;

	for (i = 0; i < matrix->rows; i++) {
		if (last && !strcmp(matrix->row[i].section, last))
			continue;
		last = matrix->row[i].section;
		fputs("<option value=\"", out);
		escape_xml(out, last);
		fputs("\">", out);
		escape_xml(out, last);
		fprintf(out, " %s</option>", section_title(last));
	}
}

/* Verdicts that nobody got take no room, but for the two that are always asked for. */
static bool is_counted(const struct matrix *matrix, enum verdict verdict)
{
	unsigned int count = verdict == VERDICT_PASS || verdict == VERDICT_FAIL;
	size_t i;

	for (i = 0; i < matrix->kernels; i++)
		count += matrix->kernel[i].count[verdict];
	return count;
}

static void write_counts(const struct matrix *matrix, FILE *out)
{
	const struct matrix_kernel *kernel;
	enum verdict verdict;
	char coverage[40];
	size_t i;

	fputs("<table class=\"counts\"><thead><tr><th scope=\"col\">kernel</th><th scope=\"col\">"
	      "release</th><th scope=\"col\">call sites</th><th scope=\"col\">cases</th>",
	      out);
	for (verdict = 0; verdict < VERDICTS; verdict++)
		if (is_counted(matrix, verdict))
			fprintf(out, "<th scope=\"col\">%s</th>", verdict_name(verdict));
	fputs("</tr></thead><tbody>\n", out);
	for (i = 0; i < matrix->kernels; i++) {
		kernel = &matrix->kernel[i];
		fputs("<tr><th scope=\"row\">", out);
		escape_xml(out, kernel->label);
		fputs("</th><td>", out);
		escape_xml(out, kernel->release);
		matrix_coverage(kernel, coverage, sizeof(coverage));
		fprintf(out, "</td><td>%s</td><td>%zu</td>", coverage, kernel->cases);
		for (verdict = 0; verdict < VERDICTS; verdict++) {
			if (!is_counted(matrix, verdict))
				continue;
			fprintf(out, "<td%s>%u</td>",
				kernel->count[verdict] && verdict_is_bad(verdict) ? " class=\"bad\""
										  : "",
				kernel->count[verdict]);
		}
		fputs("</tr>\n", out);
	}
	fputs("</tbody></table>\n", out);
}

/* Reasons may break after '_', states stay in one piece. */
static void write_breakable(const char *text, FILE *out)
{
	char part[512];
	size_t length;

	while (*text) {
		length = *text == '@' ? strcspn(text, " ") : strcspn(text, "_@");
		length += text[length] == '_';
		if (length >= sizeof(part))
			length = sizeof(part) - 1;
		snprintf(part, sizeof(part), "%.*s", (int)length, text);
		escape_xml(out, part);
		text += length;
		if (part[length - 1] == '_' && *text)
			fputs("<wbr>", out);
	}
}

static void write_why(const char *why, FILE *out)
{
	size_t length = strlen(why);
	char part[CELL_WHY_MAX + 1];

	if (!length)
		return;
	if (length > CELL_WHY_MAX) {
		length = CELL_WHY_MAX;
		while (length && ((unsigned char)why[length] & 0xc0) == 0x80)
			length--;
	}
	snprintf(part, sizeof(part), "%.*s", (int)length, why);
	fputs("<q>", out);
	escape_xml(out, part);
	fputs(why[length] ? "…</q>" : "</q>", out);
}

static void write_record(const json_t *record, FILE *out)
{
	char says[512];

	fprintf(out, "<b>%s</b> ", verdict_name(record_verdict(record)));
	record_says(record, says, sizeof(says));
	write_breakable(says, out);
	write_why(record_text(record, "why"), out);
}

static void write_families(const struct matrix_row *row, size_t kernel, FILE *out)
{
	const json_t *record;
	enum family family;

	for (family = 0; family < FAMILIES; family++) {
		record = matrix_record(row, kernel, family);
		if (!matrix_agrees(row, kernel)) {
			fprintf(out, "<div>%s: ", family_title(family));
			if (record)
				write_record(record, out);
			else
				fputs("no result", out);
			fputs("</div>", out);
		} else if (record) {
			write_record(record, out);
			return;
		}
	}
}

static void write_cell(const struct matrix_row *row, size_t kernel, FILE *out)
{
	enum verdict verdict = matrix_verdict(row, kernel);
	char changes[128];
	enum family family;

	if (verdict == VERDICTS) {
		fputs("<td class=\"none\">no result</td>", out);
		return;
	}
	record_changes_text(matrix_changes(row, kernel), changes, sizeof(changes));
	/* Each verdict is a class, so that a filter finds the milder one too. */
	fprintf(out, "<td class=\"%s", verdict_key(verdict));
	for (family = 0; family < FAMILIES; family++)
		if (matrix_record(row, kernel, family) &&
		    record_verdict(matrix_record(row, kernel, family)) != verdict)
			fprintf(out, " %s",
				verdict_key(record_verdict(matrix_record(row, kernel, family))));
	fprintf(out, "%s\"><button type=\"button\">", *changes ? " d" : "");
	write_families(row, kernel, out);
	if (*changes)
		fprintf(out,
			"<small><span aria-hidden=\"true\">Δ</span><span class=\"sr\">changed:"
			"</span> %s</small>",
			changes);
	fputs("</button></td>", out);
}

static void write_row(const struct matrix *matrix, const struct matrix_row *row, FILE *out)
{
	size_t i;

	fputs("<tr data-name=\"", out);
	escape_xml(out, row->name);
	fputs("\"><th scope=\"row\">", out);
	escape_xml(out, row->name);
	if (!row->has[FAMILY_IPV4] || !row->has[FAMILY_IPV6])
		fprintf(out, " (%s only)", family_title(!row->has[FAMILY_IPV4]));
	fputs("</th>", out);
	for (i = 0; i < matrix->kernels; i++)
		write_cell(row, i, out);
	fputs("</tr>\n", out);
}

static void write_section(const struct matrix *matrix, const char *section, FILE *out)
{
	fputs("<tbody data-section=\"", out);
	escape_xml(out, section);
	fprintf(out, "\"><tr class=\"s\"><th scope=\"rowgroup\" colspan=\"%zu\"><span>",
		matrix->kernels + 1);
	escape_xml(out, section);
	fprintf(out, " %s</span></th></tr>\n", section_title(section));
}

static void write_table(const struct matrix *matrix, FILE *out)
{
	const char *section = NULL;
	size_t i;

	fputs("<thead><tr><th scope=\"col\">path</th>", out);
	for (i = 0; i < matrix->kernels; i++) {
		fputs("<th scope=\"col\">", out);
		escape_xml(out, matrix->kernel[i].label);
		fputs("</th>", out);
	}
	fputs("</tr></thead>\n", out);
	for (i = 0; i < matrix->rows; i++) {
		if (!section || strcmp(section, matrix->row[i].section)) {
			fputs(section ? "</tbody>\n" : "", out);
			section = matrix->row[i].section;
			write_section(matrix, section, out);
		}
		write_row(matrix, &matrix->row[i], out);
	}
	fputs(section ? "</tbody>\n" : "", out);
}

static const struct {
	const char *mark;
	void (*write)(const struct matrix *matrix, FILE *out);
} parts[] = {
	{ "@STYLE@", write_style },	  { "@COUNTS@", write_counts },
	{ "@KERNELS@", write_kernels },	  { "@VERDICTS@", write_verdicts },
	{ "@SECTIONS@", write_sections }, { "@TABLE@", write_table },
	{ "@DATA@", html_data_write },	  { "@SCRIPT@", write_script },
};

#define PARTS ARRAY_SIZE(parts)

void html_write(const struct matrix *matrix, const struct format_options *options, FILE *out)
{
	const char *c;
	size_t i;

	(void)options;
	for (c = page_html; *c; c++) {
		for (i = 0; i < PARTS; i++)
			if (!strncmp(c, parts[i].mark, strlen(parts[i].mark)))
				break;
		if (i == PARTS) {
			fputc(*c, out);
			continue;
		}
		parts[i].write(matrix, out);
		c += strlen(parts[i].mark) - 1;
	}
}

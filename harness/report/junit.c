// SPDX-License-Identifier: GPL-2.0-only
/* JUnit's XML: a suite for each kernel, with counts and reasons, without environment and times. */
#include "harness/expect/section.h"
#include "harness/report/escape.h"
#include "harness/report/format.h"

/* The element inside <testcase>; none for a pass. */
static const struct {
	const char *element, *type;
} forms[VERDICTS] = {
	[VERDICT_KNOWN] = { "skipped", "known deviation" },
	[VERDICT_FAIL] = { "failure", "expectation" },
	[VERDICT_SKIP] = { "skipped", "skipped" },
	[VERDICT_NA] = { "skipped", "not applicable" },
	[VERDICT_CRASH] = { "error", "kernel crash" },
	[VERDICT_TIMEOUT] = { "error", "timeout" },
	[VERDICT_INFRA] = { "error", "infrastructure" },
};

static void put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	escape_xml(out, value);
	fputc('"', out);
}

static void write_outcome(const json_t *record, FILE *out)
{
	enum oracle oracle;

	for (oracle = 0; record_observed(record) && oracle < REPORTED_ORACLES; oracle++) {
		fprintf(out, "%s expected: ", oracle_key(oracle));
		escape_xml(out, record_oracle(record, SIDE_EXPECTED, oracle));
		fprintf(out, "\n%s observed: ", oracle_key(oracle));
		escape_xml(out, record_oracle(record, SIDE_OBSERVED, oracle));
		fputc('\n', out);
	}
}

static void write_case(const struct matrix_row *row, const json_t *record, FILE *out)
{
	enum verdict verdict = record_verdict(record);
	char word[64], class[80];

	section_word(row->section, word, sizeof(word));
	snprintf(class, sizeof(class), "rst.%s", word);
	fputs("    <testcase", out);
	put_attribute(out, "classname", class);
	put_attribute(out, "name", record_text(record, "case"));
	if (!forms[verdict].element) {
		fputs("/>\n", out);
		return;
	}
	fprintf(out, ">\n      <%s type=\"%s\"", forms[verdict].element, forms[verdict].type);
	put_attribute(out, "message", record_text(record, "why"));
	if (verdict_is_bad(verdict)) {
		fputc('>', out);
		write_outcome(record, out);
		fprintf(out, "</%s>\n    </testcase>\n", forms[verdict].element);
	} else {
		fputs("/>\n    </testcase>\n", out);
	}
}

struct counts {
	size_t tests, failures, errors, skipped;
};

static void add_counts(struct counts *counts, const struct matrix_kernel *kernel)
{
	counts->tests += kernel->cases;
	counts->failures += kernel->count[VERDICT_FAIL];
	counts->errors += kernel->count[VERDICT_CRASH] + kernel->count[VERDICT_TIMEOUT] +
			  kernel->count[VERDICT_INFRA];
	counts->skipped += kernel->count[VERDICT_SKIP] + kernel->count[VERDICT_NA] +
			   kernel->count[VERDICT_KNOWN];
}

static void put_counts(const struct counts *counts, FILE *out)
{
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
		counts->tests, counts->failures, counts->errors, counts->skipped);
}

static void write_suite(const struct matrix *matrix, size_t kernel, FILE *out)
{
	const json_t *record;
	struct counts counts = { 0 };
	enum family family;
	size_t i;

	add_counts(&counts, &matrix->kernel[kernel]);
	fputs("  <testsuite name=\"rstlab ", out);
	escape_xml(out, matrix->kernel[kernel].label);
	fputc('"', out);
	put_counts(&counts, out);
	fputs("    <properties>\n      <property name=\"kernel\"", out);
	put_attribute(out, "value", matrix->kernel[kernel].release);
	fputs("/>\n      <property name=\"arch\"", out);
	put_attribute(out, "value", kernel_text(&matrix->kernel[kernel], "arch"));
	fputs("/>\n    </properties>\n", out);
	for (i = 0; i < matrix->rows; i++) {
		for (family = 0; family < FAMILIES; family++) {
			record = matrix_record(&matrix->row[i], kernel, family);
			if (record)
				write_case(&matrix->row[i], record, out);
		}
	}
	fputs("  </testsuite>\n", out);
}

void junit_write(const struct matrix *matrix, const struct format_options *options, FILE *out)
{
	struct counts counts = { 0 };
	size_t i;

	(void)options;
	for (i = 0; i < matrix->kernels; i++)
		add_counts(&counts, &matrix->kernel[i]);
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rstlab\"", out);
	put_counts(&counts, out);
	for (i = 0; i < matrix->kernels; i++)
		write_suite(matrix, i, out);
	fputs("</testsuites>\n", out);
}

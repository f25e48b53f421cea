// SPDX-License-Identifier: GPL-2.0-only
/*
 * KTAP (Documentation/dev-tools/ktap.rst).  One kernel is a flat list under "TAP version 13", as
 * kselftest.h prints it and as netdev's CI finds nested results, once kselftest's runner has put
 * "# " before each line; several kernels are one test each with their cases as subtests.
 */
#include "harness/report/escape.h"
#include "harness/report/format.h"

/* How a verdict is written: the directive after the description, and whether it is a failure. */
static const struct {
	const char *result, *directive;
} forms[VERDICTS] = {
	[VERDICT_PASS] = { "ok", NULL },
	[VERDICT_KNOWN] = { "ok", "XFAIL" },
	[VERDICT_FAIL] = { "not ok", NULL },
	[VERDICT_SKIP] = { "ok", "SKIP" },
	[VERDICT_NA] = { "ok", "SKIP" },
	[VERDICT_CRASH] = { "not ok", "ERROR" },
	[VERDICT_TIMEOUT] = { "not ok", "TIMEOUT" },
	[VERDICT_INFRA] = { "not ok", "ERROR" },
};

/* The lines about a case come before its result. */
static void write_differences(const json_t *record, const char *indent, FILE *out)
{
	enum oracle oracle;

	fprintf(out, "%s# ", indent);
	escape_ktap(out, record_text(record, "why"));
	fputc('\n', out);
	for (oracle = 0; oracle < REPORTED_ORACLES; oracle++) {
		if (!record_differs(record, oracle))
			continue;
		fprintf(out, "%s# %s expected: ", indent, oracle_key(oracle));
		escape_ktap(out, record_oracle(record, SIDE_EXPECTED, oracle));
		fprintf(out, "\n%s# %s observed: ", indent, oracle_key(oracle));
		escape_ktap(out, record_oracle(record, SIDE_OBSERVED, oracle));
		fputc('\n', out);
	}
}

static void write_case(const json_t *record, size_t number, const char *indent, FILE *out)
{
	enum verdict verdict = record_verdict(record);

	if (verdict == VERDICT_FAIL)
		write_differences(record, indent, out);
	fprintf(out, "%s%s %zu ", indent, forms[verdict].result, number);
	escape_ktap(out, record_text(record, "case"));
	if (forms[verdict].directive) {
		fprintf(out, " # %s ", forms[verdict].directive);
		if (verdict == VERDICT_NA || verdict == VERDICT_CRASH)
			fprintf(out, "%s, ", verdict == VERDICT_NA ? "not applicable" : "crash");
		escape_ktap(out, *record_text(record, "why") ? record_text(record, "why")
							     : "no reason given");
	}
	fputc('\n', out);
}

static void write_cases(const struct matrix *matrix, size_t kernel, const char *indent, FILE *out)
{
	const unsigned int *count = matrix->kernel[kernel].count;
	const json_t *record;
	enum family family;
	size_t number = 0;
	size_t i;

	for (i = 0; i < matrix->rows; i++) {
		for (family = 0; family < FAMILIES; family++) {
			record = matrix_record(&matrix->row[i], kernel, family);
			if (record)
				write_case(record, ++number, indent, out);
		}
	}
	fprintf(out, "%s# Totals: pass:%u fail:%u xfail:%u xpass:0 skip:%u error:%u\n", indent,
		count[VERDICT_PASS], count[VERDICT_FAIL], count[VERDICT_KNOWN],
		count[VERDICT_SKIP] + count[VERDICT_NA],
		count[VERDICT_CRASH] + count[VERDICT_TIMEOUT] + count[VERDICT_INFRA]);
}

static void write_subtests(const struct matrix *matrix, size_t kernel, FILE *out)
{
	const struct matrix_kernel *column = &matrix->kernel[kernel];
	bool failed = false;
	enum verdict verdict;

	for (verdict = 0; verdict < VERDICTS; verdict++)
		failed |= verdict_is_bad(verdict) && column->count[verdict];
	fputs("  KTAP version 1\n  # Subtest: ", out);
	escape_ktap(out, column->label);
	fprintf(out, "\n  1..%zu\n", column->cases);
	write_cases(matrix, kernel, "  ", out);
	fprintf(out, "%s %zu ", failed ? "not ok" : "ok", kernel + 1);
	escape_ktap(out, column->label);
	fputs(column->cases ? "\n" : " # SKIP no cases\n", out);
}

void ktap_write(const struct matrix *matrix, const struct format_options *options, FILE *out)
{
	size_t i;

	(void)options;
	if (matrix->kernels == 1) {
		fprintf(out, "TAP version 13\n1..%zu\n# Linux ", matrix->kernel[0].cases);
		escape_ktap(out, matrix->kernel[0].release);
		fputc('\n', out);
		write_cases(matrix, 0, "", out);
		return;
	}
	fprintf(out, "KTAP version 1\n1..%zu\n", matrix->kernels);
	for (i = 0; i < matrix->kernels; i++)
		write_subtests(matrix, i, out);
}

// SPDX-License-Identifier: GPL-2.0-only
/* A line for each case and kernel, with what each oracle expected and observed. */
#include "harness/report/escape.h"
#include "harness/report/format.h"

static void put(FILE *out, const char *text, char end)
{
	escape_csv(out, text);
	fputc(end, out);
}

static void write_record(const struct matrix_kernel *kernel, const struct matrix_row *row,
			 const json_t *record, FILE *out)
{
	enum oracle oracle;
	enum side side;

	put(out, kernel->label, ',');
	put(out, kernel->release, ',');
	put(out, kernel_text(kernel, "arch"), ',');
	put(out, row->section, ',');
	put(out, record_text(record, "path"), ',');
	put(out, record_text(record, "case"), ',');
	put(out, record_text(record, "family"), ',');
	put(out, verdict_name(record_verdict(record)), ',');
	put(out, record_text(record, "why"), ',');
	for (side = 0; side < SIDES; side++)
		for (oracle = 0; oracle < REPORTED_ORACLES; oracle++)
			put(out, record_oracle(record, side, oracle),
			    side == SIDES - 1 && oracle == REPORTED_ORACLES - 1 ? '\n' : ',');
}

void csv_write(const struct matrix *matrix, const struct format_options *options, FILE *out)
{
	const json_t *record;
	enum family family;
	enum oracle oracle;
	enum side side;
	size_t i, j;

	(void)options;
	fputs("kernel,release,arch,section,path,case,family,verdict,why", out);
	for (side = 0; side < SIDES; side++)
		for (oracle = 0; oracle < REPORTED_ORACLES; oracle++)
			fprintf(out, ",%s_%s", side_key(side), oracle_key(oracle));
	fputc('\n', out);
	for (i = 0; i < matrix->kernels; i++) {
		for (j = 0; j < matrix->rows; j++) {
			for (family = 0; family < FAMILIES; family++) {
				record = matrix_record(&matrix->row[j], i, family);
				if (record)
					write_record(&matrix->kernel[i], &matrix->row[j], record,
						     out);
			}
		}
	}
}

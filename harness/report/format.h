/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_FORMAT_H
#define RST_REPORT_FORMAT_H

#include <stddef.h>
#include <stdio.h>

#include "harness/report/matrix.h"

/* What the writers are given besides the matrix. */
struct format_options {
	const char *build_id; /* of KCIDB: the build that was tested, known there; or NULL */
};

/* A language a report can be written in. */
struct format {
	const char *name;
	const char *suffix; /* of files, ".md"; NULL: none of its own */
	const char *purpose;
	void (*write)(const struct matrix *matrix, const struct format_options *options, FILE *out);
};

/* NULL at the end of the table's names: no such format. */
const struct format *format_find(const char *name);

/* The format of which @file has the suffix, or NULL. */
const struct format *format_of_file(const char *file);

/* All names, one a line with the purpose, for the usage text. */
void format_usage(char *text, size_t size);

void markdown_write(const struct matrix *matrix, const struct format_options *options, FILE *out);
void html_write(const struct matrix *matrix, const struct format_options *options, FILE *out);
void csv_write(const struct matrix *matrix, const struct format_options *options, FILE *out);
void json_write(const struct matrix *matrix, const struct format_options *options, FILE *out);
void ktap_write(const struct matrix *matrix, const struct format_options *options, FILE *out);
void junit_write(const struct matrix *matrix, const struct format_options *options, FILE *out);
void kcidb_write(const struct matrix *matrix, const struct format_options *options, FILE *out);
void summary_write(const struct matrix *matrix, const struct format_options *options, FILE *out);

#endif

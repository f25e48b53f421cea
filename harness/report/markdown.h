/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_MARKDOWN_H
#define RST_REPORT_MARKDOWN_H

#include <jansson.h>
#include <stdio.h>

#include "harness/report/matrix.h"

/* The table of verdicts counted for each kernel. */
void markdown_counts(const struct matrix *matrix, FILE *out);

/* What the cells mean, in a few lines. */
void markdown_legend(const struct matrix *matrix, FILE *out);

/*
 * The heading and table of the section that begins at @row; returns the row after its last.
 * Reasons too long for a cell become numbers in @notes, an object: text to number.
 */
size_t markdown_section(const struct matrix *matrix, size_t row, json_t *notes, FILE *out);

/* The texts of @notes by number; nothing without any. */
void markdown_notes(const json_t *notes, FILE *out);

#endif

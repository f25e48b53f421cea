/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_REPORT_TESTS_SAMPLE_H
#define RST_REPORT_TESTS_SAMPLE_H

#include <jansson.h>
#include <stddef.h>

/*
 * A result file as a kernel of @version ("6.1") would give it, for the tests of the reports: a
 * few paths of the catalogue with what such kernels say, and @fillers more paths to measure
 * sizes.  From 5.10 to 7.3 it has each verdict at least once.
 */
json_t *sample_results(const char *version, size_t fillers);

/* The case @name of a result document, to spoil it. */
json_t *sample_case(json_t *results, const char *name);

#endif

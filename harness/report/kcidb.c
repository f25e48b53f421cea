// SPDX-License-Identifier: GPL-2.0-only
/*
 * KernelCI's common reports, schema v5.3 (kernelci/kcidb-io).  A test belongs to a build and
 * that to a checkout: both are made up here from the release, unless the user names the build.
 */
#include <ctype.h>
#include <jansson.h>
#include <string.h>

#include "harness/expect/section.h"
#include "harness/report/format.h"

#define ORIGIN "rstlab"
#define EXCERPT_MAX 16384 /* of the schema, in characters */

/*
 * A kernel that crashes or hangs is at fault; what never ran says nothing of it.  A known
 * deviation is no news: it passes with a comment.
 */
static const char *const statuses[VERDICTS] = {
	[VERDICT_PASS] = "PASS",    [VERDICT_KNOWN] = "PASS", [VERDICT_FAIL] = "FAIL",
	[VERDICT_SKIP] = "SKIP",    [VERDICT_NA] = "SKIP",    [VERDICT_CRASH] = "FAIL",
	[VERDICT_TIMEOUT] = "FAIL", [VERDICT_INFRA] = "MISS",
};

static json_t *describe_misc(const json_t *record)
{
	json_t *misc = record_observed(record) ? record_outcome(record, SIDE_OBSERVED)
					       : json_object();

	json_object_set_new(misc, "verdict", json_string(verdict_name(record_verdict(record))));
	if (record_verdict(record) == VERDICT_KNOWN)
		json_object_set_new(misc, "deviation", json_string(record_text(record, "why")));
	if (record_observed(record))
		json_object_set_new(misc, "expected", record_outcome(record, SIDE_EXPECTED));
	return misc;
}

/* Only [a-zA-Z0-9_-] may stand between the dots of a path. */
static json_t *describe_path(const struct matrix_row *row, const json_t *record)
{
	const char *name = *record_text(record, "path") ? record_text(record, "path") : row->name;
	char word[64], text[400];
	size_t i, start;

	section_word(row->section, word, sizeof(word));
	start = snprintf(text, sizeof(text), "rst.%s.", word);
	snprintf(text + start, sizeof(text) - start, "%s", name);
	for (i = start; text[i]; i++)
		if (!isascii(text[i]) || (!isalnum(text[i]) && text[i] != '_' && text[i] != '-'))
			text[i] = '-';
	return json_string(text);
}

/* Cuts between two characters of UTF-8. */
static json_t *excerpt(const char *text)
{
	size_t length = strlen(text);

	if (length > EXCERPT_MAX) {
		length = EXCERPT_MAX;
		while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
	}
	return json_stringn(text, length);
}

static json_t *describe_test(const struct matrix_kernel *kernel, const struct matrix_row *row,
			     const json_t *record, const char *build_id)
{
	const char *why = record_text(record, "why");
	const char *run = strncmp(build_id, ORIGIN ":", strlen(ORIGIN ":"))
				  ? build_id
				  : build_id + strlen(ORIGIN ":");
	json_t *test = json_pack("{s:s, s:o, s:s, s:s, s:o, s:o}", "build_id", build_id, "id",
				 json_sprintf(ORIGIN ":%s:%s", run, record_text(record, "case")),
				 "origin", ORIGIN, "status", statuses[record_verdict(record)],
				 "path", describe_path(row, record), "misc", describe_misc(record));

	if (*why) {
		json_object_set_new(test, "comment", json_string(why));
		json_object_set_new(test, "log_excerpt", excerpt(why));
	}
	json_object_set_new(test, "environment",
			    json_pack("{s:o, s:{s:s, s:s, s:s, s:s}}", "comment",
				      json_sprintf("Linux %s", kernel->release), "misc", "release",
				      kernel->release, "arch", kernel_text(kernel, "arch"),
				      "tracer", kernel_text(kernel, "tracer"), "link",
				      kernel_text(kernel, "link")));
	return test;
}

/* "rstlab:6.12:x86_64" */
static void name_build(const struct matrix_kernel *kernel, const struct format_options *options,
		       char *id, size_t size)
{
	if (options->build_id)
		snprintf(id, size, "%s", options->build_id);
	else
		snprintf(id, size, ORIGIN ":%s:%s", kernel->label, kernel_text(kernel, "arch"));
}

static void add_build(const struct matrix_kernel *kernel, const char *id, json_t *checkouts,
		      json_t *builds)
{
	json_t *checkout = json_sprintf(ORIGIN ":%s", kernel->label);
	json_t *build = json_pack("{s:O, s:s, s:s, s:o, s:s}", "checkout_id", checkout, "id", id,
				  "origin", ORIGIN, "comment",
				  json_sprintf("Linux %s", kernel->release), "status", "PASS");
	const char *arch = kernel_text(kernel, "arch");

	if (strspn(arch, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(arch))
		json_object_set_new(build, "architecture", json_string(arch));
	json_array_append_new(checkouts,
			      json_pack("{s:o, s:s, s:o, s:b}", "id", checkout, "origin", ORIGIN,
					"comment", json_sprintf("Linux %s", kernel->release),
					"valid", 1));
	json_array_append_new(builds, build);
}

static void add_tests(const struct matrix *matrix, size_t kernel, const char *build_id,
		      json_t *tests)
{
	const json_t *record;
	enum family family;
	size_t i;

	for (i = 0; i < matrix->rows; i++) {
		for (family = 0; family < FAMILIES; family++) {
			record = matrix_record(&matrix->row[i], kernel, family);
			if (record)
				json_array_append_new(tests, describe_test(&matrix->kernel[kernel],
									   &matrix->row[i], record,
									   build_id));
		}
	}
}

void kcidb_write(const struct matrix *matrix, const struct format_options *options, FILE *out)
{
	json_t *checkouts = json_array();
	json_t *builds = json_array();
	json_t *tests = json_array();
	json_t *document;
	char id[512];
	size_t i;

	for (i = 0; i < matrix->kernels; i++) {
		name_build(&matrix->kernel[i], options, id, sizeof(id));
		if (!options->build_id)
			add_build(&matrix->kernel[i], id, checkouts, builds);
		add_tests(matrix, i, id, tests);
	}
	document = json_pack("{s:{s:i, s:i}, s:o, s:o, s:o}", "version", "major", 5, "minor", 3,
			     "checkouts", checkouts, "builds", builds, "tests", tests);
	json_dumpf(document, out, JSON_INDENT(1));
	fputc('\n', out);
	json_decref(document);
}

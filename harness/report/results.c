// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/results.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/kernel/version.h"
#include "harness/report/record.h"

json_t *results_new(void)
{
	struct utsname name;
	char version[32];

	uname(&name);
	kernel_name(kernel_parse(name.release) & 0xffff0000, version, sizeof(version));
	return json_pack("{s:i, s:s, s:{s:s, s:s, s:s}, s:[], s:{}}", "format", RESULTS_FORMAT,
			 "harness", RSTLAB_VERSION, "kernel", "release", name.release, "version",
			 version, "arch", name.machine, "cases", "summary");
}

static const char *case_name(const json_t *result)
{
	const char *name = json_string_value(json_object_get(result, "case"));

	return name ? name : "";
}

void results_add(json_t *results, json_t *result)
{
	json_t *cases = json_object_get(results, "cases");
	const json_t *other;
	size_t i;

	json_array_foreach(cases, i, other) {
		if (!strcmp(case_name(other), case_name(result))) {
			json_array_set_new(cases, i, result);
			return;
		}
	}
	json_array_append_new(cases, result);
}

static int compare_cases(const void *a, const void *b)
{
	return strcmp(case_name(*(json_t *const *)a), case_name(*(json_t *const *)b));
}

static void sort_cases(json_t *results)
{
	json_t *cases = json_object_get(results, "cases");
	size_t count = json_array_size(cases);
	json_t *sorted = json_array();
	json_t **list = calloc(count + 1, sizeof(*list));
	size_t i;

	for (i = 0; list && i < count; i++)
		list[i] = json_array_get(cases, i);
	if (list)
		qsort(list, count, sizeof(*list), compare_cases);
	for (i = 0; list && i < count; i++)
		json_array_append(sorted, list[i]);
	free(list);
	json_object_set_new(results, "cases", sorted);
}

void results_finish(json_t *results)
{
	json_t *summary = json_object();
	int count[VERDICTS + 1] = { 0 };
	enum verdict verdict;
	const json_t *result;
	size_t i;

	sort_cases(results);
	json_array_foreach(json_object_get(results, "cases"), i, result)
		count[verdict_parse(record_text(result, "verdict"))]++;
	for (verdict = 0; verdict < VERDICTS; verdict++)
		if (verdict != VERDICT_KNOWN)
			json_object_set_new(summary, verdict_key(verdict),
					    json_integer(count[verdict]));
	json_object_set_new(results, "summary", summary);
}

int results_count(const json_t *results, enum verdict verdict)
{
	const json_t *summary = json_object_get(results, "summary");

	return json_integer_value(json_object_get(summary, verdict_key(verdict)));
}

int results_save(const json_t *results, const char *path)
{
	char *text = json_dumps(results, JSON_INDENT(1) | JSON_SORT_KEYS);
	char *whole = NULL;
	int length, err;

	length = text ? asprintf(&whole, "%s\n", text) : -1;
	err = length < 0 ? -ENOMEM : output_write(path, whole, length);
	free(whole);
	free(text);
	return err;
}

static const char *defect(const json_t *results)
{
	const json_t *result;
	size_t i;

	if (json_integer_value(json_object_get(results, "format")) != RESULTS_FORMAT)
		return "not a result file of format 1";
	if (!json_is_array(json_object_get(results, "cases")))
		return "it has no cases";
	if (!json_is_object(json_object_get(results, "kernel")))
		return "it names no kernel";
	json_array_foreach(json_object_get(results, "cases"), i, result)
		if (!*case_name(result) || !json_is_string(json_object_get(result, "verdict")) ||
		    !json_is_string(json_object_get(result, "path")))
			return "a case has no name or verdict";
	return NULL;
}

json_t *results_load(const char *path, struct why *why)
{
	json_error_t error;
	json_t *results = json_load_file(path, 0, &error);

	if (!results) {
		why_set(why, EINVAL,
			"%s: not a whole result file (line %d: %s); write it anew with rstlab run -o",
			path, error.line, error.text);
		return NULL;
	}
	if (defect(results)) {
		why_set(why, EINVAL, "%s: %s; rstlab run -o writes one", path, defect(results));
		json_decref(results);
		return NULL;
	}
	return results;
}

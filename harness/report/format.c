// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/format.h"

#include <string.h>

#include "harness/base/array.h"

static const struct format formats[] = {
	{ "md", ".md", "Markdown: the matrix, a column for each kernel", markdown_write },
	{ "html", ".html", "the matrix as one page: filters, details of each cell", html_write },
	{ "csv", ".csv", "a line for each case and kernel", csv_write },
	{ "json", ".json", "the matrix as data", json_write },
	{ "ktap", ".ktap", "for kselftest and netdev's CI", ktap_write },
	{ "junit", ".xml", "JUnit's XML", junit_write },
	{ "kcidb", NULL, "KernelCI's reports, schema v5.3", kcidb_write },
	{ "summary", NULL, "for $GITHUB_STEP_SUMMARY, below its limit", summary_write },
};

#define FORMATS ARRAY_SIZE(formats)

const struct format *format_find(const char *name)
{
	size_t i;

	for (i = 0; i < FORMATS; i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

const struct format *format_of_file(const char *file)
{
	size_t length = strlen(file);
	size_t i, suffix;

	for (i = 0; i < FORMATS; i++) {
		suffix = formats[i].suffix ? strlen(formats[i].suffix) : length + 1;
		if (suffix < length && !strcmp(file + length - suffix, formats[i].suffix))
			return &formats[i];
	}
	return NULL;
}

void format_usage(char *text, size_t size)
{
	size_t used = 0;
	size_t i;

	for (i = 0; i < FORMATS && used < size; i++)
		used += snprintf(text + used, size - used, "    %-8s %s\n", formats[i].name,
				 formats[i].purpose);
}

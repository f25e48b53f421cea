// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/command/subcommand.h"
#include "harness/report/format.h"
#include "harness/report/matrix.h"

struct report_request {
	const char *format_name;
	const struct format *format;
	struct format_options options;
	const char *output; /* NULL: stdout */
	char *const *files;
	int count;
};

/* A whole report in memory first: what cannot be made leaves nothing behind. */
static int write_report(const struct report_request *request, const struct matrix *matrix)
{
	char *data = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&data, &size);
	int err = -ENOMEM;

	if (out) {
		request->format->write(matrix, &request->options, out);
		err = ferror(out) ? -ENOMEM : 0;
		if (fclose(out) && !err)
			err = -ENOMEM;
	}
	if (!err)
		err = output_write(request->output, data, size);
	free(data);
	if (err)
		return impossible(
			"cannot write %s: %s; free some space there or give another place with -o",
			request->output ? request->output : "to stdout", strerror(-err));
	return EXIT_AS_EXPECTED;
}

static int check(struct report_request *request)
{
	if (request->format_name) {
		request->format = format_find(request->format_name);
		if (!request->format)
			return impossible("no format '%s': rstlab report --help lists them",
					  request->format_name);
	}
	if (!request->format && request->output)
		request->format = format_of_file(request->output);
	if (!request->format)
		request->format = format_find("md");
	if (!request->count)
		return impossible("no result file: rstlab run -o FILE writes one");
	if (request->options.build_id && request->count > 1)
		return impossible("--build-id names one build: give one result file");
	if (request->options.build_id && !strchr(request->options.build_id, ':'))
		return impossible("--build-id '%s' has no origin: write it as ORIGIN:ID",
				  request->options.build_id);
	return EXIT_AS_EXPECTED;
}

static int report_main(int argc, char **argv)
{
	struct report_request request = { 0 };
	struct command_line line = { .argc = argc, .argv = argv, .into = &request };
	struct matrix matrix;
	struct why why;
	int code;

	if (!command_line_read(&report_subcommand, &line))
		return line.status;
	request.files = line.operands;
	request.count = line.count;
	code = check(&request);
	if (code != EXIT_AS_EXPECTED)
		return code;
	if (matrix_load(&matrix, request.files, request.count, &why))
		return impossible("%s", why.text);
	code = write_report(&request, &matrix);
	matrix_free(&matrix);
	return code;
}

static const struct option_row rows[] = {
	{ "output", 'o', "FILE", "write to FILE, whole or not at all; without: to stdout",
	  OPTION_INTO(struct report_request, output), .usage = USAGE_SHOWN },
	{ "build-id", 0, "ID", "kcidb only: the build that was tested, as KernelCI knows it",
	  OPTION_INTO(struct report_request, options.build_id) },
	{ "format", 'f', "FORMAT", "without it, by the suffix of -o; else md:",
	  OPTION_INTO(struct report_request, format_name), .list = format_usage,
	  .usage = USAGE_SHOWN },
	{ 0 },
};

const struct subcommand report_subcommand = {
	.name = "report",
	.operands = "FILE...",
	.purpose = "write result files for a reader",
	.operands_help =
		"  FILE           result files of rstlab run or matrix; several make columns\n",
	.options = rows,
	.run = report_main,
};

// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/file.h"
#include "harness/command/subcommand.h"
#include "harness/report/format.h"
#include "harness/report/matrix.h"

struct request {
	const struct format *format;
	struct format_options options;
	const char *output; /* NULL: stdout */
	char *const *files;
	int count;
};

static void print_usage(void)
{
	char formats[1024], text[2048];

	format_usage(formats, sizeof(formats));
	snprintf(text, sizeof(text),
		 "  FILE             result files of rstlab run or matrix; several make columns\n"
		 "  --format FORMAT  when not told by the suffix of -o; else md:\n%s"
		 "  -o FILE          write to FILE, whole or not at all; without: to stdout\n"
		 "  --build-id ID    kcidb only: the build that was tested, as KernelCI knows it\n",
		 formats);
	usage("report", text, 'h');
}

/* A whole report in memory first: what cannot be made leaves nothing behind. */
static int write_report(const struct request *request, const struct matrix *matrix)
{
	char *data = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&data, &size);
	int error = -ENOMEM;

	if (out) {
		request->format->write(matrix, &request->options, out);
		error = ferror(out) ? -ENOMEM : 0;
		if (fclose(out) && !error)
			error = -ENOMEM;
	}
	if (!error)
		error = output_write(request->output, data, size);
	free(data);
	if (error)
		return impossible(
			"cannot write %s: %s; free some space there or give another place with -o",
			request->output ? request->output : "to stdout", strerror(-error));
	return EXIT_AS_EXPECTED;
}

static int check(struct request *request)
{
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

static int parse(int argc, char **argv, struct request *request)
{
	static const struct option options[] = {
		{ "format", required_argument, NULL, 'f' },
		{ "output", required_argument, NULL, 'o' },
		{ "build-id", required_argument, NULL, 'b' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "f:o:h", options, NULL)) != -1) {
		if (option == 'f') {
			request->format = format_find(optarg);
			if (!request->format)
				return impossible("no format '%s': rstlab report --help lists them",
						  optarg);
		} else if (option == 'o') {
			request->output = optarg;
		} else if (option == 'b') {
			request->options.build_id = optarg;
		} else if (option == 'h') {
			print_usage();
			exit(EXIT_AS_EXPECTED);
		} else {
			return EXIT_IMPOSSIBLE;
		}
	}
	request->files = argv + optind;
	request->count = argc - optind;
	return check(request);
}

int report_main(int argc, char **argv)
{
	struct request request = { 0 };
	struct matrix matrix;
	char why[1024];
	int code;

	code = parse(argc, argv, &request);
	if (code != EXIT_AS_EXPECTED)
		return code;
	if (matrix_load(&matrix, request.files, request.count, why, sizeof(why)))
		return impossible("%s", why);
	code = write_report(&request, &matrix);
	matrix_free(&matrix);
	return code;
}

// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/command/subcommand.h"
#include "harness/report/difference.h"
#include "harness/report/matrix.h"
#include "harness/output.h"

static const char options_text[] =
	"  A.json B.json  result files of rstlab run or matrix: before and after\n"
	"  --json         as an object: changes with case, path, family, field, base and head\n"
	"\nOne line for each change of verdict, reason, state, event, wire, via, mib or errno.\n"
	"Exit status: 0 none, 1 some, 2 it could not be told.\n";

/* Nothing is printed before everything is known. */
static int print(const struct difference *difference, char *const *files, bool json,
		 const struct matrix *matrix)
{
	char *data = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&data, &size);
	int error = -ENOMEM;
	json_t *document;

	if (out) {
		if (json) {
			document = difference_json(difference, matrix[0].kernel[0].results,
						   matrix[1].kernel[0].results);
			json_dumpf(document, out, JSON_INDENT(1));
			fputc('\n', out);
			json_decref(document);
		} else {
			difference_print(difference, files[0], files[1], out);
		}
		error = fclose(out) ? -ENOMEM : output_write(NULL, data, size);
	}
	free(data);
	return error;
}

static int compare(char *const *files, bool json, const struct matrix *matrix)
{
	const struct matrix_kernel *base = &matrix[0].kernel[0], *head = &matrix[1].kernel[0];
	struct difference difference;
	int code = EXIT_AS_EXPECTED;
	int error;

	error = difference_make(&difference, base->results, head->results);
	if (!error)
		error = print(&difference, files, json, matrix);
	if (error)
		code = impossible("cannot write to stdout: %s; send it to a place with space",
				  strerror(-error));
	else if (!difference_is_empty(&difference))
		code = EXIT_DIFFERENT;
	if (!error)
		fprintf(stderr, "%zu of %zu cases changed from %s to %s\n", difference.changed,
			difference.compared, base->release, head->release);
	difference_free(&difference);
	return code;
}

int diff_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct matrix matrix[2];
	bool json = false;
	char why[1024];
	int option;
	int code;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option != 'j')
			return usage("diff", options_text, option);
		json = true;
	}
	if (argc - optind != 2)
		return impossible("two result files are compared, not %d: rstlab diff A.json "
				  "B.json",
				  argc - optind);
	if (matrix_load(&matrix[0], argv + optind, 1, why, sizeof(why)))
		return impossible("%s", why);
	if (matrix_load(&matrix[1], argv + optind + 1, 1, why, sizeof(why))) {
		matrix_free(&matrix[0]);
		return impossible("%s", why);
	}
	code = compare(argv + optind, json, matrix);
	matrix_free(&matrix[0]);
	matrix_free(&matrix[1]);
	return code;
}

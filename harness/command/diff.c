// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/file.h"
#include "harness/command/fleet.h"
#include "harness/command/subcommand.h"
#include "harness/report/difference.h"
#include "harness/report/matrix.h"

static const char options_text[] =
	"  A.json B.json  result files of rstlab run or matrix: before and after\n"
	"  --base K --head K [GLOB...]   run both kernels first, in guests\n" FLEET_OPTIONS
	"  --json         as an object: changes with case, path, family, field, base and head\n"
	"\nOne line for each change of verdict, reason, state, event, wire, via, mib or errno, and\n"
	"for each function that calls a RST emitter more or less often.\n"
	"Exit status: 0 none, 1 some, 2 it could not be told.\n";

struct diff_side {
	const char *name; /* what the user gave */
	json_t *results;
};

static const char *release(const struct diff_side *side)
{
	return json_string_value(
		json_object_get(json_object_get(side->results, "kernel"), "release"));
}

/* Nothing is printed before everything is known. */
static int print(const struct difference *difference, const struct diff_side *side, bool json)
{
	char *data = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&data, &size);
	int error = -ENOMEM;
	json_t *document;

	if (out) {
		if (json) {
			document = difference_json(difference, side[0].results, side[1].results);
			json_dumpf(document, out, JSON_INDENT(1));
			fputc('\n', out);
			json_decref(document);
		} else {
			difference_print(difference, side[0].name, side[1].name, out);
		}
		error = fclose(out) ? -ENOMEM : output_write(NULL, data, size);
	}
	free(data);
	return error;
}

static int compare(const struct diff_side *side, bool json)
{
	struct difference difference;
	int code = EXIT_AS_EXPECTED;
	int error;

	error = difference_make(&difference, side[0].results, side[1].results);
	if (!error)
		error = print(&difference, side, json);
	if (error)
		code = impossible("cannot write to stdout: %s; send it to a place with space",
				  strerror(-error));
	else if (!difference_is_empty(&difference))
		code = EXIT_DIFFERENT;
	if (!error)
		fprintf(stderr, "%zu of %zu cases changed from %s to %s\n", difference.changed,
			difference.compared, release(&side[0]), release(&side[1]));
	difference_free(&difference);
	return code;
}

static int compare_files(char *const *files, bool json)
{
	struct diff_side side[2];
	struct matrix matrix[2];
	char why[1024];
	int code, i;

	for (i = 0; i < 2; i++) {
		if (matrix_load(&matrix[i], files + i, 1, why, sizeof(why))) {
			if (i)
				matrix_free(&matrix[0]);
			return impossible("%s", why);
		}
		side[i] = (struct diff_side){ files[i], matrix[i].kernel[0].results };
	}
	code = compare(side, json);
	matrix_free(&matrix[0]);
	matrix_free(&matrix[1]);
	return code;
}

static int compare_kernels(struct fleet *fleet, const char *const *kernels, bool json)
{
	struct diff_side side[2] = { { NULL, NULL }, { NULL, NULL } };
	int code = EXIT_AS_EXPECTED;
	int i;

	fleet_run(fleet, kernels, 2);
	for (i = 0; i < 2; i++) {
		/* fleet_run() has said why. */
		if (!fleet_finished(fleet, i))
			code = EXIT_IMPOSSIBLE;
		else
			side[i] = (struct diff_side){ kernels[i], job_results(&fleet->jobs[i]) };
	}
	if (code == EXIT_AS_EXPECTED)
		code = compare(side, json);
	for (i = 0; i < 2; i++)
		json_decref(side[i].results);
	fleet_free(fleet);
	return code;
}

int diff_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },	  { "base", required_argument, NULL, 'b' },
		{ "head", required_argument, NULL, 'H' }, FLEET_LONG_OPTIONS,
		{ "help", no_argument, NULL, 'h' },	  { 0 },
	};
	static struct fleet fleet;
	const char *kernels[2] = { NULL, NULL };
	bool json = false;
	int option;

	fleet_defaults(&fleet, 2);
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'j')
			json = true;
		else if (option == 'b' || option == 'H')
			kernels[option == 'H'] = optarg;
		else if (!fleet_option(&fleet, option, optarg))
			return usage("diff", options_text, option);
	}
	if (!kernels[0] != !kernels[1])
		return impossible("--base and --head go together");
	if (kernels[0])
		return fleet_check(&fleet, argv + optind, argc - optind)
			       ? EXIT_IMPOSSIBLE
			       : compare_kernels(&fleet, kernels, json);
	if (argc - optind != 2)
		return impossible(
			"two result files are compared, not %d: rstlab diff A.json B.json",
			argc - optind);
	return compare_files(argv + optind, json);
}

// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/command/fleet.h"
#include "harness/command/subcommand.h"
#include "harness/report/difference.h"
#include "harness/report/matrix.h"

struct diff_request {
	struct fleet fleet;
	const char *base, *head; /* kernels; NULL: two files are compared */
	bool json;
};

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
	int err = -ENOMEM;
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
		err = fclose(out) ? -ENOMEM : output_write(NULL, data, size);
	}
	free(data);
	return err;
}

static int compare(const struct diff_side *side, bool json)
{
	struct difference difference;
	int code = EXIT_AS_EXPECTED;
	int err;

	err = difference_make(&difference, side[0].results, side[1].results);
	if (!err)
		err = print(&difference, side, json);
	if (err)
		code = impossible("cannot write to stdout: %s; send it to a place with space",
				  strerror(-err));
	else if (!difference_is_empty(&difference))
		code = EXIT_DIFFERENT;
	if (!err)
		fprintf(stderr, "%zu of %zu cases changed from %s to %s\n", difference.changed,
			difference.compared, release(&side[0]), release(&side[1]));
	difference_free(&difference);
	return code;
}

static int compare_files(char *const *files, bool json)
{
	struct diff_side side[2];
	struct matrix matrix[2];
	struct why why;
	int code, i;

	for (i = 0; i < 2; i++) {
		if (matrix_load(&matrix[i], files + i, 1, &why)) {
			if (i)
				matrix_free(&matrix[0]);
			return impossible("%s", why.text);
		}
		side[i] = (struct diff_side){ files[i], matrix[i].kernel[0].results };
	}
	code = compare(side, json);
	matrix_free(&matrix[0]);
	matrix_free(&matrix[1]);
	return code;
}

static int compare_kernels(struct diff_request *request)
{
	const char *const kernels[] = { request->base, request->head };
	struct diff_side side[2] = { { NULL, NULL }, { NULL, NULL } };
	struct fleet *fleet = &request->fleet;
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
		code = compare(side, request->json);
	for (i = 0; i < 2; i++)
		json_decref(side[i].results);
	fleet_free(fleet);
	return code;
}

static int diff_main(int argc, char **argv)
{
	static struct diff_request request;
	struct command_line line = {
		.argc = argc,
		.argv = argv,
		.into = &request,
		.shared = &request.fleet,
	};

	fleet_defaults(&request.fleet, 2);
	if (!command_line_read(&diff_subcommand, &line))
		return line.status;
	if (!request.base != !request.head)
		return impossible("--base and --head go together");
	if (request.base)
		return fleet_check(&request.fleet, line.operands, line.count)
			       ? EXIT_IMPOSSIBLE
			       : compare_kernels(&request);
	if (line.count != 2)
		return impossible(
			"two result files are compared, not %d: rstlab diff A.json B.json",
			line.count);
	return compare_files(line.operands, request.json);
}

static const struct option_row rows[] = {
	{ "base", 0, "K",
	  "with --head K [GLOB...] instead of files: run both kernels first;\n" FLEET_KERNEL_HELP,
	  OPTION_INTO(struct diff_request, base) },
	{ "head", 0, "K", "the kernel after", OPTION_INTO(struct diff_request, head) },
	{ "json", 0, NULL, "as an object: changes with case, path, family, field, base and head",
	  OPTION_INTO(struct diff_request, json), .usage = USAGE_SHOWN },
	{ 0 },
};

const struct subcommand diff_subcommand = {
	.name = "diff",
	.operands = "A.json B.json",
	.purpose = "what changed between two kernels, path by path",
	.operands_help = "  A.json B.json  result files of rstlab run or matrix: before and after\n",
	.notes = "One line for each change of verdict, reason, state, event, wire, via, mib or errno, and\n"
		 "for each function that calls a RST emitter more or less often.\n"
		 "Exit status: 0 none, 1 some, 2 it could not be found out.\n",
	.options = rows,
	.shared = fleet_rows,
	.run = diff_main,
};

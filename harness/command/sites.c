// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/command/subcommand.h"
#include "harness/observe/facts.h"
#include "harness/observe/text/kernel_sites.h"
#include "harness/report/coverage.h"
#include "harness/report/results.h"

struct sites_request {
	const char *results;
	bool json;
};

static void print_sites(const struct coverage *coverage, bool with_results)
{
	const json_t *entry;
	char says[400] = "";
	size_t i;

	json_array_foreach(coverage->list, i, entry) {
		if (with_results)
			coverage_describe(coverage, i, says, sizeof(says));
		printf("%-44s %-9s %-31s %s\n", json_string_value(json_object_get(entry, "site")),
		       json_string_value(json_object_get(entry, "kind")),
		       json_string_value(json_object_get(entry, "emitter")), says);
	}
	if (with_results)
		printf("%zu of %zu reachable calls reached, %zu uncovered; besides %zu unreachable, "
		       "%zu only in a guest, %zu not traced\n",
		       coverage->reached, coverage->reached + coverage->open, coverage->open,
		       coverage->explained[UNREACHABLE], coverage->explained[GUEST_ONLY],
		       coverage->explained[UNTRACED_CALL]);
}

/* The running kernel's; NULL after a message. */
static json_t *read_sites(void)
{
	json_t *list = NULL;
	struct facts *facts;
	struct why why;
	int err;

	if (geteuid()) {
		impossible("reading the kernel's text needs root: sudo rstlab sites");
		return NULL;
	}
	if (facts_open(&facts, &why)) {
		impossible("%s", why.text);
		return NULL;
	}
	err = kernel_sites(&list, facts);
	if (err)
		impossible("cannot read the kernel's text: %s", strerror(-err));
	facts_close(facts);
	return list;
}

static int show(const json_t *results, bool with_results, bool json)
{
	struct coverage coverage;
	json_t *list = NULL;
	int status;

	if (!coverage_make(&coverage, results, NULL)) {
		/* A file of before the sites were kept: taken for one of this kernel. */
		list = read_sites();
		if (!list)
			return EXIT_IMPOSSIBLE;
		coverage_make(&coverage, results, list);
	}
	if (json)
		json_dumpf(coverage.list, stdout, JSON_INDENT(1));
	else
		print_sites(&coverage, with_results);
	status = with_results && coverage.open ? EXIT_DIFFERENT : EXIT_AS_EXPECTED;
	coverage_free(&coverage);
	json_decref(list);
	return status;
}

static int sites_main(int argc, char **argv)
{
	struct sites_request request = { .results = NULL };
	struct command_line line = { .argc = argc, .argv = argv, .into = &request };
	json_t *results;
	struct why why;
	int status;

	if (!command_line_read(&sites_subcommand, &line))
		return line.status;
	results = request.results ? results_load(request.results, &why) : json_object();
	if (!results)
		return impossible("%s", why.text);
	status = show(results, request.results, request.json);
	json_decref(results);
	return status;
}

static const struct option_row rows[] = {
	{ "results", 0, "FILE",
	  "the sites of the kernel of this result file, each with the cases that\n"
	  "reached it, or why none did; exit 1 when one is uncovered",
	  OPTION_INTO(struct sites_request, results), .usage = USAGE_SHOWN },
	{ "json", 0, NULL, "as an array of objects", OPTION_INTO(struct sites_request, json),
	  .usage = USAGE_SHOWN },
	{ 0 },
};

const struct subcommand sites_subcommand = {
	.name = "sites",
	.operands = "",
	.purpose = "the places of a kernel that send a RST, and which the suite reached",
	.notes = "Without a file: those of the running kernel, read from its text.\n",
	.options = rows,
	.run = sites_main,
};

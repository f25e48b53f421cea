// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <getopt.h>
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

static const char options_text[] =
	"  --results FILE  the sites of the kernel of this result file, each with the cases that\n"
	"                  reached it, or the proof that none can; exit 1 when one is uncovered\n"
	"  --json          as an array of objects\n"
	"\nWithout a file: those of the running kernel, read from its text.\n";

static void print_sites(const struct coverage *coverage, bool with_results)
{
	const json_t *entry;
	char says[400] = "";
	size_t i;

	json_array_foreach(coverage->list, i, entry) {
		if (with_results)
			coverage_tell(coverage, i, says, sizeof(says));
		printf("%-44s %-9s %-31s %s\n", json_string_value(json_object_get(entry, "site")),
		       json_string_value(json_object_get(entry, "kind")),
		       json_string_value(json_object_get(entry, "emitter")), says);
	}
	if (with_results)
		printf("%zu of %zu reachable calls reached, %zu uncovered, %zu proven unreachable or silent\n",
		       coverage->reached, coverage->reached + coverage->open, coverage->open,
		       coverage->proven);
}

/* The running kernel's; NULL after a message. */
static json_t *read_sites(void)
{
	json_t *list = NULL;
	struct facts *facts;
	struct why why;
	int error;

	if (geteuid()) {
		impossible("reading the kernel's text needs root: sudo rstlab sites");
		return NULL;
	}
	if (facts_open(&facts, &why)) {
		impossible("%s", why.text);
		return NULL;
	}
	error = kernel_sites(&list, facts);
	if (error)
		impossible("cannot read the kernel's text: %s", strerror(-error));
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

int sites_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "results", required_argument, NULL, 'r' },
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	const char *file = NULL;
	bool json = false;
	json_t *results;
	char why[512];
	int option;
	int status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 'j')
			json = true;
		else if (option == 'r')
			file = optarg;
		else
			return usage("sites", options_text, option);
	}
	results = file ? results_load(file, why, sizeof(why)) : json_object();
	if (!results)
		return impossible("%s", why);
	status = show(results, file, json);
	json_decref(results);
	return status;
}

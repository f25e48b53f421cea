// SPDX-License-Identifier: GPL-2.0-only
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "harness/base/why.h"
#include "harness/command/catalogue.h"
#include "harness/command/subcommand.h"
#include "harness/expect/outcome.h"
#include "harness/judge/result.h"
#include "harness/suite/tables.h"
#include "harness/sweep/run.h"

struct listing {
	unsigned int kernel;
	bool json, markdown;
	char *const *globs;
	int count;
	json_t *cases;
};

static const char *class_name(enum scenario_class class)
{
	static const char *const names[] = { "default", "slow", "guest" };

	return names[class];
}

static json_t *expectation(const struct scenario *scenario, int family, unsigned int kernel)
{
	json_t *object;
	struct outcome expected;

	if (scenario->sweep) {
		object = json_object();
		sweep_expect(object, scenario->sweep, family, kernel);
		return object;
	}
	outcome_expect(&expected, scenario,
		       &(struct outcome_target){ .family = family, .kernel = kernel });
	return result_texts(&expected);
}

static json_t *describe(const struct table_case *one, unsigned int kernel)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s+, s:s, s:s, s:o}", "case", one->name, "path",
			 one->scenario->id, "family", one->family == AF_INET ? "ipv4" : "ipv6",
			 "section", section_number(one->scenario->section), "file", one->file->name,
			 ".c", "descr", one->scenario->descr, "class",
			 class_name(one->scenario->needs.class), "expect",
			 expectation(one->scenario, one->family, kernel));
}

static void collect_case(const struct table_case *one, void *data)
{
	struct listing *listing = data;

	if (tables_match(one->scenario, one->name, listing->globs, listing->count))
		json_array_append_new(listing->cases, describe(one, listing->kernel));
}

static const char *expected(const json_t *one, enum oracle oracle)
{
	return json_string_value(
		json_object_get(json_object_get(one, "expect"), oracle_key(oracle)));
}

static void print_case(const json_t *one)
{
	const char *wire = expected(one, ORACLE_WIRE), *reason = expected(one, ORACLE_REASON);

	printf("%-44s %s\n", json_string_value(json_object_get(one, "case")),
	       json_string_value(json_object_get(one, "descr")));
	if (strcmp(wire, OUTCOME_NONE) || strcmp(reason, OUTCOME_NONE))
		printf("%-44s   %s  %s @%s\n", "", wire, reason, expected(one, ORACLE_STATE));
	else
		printf("%-44s   no RST\n", "");
}

static void print_cases(const struct listing *listing)
{
	const json_t *one;
	size_t i;

	json_array_foreach(listing->cases, i, one)
		print_case(one);
	printf("%zu cases\n", json_array_size(listing->cases));
}

static int set_kernel(void *into, const char *argument)
{
	struct listing *listing = into;

	listing->kernel = kernel_parse(argument);
	if (!listing->kernel)
		return impossible("'%s' is no kernel version: write 6.1 or 5.10.262", argument);
	return 0;
}

static int list_main(int argc, char **argv)
{
	struct listing listing = { .kernel = kernel_running() };
	struct command_line line = { .argc = argc, .argv = argv, .into = &listing };
	struct why why;

	if (!command_line_read(&list_subcommand, &line))
		return line.status;
	listing.globs = line.operands;
	listing.count = line.count;
	if (tables_check(listing.globs, listing.count, &why))
		return impossible("%s", why.text);
	listing.cases = json_array();
	tables_each_case(collect_case, &listing);
	if (listing.json) {
		json_dumpf(listing.cases, stdout, JSON_INDENT(1));
		putchar('\n');
	} else if (listing.markdown) {
		catalogue_print(listing.cases, stdout);
	} else {
		print_cases(&listing);
	}
	json_decref(listing.cases);
	return EXIT_AS_EXPECTED;
}

static const struct option_row rows[] = {
	{ "json", 0, NULL, "as an array of objects, with what is expected of each oracle",
	  OPTION_INTO(struct listing, json), .usage = USAGE_SHOWN },
	{ "markdown", 0, NULL, "as the tables of doc/catalogue.md",
	  OPTION_INTO(struct listing, markdown), .usage = USAGE_SHOWN },
	{ "on", 0, "VERSION",
	  "what is expected of another kernel than the running one: 6.1, 5.10.262",
	  OPTION_BY(set_kernel), .usage = USAGE_SHOWN },
	{ 0 },
};

const struct subcommand list_subcommand = {
	.name = "list",
	.operands = "[GLOB...]",
	.purpose = "what the scenarios do and what they expect",
	.operands_help = GLOB_HELP,
	.options = rows,
	.run = list_main,
};

// SPDX-License-Identifier: GPL-2.0-only
/* Every value of enum sk_rst_reason is expected by a scenario, or proven to be unreachable. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "harness/command/subcommand.h"
#include "harness/command/tables.h"
#include "harness/judge/outcome.h"
#include "harness/kernel.h"
#include "harness/observe/facts.h"
#include "harness/unreachable.h"

#define NUMBERS_MAX 256

static const char options_text[] = "  --help  this text\n";

/* How many scenarios expect @reason on @kernel; the first one's path in *@path. */
static size_t count_rows(const char *reason, unsigned int kernel, const char **path)
{
	const struct expectation *row;
	size_t count = 0;
	size_t i, j, k;

	for (i = 0; i < scenario_file_count; i++) {
		for (j = 0; j < scenario_files[i]->count; j++) {
			row = outcome_row(&scenario_files[i]->scenarios[j], kernel);
			for (k = 0; k < RST_MAX && row->rst[k].path; k++) {
				if (strcmp(outcome_reason(row->rst[k].path, kernel), reason))
					continue;
				if (!count++)
					*path = scenario_files[i]->scenarios[j].path;
				break;
			}
		}
	}
	return count;
}

static const char *proof_of(const char *reason, unsigned int kernel)
{
	size_t i;

	for (i = 0; i < unreachable_count; i++)
		if (unreachable[i].what == UNREACHABLE_REASON && unreachable[i].since <= kernel &&
		    (!unreachable[i].until || kernel < unreachable[i].until) &&
		    !strcmp(unreachable[i].name, reason))
			return unreachable[i].proof;
	return NULL;
}

/* Prints all reasons of the kernel.  Returns how many nobody knows. */
static unsigned int print_reasons(const struct facts *facts, unsigned int kernel)
{
	const char *reason, *path = "", *proof;
	unsigned int unknown = 0;
	unsigned int number;
	size_t rows;

	for (number = 0; number < NUMBERS_MAX; number++) {
		reason = facts_reason(facts, number);
		if (!reason)
			continue;
		rows = count_rows(reason, kernel, &path);
		proof = proof_of(reason, kernel);
		printf("%3u %-26s ", number, reason);
		if (rows)
			printf("%zu scenarios, %s first%s\n", rows, path,
			       proof ? "; yet the table calls it UNREACHABLE" : "");
		else
			printf(proof ? "unreachable: %s\n" : "UNKNOWN: no scenario, no proof\n",
			       proof);
		unknown += !rows == !proof;
	}
	return unknown;
}

int reasons_main(int argc, char **argv)
{
	static const struct option options[] = { { "help", no_argument, NULL, 'h' }, { 0 } };
	struct facts *facts;
	char why[512];
	unsigned int unknown;
	int option;

	option = getopt_long(argc, argv, "h", options, NULL);
	if (option != -1)
		return usage("reasons", options_text, option);
	if (facts_open(&facts, why, sizeof(why)))
		return impossible("%s", why);
	unknown = print_reasons(facts, kernel_parse(kernel_release(why, sizeof(why))));
	if (!facts_reason_count(facts))
		puts("this kernel gives no reasons (they came with 6.10)");
	facts_close(facts);
	return unknown ? EXIT_DIFFERENT : EXIT_AS_EXPECTED;
}

// SPDX-License-Identifier: GPL-2.0-only
/* rstlab: one table of subcommands, from which the usage text is printed too. */
#include <stdio.h>
#include <string.h>

#include "harness/base/array.h"
#include "harness/command/subcommand.h"
#include "harness/observe/facts.h"

static const struct subcommand *const subcommands[] = {
	&list_subcommand,   &run_subcommand,	  &report_subcommand, &diff_subcommand,
	&sites_subcommand,  &reasons_subcommand,  &trace_subcommand,  &matrix_subcommand,
	&bisect_subcommand, &topology_subcommand, &config_subcommand, &guest_subcommand,
	&doctor_subcommand,
};

static const struct subcommand *find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(subcommands); i++)
		if (!strcmp(subcommands[i]->name, name))
			return subcommands[i];
	return NULL;
}

static void print_usage(FILE *stream)
{
	size_t i;

	fprintf(stream,
		"rstlab " RSTLAB_VERSION ": regression tests of the TCP resets of Linux\n\n");
	for (i = 0; i < ARRAY_SIZE(subcommands); i++) {
		fprintf(stream, "  rstlab %-8s", subcommands[i]->name);
		command_line_usage(subcommands[i], stream);
		fprintf(stream, "\n                    %s\n", subcommands[i]->purpose);
	}
	fprintf(stream,
		"\nExit status: 0 as expected, 1 an expectation failed or a difference was "
		"found, 2 it could not be done.\nrstlab SUBCOMMAND --help lists the options.\n");
}

int main(int argc, char **argv)
{
	const struct subcommand *subcommand;
	int status;

	if (argc < 2) {
		print_usage(stderr);
		return EXIT_IMPOSSIBLE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
		print_usage(stdout);
		return EXIT_AS_EXPECTED;
	}
	if (!strcmp(argv[1], "--version")) {
		puts("rstlab " RSTLAB_VERSION);
		return EXIT_AS_EXPECTED;
	}
	subcommand = find(argv[1]);
	if (!subcommand)
		return impossible("no subcommand '%s': rstlab --help lists them", argv[1]);
	status = subcommand->run(argc - 1, argv + 1);
	facts_sweep();
	return status;
}

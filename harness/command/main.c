// SPDX-License-Identifier: GPL-2.0-only
/* rstlab: one table of subcommands, from which the usage text is printed too. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "harness/command/subcommand.h"

static const struct subcommand subcommands[] = {
	{ "list", list_main, "[GLOB...] [--json] [--on VERSION]",
	  "what the scenarios do and what they expect" },
	{ "run", run_main, "[GLOB...] [-4|-6] [-j N] [-o FILE] [--verbose] [--pcap DIR]",
	  "run scenarios on the running kernel" },
	{ "report", report_main, "[--format FORMAT] [-o FILE] FILE...",
	  "write result files for a reader" },
	{ "diff", diff_main, "A.json B.json [--json]",
	  "what changed between two kernels, path by path" },
	{ "sites", sites_main, "[--results FILE] [--json]",
	  "the places of a kernel that send a RST, and which the suite reached" },
	{ "reasons", reasons_main, "[--draft]",
	  "which reset reasons of this kernel the scenarios produce" },
	{ "trace", trace_main, "[--netns NAME] [--stack]", "watch the resets of a live machine" },
	{ "matrix", matrix_main, "[--kernel K]... [-j N] [-o DIR] [--slow] [GLOB...]",
	  "run scenarios on many kernels, in guests" },
	{ "bisect", bisect_main, "GLOB... [--build CMD] [--kernel K]",
	  "the body of git bisect run" },
	{ "topology", topology_main, "[NAME]",
	  "the topologies, or the commands that raise one by hand" },
	{ "config", config_main, "--check FILE | --fragment", "what a kernel needs" },
	{ "guest", guest_main, "[GLOB...] [-o FILE]",
	  "inside a guest: run all, one line of JSON as each case begins and ends" },
	{ "doctor", doctor_main, "", "what this machine can and cannot do, with the remedy" },
};

#define SUBCOMMANDS (sizeof(subcommands) / sizeof(subcommands[0]))

static const struct subcommand *find(const char *name)
{
	size_t i;

	for (i = 0; i < SUBCOMMANDS; i++)
		if (!strcmp(subcommands[i].name, name))
			return &subcommands[i];
	return NULL;
}

static void print_usage(FILE *stream)
{
	size_t i;

	fprintf(stream,
		"rstlab " RSTLAB_VERSION ": regression tests of the TCP resets of Linux\n\n");
	for (i = 0; i < SUBCOMMANDS; i++)
		fprintf(stream, "  rstlab %-8s %s\n                    %s\n", subcommands[i].name,
			subcommands[i].arguments, subcommands[i].purpose);
	fprintf(stream,
		"\nExit status: 0 as expected, 1 an expectation failed or a difference was "
		"found, 2 it could not be done.\nrstlab SUBCOMMAND --help tells the options.\n");
}

int impossible(const char *format, ...)
{
	va_list arguments;

	fputs("rstlab: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return EXIT_IMPOSSIBLE;
}

int usage(const char *name, const char *options, int option)
{
	const struct subcommand *subcommand = find(name);

	if (option == '?' || option == ':')
		return EXIT_IMPOSSIBLE; /* getopt has said why */
	printf("rstlab %s %s\n\n%s\n%s", name, subcommand->arguments, subcommand->purpose, options);
	return EXIT_AS_EXPECTED;
}

int main(int argc, char **argv)
{
	const struct subcommand *subcommand;

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
	return subcommand->run(argc - 1, argv + 1);
}

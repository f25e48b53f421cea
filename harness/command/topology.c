// SPDX-License-Identifier: GPL-2.0-only
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "harness/command/subcommand.h"
#include "netns/script.h"
#include "netns/topology.h"

static const char options_text[] = "  --help  this text\n";

static const struct topology *find(const char *name)
{
	size_t i;

	for (i = 0; topologies[i]; i++)
		if (!strcmp(topologies[i]->name, name))
			return topologies[i];
	return NULL;
}

int topology_main(int argc, char **argv)
{
	static const struct option options[] = { { "help", no_argument, NULL, 'h' }, { 0 } };
	const struct topology *topology;
	int option = getopt_long(argc, argv, "h", options, NULL);
	size_t i;

	if (option != -1)
		return usage("topology", options_text, option);
	if (optind == argc) {
		for (i = 0; topologies[i]; i++)
			printf("%-8s %s\n", topologies[i]->name, topologies[i]->descr);
		return EXIT_AS_EXPECTED;
	}
	if (argc - optind > 1)
		return impossible("topology prints one, got %d names", argc - optind);
	topology = find(argv[optind]);
	if (!topology)
		return impossible("no topology '%s': rstlab topology lists them", argv[optind]);
	script_print(stdout, topology);
	return EXIT_AS_EXPECTED;
}

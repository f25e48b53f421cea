// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "harness/command/subcommand.h"
#include "netns/script.h"
#include "netns/topology.h"

static const struct topology *find(const char *name)
{
	size_t i;

	for (i = 0; topologies[i]; i++)
		if (!strcmp(topologies[i]->name, name))
			return topologies[i];
	return NULL;
}

static int topology_main(int argc, char **argv)
{
	struct command_line line = { .argc = argc, .argv = argv };
	const struct topology *topology;
	size_t i;

	if (!command_line_read(&topology_subcommand, &line))
		return line.status;
	if (!line.count) {
		for (i = 0; topologies[i]; i++)
			printf("%-8s %s\n", topologies[i]->name, topologies[i]->descr);
		return EXIT_AS_EXPECTED;
	}
	if (line.count > 1)
		return impossible("topology prints one, got %d names", line.count);
	topology = find(line.operands[0]);
	if (!topology)
		return impossible("no topology '%s': rstlab topology lists them", line.operands[0]);
	script_print(stdout, topology);
	return EXIT_AS_EXPECTED;
}

const struct subcommand topology_subcommand = {
	.name = "topology",
	.operands = "[NAME]",
	.purpose = "the topologies, or the commands that raise one by hand",
	.run = topology_main,
};

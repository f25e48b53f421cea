// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/config.h"

#include <stdio.h>

#include "harness/base/why.h"
#include "harness/command/subcommand.h"

struct config_request {
	const char *check;
	bool fragment;
};

static int check(const char *path)
{
	struct config_result result;
	struct why why;

	if (config_check(path, &result, &why))
		return impossible("%s", why.text);
	config_print(&result, stdout);
	return result.required_missing ? EXIT_DIFFERENT : EXIT_AS_EXPECTED;
}

static int config_main(int argc, char **argv)
{
	struct config_request request = { .check = NULL };
	struct command_line line = { .argc = argc, .argv = argv, .into = &request };

	if (!command_line_read(&config_subcommand, &line))
		return line.status;
	if (request.check)
		return check(request.check);
	if (!request.fragment)
		return impossible("give --check FILE or --fragment");
	config_fragment(stdout);
	return EXIT_AS_EXPECTED;
}

static const struct option_row rows[] = {
	{ "check", 0, "FILE",
	  "what is missing in the kernel configuration FILE (.config,\n"
	  "/proc/config.gz), and what becomes N/A without it",
	  OPTION_INTO(struct config_request, check), .usage = USAGE_OR_NEXT },
	{ "fragment", 0, NULL, "all that is of use, for scripts/kconfig/merge_config.sh",
	  OPTION_INTO(struct config_request, fragment), .usage = USAGE_SHOWN },
	{ 0 },
};

const struct subcommand config_subcommand = {
	.name = "config",
	.operands = "",
	.purpose = "what a kernel needs",
	.notes = "Exit status of --check: 1 if something is missing without which nothing runs.\n",
	.options = rows,
	.run = config_main,
};

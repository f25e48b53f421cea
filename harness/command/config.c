// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/kernel/config.h"

#include <getopt.h>
#include <stdio.h>

#include "harness/base/why.h"
#include "harness/command/subcommand.h"

static const char options_text[] =
	"  --check FILE   what the kernel configuration FILE (.config, /proc/config.gz) lacks, and what\n"
	"                 becomes N/A without it\n"
	"  --fragment     all that is of use, for scripts/kconfig/merge_config.sh\n"
	"\nExit status of --check: 1 if something is missing without which nothing runs.\n";

static int check(const char *path)
{
	struct config_result result;
	struct why why;

	if (config_check(path, &result, &why))
		return impossible("%s", why.text);
	config_print(&result, stdout);
	return result.required_missing ? EXIT_DIFFERENT : EXIT_AS_EXPECTED;
}

int config_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "check", required_argument, NULL, 'c' },
		{ "fragment", no_argument, NULL, 'f' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	int option = getopt_long(argc, argv, "h", options, NULL);

	if (option == 'c')
		return check(optarg);
	if (option == 'f') {
		config_fragment(stdout);
		return EXIT_AS_EXPECTED;
	}
	if (option != -1)
		return usage("config", options_text, option);
	return impossible("give --check FILE or --fragment");
}

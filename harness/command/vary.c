// SPDX-License-Identifier: GPL-2.0-only
#include "harness/command/vary.h"

#include <stdio.h>
#include <string.h>

#include "harness/command/subcommand.h"

static bool is_named(const char *text, const char *name)
{
	size_t length = strlen(name);
	const char *at;

	for (at = text; (at = strstr(at, name)); at += length)
		if ((at == text || at[-1] == ',') && (!at[length] || at[length] == ','))
			return true;
	return false;
}

static size_t count_names(const char *text)
{
	size_t count = 1;

	for (; *text; text++)
		count += *text == ',';
	return count;
}

int vary_read(struct vary *vary, const char *text)
{
	const struct variation *variation;
	size_t count = 0;

	for (variation = variations; variation->name; variation++)
		if (!strcmp(text, "all") || is_named(text, variation->name))
			vary->variation[count++] = variation;
	vary->variation[count] = NULL;
	if (strcmp(text, "all") && count != count_names(text))
		return impossible(
			"--vary %s: a variation that does not exist, or twice: --help names all",
			text);
	return 0;
}

void vary_list(char *text, size_t size)
{
	const struct variation *variation;
	size_t used = 0;

	for (variation = variations; variation->name && used < size; variation++)
		used += snprintf(text + used, size - used, "  %-15s %s\n", variation->name,
				 variation->descr);
}

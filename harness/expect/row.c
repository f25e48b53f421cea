// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/row.h"

#include <string.h>

static void resolve_setup(struct setup *own, const struct setup *defaults)
{
	own->topology = own->topology ?: defaults->topology;
	own->families = own->families ?: defaults->families;
	if (!own->sysctls[0])
		memcpy(own->sysctls, defaults->sysctls, sizeof(own->sysctls));
	own->fixed = own->fixed ?: defaults->fixed;
	own->proxied = own->proxied ?: defaults->proxied;
	own->all_links |= defaults->all_links;
	own->both_tracers |= defaults->both_tracers;
}

static void resolve_needs(struct needs *own, const struct needs *defaults)
{
	own->features = own->features ?: defaults->features;
	if (!own->changes[0])
		memcpy(own->changes, defaults->changes, sizeof(own->changes));
	own->class = own->class ?: defaults->class;
}

struct scenario scenario_resolve(const struct scenario_file *file, size_t index)
{
	const struct scenario *defaults = &file->defaults;
	struct scenario row = file->rows[index];

	row.section = row.section ?: defaults->section;
	row.pace = row.pace ?: defaults->pace;
	row.judge = row.judge ?: defaults->judge;
	resolve_setup(&row.setup, &defaults->setup);
	resolve_needs(&row.needs, &defaults->needs);
	return row;
}

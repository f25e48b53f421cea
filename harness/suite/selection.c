// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/selection.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/array.h"

int selection_add(struct selection *selection, const struct table_case *one)
{
	struct selected *selected;

	if (array_grow(selection->cases, selection->count))
		return -ENOMEM;
	selected = &selection->cases[selection->count++];
	*selected = (struct selected){
		.file = one->file,
		.scenario = *one->scenario,
		.family = one->family,
	};
	snprintf(selected->name, sizeof(selected->name), "%s", one->name);
	return 0;
}

const struct selected *selection_find(const struct selection *selection, const char *name)
{
	size_t i;

	for (i = 0; i < selection->count; i++)
		if (!strcmp(selection->cases[i].name, name))
			return &selection->cases[i];
	return NULL;
}

void selection_free(struct selection *selection)
{
	free(selection->cases);
	*selection = (struct selection){ 0 };
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/tables.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "harness/base/why.h"
#include "harness/judge/case.h"

#define NAME_SIZE 80
#define NEAREST 3

void tables_each_case(void (*each)(const struct table_case *one, void *data), void *data)
{
	static const int families[] = { AF_INET, AF_INET6 };
	const struct scenario_file *file;
	struct scenario scenario;
	char name[NAME_SIZE];
	size_t i, j, k;

	for (i = 0; i < scenario_file_count; i++) {
		file = scenario_files[i];
		for (j = 0; j < file->count; j++) {
			scenario = scenario_resolve(file, j);
			for (k = 0; k < 2; k++) {
				if (!case_has_family(&scenario, families[k]))
					continue;
				case_name(&scenario, families[k], name, sizeof(name));
				each(&(struct table_case){ file, &scenario, families[k], name },
				     data);
			}
		}
	}
}

bool tables_match(const struct scenario *scenario, const char *case_name, char *const *globs,
		  int count)
{
	int i;

	for (i = 0; i < count; i++)
		if (!fnmatch(globs[i], case_name, 0) || !fnmatch(globs[i], scenario->id, 0))
			return true;
	return !count;
}

/* Levenshtein's distance, one row at a time. */
static size_t distance(const char *a, const char *b)
{
	size_t length = strlen(b);
	size_t row[NAME_SIZE + 1];
	size_t before, cost, i, j;

	for (j = 0; j <= length && j <= NAME_SIZE; j++)
		row[j] = j;
	for (i = 0; a[i]; i++) {
		before = row[0];
		row[0] = i + 1;
		for (j = 0; j < length && j < NAME_SIZE; j++) {
			cost = before + (a[i] != b[j] && !(a[i] == '_' && b[j] == '-'));
			before = row[j + 1];
			if (row[j] + 1 < cost)
				cost = row[j] + 1;
			if (before + 1 < cost)
				cost = before + 1;
			row[j + 1] = cost;
		}
	}
	return row[length < NAME_SIZE ? length : NAME_SIZE];
}

static void add_nearest(const char *name, const char *path, const char **best, size_t *far)
{
	size_t away = distance(name, path);
	int i, j;

	for (i = 0; i < NEAREST; i++) {
		if (best[i] && far[i] <= away)
			continue;
		for (j = NEAREST - 1; j > i; j--) {
			best[j] = best[j - 1];
			far[j] = far[j - 1];
		}
		best[i] = path;
		far[i] = away;
		return;
	}
}

struct meaning {
	char *glob;
	bool found;
};

static void match_case(const struct table_case *one, void *data)
{
	struct meaning *meaning = data;

	meaning->found = meaning->found ||
			 tables_match(one->scenario, one->name, &meaning->glob, 1);
}

static bool means_something(char *glob)
{
	struct meaning meaning = { .glob = glob };

	tables_each_case(match_case, &meaning);
	return meaning.found;
}

static int refuse(const char *glob, struct why *why)
{
	const char *best[NEAREST] = { 0 };
	size_t far[NEAREST];
	char nearest[300] = "";
	size_t used = 0;
	size_t i, j;

	for (i = 0; i < scenario_file_count; i++)
		for (j = 0; j < scenario_files[i]->count; j++)
			add_nearest(glob, scenario_files[i]->rows[j].id, best, far);
	for (i = 0; i < NEAREST && best[i] && used < sizeof(nearest); i++)
		used += snprintf(nearest + used, sizeof(nearest) - used, "%s%s", i ? ", " : "",
				 best[i]);
	return why_set(why, ENOENT, "no case or path '%s'; the nearest are %s", glob, nearest);
}

int tables_check(char *const *globs, int count, struct why *why)
{
	int i;

	for (i = 0; i < count; i++)
		if (!means_something(globs[i]))
			return refuse(globs[i], why);
	return 0;
}

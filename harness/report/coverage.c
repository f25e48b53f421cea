// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/coverage.h"

#include <stdio.h>
#include <string.h>

#include "harness/kernel/version.h"

#define KEY_SIZE 400

static const char *text_of(const json_t *list, size_t index, const char *key)
{
	const char *text = json_string_value(json_object_get(json_array_get(list, index), key));

	return text ? text : "";
}

/* Notes @name as a case that reached @site; one that the kernel's text does not name is by pointer. */
static void reach(json_t *list, const char *site, const char *name)
{
	json_t *entry;
	size_t i;

	json_array_foreach(list, i, entry) {
		if (strcmp(text_of(list, i, "site"), site))
			continue;
		json_array_append_new(json_object_get(entry, "cases"), json_string(name));
		return;
	}
	json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:[s]}", "site", site, "kind",
					      "indirect", "emitter", "by pointer", "cases", name));
}

static size_t count_cases(const json_t *list, size_t index)
{
	return json_array_size(json_object_get(json_array_get(list, index), "cases"));
}

/* How many calls of the function of site @index come before it that no case reached. */
static unsigned int open_before(const json_t *list, size_t index)
{
	size_t length = strcspn(text_of(list, index, "site"), "+");
	unsigned int open = 0;
	size_t i;

	for (i = 0; i < index; i++)
		open += !strncmp(text_of(list, i, "site"), text_of(list, index, "site"),
				 length + 1) &&
			!count_cases(list, i);
	return open;
}

/* The row that says why site @index is not reached, or NULL. */
static const struct unreached *find_row(const struct coverage *coverage, size_t index)
{
	const char *site = text_of(coverage->list, index, "site");
	size_t length = strcspn(site, "+.");
	const struct unreached *row;
	size_t i;

	for (i = 0; i < unreached_count; i++) {
		row = &unreached[i];
		if (row->what != UNREACHED_SITE || row->since > coverage->kernel ||
		    (row->until && row->until <= coverage->kernel) || strlen(row->name) != length ||
		    strncmp(row->name, site, length))
			continue;
		if (open_before(coverage->list, index) < row->calls)
			return row;
	}
	return NULL;
}

/* A call shows by the emitter's own event: netfilter's have none. */
static bool is_traced(const json_t *list, size_t index)
{
	return strncmp(text_of(list, index, "emitter"), "nf_", 3) != 0;
}

static bool is_call(const json_t *list, size_t index)
{
	const char *kind = text_of(list, index, "kind");

	return !strcmp(kind, "call") || !strcmp(kind, "indirect");
}

enum coverage_state coverage_state(const struct coverage *coverage, size_t index)
{
	if (!is_call(coverage->list, index) || !is_traced(coverage->list, index))
		return COVERAGE_SILENT;
	if (count_cases(coverage->list, index))
		return COVERAGE_REACHED;
	return find_row(coverage, index) ? COVERAGE_EXPLAINED : COVERAGE_OPEN;
}

static void count(struct coverage *coverage)
{
	enum coverage_state state;
	size_t i;

	for (i = 0; i < json_array_size(coverage->list); i++) {
		state = coverage_state(coverage, i);
		coverage->reached += state == COVERAGE_REACHED;
		coverage->open += state == COVERAGE_OPEN;
		if (state == COVERAGE_EXPLAINED)
			coverage->explained[find_row(coverage, i)->kind]++;
	}
}

bool coverage_make(struct coverage *coverage, const json_t *results, const json_t *sites)
{
	const json_t *facts = json_object_get(results, "kernel");
	const char *release = json_string_value(json_object_get(facts, "release"));
	const json_t *result, *site;
	json_t *entry;
	size_t i, j;

	*coverage = (struct coverage){ .kernel = kernel_parse(release ? release : "") };
	if (!sites)
		sites = json_object_get(facts, "sites");
	if (!sites)
		return false;
	coverage->list = json_deep_copy(sites);
	json_array_foreach(coverage->list, i, entry)
		json_object_set_new(entry, "cases", json_array());
	json_array_foreach(json_object_get(results, "cases"), i, result)
		json_array_foreach(json_object_get(result, "sites"), j, site)
			reach(coverage->list, json_string_value(site),
			      json_string_value(json_object_get(result, "case")));
	count(coverage);
	return true;
}

void coverage_free(struct coverage *coverage)
{
	json_decref(coverage->list);
	coverage->list = NULL;
}

void coverage_describe(const struct coverage *coverage, size_t index, char *text, size_t size)
{
	const struct unreached *row;

	*text = '\0';
	switch (coverage_state(coverage, index)) {
	case COVERAGE_SILENT:
		if (is_call(coverage->list, index))
			snprintf(text, size, "has no event");
		else if (!strcmp(text_of(coverage->list, index, "kind"), "tail jump"))
			snprintf(text, size, "seen at its callers");
		break;
	case COVERAGE_REACHED:
		snprintf(text, size, "%zu cases", count_cases(coverage->list, index));
		break;
	case COVERAGE_EXPLAINED:
		row = find_row(coverage, index);
		snprintf(text, size, "%s: %s", unreached_kind_name(row->kind), row->proof);
		break;
	case COVERAGE_OPEN:
		snprintf(text, size, "UNCOVERED");
		break;
	}
}

/* "tcp_close tcp_send_active_reset", without the suffix of a clone; a pointer is no call. */
static bool key_of(const json_t *list, size_t index, char *key)
{
	const char *site = text_of(list, index, "site"), *emitter = text_of(list, index, "emitter");

	snprintf(key, KEY_SIZE, "%.*s %.*s", (int)strcspn(site, "+."), site,
		 (int)strcspn(emitter, "."), emitter);
	return strcmp(text_of(list, index, "kind"), "pointer") != 0;
}

static void tally(json_t *counts, const json_t *list, size_t side)
{
	char key[KEY_SIZE];
	json_t *pair;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		if (!key_of(list, i, key))
			continue;
		pair = json_object_get(counts, key);
		if (!pair) {
			pair = json_pack("[i, i]", 0, 0);
			json_object_set_new(counts, key, pair);
		}
		json_array_set_new(
			pair, side,
			json_integer(json_integer_value(json_array_get(pair, side)) + 1));
	}
}

json_t *coverage_changes(const json_t *base, const json_t *head)
{
	json_t *counts = json_object(), *changes = json_array();
	json_int_t before, after;
	const char *key;
	json_t *pair;

	if (base && head) {
		tally(counts, base, 0);
		tally(counts, head, 1);
	}
	json_object_foreach(counts, key, pair) {
		before = json_integer_value(json_array_get(pair, 0));
		after = json_integer_value(json_array_get(pair, 1));
		if (before != after)
			json_array_append_new(changes, json_pack("{s:s%, s:s, s:I, s:I}",
								 "function", key, strcspn(key, " "),
								 "emitter", strchr(key, ' ') + 1,
								 "base", before, "head", after));
	}
	json_decref(counts);
	return changes;
}

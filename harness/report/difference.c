// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/difference.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "harness/report/coverage.h"
#include "harness/report/record.h"

#define DIFFERENCE_FORMAT 1

struct list {
	const json_t **record;
	size_t count;
};

static int compare_records(const void *a, const void *b)
{
	return strcmp(record_text(*(const json_t *const *)a, "case"),
		      record_text(*(const json_t *const *)b, "case"));
}

static int list_make(struct list *list, const json_t *results)
{
	const json_t *cases = json_object_get(results, "cases");
	const json_t *record;
	size_t i;

	list->count = json_array_size(cases);
	list->record = calloc(list->count + 1, sizeof(*list->record));
	if (!list->record)
		return -ENOMEM;
	json_array_foreach(cases, i, record)
		list->record[i] = record;
	qsort(list->record, list->count, sizeof(*list->record), compare_records);
	return 0;
}

static void add_change(struct difference *difference, const json_t *record, const char *field,
		       const char *base, const char *head)
{
	json_array_append_new(difference->changes,
			      json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "case",
					record_text(record, "case"), "path",
					record_text(record, "path"), "family",
					record_text(record, "family"), "field", field, "base", base,
					"head", head));
}

/* A verdict with what a reader needs to understand it: "SKIP (needs CONFIG_MPTCP)". */
static void tell_verdict(const json_t *record, char *text, size_t size)
{
	const char *why = record_text(record, "why");

	snprintf(text, size, *why ? "%s (%s)" : "%s", verdict_name(record_verdict(record)), why);
}

static void compare(struct difference *difference, const json_t *base, const json_t *head)
{
	unsigned int changes = record_changes(base, head);
	char text[2][1024];
	enum oracle oracle;

	difference->compared++;
	difference->changed += changes != 0;
	if (changes & CHANGED_VERDICT) {
		tell_verdict(base, text[0], sizeof(text[0]));
		tell_verdict(head, text[1], sizeof(text[1]));
		add_change(difference, base, "verdict", text[0], text[1]);
	}
	for (oracle = 0; oracle < REPORTED_ORACLES; oracle++)
		if (changes & 1U << oracle)
			add_change(difference, base, oracle_key(oracle),
				   record_oracle(base, SIDE_OBSERVED, oracle),
				   record_oracle(head, SIDE_OBSERVED, oracle));
}

static void add_lone(json_t *list, const json_t *record)
{
	json_array_append_new(list,
			      json_pack("{s:s, s:s, s:s}", "case", record_text(record, "case"),
					"path", record_text(record, "path"), "verdict",
					verdict_name(record_verdict(record))));
}

static void merge(struct difference *difference, const struct list *base, const struct list *head)
{
	size_t i = 0, j = 0;
	int order;

	while (i < base->count || j < head->count) {
		if (i == base->count)
			order = 1;
		else if (j == head->count)
			order = -1;
		else
			order = compare_records(&base->record[i], &head->record[j]);
		if (order < 0)
			add_lone(difference->only_base, base->record[i++]);
		else if (order > 0)
			add_lone(difference->only_head, head->record[j++]);
		else
			compare(difference, base->record[i++], head->record[j++]);
	}
}

static const json_t *sites_of(const json_t *results)
{
	return json_object_get(json_object_get(results, "kernel"), "sites");
}

int difference_make(struct difference *difference, const json_t *base, const json_t *head)
{
	struct list first = { 0 }, second = { 0 };
	int err;

	*difference = (struct difference){ .changes = json_array(),
					   .only_base = json_array(),
					   .only_head = json_array(),
					   .sites = coverage_changes(sites_of(base),
								     sites_of(head)) };
	err = list_make(&first, base);
	if (!err)
		err = list_make(&second, head);
	if (!err)
		merge(difference, &first, &second);
	free(first.record);
	free(second.record);
	return err;
}

void difference_free(struct difference *difference)
{
	json_decref(difference->changes);
	json_decref(difference->only_base);
	json_decref(difference->only_head);
	json_decref(difference->sites);
}

bool difference_is_empty(const struct difference *difference)
{
	return !json_array_size(difference->changes) && !json_array_size(difference->only_base) &&
	       !json_array_size(difference->only_head) && !json_array_size(difference->sites);
}

/* Texts of a file stay on their line. */
static void put(FILE *out, const char *text)
{
	if (!*text)
		fputs("(nothing)", out);
	for (; *text; text++)
		fputc((unsigned char)*text < ' ' || *text == 0x7f ? ' ' : *text, out);
}

static void print_lone(const json_t *list, const char *where, FILE *out)
{
	const json_t *record;
	size_t i;

	json_array_foreach(list, i, record) {
		put(out, record_text(record, "case"));
		fprintf(out, ": only in %s (%s)\n", where, record_text(record, "verdict"));
	}
}

void difference_print(const struct difference *difference, const char *base, const char *head,
		      FILE *out)
{
	const json_t *change;
	size_t i;

	json_array_foreach(difference->changes, i, change) {
		put(out, record_text(change, "case"));
		fprintf(out, ": %s ", record_text(change, "field"));
		put(out, record_text(change, "base"));
		fputs(" -> ", out);
		put(out, record_text(change, "head"));
		fputc('\n', out);
	}
	json_array_foreach(difference->sites, i, change) {
		fputs("call sites: ", out);
		put(out, record_text(change, "function"));
		fputs(" calls ", out);
		put(out, record_text(change, "emitter"));
		fprintf(out, " %lld -> %lld times\n",
			(long long)json_integer_value(json_object_get(change, "base")),
			(long long)json_integer_value(json_object_get(change, "head")));
	}
	print_lone(difference->only_base, base, out);
	print_lone(difference->only_head, head, out);
}

json_t *difference_json(const struct difference *difference, const json_t *base, const json_t *head)
{
	return json_pack(
		"{s:i, s:O, s:O, s:O, s:O, s:O, s:O, s:{s:I, s:I}}", "format", DIFFERENCE_FORMAT,
		"base", json_object_get(base, "kernel"), "head", json_object_get(head, "kernel"),
		"changes", difference->changes, "only_base", difference->only_base, "only_head",
		difference->only_head, "sites", difference->sites, "summary", "compared",
		(json_int_t)difference->compared, "changed", (json_int_t)difference->changed);
}

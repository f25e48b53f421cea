// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/html_data.h"

#include <jansson.h>
#include <stdlib.h>

/* A list of different values, and where each is: by its JSON text. */
struct value_list {
	json_t *list, *index;
};

struct value_lists {
	struct value_list strings, sides, records;
};

static json_int_t value_add(struct value_list *values, json_t *value)
{
	char *key = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	json_int_t at = json_array_size(values->list);
	const json_t *known = key ? json_object_get(values->index, key) : NULL;

	if (known) {
		at = json_integer_value(known);
		json_decref(value);
	} else {
		json_object_set_new(values->index, key ? key : "", json_integer(at));
		json_array_append_new(values->list, value);
	}
	free(key);
	return at;
}

static json_int_t add_string(struct value_lists *lists, const char *text)
{
	return *text ? value_add(&lists->strings, json_string(text)) : -1;
}

static json_int_t add_side(struct value_lists *lists, const json_t *record, enum side side)
{
	json_t *list;
	enum oracle oracle;

	if (!record_observed(record))
		return -1;
	list = json_array();
	for (oracle = 0; oracle < REPORTED_ORACLES; oracle++)
		json_array_append_new(
			list, json_integer(add_string(lists, record_oracle(record, side, oracle))));
	return value_add(&lists->sides, list);
}

static json_int_t add_record(struct value_lists *lists, const json_t *record)
{
	json_int_t why, expected, observed;

	if (!record)
		return -1;
	why = add_string(lists, record_text(record, "why"));
	expected = add_side(lists, record, SIDE_EXPECTED);
	observed = add_side(lists, record, SIDE_OBSERVED);
	return value_add(&lists->records, json_pack("[i, I, I, I]", record_verdict(record), why,
						    expected, observed));
}

static json_t *make_cells(const struct matrix *matrix, struct value_lists *lists)
{
	json_t *cells = json_array();
	json_t *row;
	enum family family;
	size_t i, j;

	for (i = 0; i < matrix->rows; i++) {
		row = json_array();
		for (j = 0; j < matrix->kernels; j++)
			for (family = 0; family < FAMILIES; family++)
				json_array_append_new(
					row,
					json_integer(add_record(
						lists, matrix_record(&matrix->row[i], j, family))));
		json_array_append_new(cells, row);
	}
	return cells;
}

static void add_names(json_t *document, const struct matrix *matrix)
{
	json_t *kernels = json_array(), *releases = json_array(), *verdicts = json_array();
	json_t *keys = json_array(), *oracles = json_array();
	enum verdict verdict;
	enum oracle oracle;
	size_t i;

	for (i = 0; i < matrix->kernels; i++) {
		json_array_append_new(kernels, json_string(matrix->kernel[i].label));
		json_array_append_new(releases, json_string(matrix->kernel[i].release));
	}
	for (verdict = 0; verdict < VERDICTS; verdict++) {
		json_array_append_new(verdicts, json_string(verdict_name(verdict)));
		json_array_append_new(keys, json_string(verdict_key(verdict)));
	}
	for (oracle = 0; oracle < REPORTED_ORACLES; oracle++)
		json_array_append_new(oracles, json_string(oracle_title(oracle)));
	json_object_set_new(document, "kernels", kernels);
	json_object_set_new(document, "releases", releases);
	json_object_set_new(document, "verdicts", verdicts);
	json_object_set_new(document, "keys", keys);
	json_object_set_new(document, "oracles", oracles);
}

/* No '<' inside <script>: neither its end nor a comment can begin. */
static void write_safely(const json_t *document, FILE *out)
{
	char *text = json_dumps(document, JSON_COMPACT);
	const char *c;

	for (c = text; c && *c; c++) {
		if (*c == '<')
			fputs("\\u003c", out);
		else
			fputc(*c, out);
	}
	free(text);
}

void html_data_write(const struct matrix *matrix, FILE *out)
{
	struct value_lists lists = {
		.strings = { json_array(), json_object() },
		.sides = { json_array(), json_object() },
		.records = { json_array(), json_object() },
	};
	json_t *document = json_object();

	add_names(document, matrix);
	json_object_set_new(document, "cells", make_cells(matrix, &lists));
	json_object_set_new(document, "strings", lists.strings.list);
	json_object_set_new(document, "sides", lists.sides.list);
	json_object_set_new(document, "records", lists.records.list);
	write_safely(document, out);
	json_decref(document);
	json_decref(lists.strings.index);
	json_decref(lists.sides.index);
	json_decref(lists.records.index);
}

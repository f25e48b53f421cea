// SPDX-License-Identifier: GPL-2.0-only
#include "harness/report/record.h"

#include <stdio.h>
#include <string.h>

#include "harness/expect/outcome.h"
#include "harness/packet/notation.h"

/* Between the texts of several RSTs of one case. */
#define THEN " then "

enum verdict record_verdict(const json_t *record)
{
	const char *text = record_text(record, "verdict");
	enum verdict verdict = verdict_parse(text);

	if (verdict == VERDICT_PASS && json_is_string(json_object_get(record, "deviation")))
		return VERDICT_KNOWN;
	return verdict;
}

const char *side_key(enum side side)
{
	return side == SIDE_EXPECTED ? "expected" : "observed";
}

const char *record_text(const json_t *record, const char *key)
{
	const char *text = json_string_value(json_object_get(record, key));

	return text ? text : "";
}

const char *record_oracle(const json_t *record, enum side side, enum oracle oracle)
{
	const char *key = oracle_key(oracle);
	const char *expected = record_text(json_object_get(record, "expected"), key);
	const char *observed = record_text(json_object_get(record, "observed"), key);

	if (side == SIDE_EXPECTED || notation_equal(expected, observed))
		return expected;
	return observed;
}

json_t *record_outcome(const json_t *record, enum side side)
{
	json_t *object = json_object();
	enum oracle oracle;

	for (oracle = 0; oracle < REPORTED_ORACLES; oracle++)
		json_object_set_new(object, oracle_key(oracle),
				    json_string(record_oracle(record, side, oracle)));
	return object;
}

bool record_differs(const json_t *record, enum oracle oracle)
{
	return record_observed(record) && strcmp(record_oracle(record, SIDE_EXPECTED, oracle),
						 record_oracle(record, SIDE_OBSERVED, oracle));
}

bool record_observed(const json_t *record)
{
	return json_object_size(json_object_get(record, "observed")) > 0;
}

/* Takes the text of the next RST off @list.  False at the end. */
static bool next_item(const char **list, char *item, size_t size)
{
	const char *end;

	if (!*list)
		return false;
	end = strstr(*list, THEN);
	snprintf(item, size, "%.*s", end ? (int)(end - *list) : (int)strlen(*list), *list);
	*list = end ? end + strlen(THEN) : NULL;
	return true;
}

static void one_rst(const char *reason, const char *state, const char *wire, char *text,
		    size_t size)
{
	if (!strcmp(reason, OUTCOME_NOT_TRACED))
		snprintf(text, size, "RST not traced");
	else
		snprintf(text, size, "%s @%s%s",
			 strcmp(reason, OUTCOME_NO_REASON) ? reason : "no reason", state,
			 strcmp(wire, OUTCOME_NONE) ? "" : ", not on the wire");
}

static void flush_rst(const char *one, unsigned int times, char *text, size_t size)
{
	size_t used = strlen(text);

	if (times && used < size)
		used += snprintf(text + used, size - used, "%s%s", used ? ", then " : "", one);
	if (times > 1 && used < size)
		snprintf(text + used, size - used, " x%u", times);
}

void record_says(const json_t *record, char *text, size_t size)
{
	const char *reasons = record_oracle(record, SIDE_OBSERVED, ORACLE_REASON);
	const char *states = record_oracle(record, SIDE_OBSERVED, ORACLE_STATE);
	const char *wires = record_oracle(record, SIDE_OBSERVED, ORACLE_WIRE);
	char reason[80], state[80], wire[300], one[500], last[500] = "";
	unsigned int times = 0;

	text[0] = '\0';
	if (!record_observed(record))
		return;
	if (!strcmp(reasons, OUTCOME_NONE) && !strcmp(wires, OUTCOME_NONE)) {
		snprintf(text, size, "no RST");
		return;
	}
	while (next_item(&reasons, reason, sizeof(reason))) {
		if (!next_item(&states, state, sizeof(state)))
			state[0] = '\0';
		if (!next_item(&wires, wire, sizeof(wire)))
			wire[0] = '\0';
		one_rst(reason, state, wire, one, sizeof(one));
		if (times && strcmp(one, last)) {
			flush_rst(last, times, text, size);
			times = 0;
		}
		memcpy(last, one, sizeof(last));
		times++;
	}
	flush_rst(last, times, text, size);
}

unsigned int record_changes(const json_t *before, const json_t *after)
{
	unsigned int changes = 0;
	enum oracle oracle;

	if (record_verdict(before) != record_verdict(after))
		changes = CHANGED_VERDICT;
	if (!record_observed(before) || !record_observed(after))
		return changes;
	for (oracle = 0; oracle < REPORTED_ORACLES; oracle++)
		if (strcmp(record_oracle(before, SIDE_OBSERVED, oracle),
			   record_oracle(after, SIDE_OBSERVED, oracle)))
			changes |= 1U << oracle;
	return changes;
}

void record_changes_text(unsigned int changes, char *text, size_t size)
{
	const char *separator = "";
	enum oracle oracle;
	size_t used = 0;

	text[0] = '\0';
	if (changes & CHANGED_VERDICT) {
		used = snprintf(text, size, "verdict");
		separator = ", ";
	}
	for (oracle = 0; oracle < REPORTED_ORACLES && used < size; oracle++) {
		if (!(changes & 1U << oracle))
			continue;
		used += snprintf(text + used, size - used, "%s%s", separator, oracle_key(oracle));
		separator = ", ";
	}
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/expect/outcome.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness/base/why.h"
#include "harness/expect/reason.h"
#include "harness/expect/variation.h"
#include "harness/observe/mib.h"
#include "harness/packet/notation.h"

#define COUNTERS_MAX 16
#define OUTCOME_JOINED_MAX (OUTCOME_RST_MAX * OUTCOME_TEXT_MAX)

const struct expectation *outcome_row(const struct scenario *scenario, unsigned int kernel)
{
	const struct expectation *row = &scenario->expect, *next = scenario->earlier;

	for (; next < scenario->earlier + EARLIER_MAX && next->before; row = next++)
		if (kernel_has(next->before, kernel))
			break;
	return row;
}

/* Of a full socket the event tells the socket's own addresses, else those of the segment. */
static void expect_event(struct outcome_rst *expected, const struct rst *rst,
			 const struct variation *variation)
{
	bool listen = !strcmp(rst->state, "LISTEN"), none = !strcmp(rst->state, "-");
	bool full = !none && strcmp(rst->state, "TIME_WAIT");

	snprintf(expected->event, sizeof(expected->event), "%s, %s, %s > %s%s",
		 none ? "no socket" : "socket", rst->cause->emitter == ACTIVE ? "no skb" : "skb",
		 listen && variation->unspecified ? "any address of sut" : "sut",
		 listen ? "any" : "peer",
		 rst->cause->mapped || (variation->mapped && full) ? ", mapped" : "");
}

static void expect_rst(struct outcome_rst *expected, const struct rst *rst,
		       const struct outcome_target *target)
{
	const struct cause *cause = rst->cause;
	bool traced = reason_is_traced(cause, rst->state, target->kernel);
	const char *via = cause_via(cause, target->family);

	expected->active = cause->emitter == ACTIVE;
	expected->sender = via;
	snprintf(expected->wire, sizeof(expected->wire), "%s",
		 rst->wire ? rst->wire : OUTCOME_NONE);
	snprintf(expected->reason, sizeof(expected->reason), "%s",
		 reason_given(cause, rst->state, target->kernel));
	snprintf(expected->state, sizeof(expected->state), "%s",
		 traced ? rst->state : OUTCOME_NOT_TRACED);
	snprintf(expected->via, sizeof(expected->via), "%s", traced ? via : OUTCOME_NOT_TRACED);
	snprintf(expected->event, sizeof(expected->event), OUTCOME_NOT_TRACED);
	if (traced)
		expect_event(expected, rst, target->variation ?: &variation_none);
}

struct counters {
	size_t count;
	char text[COUNTERS_MAX][64]; /* "TcpOutRsts +1" */
};

static int compare_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* The row's counters and those that follow from its RSTs, in one order. */
static void expect_mib(struct outcome *expected, const struct expectation *row,
		       const struct outcome_target *target)
{
	struct counters counters = { 0 };
	char list[512], name[64];
	char *item, *rest;
	unsigned int resets = 0;
	size_t used = 0;
	size_t i;

	for (i = 0; i < RST_MAX && row->rst[i].cause; i++)
		resets += row->rst[i].cause->emitter != UNTRACED;
	snprintf(list, sizeof(list), "%s", row->mib ? row->mib : "");
	if (resets && !mib_names(row->mib, "TcpOutRsts"))
		snprintf(list + strlen(list), sizeof(list) - strlen(list), ",TcpOutRsts +%u",
			 resets);
	for (item = strtok_r(list, ",", &rest); item; item = strtok_r(NULL, ",", &rest)) {
		item += strspn(item, " ");
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(item, " "), item);
		if (strstr(item, " +0") ||
		    (target->has_counter && !target->has_counter(target->context, name)))
			continue;
		if (counters.count < COUNTERS_MAX)
			snprintf(counters.text[counters.count++], 64, "%s", item);
	}
	qsort(counters.text, counters.count, sizeof(counters.text[0]), compare_text);
	snprintf(expected->mib, sizeof(expected->mib), OUTCOME_NONE);
	for (i = 0; i < counters.count; i++)
		used += snprintf(expected->mib + used, sizeof(expected->mib) - used, "%s%s",
				 i ? ", " : "", counters.text[i]);
}

void outcome_expect_row(struct outcome *expected, const struct expectation *row,
			const struct outcome_target *target)
{
	const struct rst *rst = row->rst;

	memset(expected, 0, sizeof(*expected));
	expected->names = row->mib;
	for (; rst < row->rst + RST_MAX && rst->cause; rst++)
		/* One that neither leaves nor is traced is only counted. */
		if (rst->wire || reason_is_traced(rst->cause, rst->state, target->kernel))
			expect_rst(&expected->rst[expected->count++], rst, target);
	expect_mib(expected, row, target);
	snprintf(expected->error, sizeof(expected->error), "%s",
		 row->error ? row->error : OUTCOME_NONE);
	snprintf(expected->received, sizeof(expected->received), "%u", row->received);
}

void outcome_expect(struct outcome *expected, const struct scenario *scenario,
		    const struct outcome_target *target)
{
	outcome_expect_row(expected, outcome_row(scenario, target->kernel), target);
}

/* What is told of each RST by itself. */
static const size_t offsets[OUTCOME_FIELDS] = {
	[ORACLE_WIRE] = offsetof(struct outcome_rst, wire),
	[ORACLE_REASON] = offsetof(struct outcome_rst, reason),
	[ORACLE_VIA] = offsetof(struct outcome_rst, via),
	[ORACLE_STATE] = offsetof(struct outcome_rst, state),
	[ORACLE_EVENT] = offsetof(struct outcome_rst, event),
};

static const char *text_of(const struct outcome_rst *rst, enum oracle field)
{
	return (const char *)rst + offsets[field];
}

void outcome_join(const struct outcome *outcome, enum oracle oracle, char *text, size_t size)
{
	const char *whole = oracle == ORACLE_MIB	? outcome->mib
			    : oracle == ORACLE_ERRNO	? outcome->error
			    : oracle == ORACLE_RECEIVED ? outcome->received
							: NULL;
	size_t used = 0;
	size_t i;

	snprintf(text, size, "%s", whole ? whole : OUTCOME_NONE);
	for (i = 0; !whole && i < outcome->count && used < size; i++)
		used += snprintf(text + used, size - used, "%s%s", i ? " then " : "",
				 text_of(&outcome->rst[i], oracle));
}

static bool is_left_out(enum oracle field, const char *observed)
{
	return field == ORACLE_VIA && !strcmp(observed, OUTCOME_NO_STACK);
}

static bool rst_agrees(const struct outcome_rst *expected, const struct outcome_rst *observed,
		       struct why *why)
{
	enum oracle field;
	size_t i;

	for (i = 0; i < ORACLES; i++) {
		field = oracle_order[i];
		if (field >= OUTCOME_FIELDS)
			continue;
		if (notation_equal(text_of(expected, field), text_of(observed, field)) ||
		    is_left_out(field, text_of(observed, field)))
			continue;
		return why_differs(why, "%s: expected %s, got %s", oracle_key(field),
				   text_of(expected, field), text_of(observed, field));
	}
	return true;
}

/* The RSTs that reach the wire only. */
static void join_wires(const struct outcome *outcome, char *text, size_t size)
{
	size_t used = 0;
	size_t i;

	snprintf(text, size, OUTCOME_NONE);
	for (i = 0; i < outcome->count && used < size; i++)
		if (strcmp(outcome->rst[i].wire, OUTCOME_NONE))
			used += snprintf(text + used, size - used, "%s%s", used ? " then " : "",
					 outcome->rst[i].wire);
}

/* One RST, or one event that has none, too many or too few.  False, for outcome_agrees(). */
static bool counts_differ(const struct outcome *expected, const struct outcome *observed,
			  struct why *why)
{
	char first[OUTCOME_JOINED_MAX], second[OUTCOME_JOINED_MAX];

	join_wires(expected, first, sizeof(first));
	join_wires(observed, second, sizeof(second));
	if (strcmp(first, second))
		return why_differs(why, "wire: expected %s, got %s", first, second);
	outcome_join(expected, ORACLE_EVENT, first, sizeof(first));
	outcome_join(observed, ORACLE_EVENT, second, sizeof(second));
	return why_differs(why, "event: expected %s, got %s", first, second);
}

static bool is_function(const char *via)
{
	return *via && strcmp(via, OUTCOME_NOT_TRACED) && strcmp(via, OUTCOME_NO_STACK) &&
	       strcmp(via, "unknown");
}

void outcome_where(const struct outcome *expected, const struct outcome *observed, char *text,
		   size_t size)
{
	const char *wanted, *got;
	size_t i;

	*text = '\0';
	for (i = 0; i < expected->count || i < observed->count; i++) {
		wanted = i < expected->count ? expected->rst[i].sender : NULL;
		got = i < observed->count ? observed->rst[i].via : "";
		if (i < expected->count && i < observed->count &&
		    rst_agrees(&expected->rst[i], &observed->rst[i], NULL))
			continue;
		if (is_function(got))
			snprintf(text, size, "; sent by %s", got);
		else if (wanted)
			snprintf(text, size, "; to be sent by %s", wanted);
		return;
	}
	/* All RSTs agree, and what they left behind does not. */
	if (observed->count && is_function(observed->rst[0].via))
		snprintf(text, size, "; after %s", observed->rst[0].via);
	else if (expected->count && expected->rst[0].sender)
		snprintf(text, size, "; after %s", expected->rst[0].sender);
}

bool outcome_agrees(const struct outcome *expected, const struct outcome *observed, struct why *why)
{
	size_t i;

	for (i = 0; i < expected->count && i < observed->count; i++)
		if (!rst_agrees(&expected->rst[i], &observed->rst[i], why))
			return false;
	if (expected->count != observed->count)
		return counts_differ(expected, observed, why);
	if (strcmp(expected->mib, observed->mib))
		return why_differs(why, "mib: expected %s, got %s", expected->mib, observed->mib);
	if (strcmp(expected->error, observed->error))
		return why_differs(why, "errno: expected %s, got %s", expected->error,
				   observed->error);
	if (strcmp(expected->received, observed->received))
		return why_differs(why,
				   "received: expected %s events tcp:tcp_receive_reset, got %s",
				   expected->received, observed->received);
	return true;
}

void outcome_settle(const struct outcome *expected, struct outcome *observed)
{
	size_t i;

	for (i = 0; i < expected->count && i < observed->count; i++)
		if (notation_equal(expected->rst[i].wire, observed->rst[i].wire))
			memcpy(observed->rst[i].wire, expected->rst[i].wire,
			       sizeof(observed->rst[i].wire));
}

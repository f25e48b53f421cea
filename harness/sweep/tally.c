// SPDX-License-Identifier: GPL-2.0-only
#include "harness/sweep/tally.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "harness/expect/outcome.h"
#include "harness/expect/reason.h"
#include "harness/sweep/reply.h"

#define COLUMN_TEXT_MAX 2048

#define AS_THE_RFC "as RFC 9293"
#define OTHERWISE "otherwise"

void tally_open(struct tally *tally)
{
	*tally = (struct tally){ .cells = json_object() };
}

void tally_close(struct tally *tally)
{
	json_decref(tally->cells);
}

static void count(struct tally_column *column, const char *name)
{
	size_t i = 0;

	while (i < column->names && strcmp(column->name[i], name))
		i++;
	if (i == TALLY_NAMES_MAX)
		return;
	if (i == column->names)
		column->name[column->names++] = name;
	column->count[i]++;
}

/* Without the state, which is the case's. */
static void list(struct tally *tally, const char *deviation, const struct sweep_cell *cell)
{
	json_t *old = json_object_get(tally->cells, deviation);
	char name[SWEEP_CELL_NAME_MAX];

	sweep_cell_name(cell, name);
	json_object_set_new(tally->cells, deviation,
			    json_sprintf("%s%s%s", old ? json_string_value(old) : "",
					 old ? " " : "", strchr(name, '.') + 1));
}

static void add_wire(struct tally *tally, const char *deviation, const struct sweep_cell *cell)
{
	count(&tally->wire, deviation ? deviation : AS_THE_RFC);
	if (deviation)
		list(tally, deviation, cell);
}

static void add_event(struct tally *tally, const struct sweep_event *event)
{
	count(&tally->reason, event->reason);
	count(&tally->via, event->via);
	count(&tally->state, event->socket);
	if (event->has_skb)
		count(&tally->event, event->has_socket ? "socket, skb" : "no socket, skb");
	else
		count(&tally->event, event->has_socket ? "socket, no skb" : "no socket, no skb");
}

void tally_expected(struct tally *tally, const struct sweep_verdict *verdict,
		    const struct sweep_sight *sight, unsigned int kernel)
{
	const struct deviation_expectation *expected = &verdict->expected;
	const struct sweep_reset *reset = verdict->reset;

	add_wire(tally, expected->row ? expected->row->name : NULL, &sight->cell);
	tally->resets += !!(expected->reply.flags & RFC9293_RST);
	if (!reset)
		return;
	count(&tally->reason, reason_given(reset->cause, reset->socket, kernel));
	count(&tally->via, cause_via(reset->cause, sight->is_v6 ? AF_INET6 : AF_INET));
	count(&tally->state, reset->socket);
	count(&tally->event, strcmp(reset->socket, "-") ? "socket, skb" : "no socket, skb");
}

/* The name of what was done: only the expected deviation has one. */
static const char *done(const struct sweep_verdict *verdict, const struct sweep_sight *sight)
{
	static const struct rfc9293_reply none;
	const struct rfc9293_reply *reply = sight->replies ? &sight->reply[0] : &none;
	const struct deviation_expectation *expected = &verdict->expected;

	if (sight->replies > 1)
		return OTHERWISE;
	if (reply_equal(&expected->rfc.reply, reply))
		return NULL;
	if (expected->row && reply_equal(&expected->reply, reply))
		return expected->row->name;
	return OTHERWISE;
}

unsigned int tally_resets(const struct sweep_sight *sight)
{
	unsigned int resets = 0;
	size_t i;

	for (i = 0; i < sight->replies; i++)
		resets += !!(sight->reply[i].flags & RFC9293_RST);
	return resets;
}

void tally_observed(struct tally *tally, const struct sweep_verdict *verdict,
		    const struct sweep_sight *sight)
{
	size_t i;

	add_wire(tally, done(verdict, sight), &sight->cell);
	tally->resets += tally_resets(sight);
	for (i = 0; i < sight->events; i++)
		add_event(tally, &sight->event[i]);
}

/* "as RFC 9293 170, old_ack_challenged 12", in alphabetical order: no cell's turn shows. */
static json_t *column_text(const struct tally_column *column)
{
	char text[COLUMN_TEXT_MAX] = OUTCOME_NONE;
	const char *last = "";
	size_t used = 0;
	size_t i, next;

	for (;;) {
		next = column->names;
		for (i = 0; i < column->names; i++)
			if (strcmp(column->name[i], last) > 0 &&
			    (next == column->names ||
			     strcmp(column->name[i], column->name[next]) < 0))
				next = i;
		if (next == column->names || used >= sizeof(text))
			return json_string(text);
		last = column->name[next];
		used += snprintf(text + used, sizeof(text) - used, "%s%s %u", used ? ", " : "",
				 last, column->count[next]);
	}
}

void tally_write(const struct tally *tally, json_t *object)
{
	json_object_set_new(object, oracle_key(ORACLE_WIRE), column_text(&tally->wire));
	json_object_set_new(object, oracle_key(ORACLE_REASON), column_text(&tally->reason));
	json_object_set_new(object, oracle_key(ORACLE_VIA), column_text(&tally->via));
	json_object_set_new(object, oracle_key(ORACLE_STATE), column_text(&tally->state));
	json_object_set_new(object, oracle_key(ORACLE_EVENT), column_text(&tally->event));
	json_object_set_new(object, oracle_key(ORACLE_MIB),
			    tally->resets ? json_sprintf("TcpOutRsts +%u", tally->resets)
					  : json_string(OUTCOME_NONE));
	/* No application looks: what it would see is judged by the stories of single paths. */
	json_object_set_new(object, oracle_key(ORACLE_ERRNO), json_string(OUTCOME_NONE));
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/judge/result.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness/expect/names.h"
#include "harness/observe/chain.h"
#include "harness/observe/facts.h"
#include "harness/observe/wire.h"
#include "harness/packet/notation.h"
#include "harness/world/event.h"
#include "harness/world/test.h"

/*
 * Of two kernels that answer each other for ever the beginning is enough; the sweep's cases know
 * their own flows among a few thousand frames.
 */
#define FRAMES_MAX 20000
#define LINES_MAX 300
#define EVENTS_MAX 60

json_t *result_new(const struct scenario *scenario, const char *name, int family)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:{}, s:{}, s:{}}", "case", name, "path",
			 scenario->id, "family", family == AF_INET ? "ipv4" : "ipv6", "section",
			 section_number(scenario->section), "expected", "observed", "detail");
}

json_t *result_texts(const struct outcome *outcome)
{
	char text[OUTCOME_TEXT_MAX * 2];
	json_t *object = json_object();
	size_t i;

	for (i = 0; i < ORACLES; i++) {
		outcome_join(outcome, oracle_order[i], text, sizeof(text));
		json_object_set_new(object, oracle_key(oracle_order[i]), json_string(text));
	}
	return object;
}

void result_outcome(json_t *result, const char *side, const struct outcome *outcome)
{
	json_object_set_new(result, side, result_texts(outcome));
}

void result_seen(json_t *result, const struct outcome *observed)
{
	json_object_set_new(json_object_get(result, "detail"), "observed", result_texts(observed));
}

static const struct flow *flow_of_frame(const struct test *t, const struct frame *frame)
{
	size_t i;

	for (i = 0; i < t->flows; i++)
		if (flow_matches(t->flow[i], &frame->segment, frame->outgoing))
			return t->flow[i];
	return NULL;
}

static json_t *exchange(struct test *t)
{
	json_t *lines = json_array();
	struct flow unknown = { 0 };
	char text[NOTATION_MAX];
	const struct frame *frame;
	const struct flow *flow;
	size_t i = 0;

	while (t->wire && json_array_size(lines) < LINES_MAX && (frame = test_frame(t, &i, 0))) {
		if (frame->kind != FRAME_TCP)
			continue;
		flow = flow_of_frame(t, frame);
		if (!flow && t->scenario->sweep)
			continue;
		notation_write(text, &frame->segment, flow ? flow : &unknown, frame->outgoing,
			       NOTATION_WHOLE);
		json_array_append_new(
			lines, json_sprintf("%s  %s", frame->outgoing ? "sut > peer" : "peer > sut",
					    text));
	}
	return lines;
}

static json_t *stack(const struct test *t, const struct rst_event *event)
{
	json_t *lines = json_array();
	char symbol[128];
	unsigned int offset;
	unsigned int i;

	for (i = 0; i < event->depth; i++) {
		if (facts_symbol(t->facts, event->stack[i], symbol, sizeof(symbol), &offset))
			json_array_append_new(lines, json_sprintf("%s+0x%x", symbol, offset));
		else
			json_array_append_new(lines, json_sprintf("0x%llx", event->stack[i]));
	}
	return lines;
}

static bool has_text(const json_t *list, const char *text)
{
	const json_t *one;
	size_t i;

	json_array_foreach(list, i, one)
		if (!strcmp(json_string_value(one), text))
			return true;
	return false;
}

/* Where the emitters were called from: what coverage of call sites is counted by. */
static json_t *sites(const struct test *t)
{
	const struct rst_event *event;
	json_t *list = json_array();
	struct chain chain;
	size_t i;

	for (i = 0; i < TEST_EVENTS_MAX && (event = event_sent(t, i)); i++) {
		chain_read(&chain, t->facts, event, 1);
		/* The sweep reaches the same few a hundred times. */
		if (*chain.site && (!t->scenario->sweep || !has_text(list, chain.site)))
			json_array_append_new(list, json_string(chain.site));
	}
	return list;
}

static json_t *events(const struct test *t)
{
	const struct rst_event *event;
	json_t *list = json_array();
	const char *reason;
	size_t i;

	for (i = 0; i < t->events && json_array_size(list) < EVENTS_MAX; i++) {
		event = &t->event[i];
		if (t->scenario->sweep && !flow_of_event(t, event))
			continue;
		reason = facts_reason(t->facts, event->reason);
		json_array_append_new(
			list, json_pack("{s:s, s:s, s:s, s:o}", "probe",
					event->probe == RST_PROBE_SEND ? "tcp:tcp_send_reset"
								       : "tcp:tcp_receive_reset",
					"reason", reason ? reason : OUTCOME_NO_REASON, "state",
					name_of_state(event->state), "stack", stack(t, event)));
	}
	return list;
}

static json_t *phases(const struct test *t)
{
	json_t *object = json_object();
	double last = 0;
	enum phase phase;

	for (phase = 0; phase < PHASES; phase++) {
		if (!t->phases.end[phase])
			continue;
		json_object_set_new(object, phase_name(phase),
				    json_real(t->phases.end[phase] - last));
		last = t->phases.end[phase];
	}
	return object;
}

void result_detail(json_t *result, struct test *t)
{
	json_t *detail = json_object_get(result, "detail");
	size_t last = t->frames;

	while (last < FRAMES_MAX && test_frame(t, &last, 0))
		;
	json_object_set_new(result, "sites", sites(t));
	json_object_set_new(detail, "exchange", exchange(t));
	json_object_set_new(detail, "events", events(t));
	json_object_set_new(detail, "phases", phases(t));
}

static void print_side(const json_t *texts, const char *side, FILE *stream)
{
	const char *text;
	enum oracle oracle;
	size_t i;

	for (i = 0; i < ORACLES; i++) {
		oracle = oracle_order[i];
		text = json_string_value(json_object_get(texts, oracle_key(oracle)));
		if (text)
			fprintf(stream, "%-9s %-7s %s\n", side, oracle_key(oracle), text);
	}
}

void result_print(const json_t *result, FILE *stream)
{
	const json_t *detail = json_object_get(result, "detail");
	const json_t *seen = json_object_get(detail, "observed");
	const json_t *line, *event;
	size_t i, j;

	print_side(json_object_get(result, "expected"), "expected", stream);
	print_side(seen ? seen : json_object_get(result, "observed"), "observed", stream);
	json_array_foreach(json_object_get(json_object_get(result, "observed"), "differ"), i, line)
		fprintf(stream, "differs   %s\n", json_string_value(line));
	json_array_foreach(json_object_get(detail, "exchange"), i, line)
		fprintf(stream, "wire      %s\n", json_string_value(line));
	json_array_foreach(json_object_get(detail, "events"), i, event) {
		fprintf(stream, "trace     %s  state %s  reason %s\n",
			json_string_value(json_object_get(event, "probe")),
			json_string_value(json_object_get(event, "state")),
			json_string_value(json_object_get(event, "reason")));
		json_array_foreach(json_object_get(event, "stack"), j, line)
			fprintf(stream, "              %s\n", json_string_value(line));
	}
}

/* As many bytes as a document can have; without CAP_NET_ADMIN as many as one may have. */
static void make_room(int fd)
{
	int bytes = 4 << 20;

	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof(bytes)))
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
}

static void deliver(const json_t *document, const char *report)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	char *text = json_dumps(document, JSON_COMPACT);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	size_t length = strlen(report);

	/* The first byte of the name is 0: no file, nothing to remove. */
	if (text && fd >= 0 && length < sizeof(address.sun_path) - 1) {
		memcpy(address.sun_path + 1, report, length);
		make_room(fd);
		sendto(fd, text, strlen(text), 0, (struct sockaddr *)&address,
		       offsetof(struct sockaddr_un, sun_path) + 1 + length);
	}
	free(text);
	if (fd >= 0)
		close(fd);
}

void result_finish(json_t *result, enum verdict verdict, const char *why, const char *report)
{
	/* It does what its row expects of such a kernel, and "deviation" says the rest. */
	if (verdict == VERDICT_KNOWN)
		verdict = VERDICT_PASS;
	json_object_set_new(result, "verdict", json_string(verdict_name(verdict)));
	json_object_set_new(result, "why", json_string(why));
	if (report)
		deliver(result, report);
}

void result_start(const char *name, const char *report)
{
	json_t *document;

	if (!report)
		return;
	document = json_pack("{s:s}", "start", name);
	deliver(document, report);
	json_decref(document);
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/suite.h"

#include <errno.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/judge/result.h"
#include "harness/judge/variables.h"
#include "harness/observe/facts.h"
#include "harness/observe/text/kernel_sites.h"
#include "harness/observe/tracer/instance.h"
#include "harness/observe/tracer/trace.h"
#include "harness/report/record.h"
#include "harness/suite/children.h"
#include "harness/suite/kyua.h"
#include "harness/suite/selection.h"
#include "harness/suite/tables.h"
#include "netns/raise.h"

#define DOCUMENT_MAX (1 << 20)

/* No namespace has this inode number: a tracer that sees nothing. */
#define NO_NETNS 1

/*
 * Held for the whole run.  While a probe stays attached the next one attaches at once, not after a
 * grace period; and while two stay, attaching never changes the tracepoint's static call
 * (kernel/tracepoint.c: nr_func_state()), so that no kernel text is patched under a case.
 */
#define ANCHORS 2

struct suite {
	const struct suite_options *options;
	struct selection shared, alone;
	int error; /* of selecting */
	char folder[4096]; /* of the programs */
	char report[64]; /* abstract socket */
	int socket;
	json_t *documents; /* by case: what came over the socket and is not confirmed yet */
	enum tracer tracer;
	struct facts *facts;
	struct trace *anchor[ANCHORS];
	const char *link;
	const struct suite_callbacks *callbacks;
};

static void select_case(const struct table_case *one, void *data)
{
	struct suite *suite = data;
	const struct suite_options *options = suite->options;
	bool alone = options->alone && one->scenario->needs.class == CLASS_GUEST;

	if (options->family && options->family != one->family)
		return;
	if (options->names
		    ? !json_object_get(options->names, one->name)
		    : !tables_match(one->scenario, one->name, options->globs, options->count))
		return;
	if (selection_add(alone ? &suite->alone : &suite->shared, one))
		suite->error = -ENOMEM;
}

struct suite *suite_new(const struct suite_options *options)
{
	struct suite *suite = calloc(1, sizeof(*suite));
	char path[4096];
	ssize_t length;

	if (!suite)
		return NULL;
	suite->options = options;
	suite->socket = -1;
	suite->documents = json_object();
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	path[length > 0 ? length : 0] = '\0';
	snprintf(suite->folder, sizeof(suite->folder), "%s", dirname(path));
	tables_each_case(select_case, suite);
	if (!suite->error)
		return suite;
	suite_free(suite);
	return NULL;
}

void suite_free(struct suite *suite)
{
	size_t i;

	if (!suite)
		return;
	for (i = 0; i < ANCHORS; i++)
		trace_close(suite->anchor[i]);
	/* Of cases that were killed. */
	if (suite->tracer == TRACER_TRACEFS)
		instance_sweep();
	facts_close(suite->facts);
	selection_free(&suite->shared);
	selection_free(&suite->alone);
	json_decref(suite->documents);
	if (suite->socket >= 0)
		close(suite->socket);
	free(suite);
}

size_t suite_count(const struct suite *suite)
{
	return suite->shared.count + suite->alone.count;
}

static int open_report(struct suite *suite)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int bytes = 4 << 20;

	snprintf(suite->report, sizeof(suite->report), "rstlab-%d", getpid());
	memcpy(address.sun_path + 1, suite->report, strlen(suite->report));
	suite->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (suite->socket < 0 ||
	    bind(suite->socket, (struct sockaddr *)&address,
		 offsetof(struct sockaddr_un, sun_path) + 1 + strlen(suite->report)))
		return -errno;
	setsockopt(suite->socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
	return 0;
}

/* In a mount namespace of our own, as every case does. */
static int probe_link(struct suite *suite, char *why, size_t size)
{
	int error = topology_private();
	int means;

	if (error) {
		snprintf(why, size, "no mount namespace: %s (run as root)", strerror(-error));
		return -1;
	}
	means = topology_probe();
	if (means < 0 && means != -EOPNOTSUPP) {
		snprintf(why, size, "cannot make a pair of links: %s", strerror(-means));
		return -1;
	}
	suite->link = means < 0 ? "none" : means & TOPOLOGY_NETKIT ? "netkit" : "veth";
	return 0;
}

void suite_describe(const struct suite *suite, json_t *kernel, bool sites)
{
	json_t *list;

	json_object_set_new(kernel, "link", json_string(suite->link));
	json_object_set_new(kernel, "tracer", json_string(tracer_name(suite->tracer)));
	if (sites && !kernel_sites(&list, suite->facts))
		json_object_set_new(kernel, "sites", list);
}

int suite_prepare(struct suite *suite, char *why, size_t size)
{
	struct why reason;
	size_t i;
	int error;

	if (probe_link(suite, why, size))
		return -1;
	if (tracer_choose(suite->options->tracer, &suite->tracer)) {
		snprintf(why, size, "no tracer '%s'", suite->options->tracer);
		return -1;
	}
	error = facts_open_for(&suite->facts, suite->tracer, &reason);
	for (i = 0; !error && suite->tracer == TRACER_BPF && i < ANCHORS; i++)
		error = trace_open(&suite->anchor[i], suite->facts, NO_NETNS, &reason);
	if (error) {
		snprintf(why, size, "%s", reason.text);
		return -1;
	}
	error = open_report(suite);
	if (error) {
		snprintf(why, size, "cannot open a socket: %s", strerror(-error));
		return -1;
	}
	return 0;
}

/* Takes what has come: that a case began, or its document. */
static void take_documents(struct suite *suite)
{
	static char text[DOCUMENT_MAX];
	const char *name, *start;
	json_t *document;
	ssize_t length;

	while ((length = recv(suite->socket, text, sizeof(text), 0)) > 0) {
		document = json_loadb(text, length, 0, NULL);
		name = json_string_value(json_object_get(document, "case"));
		start = json_string_value(json_object_get(document, "start"));
		if (start && suite->callbacks->started)
			suite->callbacks->started(start, suite->callbacks->data);
		if (name)
			json_object_set(suite->documents, name, document);
		json_decref(document);
	}
}

static const struct selected *find_case(const struct suite *suite, const char *name)
{
	const struct selected *one = selection_find(&suite->shared, name);

	return one ? one : selection_find(&suite->alone, name);
}

/* A case that ended without telling: its program died, or took too long. */
static json_t *silent_document(const struct suite *suite, const struct ending *ending)
{
	bool late = strstr(ending->reason, "timed out") != NULL;
	const struct selected *one = find_case(suite, ending->name);
	json_t *document;

	if (!one)
		return NULL;
	document = result_new(&one->scenario, one->name, one->family);
	result_finish(document, late ? VERDICT_TIMEOUT : VERDICT_INFRA, ending->reason, NULL);
	return document;
}

/*
 * The runner has the last word: it sees a case that dies after its report, and an expected failure.
 */
static void reconcile(json_t *document, const struct ending *line)
{
	json_t *known;

	if (!strcmp(line->result, "expected_failure")) {
		known = json_sprintf("known deviation: %s (%s)",
				     json_string_value(json_object_get(document, "deviation")),
				     json_string_value(json_object_get(document, "why")));
		result_finish(document, VERDICT_PASS, json_string_value(known), NULL);
		json_decref(known);
	} else if (record_verdict(document) == VERDICT_PASS && strcmp(line->result, "passed")) {
		result_finish(document,
			      strcmp(line->result, "failed") ? VERDICT_INFRA : VERDICT_FAIL,
			      line->reason, NULL);
	}
}

static void selection_not_applicable(struct suite *suite, const struct selection *selection,
				     const char *option)
{
	const struct selected *one;
	json_t *document;
	char why[200];
	size_t i;

	snprintf(why, sizeof(why), "this kernel has no %s", option);
	for (i = 0; i < selection->count; i++) {
		one = &selection->cases[i];
		document = result_new(&one->scenario, one->name, one->family);
		result_finish(document, VERDICT_NA, why, NULL);
		suite->callbacks->ended(document, 0, suite->callbacks->data);
		json_decref(document);
	}
}

void suite_not_applicable(struct suite *suite, const struct suite_callbacks *callbacks,
			  const char *option)
{
	suite->callbacks = callbacks;
	selection_not_applicable(suite, &suite->shared, option);
	selection_not_applicable(suite, &suite->alone, option);
}

static void case_ended(struct suite *suite, const struct ending *line)
{
	json_t *document;

	take_documents(suite);
	document = json_incref(json_object_get(suite->documents, line->name));
	json_object_del(suite->documents, line->name);
	if (document)
		reconcile(document, line);
	else
		document = silent_document(suite, line);
	if (!document)
		return;
	suite->callbacks->ended(document, line->seconds, suite->callbacks->data);
	json_decref(document);
}

/* Kyua's output, a piece at a time: it says "case  ->  " long before how that ended. */
struct lines {
	char text[4096];
	size_t length;
	char last[512]; /* that told of no case */
};

static void lines_take(struct suite *suite, struct lines *lines)
{
	struct ending parsed;
	char *line = lines->text;
	char *end;

	lines->text[lines->length] = '\0';
	while ((end = strchr(line, '\n'))) {
		*end = '\0';
		if (kyua_parse(line, &parsed))
			case_ended(suite, &parsed);
		else if (*line)
			snprintf(lines->last, sizeof(lines->last), "%.500s", line);
		line = end + 1;
	}
	lines->length -= line - lines->text;
	memmove(lines->text, line, lines->length);
	/* No line of Kyua's that matters is that long. */
	if (lines->length == sizeof(lines->text) - 1)
		lines->length = 0;
}

/* Reads Kyua's lines and the cases' documents until Kyua closes its output. */
static void follow(struct suite *suite, const struct kyua *kyua, struct lines *lines)
{
	struct pollfd ready[] = {
		{ .fd = kyua->output, .events = POLLIN },
		{ .fd = suite->socket, .events = POLLIN },
	};
	ssize_t got;

	for (;;) {
		if (poll(ready, 2, -1) < 0)
			continue;
		if (ready[1].revents)
			take_documents(suite);
		if (!ready[0].revents)
			continue;
		got = read(kyua->output, lines->text + lines->length,
			   sizeof(lines->text) - 1 - lines->length);
		if (got <= 0)
			return;
		lines->length += got;
		lines_take(suite, lines);
	}
}

static int run_by_kyua(struct suite *suite, const struct selection *selection, bool alone,
		       const char *const *variables, char *why, size_t size)
{
	struct lines lines = { .length = 0 };
	struct kyua kyua;
	int status;

	status = kyua_start(&kyua, suite->folder, alone ? 1 : suite->options->parallel, variables,
			    selection);
	if (status) {
		snprintf(why, size, "cannot start kyua: %s", strerror(-status));
		return -1;
	}
	follow(suite, &kyua, &lines);
	status = kyua_finish(&kyua);
	if (status > 1) {
		snprintf(why, size, "kyua ended with %d: %s", status, lines.last);
		return -1;
	}
	return 0;
}

static void child_readable(void *data)
{
	take_documents(data);
}

static void child_ended(const struct ending *ending, void *data)
{
	case_ended(data, ending);
}

static int run_by_children(struct suite *suite, const struct selection *selection, bool alone,
			   const char *const *variables, char *why, size_t size)
{
	const struct children_options options = {
		.parallel = alone ? 1 : suite->options->parallel,
		.waiting = alone ? 0 : suite->options->waiting,
		.variables = variables,
		.socket = suite->socket,
	};
	const struct children_callbacks callbacks = { child_readable, child_ended, suite };
	int error = children_run(selection, &options, &callbacks);

	if (error)
		snprintf(why, size, "cannot run the cases: %s", strerror(-error));
	return error ? -1 : 0;
}

static int run_selection(struct suite *suite, const struct selection *selection, bool alone,
			 char *why, size_t size)
{
	const struct suite_options *options = suite->options;
	const char *variables[VARIABLES_WORDS];
	char time_scale[16];

	if (!selection->count)
		return 0;
	snprintf(time_scale, sizeof(time_scale), "%d", options->time_scale);
	variables_write(variables, &(struct variables){
					   .report = suite->report,
					   .time_scale = time_scale,
					   .link = suite->link,
					   .tracer = options->tracer,
					   .pcap = options->pcap,
					   .without_ip = options->without_ip ? "yes" : NULL,
					   .guest = options->guest ? "yes" : NULL,
					   .slow = options->slow ? "yes" : NULL,
				   });
	if (options->without_kyua)
		return run_by_children(suite, selection, alone, variables, why, size);
	return run_by_kyua(suite, selection, alone, variables, why, size);
}

int suite_run(struct suite *suite, const struct suite_callbacks *callbacks, char *why, size_t size)
{
	suite->callbacks = callbacks;
	if (run_selection(suite, &suite->shared, false, why, size))
		return -1;
	return run_selection(suite, &suite->alone, true, why, size);
}

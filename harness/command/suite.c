// SPDX-License-Identifier: GPL-2.0-only
#include "harness/command/suite.h"

#include <errno.h>
#include <libgen.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "harness/command/kyua.h"
#include "harness/command/tables.h"
#include "harness/judge/result.h"
#include "harness/observe/facts.h"
#include "harness/observe/instance.h"
#include "harness/observe/kernel_sites.h"
#include "harness/observe/trace.h"
#include "harness/program.h"
#include "netns/topology.h"

#define NAME_SIZE 80
#define VARIABLES_MAX 10
#define VARIABLE_SIZE 160
#define DOCUMENT_MAX (1 << 20)

/* No namespace has this inode number: a tracer that sees nothing. */
#define NO_NETNS 1

/*
 * Held for the whole run.  While a probe stays attached the next one attaches at once, not after a
 * grace period; and while two stay, attaching never changes the tracepoint's static call
 * (kernel/tracepoint.c: nr_func_state()), so that no kernel text is patched under a case.
 */
#define ANCHORS 2

/* "program:case" of each case, NULL at the end. */
struct filters {
	char **filter;
	size_t count, room;
};

struct suite {
	const struct suite_options *options;
	struct filters shared, alone;
	char folder[4096]; /* of the programs */
	char report[64];   /* abstract socket */
	int socket;
	json_t *documents; /* by case: what came over the socket and Kyua has not confirmed */
	enum tracer tracer;
	struct facts *facts;
	struct trace *anchor[ANCHORS];
	const char *link;
	const struct suite_callbacks *callbacks;
};

void suite_each_case(void (*each)(const struct scenario *scenario, const char *program,
				  const char *name, int family, void *data),
		     void *data)
{
	static const int families[] = { AF_INET, AF_INET6 };
	const struct scenario_file *file;
	char name[NAME_SIZE], program[NAME_SIZE];
	size_t i, j, k;

	for (i = 0; i < scenario_file_count; i++) {
		file = scenario_files[i];
		snprintf(program, sizeof(program), "%s_test", file->name);
		for (j = 0; j < file->count; j++) {
			for (k = 0; k < 2; k++) {
				if (!program_has_family(&file->scenarios[j], families[k]))
					continue;
				program_case_name(&file->scenarios[j], families[k], name,
						  sizeof(name));
				each(&file->scenarios[j], program, name, families[k], data);
			}
		}
	}
}

static bool filters_add(struct filters *filters, const char *program, const char *name)
{
	size_t room = filters->room ? filters->room * 2 : 64;
	char **more;

	if (filters->count + 2 > filters->room) {
		more = realloc(filters->filter, room * sizeof(*more));
		if (!more)
			return false;
		filters->filter = more;
		filters->room = room;
	}
	if (asprintf(&filters->filter[filters->count], "%s:%s", program, name) < 0)
		return false;
	filters->filter[++filters->count] = NULL;
	return true;
}

static void filters_free(struct filters *filters)
{
	size_t i;

	for (i = 0; i < filters->count; i++)
		free(filters->filter[i]);
	free(filters->filter);
}

static void select_case(const struct scenario *scenario, const char *program, const char *name,
			int family, void *data)
{
	struct suite *suite = data;
	const struct suite_options *options = suite->options;
	bool alone = options->alone && scenario->class == CLASS_GUEST;

	if (options->family && options->family != family)
		return;
	if (options->names ? !json_object_get(options->names, name)
			   : !tables_match(scenario, name, options->globs, options->count))
		return;
	filters_add(alone ? &suite->alone : &suite->shared, program, name);
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
	suite_each_case(select_case, suite);
	return suite;
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
	filters_free(&suite->shared);
	filters_free(&suite->alone);
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
	size_t i;
	int error;

	if (probe_link(suite, why, size))
		return -1;
	if (tracer_choose(suite->options->tracer, &suite->tracer)) {
		snprintf(why, size, "no tracer '%s'", suite->options->tracer);
		return -1;
	}
	if (facts_open_for(&suite->facts, suite->tracer, why, size))
		return -1;
	for (i = 0; suite->tracer == TRACER_BPF && i < ANCHORS; i++)
		if (trace_open(&suite->anchor[i], suite->facts, NO_NETNS, why, size))
			return -1;
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

struct search {
	const char *name;
	const struct scenario *scenario;
	int family;
};

static void find_case(const struct scenario *scenario, const char *program, const char *name,
		      int family, void *data)
{
	struct search *search = data;

	(void)program;
	if (strcmp(name, search->name))
		return;
	search->scenario = scenario;
	search->family = family;
}

/* A case that ended without telling: its program died, or took too long. */
static json_t *silent_document(const struct kyua_line *line)
{
	bool late = strstr(line->reason, "timed out") != NULL;
	struct search search = { .name = line->name };
	json_t *document;

	suite_each_case(find_case, &search);
	if (!search.scenario)
		return NULL;
	document = result_new(search.scenario, line->name, search.family);
	result_finish(document, late ? "TIMEOUT" : "INFRA", line->reason, NULL);
	return document;
}

/* Kyua has the last word: it sees a program that dies after its report, and an expected failure. */
static void reconcile(json_t *document, const struct kyua_line *line)
{
	const char *verdict = json_string_value(json_object_get(document, "verdict"));
	json_t *known;

	if (!strcmp(line->result, "expected_failure")) {
		known = json_sprintf("known deviation: %s (%s)",
				     json_string_value(json_object_get(document, "deviation")),
				     json_string_value(json_object_get(document, "why")));
		result_finish(document, "PASS", json_string_value(known), NULL);
		json_decref(known);
	} else if (!strcmp(verdict, "PASS") && strcmp(line->result, "passed")) {
		result_finish(document, strcmp(line->result, "failed") ? "INFRA" : "FAIL",
			      line->reason, NULL);
	}
}

static void filters_not_applicable(struct suite *suite, const struct filters *filters,
				   const char *option)
{
	struct search search;
	json_t *document;
	char why[200];
	size_t i;

	snprintf(why, sizeof(why), "this kernel has no %s", option);
	for (i = 0; i < filters->count; i++) {
		search = (struct search){ .name = strchr(filters->filter[i], ':') + 1 };
		suite_each_case(find_case, &search);
		document = result_new(search.scenario, search.name, search.family);
		result_finish(document, "N/A", why, NULL);
		suite->callbacks->ended(document, 0, suite->callbacks->data);
		json_decref(document);
	}
}

void suite_not_applicable(struct suite *suite, const struct suite_callbacks *callbacks,
			  const char *option)
{
	suite->callbacks = callbacks;
	filters_not_applicable(suite, &suite->shared, option);
	filters_not_applicable(suite, &suite->alone, option);
}

static void case_ended(struct suite *suite, const struct kyua_line *line)
{
	json_t *document;

	take_documents(suite);
	document = json_incref(json_object_get(suite->documents, line->name));
	json_object_del(suite->documents, line->name);
	if (document)
		reconcile(document, line);
	else
		document = silent_document(line);
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
	struct kyua_line parsed;
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

static int run_filters(struct suite *suite, const struct filters *filters, int parallel, char *why,
		       size_t size)
{
	const struct suite_options *options = suite->options;
	char values[VARIABLES_MAX][VARIABLE_SIZE];
	const char *variables[VARIABLES_MAX + 1] = { 0 };
	struct lines lines = { .length = 0 };
	struct kyua kyua;
	size_t n = 0;
	int status;

	if (!filters->count)
		return 0;
#define VARIABLE(...)                                                           \
	(snprintf(values[n], VARIABLE_SIZE, "test_suites.rstlab." __VA_ARGS__), \
	 variables[n] = values[n], n++)
	VARIABLE("report=%s", suite->report);
	VARIABLE("time_scale=%d", options->time_scale);
	VARIABLE("link=%s", suite->link);
	if (options->without_ip)
		VARIABLE("without_ip=yes");
	if (options->tracer)
		VARIABLE("tracer=%s", options->tracer);
	if (options->pcap)
		VARIABLE("pcap=%s", options->pcap);
	if (options->guest)
		VARIABLE("guest=yes");
	if (options->slow)
		VARIABLE("slow=yes");
#undef VARIABLE
	status = kyua_start(&kyua, suite->folder, parallel, variables,
			    (const char *const *)filters->filter);
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

int suite_run(struct suite *suite, const struct suite_callbacks *callbacks, char *why, size_t size)
{
	suite->callbacks = callbacks;
	if (run_filters(suite, &suite->shared, suite->options->parallel, why, size))
		return -1;
	return run_filters(suite, &suite->alone, 1, why, size);
}

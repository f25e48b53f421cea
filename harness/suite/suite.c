// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/suite.h"

#include <errno.h>
#include <libgen.h>
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
#include "harness/suite/reconcile.h"
#include "harness/suite/selection.h"
#include "harness/suite/tables.h"
#include "harness/expect/variation.h"
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
	const struct variation *variation;
	struct selection shared, alone;
	int err; /* of selecting */
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
	if (!variation_applies(suite->variation, one->scenario, one->family,
			       suite->tracer == TRACER_TRACEFS))
		return;
	if (options->names
		    ? !json_object_get(options->names, one->name)
		    : !tables_match(one->scenario, one->name, options->globs, options->count))
		return;
	if (selection_add(alone ? &suite->alone : &suite->shared, one))
		suite->err = -ENOMEM;
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
	if (!suite_vary(suite, &variation_none))
		return suite;
	suite_free(suite);
	return NULL;
}

int suite_vary(struct suite *suite, const struct variation *variation)
{
	selection_free(&suite->shared);
	selection_free(&suite->alone);
	suite->variation = variation;
	suite->err = 0;
	tables_each_case(select_case, suite);
	return suite->err;
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

const struct variation *suite_variation(const struct suite *suite)
{
	return suite->variation;
}

size_t suite_count(const struct suite *suite)
{
	return suite->shared.count + suite->alone.count;
}

static int open_report(struct suite *suite)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t length = sizeof(address);
	int bytes = 4 << 20;

	/* The kernel finds a name: others that share it may have our PID in their namespace. */
	suite->socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (suite->socket < 0 ||
	    bind(suite->socket, (struct sockaddr *)&address, sizeof(address.sun_family)) ||
	    getsockname(suite->socket, (struct sockaddr *)&address, &length))
		return -errno;
	length -= offsetof(struct sockaddr_un, sun_path) + 1;
	memcpy(suite->report, address.sun_path + 1, length);
	suite->report[length] = '\0';
	setsockopt(suite->socket, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof(bytes));
	return 0;
}

/* In a mount namespace of our own, as every case does. */
static int probe_link(struct suite *suite, struct why *why)
{
	int means;
	int err;

	err = topology_private(why);
	if (err)
		return err;
	means = topology_probe();
	if (means < 0 && means != -EOPNOTSUPP)
		return why_set(why, -means, "cannot make a pair of links: %s", strerror(-means));
	suite->link = variables_link(means);
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

int suite_prepare(struct suite *suite, struct why *why)
{
	size_t i;
	int err;

	err = probe_link(suite, why);
	if (err)
		return err;
	if (tracer_choose(suite->options->tracer, &suite->tracer))
		return why_set(why, EINVAL, "no tracer '%s'", suite->options->tracer);
	err = facts_open_for(&suite->facts, suite->tracer, why);
	for (i = 0; suite->tracer == TRACER_BPF && i < ANCHORS && !err; i++)
		err = trace_open(&suite->anchor[i], suite->facts, NO_NETNS, why);
	if (err)
		return err;
	err = open_report(suite);
	return err ? why_set(why, -err, "cannot open a socket: %s", strerror(-err)) : 0;
}

/* Takes what has come: that a case began, or its document. */
static void receive_documents(struct suite *suite)
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

/* The document of a case that ended, or a new one when none came; NULL: no such case. */
static json_t *take_document(struct suite *suite, const char *name)
{
	json_t *document = json_incref(json_object_get(suite->documents, name));
	const struct selected *one = find_case(suite, name);

	json_object_del(suite->documents, name);
	if (!document && one)
		document = result_new(&one->scenario, one->name, one->family);
	return document;
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

static void socket_readable(void *data)
{
	receive_documents(data);
}

static void case_ended(const struct ending *ending, void *data)
{
	struct suite *suite = data;
	struct conclusion conclusion;
	json_t *document;

	receive_documents(suite);
	document = take_document(suite, ending->name);
	if (!document)
		return;
	conclusion = reconcile(
		&(struct claim){
			.verdict = verdict_parse(record_text(document, "verdict")),
			.why = record_text(document, "why"),
			.deviation = json_string_value(json_object_get(document, "deviation")),
		},
		ending);
	result_finish(document, conclusion.verdict, conclusion.why, NULL);
	suite->callbacks->ended(document, ending->seconds, suite->callbacks->data);
	json_decref(document);
}

static int run_selection(struct suite *suite, const struct selection *selection, bool alone,
			 struct why *why)
{
	const struct runner_callbacks callbacks = { socket_readable, case_ended, suite };
	const struct suite_options *options = suite->options;
	const char *variables[VARIABLES_WORDS];
	const struct runner_options runner = {
		.folder = suite->folder,
		.parallel = alone ? 1 : options->parallel,
		.waiting = alone ? 0 : options->waiting,
		.variables = variables,
		.socket = suite->socket,
	};
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
					   .variation = suite->variation->name,
				   });
	if (options->without_kyua)
		return children_run(selection, &runner, &callbacks, why);
	return kyua_run(selection, &runner, &callbacks, why);
}

int suite_run(struct suite *suite, const struct suite_callbacks *callbacks, struct why *why)
{
	int err;

	suite->callbacks = callbacks;
	err = run_selection(suite, &suite->shared, false, why);
	return err ? err : run_selection(suite, &suite->alone, true, why);
}

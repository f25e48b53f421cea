// SPDX-License-Identifier: GPL-2.0-only
#include "harness/judge/case.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/judge/capture.h"
#include "harness/judge/collect.h"
#include "harness/judge/contract.h"
#include "harness/judge/result.h"
#include "harness/observe/facts.h"
#include "harness/observe/mib.h"
#include "harness/observe/tracer/trace.h"
#include "harness/sweep/run.h"
#include "harness/world/test.h"

#define NAME_MAX_LENGTH 80

/* Of a case whose tracer could not see all; see observe_was_blind(). */
#define TRIES 4

/* ATF's head and body get no pointer of ours: they find their row through this. */
static const struct scenario_file *registered;

const char *program_case_name(const struct scenario *scenario, int family, char *name, size_t size)
{
	char *c;

	snprintf(name, size, "%s_%s", scenario->path, family == AF_INET ? "v4" : "v6");
	for (c = name; *c; c++)
		if (*c == '-')
			*c = '_';
	return name;
}

bool program_has_family(const struct scenario *scenario, int family)
{
	int families = scenario->families ? scenario->families : IPV4 | IPV6;

	return families & (family == AF_INET ? IPV4 : IPV6);
}

int program_timeout(const struct scenario *scenario)
{
	return scenario->class == CLASS_SLOW ? 600 : 120;
}

static const struct scenario *find(const char *ident, int *family)
{
	static const int known[] = { AF_INET, AF_INET6 };
	const struct scenario *scenario;
	char name[NAME_MAX_LENGTH];
	size_t i, j;

	for (i = 0; i < registered->count; i++) {
		scenario = &registered->scenarios[i];
		for (j = 0; j < 2; j++) {
			*family = known[j];
			program_case_name(scenario, known[j], name, sizeof(name));
			if (program_has_family(scenario, known[j]) && !strcmp(name, ident))
				return scenario;
		}
	}
	return NULL;
}

static void head(atf_tc_t *tc)
{
	int family;
	const struct scenario *scenario = find(atf_tc_get_ident(tc), &family);
	const struct expectation *row = &scenario->expect[0];
	const struct rst *rst = &row->rst[0];

	atf_tc_set_md_var(tc, "descr", "%s", scenario->descr);
	atf_tc_set_md_var(tc, "require.user", "root");
	atf_tc_set_md_var(tc, "timeout", "%d", program_timeout(scenario));
	atf_tc_set_md_var(tc, "X-path", "%s", scenario->path);
	atf_tc_set_md_var(tc, "X-section", "%s", scenario->section);
	if (scenario->sweep)
		return;
	atf_tc_set_md_var(tc, "X-wire", "%s", rst->wire ? rst->wire : "none");
	if (rst->path) {
		atf_tc_set_md_var(tc, "X-state", "%s", rst->path->state);
		atf_tc_set_md_var(tc, "X-reason", "%s", outcome_reason(rst->path, ~0u));
		atf_tc_set_md_var(tc, "X-via", "%s", rst->path->via[0]);
	}
	if (row->mib)
		atf_tc_set_md_var(tc, "X-mib", "%s", row->mib);
	if (row->error)
		atf_tc_set_md_var(tc, "X-errno", "%s", row->error);
}

static bool has_counter(const void *context, const char *name)
{
	long long value;

	return mib_value(context, name, &value);
}

static bool deviates(const struct test *t)
{
	const struct known_deviation *deviation = &t->scenario->deviation;
	int family = t->family == AF_INET ? IPV4 : IPV6;

	return deviation->why && t->kernel >= deviation->since &&
	       !(deviation->mended && kernel_has(deviation->mended, t->kernel)) &&
	       (!deviation->families || deviation->families & family);
}

/* A kernel that is known to contradict its rule does so in one way; another is not known. */
static void judge_deviation(struct test *t)
{
	struct outcome known, observed;
	char why[TEST_WHY_MAX], where[OUTCOME_TEXT_MAX];

	outcome_expect_row(&known, &t->scenario->deviation.instead, t->family, t->kernel,
			   has_counter, t->before);
	observe_outcome(t, &known, &observed);
	t->deviated = outcome_agrees(&known, &observed, why, sizeof(why));
	if (t->deviated)
		return;
	outcome_where(&known, &observed, where, sizeof(where));
	t->deviation = NULL;
	test_fail(t, "%s%s; not the known deviation either", why, where);
}

static void save_capture(struct test *t)
{
	int error = capture_save(t);

	if (error)
		test_fail(t, "setup: cannot write a capture into %s: %s", t->options.pcap,
			  strerror(-error));
}

/* Three views of each event: the arguments, the record, the line. */
static void judge_contract(struct test *t)
{
	const struct contract *contract = t->contract;
	char why[TEST_WHY_MAX] = "";
	size_t i;

	if (!contract)
		return;
	if (!contract_agrees(contract, t->event, t->events, why, sizeof(why)))
		test_fail(t, "contract: %s", why);
	for (i = 0; i < t->events; i++)
		if (!contract_line_agrees(contract->line[i], &t->event[i],
					  facts_reason(t->facts, t->event[i].reason), t->kernel,
					  why, sizeof(why)))
			test_fail(t, "contract: line of event %zu: %s: '%s'", i + 1, why,
				  contract->line[i]);
}

/* Returns false when what was seen proves nothing, and the case is to be played again. */
static bool judge(struct test *t, bool last)
{
	struct outcome expected, observed;
	char why[TEST_WHY_MAX], where[OUTCOME_TEXT_MAX];
	bool agrees;

	outcome_expect(&expected, t->scenario, t->family, t->kernel, has_counter, t->before);
	result_outcome(t->result, "expected", &expected);
	observe_outcome(t, &expected, &observed);
	agrees = outcome_agrees(&expected, &observed, why, sizeof(why));
	if (!agrees && !last && observe_was_blind(t, &observed)) {
		fprintf(stderr, "played again, for the tracer was kept from looking: %s\n", why);
		return false;
	}
	if (t->scenario->unseen_worker && !last && observed.count < expected.count) {
		fprintf(stderr, "played again, for a worker may have been too late: %s\n", why);
		return false;
	}
	outcome_where(&expected, &observed, where, sizeof(where));
	if (trace_nameless(t->trace))
		strncat(where, "; an event came with neither socket nor segment",
			sizeof(where) - strlen(where) - 1);
	outcome_settle(&expected, &observed);
	result_outcome(t->result, "observed", &observed);
	test_phase(t, "judge");
	if (!agrees && t->deviation)
		judge_deviation(t);
	if (!agrees)
		test_fail(t, "%s%s", why, where);
	judge_contract(t);
	return true;
}

static const char *option(const atf_tc_t *tc, const char *name)
{
	return atf_tc_has_config_var(tc, name) ? atf_tc_get_config_var(tc, name) : NULL;
}

static void play(struct test *t)
{
	struct conn c;

	if (t->scenario->run) {
		t->scenario->run(t);
	} else {
		c = t->scenario->start(t);
		t->scenario->act(t, &c);
	}
}

static void play_and_judge(struct test *t)
{
	int tries = TRIES;

	for (;;) {
		play(t);
		test_phase(t, "scenario");
		if (judge(t, --tries == 0))
			return;
		test_reopen(t);
	}
}

/* How the runner says that topologies are to be raised here; by hand: veth, with ip. */
static int means(const atf_tc_t *tc)
{
	const char *link = option(tc, "link");
	int result = option(tc, "without_ip") ? TOPOLOGY_WITHOUT_IP : 0;

	if (link && !strcmp(link, "none"))
		return -EOPNOTSUPP;
	return link && !strcmp(link, "netkit") ? result | TOPOLOGY_NETKIT : result;
}

static void body(const atf_tc_t *tc)
{
	struct test *t = calloc(1, sizeof(*t));
	const char *tracer = option(tc, "tracer");
	const char *gone;
	char again[200];

	t->scenario = find(atf_tc_get_ident(tc), &t->family);
	t->name = atf_tc_get_ident(tc);
	kernel_release(t->release, sizeof(t->release));
	t->kernel = kernel_running();
	snprintf(again, sizeof(again), "build/rstlab run %s --verbose%s%s", t->name,
		 tracer ? " --tracer " : "", tracer ? tracer : "");
	t->options = (struct test_options){
		.time_scale = atf_tc_get_config_var_as_long_wd(tc, "time_scale", 1),
		.report = option(tc, "report"),
		.pcap = option(tc, "pcap"),
		.guest = option(tc, "guest") != NULL,
		.slow = option(tc, "slow") != NULL,
		.means = means(tc),
		.again = again,
	};
	t->result = result_new(t->scenario, t->name, t->family);
	result_start(t->name, t->options.report);
	if (tracer_choose(tracer, &t->options.tracer))
		test_fail(t, "setup: no tracer '%s': bpf, tracefs or auto", tracer);
	test_open(t);
	t->deviation = deviates(t) ? t->scenario->deviation.why : NULL;
	if (t->scenario->sweep)
		sweep_run(t);
	else
		play_and_judge(t);
	if (t->deviation) {
		gone = t->deviation;
		t->deviation = NULL;
		test_fail(t, "the known deviation is gone (%s): name the change that mended it",
			  gone);
	}
	result_detail(t->result, t);
	save_capture(t);
	test_close(t);
	result_finish(t->result, "PASS", "", t->options.report);
}

static atf_error_t add(atf_tp_t *tp, const struct scenario *scenario, int family)
{
	char name[NAME_MAX_LENGTH];
	atf_error_t error;
	atf_tc_t *tc;

	if (!program_has_family(scenario, family))
		return atf_no_error();
	tc = calloc(1, sizeof(*tc));
	program_case_name(scenario, family, name, sizeof(name));
	error = atf_tc_init(tc, strdup(name), head, body, NULL,
			    (const char *const *)atf_tp_get_config(tp));
	return atf_is_error(error) ? error : atf_tp_add_tc(tp, tc);
}

atf_error_t program_register(atf_tp_t *tp, const struct scenario_file *file)
{
	atf_error_t error = atf_no_error();
	size_t i;

	registered = file;
	for (i = 0; i < file->count && !atf_is_error(error); i++) {
		error = add(tp, &file->scenarios[i], AF_INET);
		if (!atf_is_error(error))
			error = add(tp, &file->scenarios[i], AF_INET6);
	}
	return error;
}

void program_play(const struct scenario_file *file, const char *name, const char *const *variables,
		  const char *result)
{
	atf_error_t error;
	atf_tc_t tc;

	registered = file;
	error = atf_tc_init(&tc, name, head, body, NULL, variables);
	if (!atf_is_error(error))
		error = atf_tc_run(&tc, result);
	/* ATF ends the process with the case; here it could not write the result, which tells. */
	_exit(atf_is_error(error) ? EXIT_FAILURE : EXIT_SUCCESS);
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/judge/case.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/why.h"
#include "harness/expect/outcome.h"
#include "harness/expect/reason.h"
#include "harness/judge/capture.h"
#include "harness/judge/collect.h"
#include "harness/judge/contract.h"
#include "harness/judge/result.h"
#include "harness/judge/variables.h"
#include "harness/observe/facts.h"
#include "harness/observe/mib.h"
#include "harness/observe/tracer/trace.h"
#include "harness/story/conn.h"
#include "harness/world/second.h"
#include "harness/world/test.h"
#include "harness/expect/variation.h"
#include "netns/raise.h"

#define NAME_MAX_LENGTH 80

/* Of a case whose tracer could not see all; see collect_was_blind(). */
#define TRIES 4

/* A case that is being played. */
struct played {
	struct test test; /* its world */
	struct scenario scenario;
	struct variables variables;
	char again[200]; /* how to run it again */
	json_t *result;
	const char *deviation; /* why this kernel is known to fail the case, or NULL */
	bool deviated; /* it did so in the one way that is known */
};

/* ATF's head and body get no pointer of ours: they find their row through this. */
static const struct scenario_file *registered;

const char *case_name(const struct scenario *scenario, int family, char *name, size_t size)
{
	char *c;

	snprintf(name, size, "%s_%s", scenario->id, family == AF_INET ? "v4" : "v6");
	for (c = name; *c; c++)
		if (*c == '-')
			*c = '_';
	return name;
}

bool case_has_family(const struct scenario *scenario, int family)
{
	int families = scenario->setup.families ? scenario->setup.families : IPV4 | IPV6;

	return families & (family == AF_INET ? IPV4 : IPV6);
}

int case_timeout(const struct scenario *scenario)
{
	return scenario->needs.class == CLASS_SLOW ? 600 : 120;
}

/* The row of the case @ident, which is one of those registered, and its family. */
static struct scenario find(const char *ident, int *family)
{
	static const int known[] = { AF_INET, AF_INET6 };
	struct scenario scenario;
	char name[NAME_MAX_LENGTH];
	size_t i, j;

	for (i = 0; i < registered->count; i++) {
		scenario = scenario_resolve(registered, i);
		for (j = 0; j < 2; j++) {
			*family = known[j];
			case_name(&scenario, known[j], name, sizeof(name));
			if (case_has_family(&scenario, known[j]) && !strcmp(name, ident))
				return scenario;
		}
	}
	fprintf(stderr, "no case '%s' in %s\n", ident, registered->name);
	abort();
}

static void head(atf_tc_t *tc)
{
	int family;
	struct scenario scenario = find(atf_tc_get_ident(tc), &family);
	const struct expectation *row = &scenario.expect;
	const struct rst *rst = &row->rst[0];

	atf_tc_set_md_var(tc, "descr", "%s", scenario.descr);
	atf_tc_set_md_var(tc, "require.user", "root");
	atf_tc_set_md_var(tc, "timeout", "%d", case_timeout(&scenario));
	atf_tc_set_md_var(tc, "X-path", "%s", scenario.id);
	atf_tc_set_md_var(tc, "X-section", "%s", section_number(scenario.section));
	if (scenario.judge)
		return;
	atf_tc_set_md_var(tc, "X-wire", "%s", rst->wire ? rst->wire : OUTCOME_NONE);
	if (rst->cause) {
		atf_tc_set_md_var(tc, "X-state", "%s", rst->state);
		atf_tc_set_md_var(tc, "X-reason", "%s", reason_given(rst->cause, rst->state, ~0u));
		atf_tc_set_md_var(tc, "X-via", "%s", cause_via(rst->cause, family));
	}
	if (row->mib)
		atf_tc_set_md_var(tc, "X-mib", "%s", row->mib);
	if (row->error)
		atf_tc_set_md_var(tc, "X-errno", "%s", row->error);
}

json_t *case_result(struct test *t)
{
	return container_of(t, struct played, test)->result;
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

	return deviation->why && (!deviation->since || kernel_has(deviation->since, t->kernel)) &&
	       !(deviation->fixed && kernel_has(deviation->fixed, t->kernel)) &&
	       (!deviation->families || deviation->families & family);
}

/* What can be said of a case that failed: the exchange, the events, the last RST. */
static void tell_failure(struct played *played, enum failure failure, struct why *why)
{
	struct test *t = &played->test;
	char seen[OUTCOME_TEXT_MAX] = "";

	if (!t->wire || !t->facts)
		return;
	if (t->trace)
		test_consume(t);
	result_detail(played->result, t);
	if (failure == FAILED_SETUP && !t->scenario->judge)
		collect_last_reset(t, seen, sizeof(seen));
	strncat(why->text, seen, sizeof(why->text) - strlen(why->text) - 1);
	capture_save(t, played->variables.pcap);
}

static void fail(struct played *played, const struct test_end *end) __attribute__((noreturn));

static void fail(struct played *played, const struct test_end *end)
{
	struct test *t = &played->test;
	struct why why;

	why_set(&why, 0, "%s", end->why);
	/*
	 * A story that was not played is no deviation of the kernel, known or not; the one about
	 * the contract has no outcome to compare.
	 */
	if (played->deviation && (played->deviated || end->failure == FAILED_CONTRACT)) {
		json_object_set_new(played->result, "deviation", json_string(played->deviation));
		atf_tc_expect_fail("known deviation: %s", played->deviation);
	}
	tell_failure(played, end->failure, &why);
	result_finish(played->result, VERDICT_FAIL, why.text, played->variables.report);
	test_close(t);
	result_print(played->result, stderr);
	fprintf(stderr, "again     %s\n", played->again);
	atf_tc_fail("%s on %s; again: %s", why.text, t->release, played->again);
}

static void end_case(struct test *t, const struct test_end *end) __attribute__((noreturn));

static void end_case(struct test *t, const struct test_end *end)
{
	struct played *played = container_of(t, struct played, test);

	if (end->verdict == VERDICT_FAIL)
		fail(played, end);
	test_close(t);
	result_finish(played->result, end->verdict, end->why, played->variables.report);
	atf_tc_skip("%s%s", end->verdict == VERDICT_NA ? "n/a: " : "", end->why);
}

/* A kernel that is known to contradict its rule does so in one way; another is not known. */
static void judge_deviation(struct played *played)
{
	struct test *t = &played->test;
	struct outcome known, observed;
	char where[OUTCOME_TEXT_MAX];
	struct why why;

	outcome_expect_row(&known, &t->scenario->deviation.instead,
			   &(struct outcome_target){ t->family, t->kernel, has_counter, t->before,
						     t->options.variation });
	collect_outcome(t, &known, &observed);
	played->deviated = outcome_agrees(&known, &observed, &why);
	if (played->deviated)
		return;
	outcome_where(&known, &observed, where, sizeof(where));
	played->deviation = NULL;
	test_fail(t, FAILED_EXPECTATION, "%s%s; not the known deviation either", why.text, where);
}

/* Three views of each event: the arguments, the record, the line. */
static void judge_contract(struct test *t)
{
	const struct second *second = t->second;
	struct why why;
	size_t i;

	if (!second)
		return;
	if (!contract_agrees(second, t->event, t->events, &why))
		test_fail(t, FAILED_CONTRACT, "%s", why.text);
	for (i = 0; i < t->events; i++)
		if (!contract_line_agrees(second->line[i], &t->event[i],
					  facts_reason(t->facts, t->event[i].reason), t->kernel,
					  &why))
			test_fail(t, FAILED_CONTRACT, "line of event %zu: %s: '%s'", i + 1,
				  why.text, second->line[i]);
}

/* Whether what was seen proves nothing, so that the case is to be played again. */
static bool proves_nothing(const struct test *t, const struct outcome *expected,
			   const struct outcome *observed, const char *why)
{
	if (collect_was_blind(t, observed)) {
		fprintf(stderr, "played again, as the tracer was kept from looking: %s\n", why);
		return true;
	}
	if (t->scenario->pace == UNSEEN && observed->count < expected->count) {
		fprintf(stderr, "played again, as a worker may have been too late: %s\n", why);
		return true;
	}
	return false;
}

/* Returns false when the case is to be played again. */
static bool judge(struct played *played, bool last)
{
	struct test *t = &played->test;
	struct outcome expected, observed;
	char where[OUTCOME_TEXT_MAX];
	struct why why;
	bool agrees;

	outcome_expect(&expected, t->scenario,
		       &(struct outcome_target){ t->family, t->kernel, has_counter, t->before,
						 t->options.variation });
	result_outcome(played->result, "expected", &expected);
	collect_outcome(t, &expected, &observed);
	agrees = outcome_agrees(&expected, &observed, &why);
	if (!agrees && !last && proves_nothing(t, &expected, &observed, why.text))
		return false;
	outcome_where(&expected, &observed, where, sizeof(where));
	if (trace_nameless(t->trace))
		strncat(where, "; an event came with neither socket nor segment",
			sizeof(where) - strlen(where) - 1);
	result_seen(played->result, &observed);
	outcome_settle(&expected, &observed);
	result_outcome(played->result, "observed", &observed);
	phases_mark(&t->phases, PHASE_JUDGE);
	if (!agrees && played->deviation)
		judge_deviation(played);
	if (!agrees)
		test_fail(t, FAILED_EXPECTATION, "%s%s", why.text, where);
	judge_contract(t);
	return true;
}

static void play(struct test *t)
{
	struct conn c;

	if (t->scenario->run) {
		t->scenario->run(t);
	} else {
		c = t->scenario->from(t);
		t->scenario->act(t, &c);
	}
}

static void play_and_judge(struct played *played)
{
	struct test *t = &played->test;
	int tries = TRIES;

	for (;;) {
		play(t);
		phases_mark(&t->phases, PHASE_SCENARIO);
		if (judge(played, --tries == 0))
			return;
		test_reopen(t);
	}
}

static void pass(struct played *played)
{
	struct test *t = &played->test;
	const char *gone = played->deviation;
	int err;

	played->deviation = NULL;
	if (gone)
		test_fail(t, FAILED_EXPECTATION,
			  "the known deviation is gone (%s): name the change that fixed it", gone);
	result_detail(played->result, t);
	err = capture_save(t, played->variables.pcap);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot write a capture into %s: %s",
			  played->variables.pcap, strerror(-err));
	test_close(t);
	result_finish(played->result, VERDICT_PASS, "", played->variables.report);
}

static void identify(struct played *played, const atf_tc_t *tc)
{
	const struct variables *variables = &played->variables;
	const char *tracer = variables->tracer, *variation = variables->variation;
	struct test *t = &played->test;

	played->scenario = find(atf_tc_get_ident(tc), &t->family);
	t->scenario = &played->scenario;
	t->name = atf_tc_get_ident(tc);
	kernel_release(t->release, sizeof(t->release));
	t->kernel = kernel_running();
	t->end = end_case;
	t->options = (struct test_options){
		.time_scale = variables->time_scale ? atoi(variables->time_scale) : 1,
		.guest = variables->guest,
		.slow = variables->slow,
		.means = variables_means(variables),
		.variation = variation ? variation_find(variation) : &variation_none,
	};
	snprintf(played->again, sizeof(played->again), "build/rstlab run %s --verbose%s%s%s%s",
		 t->name, tracer ? " --tracer " : "", tracer ? tracer : "",
		 variation ? " --vary " : "", variation ? variation : "");
	played->result = result_new(t->scenario, t->name, t->family);
}

static void body(const atf_tc_t *tc)
{
	struct played *played = calloc(1, sizeof(*played));
	struct test *t;

	if (!played)
		atf_tc_fail("out of memory");
	t = &played->test;
	variables_read(&played->variables, tc);
	identify(played, tc);
	result_start(t->name, played->variables.report);
	if (!t->options.variation)
		test_fail(t, FAILED_SETUP, "no variation '%s'", played->variables.variation);
	if (tracer_choose(played->variables.tracer, &t->options.tracer))
		test_fail(t, FAILED_SETUP, "no tracer '%s'", played->variables.tracer);
	test_open(t);
	played->deviation = deviates(t) ? t->scenario->deviation.why : NULL;
	if (t->scenario->judge)
		t->scenario->judge(t);
	else
		play_and_judge(played);
	pass(played);
}

static atf_error_t add(atf_tp_t *tp, const struct scenario *scenario, int family)
{
	char name[NAME_MAX_LENGTH];
	atf_error_t error;
	atf_tc_t *tc;

	if (!case_has_family(scenario, family))
		return atf_no_error();
	tc = calloc(1, sizeof(*tc));
	case_name(scenario, family, name, sizeof(name));
	error = atf_tc_init(tc, strdup(name), head, body, NULL,
			    (const char *const *)atf_tp_get_config(tp));
	return atf_is_error(error) ? error : atf_tp_add_tc(tp, tc);
}

atf_error_t case_register(atf_tp_t *tp, const struct scenario_file *file)
{
	atf_error_t error = atf_no_error();
	struct scenario scenario;
	size_t i;

	registered = file;
	for (i = 0; i < file->count && !atf_is_error(error); i++) {
		scenario = scenario_resolve(file, i);
		error = add(tp, &scenario, AF_INET);
		if (!atf_is_error(error))
			error = add(tp, &scenario, AF_INET6);
	}
	return error;
}

void case_play(const struct scenario_file *file, const char *name, const char *const *variables,
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

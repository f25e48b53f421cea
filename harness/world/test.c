// SPDX-License-Identifier: GPL-2.0-only
#include "harness/world/test.h"

#include <atf-c.h>
#include <errno.h>
#include <jansson.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "harness/base/deadline.h"
#include "harness/judge/capture.h"
#include "harness/judge/collect.h"
#include "harness/judge/contract.h"
#include "harness/judge/result.h"
#include "harness/observe/facts.h"
#include "harness/observe/mib.h"
#include "harness/observe/tracer/instance.h"
#include "harness/observe/tracer/trace.h"
#include "harness/observe/wire.h"
#include "harness/world/inject.h"
#include "netns/enter.h"
#include "netns/subnet.h"

#define SETUP "setup:"
#define CONTRACT "contract:"
#define WAIT_MS 2000
#define LATER_MS 10000 /* kernel timers; those that take longer are the slow class */
#define SLOW_MS 200000

/* One line, whatever the parts contain: Kyua calls a case with two lines broken. */
__attribute__((format(printf, 3, 0))) static void one_line(char *why, size_t size,
							   const char *format, va_list arguments)
{
	char *c;

	vsnprintf(why, size, format, arguments);
	for (c = why; *c; c++)
		if (*c == '\n')
			*c = ' ';
}

void test_fail(struct test *t, const char *format, ...)
{
	char why[TEST_WHY_MAX], seen[TEST_WHY_MAX] = "";
	va_list arguments;
	bool setup;

	va_start(arguments, format);
	one_line(why, sizeof(why), format, arguments);
	va_end(arguments);
	/* A story that was not played is no deviation of the kernel, known or not. */
	setup = !strncmp(why, SETUP, strlen(SETUP));
	/* The one about the contract has no outcome to compare. */
	if (t->deviation && (t->deviated || !strncmp(why, CONTRACT, strlen(CONTRACT)))) {
		json_object_set_new(t->result, "deviation", json_string(t->deviation));
		atf_tc_expect_fail("known deviation: %s", t->deviation);
	}
	if (t->wire && t->facts) {
		if (t->trace)
			test_consume(t);
		result_detail(t->result, t);
		if (setup && !t->scenario->sweep)
			observe_last_reset(t, seen, sizeof(seen));
		strncat(why, seen, sizeof(why) - strlen(why) - 1);
		capture_save(t);
	}
	result_finish(t->result, "FAIL", why, t->options.report);
	test_close(t);
	result_print(t->result, stderr);
	fprintf(stderr, "again     %s\n", t->options.again);
	atf_tc_fail("%s on %s; again: %s", why, t->release, t->options.again);
}

void test_skip(struct test *t, const char *format, ...)
{
	char why[TEST_WHY_MAX];
	va_list arguments;

	va_start(arguments, format);
	one_line(why, sizeof(why), format, arguments);
	va_end(arguments);
	test_close(t);
	result_finish(t->result, "SKIP", why, t->options.report);
	atf_tc_skip("%s", why);
}

void test_not_applicable(struct test *t, const char *option)
{
	char why[TEST_WHY_MAX];

	snprintf(why, sizeof(why), "this kernel has no %s", option);
	test_close(t);
	result_finish(t->result, "N/A", why, t->options.report);
	atf_tc_skip("n/a: %s", why);
}

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

void test_phase(struct test *t, const char *name)
{
	if (t->phases < TEST_PHASES_MAX)
		t->phase[t->phases++] = (struct test_phase){ name, milliseconds() - t->began };
}

/*
 * Frames that one CPU sends over a veth are handled in order; from two CPUs they may overtake each
 * other, and a fence would prove nothing.
 */
static void stay_on_this_cpu(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(sched_getcpu(), &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static void set_sysctls(struct test *t)
{
	const char *const *sysctl;
	char name[100];
	int error;

	for (sysctl = t->scenario->sysctls; sysctl && *sysctl; sysctl++) {
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(*sysctl, "="), *sysctl);
		error = netns_sysctl(t->netns[SUT], name, strchr(*sysctl, '=') + 1);
		if (error)
			test_fail(t, "setup: cannot set %s: %s", *sysctl, strerror(-error));
	}
}

static void check_can_run(struct test *t)
{
	const struct scenario *scenario = t->scenario;
	char since[32];

	if (scenario->since > t->kernel)
		test_skip(t, "needs Linux %s (%s), running %s",
			  kernel_name(scenario->since, since, sizeof(since)), scenario->since_what,
			  t->release);
	if (scenario->with && !kernel_has(scenario->with, t->kernel))
		test_skip(t, "needs %s of Linux %s (%s), running %s", scenario->with->commit,
			  kernel_name(scenario->with->mainline, since, sizeof(since)),
			  scenario->with->what, t->release);
	if (scenario->class == CLASS_GUEST && !t->options.guest)
		test_skip(t, "changes a global limit: runs only in a guest (rstlab matrix)");
	if (scenario->class == CLASS_SLOW && !t->options.slow)
		test_skip(t,
			  "waits for a kernel timer of 60 s or more: slow class (rstlab matrix)");
}

/* Namespaces; with addresses that no other case has when the tracer cannot tell them apart. */
static void open_topology(struct test *t)
{
	char why[TEST_WHY_MAX] = "";
	int error = topology_private();
	const char *lacking;

	if (error)
		test_fail(t, "setup: no mount namespace: %s%s", strerror(-error),
			  error == -EPERM ? " (run as root)" : "");
	t->topology = t->scenario->topology ? t->scenario->topology : &topology_pair;
	if (t->options.means < 0)
		test_not_applicable(t, "CONFIG_VETH or CONFIG_NETKIT");
	if (t->options.tracer == TRACER_TRACEFS || t->scenario->both_tracers) {
		if (instance_open(&t->instance, why, sizeof(why)))
			test_fail(t, "trace: %s", why);
		t->topology = subnet_topology(t->topology, instance_number(t->instance));
		if (!t->topology)
			test_fail(t, "setup: the topology is too large for a subnet of its own");
	}
	if (topology_up(t->topology, t->options.means, t->netns, why, sizeof(why))) {
		lacking = kernel_lacks(t->scenario->needs & NEEDS_BRIDGE, -1);
		if (lacking)
			test_not_applicable(t, lacking);
		test_fail(t, "setup: %s", why);
	}
	test_phase(t, "topology");
}

/* Events of the SUT, as the tracer of namespaces gives them. */
static bool is_of_sut(const void *context, const struct rst_event *event)
{
	const struct test *t = context;
	struct address address = { .family = event->family };

	memcpy(&address.v6, event->traced.saddr, sizeof(address.v6));
	return subnet_is_sut(t->topology, &address, t->scenario->proxied);
}

static void keep_line(void *context, const char *text)
{
	struct contract *contract = ((struct test *)context)->contract;

	if (contract->lines < CONTRACT_EVENTS_MAX)
		snprintf(contract->line[contract->lines++], CONTRACT_LINE_MAX, "%s", text);
}

/* The tracer beside BPF. */
static void open_second(struct test *t)
{
	char why[TEST_WHY_MAX] = "";

	t->contract = calloc(1, sizeof(*t->contract));
	if (!t->contract)
		test_fail(t, "setup: out of memory");
	if (trace_open_tracefs(&t->contract->trace, t->instance, is_of_sut, t, why, sizeof(why)))
		test_fail(t, "trace: %s", why);
	trace_want_lines(t->contract->trace, keep_line);
}

static void open_trace(struct test *t)
{
	char why[TEST_WHY_MAX] = "";
	int error;

	error = facts_open_for(&t->facts, t->options.tracer, why, sizeof(why));
	if (!error && t->options.tracer == TRACER_BPF)
		error = trace_open(&t->trace, t->facts, netns_inode(t->netns[SUT]), why,
				   sizeof(why));
	else if (!error)
		error = trace_open_tracefs(&t->trace, t->instance, is_of_sut, t, why, sizeof(why));
	if (error)
		test_fail(t, "trace: %s", why);
	if (t->scenario->both_tracers)
		open_second(t);
	test_phase(t, "tracer");
}

/* The contract needs both, whatever was asked for. */
static void choose_tracer(struct test *t)
{
	enum tracer possible;

	if (!t->scenario->both_tracers)
		return;
	tracer_choose(NULL, &possible);
	if (possible != TRACER_BPF)
		test_not_applicable(t, "CONFIG_DEBUG_INFO_BTF");
	t->options.tracer = TRACER_BPF;
}

void test_open(struct test *t)
{
	const char *lacking;
	int error;

	t->began = milliseconds();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	stay_on_this_cpu();
	check_can_run(t);
	choose_tracer(t);
	open_topology(t);
	lacking = kernel_lacks(t->scenario->needs, t->netns[SUT]);
	if (lacking)
		test_not_applicable(t, lacking);
	open_trace(t);
	error = wire_open(&t->wire, t->netns[SUT], t->scenario->all_links ? NULL : "eth0");
	if (error)
		test_fail(t, "wire: cannot capture: %s", strerror(-error));
	error = inject_open(&t->injector, t->netns[PEER], t->family);
	if (error)
		test_fail(t, "setup: cannot open a raw socket: %s", strerror(-error));
	set_sysctls(t);
	error = mib_read(&t->before, t->netns[SUT]);
	if (error)
		test_fail(t, "mib: cannot read /proc/net/snmp: %s", strerror(-error));
	test_phase(t, "capture");
}

void test_reopen(struct test *t)
{
	struct test again = {
		.scenario = t->scenario,
		.name = t->name,
		.family = t->family,
		.kernel = t->kernel,
		.options = t->options,
		.result = t->result,
		.deviation = t->deviation,
	};

	memcpy(again.release, t->release, sizeof(again.release));
	test_close(t);
	trace_close(t->trace);
	wire_close(t->wire);
	inject_close(t->injector);
	facts_close(t->facts);
	*t = again;
	test_open(t);
}

/*
 * Connections that nobody owns any more hold their namespaces until the kernel gives up, a minute
 * and more later, and count against the global limit of orphans.  Now their next retransmission is
 * the last.
 */
static void hurry_orphans(const struct test *t)
{
	int i;

	for (i = 0; i < TOPOLOGY_HOSTS; i++)
		if (t->netns[i] > 0)
			netns_sysctl(t->netns[i], "net/ipv4/tcp_orphan_retries", "1");
}

void test_close(struct test *t)
{
	hurry_orphans(t);
	if (!t->instance)
		return;
	if (t->contract)
		trace_close(t->contract->trace);
	trace_close(t->trace);
	instance_close(t->instance);
	t->contract = NULL;
	t->trace = NULL;
	t->instance = NULL;
}

long long test_deadline(const struct test *t)
{
	long long milliseconds = (long long)WAIT_MS * t->options.time_scale;

	/* A slow machine has no slow timers. */
	if (t->scenario->class == CLASS_SLOW)
		milliseconds += SLOW_MS;
	else if (t->scenario->later)
		milliseconds += LATER_MS;
	return deadline_now() + milliseconds;
}

const struct frame *test_frame(struct test *t, size_t *index, long long deadline)
{
	const struct frame *frame = wire_frame(t->wire, *index, deadline);
	size_t i;

	if (!frame)
		return NULL;
	if (*index >= t->frames) {
		t->frames = *index + 1;
		for (i = 0; i < t->flows && frame->kind == FRAME_TCP; i++)
			flow_learn(t->flow[i], &frame->segment);
	}
	++*index;
	return frame;
}

struct flow *test_flow(struct test *t, enum test_host peer, uint16_t sut_port, uint16_t peer_port)
{
	struct flow *flow = calloc(1, sizeof(*flow));

	if (!flow || t->flows == TEST_FLOWS_MAX)
		test_fail(t, "setup: too many flows");
	flow->sut.address = topology_address(t->topology, SUT, t->family);
	flow->sut.port = sut_port;
	flow->peer.address = topology_address(t->topology, peer, t->family);
	flow->peer.port = peer_port;
	flow->seen = t->frames;
	t->flow[t->flows++] = flow;
	return flow;
}

static void keep_event(void *context, const struct rst_event *event)
{
	struct test *t = context;

	if (t->events < TEST_EVENTS_MAX)
		t->event[t->events++] = *event;
}

static void keep_record(void *context, const struct rst_event *event)
{
	struct contract *contract = ((struct test *)context)->contract;

	if (contract->events < CONTRACT_EVENTS_MAX)
		contract->event[contract->events++] = *event;
}

void test_consume(struct test *t)
{
	int count = trace_consume(t->trace, keep_event, t);

	if (count >= 0 && t->contract)
		count = trace_consume(t->contract->trace, keep_record, t);
	if (count > 0 && t->options.tracer == TRACER_TRACEFS)
		observe_complete(t);
	if (count >= 0)
		return;
	t->trace = NULL; /* test_fail() would ask it again */
	if (count == -ENOBUFS)
		test_fail(t, "trace: records were lost, the trace proves nothing");
	test_fail(t, "trace: cannot read the records: %s", strerror(-count));
}

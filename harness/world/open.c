// SPDX-License-Identifier: GPL-2.0-only
/* The world of a case: made, made once more, and given back. */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "harness/base/why.h"
#include "harness/observe/facts.h"
#include "harness/observe/mib.h"
#include "harness/observe/tracer/instance.h"
#include "harness/observe/wire.h"
#include "harness/world/inject.h"
#include "harness/world/second.h"
#include "harness/world/test.h"
#include "harness/expect/variation.h"
#include "netns/enter.h"
#include "netns/raise.h"

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

static void set_sysctl(struct test *t, int host, const char *sysctl)
{
	char name[100];
	int err;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(sysctl, "="), sysctl);
	err = netns_sysctl(t->netns[host], name, strchr(sysctl, '=') + 1);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot set %s: %s", sysctl, strerror(-err));
}

/* What the row asks for counts for more than the variation. */
static void set_sysctls(struct test *t)
{
	const char *const *varied = t->options.variation->sysctls;
	const char *const *sysctls = t->scenario->setup.sysctls;
	int host, i;

	for (i = 0; i < VARIATION_SYSCTLS && varied[i]; i++)
		for (host = 0; host < TOPOLOGY_HOSTS; host++)
			if (t->netns[host] > 0)
				set_sysctl(t, host, varied[i]);
	for (i = 0; i < SYSCTLS_MAX && sysctls[i]; i++)
		set_sysctl(t, SUT, sysctls[i]);
}

/* Where stable releases have the change too a version does not say who has it: the commit does. */
static void check_has(struct test *t, const struct kernel_change *change)
{
	char since[32];

	if (kernel_has(change, t->kernel))
		return;
	kernel_name(change->mainline, since, sizeof(since));
	if (change->commit && change->stable[0])
		test_skip(t, "needs %s of Linux %s (%s), running %s", change->commit, since,
			  change->what, t->release);
	test_skip(t, "needs Linux %s (%s), running %s", since, change->what, t->release);
}

static void check_can_run(struct test *t)
{
	const struct needs *needs = &t->scenario->needs;
	int i;

	for (i = 0; i < CHANGES_MAX && needs->changes[i]; i++)
		check_has(t, needs->changes[i]);
	if (needs->class == CLASS_GUEST && !t->options.guest)
		test_skip(t, "changes a global limit: runs only in a guest (rstlab matrix)");
	if (needs->class == CLASS_SLOW && !t->options.slow)
		test_skip(t,
			  "waits for a kernel timer of 60 s or more: slow class (rstlab matrix)");
}

/* Ends a case whose features the kernel was built without. */
static void need(struct test *t, unsigned int features, int netns)
{
	const char *lacking;
	int err = kernel_lacks(features, netns, &lacking);

	if (err)
		test_fail(t, FAILED_SETUP, "cannot enter a namespace: %s", strerror(-err));
	if (lacking)
		test_not_applicable(t, lacking);
}

/* Namespaces; with addresses that no other case has when the tracer cannot tell them apart. */
static void open_topology(struct test *t)
{
	struct why why;

	if (topology_private(&why))
		test_fail(t, FAILED_SETUP, "%s", why.text);
	t->topology = t->scenario->setup.topology ? *t->scenario->setup.topology : topology_pair;
	if (t->options.means < 0)
		test_not_applicable(t, "CONFIG_VETH or CONFIG_NETKIT");
	if (t->options.tracer == TRACER_TRACEFS || t->scenario->setup.both_tracers) {
		if (instance_open(&t->instance, &why))
			test_fail(t, FAILED_TRACE, "%s", why.text);
		t->topology.subnet = instance_number(t->instance);
	}
	if (topology_up(&t->topology, t->options.means, t->netns, &why)) {
		need(t, t->scenario->needs.features & NEEDS_BRIDGE, -1);
		test_fail(t, FAILED_SETUP, "%s", why.text);
	}
	phases_mark(&t->phases, PHASE_TOPOLOGY);
}

/* Events of the SUT, as the tracer of namespaces gives them. */
static bool is_of_sut(const void *context, const struct rst_event *event)
{
	const struct test *t = context;
	struct address address = { .family = event->family };

	memcpy(&address.v6, event->traced.saddr, sizeof(address.v6));
	return topology_is_sut(&t->topology, &address, t->scenario->setup.proxied);
}

static void keep_line(void *context, const char *text)
{
	struct second *second = ((struct test *)context)->second;

	if (second->lines < SECOND_EVENTS_MAX)
		snprintf(second->line[second->lines++], SECOND_LINE_MAX, "%s", text);
}

/* The tracer beside BPF. */
static void open_second(struct test *t)
{
	struct why why;

	t->second = calloc(1, sizeof(*t->second));
	if (!t->second)
		test_fail(t, FAILED_SETUP, "out of memory");
	if (trace_open_tracefs(&t->second->trace, t->instance, is_of_sut, t, &why))
		test_fail(t, FAILED_TRACE, "%s", why.text);
	trace_want_lines(t->second->trace, keep_line);
}

static void open_trace(struct test *t)
{
	struct why why;
	int err;

	err = facts_open_for(&t->facts, t->options.tracer, &why);
	if (!err && t->options.tracer == TRACER_BPF)
		err = trace_open(&t->trace, t->facts, netns_inode(t->netns[SUT]), &why);
	else if (!err)
		err = trace_open_tracefs(&t->trace, t->instance, is_of_sut, t, &why);
	if (err)
		test_fail(t, FAILED_TRACE, "%s", why.text);
	if (t->scenario->setup.both_tracers)
		open_second(t);
	phases_mark(&t->phases, PHASE_TRACER);
}

/* The contract needs both, whatever was asked for. */
static void choose_tracer(struct test *t)
{
	enum tracer possible;

	if (!t->scenario->setup.both_tracers)
		return;
	tracer_choose(NULL, &possible);
	if (possible != TRACER_BPF)
		test_not_applicable(t, "CONFIG_DEBUG_INFO_BTF");
	t->options.tracer = TRACER_BPF;
}

void test_open(struct test *t)
{
	int err;

	phases_begin(&t->phases);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	stay_on_this_cpu();
	check_can_run(t);
	choose_tracer(t);
	open_topology(t);
	need(t, t->scenario->needs.features, t->netns[SUT]);
	open_trace(t);
	err = wire_open(&t->wire, t->netns[SUT], t->scenario->setup.all_links ? NULL : "eth0");
	if (err)
		test_fail(t, FAILED_WIRE, "cannot capture: %s", strerror(-err));
	err = inject_open(&t->injector, t->netns[PEER], t->family);
	if (!err && t->options.variation->carriage)
		err = inject_carry(t->injector, t->options.variation->carriage);
	if (err)
		test_fail(t, FAILED_SETUP, "cannot open a raw socket: %s", strerror(-err));
	set_sysctls(t);
	err = mib_read(&t->before, t->netns[SUT]);
	if (err)
		test_fail(t, FAILED_MIB, "cannot read /proc/net/snmp: %s", strerror(-err));
	phases_mark(&t->phases, PHASE_CAPTURE);
}

void test_reopen(struct test *t)
{
	struct test again = {
		.scenario = t->scenario,
		.name = t->name,
		.family = t->family,
		.kernel = t->kernel,
		.options = t->options,
		.end = t->end,
	};

	memcpy(again.release, t->release, sizeof(again.release));
	test_close(t);
	trace_close(t->trace);
	wire_close(t->wire);
	inject_close(t->injector);
	facts_close(t->facts);
	free(t->event);
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
	if (t->second)
		trace_close(t->second->trace);
	trace_close(t->trace);
	instance_close(t->instance);
	t->second = NULL;
	t->trace = NULL;
	t->instance = NULL;
}

// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include "harness/base/why.h"
#include "harness/command/subcommand.h"
#include "harness/kernel/feature.h"
#include "harness/kernel/version.h"
#include "harness/observe/facts.h"
#include "harness/observe/tracer/instance.h"
#include "harness/observe/tracer/trace.h"
#include "harness/suite/requirements.h"
#include "netns/raise.h"

static bool check(const char *what, const char *why)
{
	printf("%-4s %-32s %s\n", *why ? "no" : "ok", what, why);
	return !*why;
}

/* Returns whether @tracer works, with the cause in @why when it does not. */
static bool try_tracer(enum tracer tracer, struct why *why)
{
	struct instance *instance = NULL;
	struct trace *trace = NULL;
	struct facts *facts = NULL;
	int err = facts_open_for(&facts, tracer, why);

	if (!err && tracer == TRACER_BPF)
		err = trace_open(&trace, facts, 1, why);
	if (!err && tracer == TRACER_TRACEFS) {
		err = instance_open(&instance, why);
		if (!err)
			err = trace_open_tracefs(&trace, instance, NULL, NULL, why);
	}
	if (facts && !facts_reason_count(facts))
		puts("     this kernel has no reset reasons (they came with 6.10)");
	trace_close(trace);
	instance_close(instance);
	facts_close(facts);
	return !err;
}

/* What must be tried to be known: the topology and the tracers. */
static bool try_all(enum tracer tracer)
{
	int netns[TOPOLOGY_HOSTS];
	enum tracer other = tracer == TRACER_BPF ? TRACER_TRACEFS : TRACER_BPF;
	const char *lacking;
	struct why failed = { "not permitted" };
	struct why reason;
	bool good = true;
	int bit, err, means;

	if (topology_private(&failed))
		return check("a mount namespace", failed.text);
	means = topology_probe();
	if (means < 0)
		good = check("a veth or netkit pair", strerror(-means));
	if (means < 0 || topology_up(&topology_pair, means, netns, &failed))
		good = check("a veth pair between two namespaces", failed.text);
	else
		check("a veth pair between two namespaces", "");
	if (try_tracer(tracer, &reason))
		printf("ok   tracing tcp:tcp_send_reset by %s\n", tracer_name(tracer));
	else
		good = check("tracing tcp:tcp_send_reset", reason.text);
	if (try_tracer(other, &reason))
		printf("ok   tracing tcp:tcp_send_reset by %s\n", tracer_name(other));
	else
		printf("no   --tracer %-23s %s\n", tracer_name(other), reason.text);
	for (bit = 0; good && bit < KERNEL_FEATURES; bit++) {
		err = kernel_lacks(1u << bit, netns[0], &lacking);
		if (err)
			good = check("a namespace that can be entered", strerror(-err));
		else if (lacking)
			printf("n/a  %-32s cases that need it are not applicable here\n", lacking);
	}
	return good;
}

static int doctor_main(int argc, char **argv)
{
	struct command_line line = { .argc = argc, .argv = argv };
	enum tracer tracer;
	bool good = true;
	char release[80];
	size_t i;

	if (!command_line_read(&doctor_subcommand, &line))
		return line.status;
	printf("rstlab " RSTLAB_VERSION " on Linux %s\n", kernel_release(release, sizeof(release)));
	tracer_choose(NULL, &tracer);
	for (i = 0; i < requirements_count; i++)
		if (!check(requirements[i].what,
			   requirements[i].met() ? "" : requirements[i].remedy) &&
		    requirements_needed(&requirements[i], tracer, true))
			good = false;
	if (good)
		good = try_all(tracer);
	return good ? EXIT_AS_EXPECTED : EXIT_IMPOSSIBLE;
}

const struct subcommand doctor_subcommand = {
	.name = "doctor",
	.operands = "",
	.purpose = "what this machine can and cannot do, with the remedy",
	.run = doctor_main,
};

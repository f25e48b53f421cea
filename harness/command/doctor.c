// SPDX-License-Identifier: GPL-2.0-only
#include <getopt.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include "harness/command/requirements.h"
#include "harness/command/subcommand.h"
#include "harness/kernel.h"
#include "harness/observe/facts.h"
#include "harness/observe/trace.h"
#include "netns/topology.h"

static const char options_text[] = "  --help  this text\n";

static bool check(const char *what, const char *why)
{
	printf("%-4s %-32s %s\n", *why ? "no" : "ok", what, why);
	return !*why;
}

/* What only trying tells: the topology and the tracer. */
static bool try_all(void)
{
	int netns[TOPOLOGY_HOSTS];
	struct trace *trace = NULL;
	struct facts *facts = NULL;
	const char *lacking;
	char why[512] = "";
	bool good = true;
	int bit, means;

	means = topology_private() ? -EPERM : topology_probe();
	if (means < 0)
		good = check("a veth or netkit pair", strerror(-means));
	if (means < 0 || topology_up(&topology_pair, means, netns, why, sizeof(why)))
		good = check("a veth pair between two namespaces", *why ? why : "not permitted");
	else
		check("a veth pair between two namespaces", "");
	if (facts_open(&facts, why, sizeof(why)) || trace_open(&trace, facts, 1, why, sizeof(why)))
		good = check("tracing tcp:tcp_send_reset", why);
	else
		check("tracing tcp:tcp_send_reset", "");
	if (facts && !facts_reason_count(facts))
		puts("     this kernel has no reset reasons (they came with 6.10)");
	trace_close(trace);
	facts_close(facts);
	for (bit = 0; good && bit < KERNEL_FEATURES; bit++) {
		lacking = kernel_lacks(1u << bit, netns[0]);
		if (lacking)
			printf("n/a  %-32s cases that need it are not applicable here\n", lacking);
	}
	return good;
}

int doctor_main(int argc, char **argv)
{
	static const struct option options[] = { { "help", no_argument, NULL, 'h' }, { 0 } };
	bool good = true;
	char release[80];
	int option;
	size_t i;

	option = getopt_long(argc, argv, "h", options, NULL);
	if (option != -1)
		return usage("doctor", options_text, option);
	printf("rstlab " RSTLAB_VERSION " on Linux %s\n", kernel_release(release, sizeof(release)));
	for (i = 0; i < requirements_count; i++)
		if (!check(requirements[i].what,
			   requirements[i].met() ? "" : requirements[i].remedy) &&
		    requirements[i].needed)
			good = false;
	if (good)
		good = try_all();
	return good ? EXIT_AS_EXPECTED : EXIT_IMPOSSIBLE;
}

// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/command/subcommand.h"
#include "harness/expect/names.h"
#include "harness/observe/chain.h"
#include "harness/observe/facts.h"
#include "harness/observe/tracer/instance.h"
#include "harness/observe/tracer/trace.h"
#include "harness/suite/requirements.h"
#include "netns/enter.h"

static const char options_text[] =
	"  --netns NAME  only this network namespace: a name of `ip netns`, or a path like\n"
	"                /proc/1234/ns/net; else all\n"
	"  --tracer NAME bpf, tracefs, or auto (default): bpf when the kernel has BTF; tracefs does\n"
	"                not know namespaces\n"
	"  --stack       the kernel stack of each reset\n"
	"  --count N     end after N resets\n";

struct watch {
	const struct facts *facts;
	enum tracer tracer;
	unsigned int netns;
	bool stack;
	long count, left;
};

static void print_end(int family, const __u8 *address, __u16 port)
{
	char name[INET6_ADDRSTRLEN];

	inet_ntop(family, address, name, sizeof(name));
	printf(family == AF_INET6 ? "[%s]:%u" : "%s:%u", name, port);
}

static void print_time(void)
{
	struct timespec now;
	struct tm local;
	char text[16];

	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	strftime(text, sizeof(text), "%H:%M:%S", &local);
	printf("%s.%06ld ", text, now.tv_nsec / 1000);
}

static void print_event(void *context, const struct rst_event *event)
{
	const struct rst_tuple *tuple = event->has_skb ? &event->segment : &event->traced;
	struct watch *watch = context;
	const char *reason = facts_reason(watch->facts, event->reason);
	struct chain chain;
	char symbol[128];
	unsigned int offset, i;

	if (watch->count && !watch->left)
		return;
	print_time();
	print_end(event->family, tuple->saddr, tuple->sport);
	printf(" > ");
	print_end(event->family, tuple->daddr, tuple->dport);
	if (event->probe == RST_PROBE_RECEIVE) {
		printf("  received  @%s", name_of_state(event->state));
	} else {
		chain_read(&chain, watch->facts, event, CHAIN_DEPTH);
		printf("  %s  %s @%s  %s", event->has_skb ? "answer" : "abort",
		       reason ? reason : "n/a", name_of_state(event->state), chain.text);
	}
	if (watch->tracer == TRACER_BPF)
		printf("  netns %u", event->netns);
	putchar('\n');
	for (i = 0; watch->stack && i < event->depth; i++)
		if (facts_symbol(watch->facts, event->stack[i], symbol, sizeof(symbol), &offset))
			printf("\t%s+0x%x\n", symbol, offset);
	fflush(stdout);
	watch->left--;
}

/* Returns the inode number of the namespace @name, 0 when there is none. */
static unsigned int find_netns(const char *name)
{
	unsigned int inode;
	char path[4096];
	int fd;

	snprintf(path, sizeof(path), "%s%s", strchr(name, '/') ? "" : "/run/netns/", name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	inode = netns_inode(fd);
	close(fd);
	return inode;
}

static void watch_resets(struct watch *watch, struct trace *trace)
{
	struct pollfd ready = { .fd = trace_fd(trace), .events = POLLIN };

	fprintf(stderr, "watching; end with Ctrl-C\n");
	while (!watch->count || watch->left > 0) {
		if (poll(&ready, 1, -1) < 0 && errno != EINTR)
			break;
		if (trace_consume(trace, print_event, watch) == -ENOBUFS)
			fprintf(stderr,
				"rstlab: more resets than could be recorded: some are missing\n");
	}
}

static int open_and_watch(struct watch *watch)
{
	struct instance *instance = NULL;
	struct trace *trace = NULL;
	struct why why;
	int err;

	if (watch->tracer == TRACER_BPF) {
		err = trace_open(&trace, watch->facts, watch->netns, &why);
	} else {
		err = instance_open(&instance, &why);
		if (!err)
			err = trace_open_tracefs(&trace, instance, NULL, NULL, &why);
	}
	if (!err)
		watch_resets(watch, trace);
	trace_close(trace);
	instance_close(instance);
	return err ? impossible("%s", why.text) : EXIT_AS_EXPECTED;
}

int trace_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "netns", required_argument, NULL, 'n' },
		{ "tracer", required_argument, NULL, 't' },
		{ "stack", no_argument, NULL, 's' },
		{ "count", required_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct watch watch = { 0 };
	const char *tracer = NULL;
	struct facts *facts;
	struct why why;
	int option;
	int status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 't') {
			tracer = optarg;
		} else if (option == 's') {
			watch.stack = true;
		} else if (option == 'c') {
			watch.count = watch.left = atol(optarg);
		} else if (option == 'n') {
			watch.netns = find_netns(optarg);
			if (!watch.netns)
				return impossible(
					"no network namespace '%s': ip netns lists the names",
					optarg);
		} else {
			return usage("trace", options_text, option);
		}
	}
	if (optind < argc)
		return impossible("trace takes no argument '%s'", argv[optind]);
	if (tracer_choose(tracer, &watch.tracer))
		return impossible("no tracer '%s': --tracer takes bpf, tracefs or auto", tracer);
	if (watch.tracer == TRACER_TRACEFS && watch.netns)
		return impossible("tracefs does not tell namespaces: without --netns, or with "
				  "--tracer bpf on a kernel with BTF");
	if (geteuid())
		return impossible("tracing needs root: sudo rstlab trace");
	if (facts_open_for(&facts, watch.tracer, &why))
		return impossible("%s", why.text);
	watch.facts = facts;
	status = open_and_watch(&watch);
	facts_close(facts);
	return status;
}

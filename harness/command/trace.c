// SPDX-License-Identifier: GPL-2.0-only
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
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
#include "harness/expect/outcome.h"
#include "harness/observe/chain.h"
#include "harness/observe/facts.h"
#include "harness/observe/tracer/instance.h"
#include "harness/observe/tracer/trace.h"
#include "harness/suite/requirements.h"
#include "netns/enter.h"

/* What is watched, and how. */
struct trace_request {
	const char *netns_name, *tracer_name;
	bool stack;
	int count; /* 0: for ever */
	enum tracer tracer;
	unsigned int netns; /* inode number; 0: all */
	const struct facts *facts;
	int left;
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
	struct trace_request *request = context;
	const char *reason = facts_reason(request->facts, event->reason);
	struct chain chain;
	char symbol[128];
	unsigned int offset, i;

	if (request->count && !request->left)
		return;
	print_time();
	print_end(event->family, tuple->saddr, tuple->sport);
	printf(" > ");
	print_end(event->family, tuple->daddr, tuple->dport);
	if (event->probe == RST_PROBE_RECEIVE) {
		printf("  received  @%s", name_of_state(event->state));
	} else {
		chain_read(&chain, request->facts, event, CHAIN_DEPTH);
		printf("  %s  %s @%s  %s", event->has_skb ? "answer" : "abort",
		       reason ? reason : OUTCOME_NO_REASON, name_of_state(event->state),
		       chain.text);
	}
	if (request->tracer == TRACER_BPF)
		printf("  netns %u", event->netns);
	putchar('\n');
	for (i = 0; request->stack && i < event->depth; i++)
		if (facts_symbol(request->facts, event->stack[i], symbol, sizeof(symbol), &offset))
			printf("\t%s+0x%x\n", symbol, offset);
	fflush(stdout);
	request->left--;
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

static void watch_resets(struct trace_request *request, struct trace *trace)
{
	struct pollfd ready = { .fd = trace_fd(trace), .events = POLLIN };

	fprintf(stderr, "watching; end with Ctrl-C\n");
	while (!request->count || request->left > 0) {
		if (poll(&ready, 1, -1) < 0 && errno != EINTR)
			break;
		if (trace_consume(trace, print_event, request) == -ENOBUFS)
			fprintf(stderr,
				"rstlab: more resets than could be recorded: some are missing\n");
	}
}

static int open_and_watch(struct trace_request *request)
{
	struct instance *instance = NULL;
	struct trace *trace = NULL;
	struct why why;
	int err;

	if (request->tracer == TRACER_BPF) {
		err = trace_open(&trace, request->facts, request->netns, &why);
	} else {
		err = instance_open(&instance, &why);
		if (!err)
			err = trace_open_tracefs(&trace, instance, NULL, NULL, &why);
	}
	if (!err)
		watch_resets(request, trace);
	trace_close(trace);
	instance_close(instance);
	return err ? impossible("%s", why.text) : EXIT_AS_EXPECTED;
}

static int check(struct trace_request *request)
{
	tracer_choose(request->tracer_name, &request->tracer);
	if (request->netns_name) {
		request->netns = find_netns(request->netns_name);
		if (!request->netns)
			return impossible("no network namespace '%s': ip netns lists the names",
					  request->netns_name);
	}
	if (request->tracer == TRACER_TRACEFS && request->netns)
		return impossible("tracefs knows no namespaces: without --netns, or with "
				  "--tracer bpf on a kernel with BTF");
	if (geteuid())
		return impossible("tracing needs root: sudo rstlab trace");
	return EXIT_AS_EXPECTED;
}

static int trace_main(int argc, char **argv)
{
	struct trace_request request = { .netns = 0 };
	struct command_line line = { .argc = argc, .argv = argv, .into = &request };
	struct facts *facts;
	struct why why;
	int status;

	if (!command_line_read(&trace_subcommand, &line))
		return line.status;
	status = check(&request);
	if (status)
		return status;
	if (facts_open_for(&facts, request.tracer, &why))
		return impossible("%s", why.text);
	request.facts = facts;
	request.left = request.count;
	status = open_and_watch(&request);
	facts_close(facts);
	return status;
}

static const struct option_row rows[] = {
	{ "netns", 0, "NAME",
	  "only this network namespace: a name of `ip netns`, or a path like\n"
	  "/proc/1234/ns/net; else all",
	  OPTION_INTO(struct trace_request, netns_name), .usage = USAGE_SHOWN },
	{ "tracer", 0, "NAME", TRACER_HELP "; tracefs\nknows no namespaces",
	  OPTION_INTO(struct trace_request, tracer_name), .words = tracer_words },
	{ "stack", 0, NULL, "the kernel stack of each reset",
	  OPTION_INTO(struct trace_request, stack), .usage = USAGE_SHOWN },
	{ "count", 0, "N", "end after N resets", OPTION_INTO(struct trace_request, count) },
	{ 0 },
};

const struct subcommand trace_subcommand = {
	.name = "trace",
	.operands = "",
	.purpose = "watch the resets of a live machine",
	.options = rows,
	.run = trace_main,
};

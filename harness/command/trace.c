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

#include "harness/command/requirements.h"
#include "harness/command/subcommand.h"
#include "harness/judge/names.h"
#include "harness/judge/observe.h"
#include "harness/observe/facts.h"
#include "harness/observe/trace.h"
#include "netns/enter.h"

static const char options_text[] =
	"  --netns NAME  only this network namespace: a name of `ip netns`, or a path like\n"
	"                /proc/1234/ns/net; else all\n"
	"  --stack       the kernel stack of each reset\n"
	"  --count N     end after N resets\n";

struct watch {
	const struct facts *facts;
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
	char chain[256], symbol[128];
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
		observe_chain(watch->facts, event, OBSERVE_DEPTH, chain, sizeof(chain), NULL, 0);
		printf("  %s  %s @%s  %s", event->has_skb ? "answer" : "abort",
		       reason ? reason : "n/a", name_of_state(event->state), chain);
	}
	printf("  netns %u\n", event->netns);
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

static int watch_resets(struct watch *watch, unsigned int netns)
{
	struct pollfd ready = { .events = POLLIN };
	struct trace *trace;
	char why[512];

	if (trace_open(&trace, watch->facts, netns, why, sizeof(why)))
		return impossible("%s", why);
	ready.fd = trace_fd(trace);
	fprintf(stderr, "watching; end with Ctrl-C\n");
	while (!watch->count || watch->left > 0) {
		if (poll(&ready, 1, -1) < 0 && errno != EINTR)
			break;
		if (trace_consume(trace, print_event, watch) == -ENOBUFS)
			fprintf(stderr, "rstlab: more resets than could be recorded: some are "
					"missing\n");
	}
	trace_close(trace);
	return EXIT_AS_EXPECTED;
}

int trace_main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "netns", required_argument, NULL, 'n' },
		{ "stack", no_argument, NULL, 's' },
		{ "count", required_argument, NULL, 'c' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	struct watch watch = { 0 };
	unsigned int netns = 0;
	struct facts *facts;
	char why[512];
	int option;
	int status;

	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (option == 's') {
			watch.stack = true;
		} else if (option == 'c') {
			watch.count = watch.left = atol(optarg);
		} else if (option == 'n') {
			netns = find_netns(optarg);
			if (!netns)
				return impossible("no network namespace '%s': ip netns lists the "
						  "names",
						  optarg);
		} else {
			return usage("trace", options_text, option);
		}
	}
	if (optind < argc)
		return impossible("trace takes no argument '%s'", argv[optind]);
	if (geteuid())
		return impossible("tracing needs root: sudo rstlab trace");
	if (facts_open(&facts, why, sizeof(why)))
		return impossible("%s", why);
	watch.facts = facts;
	status = watch_resets(&watch, netns);
	facts_close(facts);
	return status;
}

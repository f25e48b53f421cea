// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every topology raised by rtnetlink, by ip, and by hand (what `rstlab topology` prints) is the same
 * for the kernel.  Needs root; ci/test runs it.
 */
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/tests/check.h"
#include "harness/base/why.h"
#include "netns/device.h"
#include "netns/link.h"
#include "netns/raise.h"
#include "netns/script.h"

#define UP_MS 20000

/* What the kernel says of a host, in any order.  Link-local addresses come when they like. */
static const char dump[] =
	"for host in $(ls /run/netns); do"
	"	on() { ip netns exec $host \"$@\" | sed \"s/^/$host: /\"; };"
	"	on ip -o link; on ip -o addr; on ip neigh show nud permanent; on ip route show table all;"
	"	on ip -6 route show table all; on sysctl -a -r '^net.(ipv4|ipv6|mptcp)';"
	"	on sh -c 'grep -H . /sys/class/net/*/bridge/multicast_snooping || :';"
	"	for device in $(ip netns exec $host ls /sys/class/net); do on ethtool -k $device; done;"
	"done 2>&1 | grep -v 'fe80\\|ff00' | sort";

enum carrier { RTNETLINK, IP, BY_HAND };

/* Has sh read the script, but for its first line with @struck. */
static void play(const struct topology *topology, const char *struck)
{
	char *script, *line, *rest;
	size_t size;
	FILE *stream = open_memstream(&script, &size), *shell = popen("sh", "w");

	CHECK(stream && shell);
	script_print(stream, topology);
	fclose(stream);
	for (rest = script; (line = strsep(&rest, "\n"));) {
		if (struck && strstr(line, struck))
			struck = NULL;
		else
			fprintf(shell, "%s\n", line);
	}
	CHECK(!struck);
	pclose(shell);
	free(script);
}

static void await_links(const struct topology *topology)
{
	const struct device *device;
	char path[80];
	FILE *netns;

	for (device = topology->device; device->name; device++) {
		snprintf(path, sizeof(path), "/run/netns/%s", topology->host[device->host].name);
		netns = fopen(path, "r");
		CHECK(netns);
		CHECK(!link_await_up(fileno(netns), device->name, NULL, UP_MS));
		fclose(netns);
	}
}

/* In a process of its own, with which all ends. */
static void raise_and_dump(const struct topology *topology, enum carrier carrier,
			   const char *struck, int output)
{
	int netns[TOPOLOGY_HOSTS];
	struct why why = { "" };

	CHECK(!topology_private());
	if (carrier == BY_HAND) {
		play(topology, struck);
		await_links(topology);
	} else if (topology_up(topology, carrier == IP ? 0 : TOPOLOGY_WITHOUT_IP, netns, &why)) {
		check_failed(__FILE__, __LINE__, why.text);
	}
	dup2(output, STDOUT_FILENO);
	execlp("sh", "sh", "-c", dump, NULL);
	exit(1);
}

/* Returns what the kernel says, to be freed. */
static char *raised(const struct topology *topology, enum carrier carrier, const char *struck)
{
	char *text = NULL;
	size_t size = 0;
	int ends[2];
	FILE *stream;
	int status;
	pid_t pid;

	CHECK(!pipe(ends));
	pid = fork();
	if (!pid)
		raise_and_dump(topology, carrier, struck, ends[1]);
	close(ends[1]);
	stream = fdopen(ends[0], "r");
	CHECK(getdelim(&text, &size, '\0', stream) > 0);
	fclose(stream);
	CHECK(waitpid(pid, &status, 0) == pid && !status);
	return text;
}

static void check_same(const struct topology *topology, enum carrier carrier, const char *expected)
{
	char *got = raised(topology, carrier, NULL);

	CHECK_TEXT(expected, got);
	free(got);
}

/* What is struck must be missed, or the comparison proves nothing. */
static void a_missing_line_is_seen(void)
{
	static const char *const struck[] = { "addr add",   "neigh add",  "route add",
					      "ethtool -K", "timestamps", "ip_forward" };
	char *whole = raised(&topology_routed, RTNETLINK, NULL);
	char *got;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(struck); i++) {
		got = raised(&topology_routed, BY_HAND, struck[i]);
		if (!strcmp(whole, got))
			check_failed(__FILE__, __LINE__, struck[i]);
		free(got);
	}
	free(whole);
}

int main(void)
{
	char *whole;
	size_t i;

	for (i = 0; topologies[i]; i++) {
		whole = raised(topologies[i], RTNETLINK, NULL);
		check_same(topologies[i], IP, whole);
		check_same(topologies[i], BY_HAND, whole);
		free(whole);
	}
	a_missing_line_is_seen();
	return 0;
}

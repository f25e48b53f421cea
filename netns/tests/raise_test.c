// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every topology raised by rtnetlink, by ip, and by hand (what `rstlab topology` prints) is the same
 * for the kernel.
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

/* For the child, whose checks ATF would not see. */
static void must(bool done, const char *what)
{
	if (done)
		return;
	fprintf(stderr, "%s\n", what);
	_exit(1);
}

/* Has sh read the script, but for its first line with @struck. */
static void play(const struct topology *topology, const char *struck)
{
	char *script, *line, *rest;
	size_t size;
	FILE *stream = open_memstream(&script, &size), *shell = popen("sh", "w");

	must(stream && shell, "no stream");
	script_print(stream, topology);
	fclose(stream);
	for (rest = script; (line = strsep(&rest, "\n"));) {
		if (struck && strstr(line, struck))
			struck = NULL;
		else
			fprintf(shell, "%s\n", line);
	}
	must(!struck, "no such line");
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
		must(netns, path);
		must(!link_await_up(fileno(netns), device->name, NULL, UP_MS), device->name);
		fclose(netns);
	}
}

/* In a process of its own, with which all ends. */
static void raise_and_dump(const struct topology *topology, enum carrier carrier,
			   const char *struck, int output)
{
	int netns[TOPOLOGY_HOSTS];
	struct why why = { "" };

	must(!topology_private(&why), "no private namespaces");
	if (carrier == BY_HAND) {
		play(topology, struck);
		await_links(topology);
	} else {
		must(!topology_up(topology, carrier == IP ? 0 : TOPOLOGY_WITHOUT_IP, netns, &why),
		     why.text);
	}
	dup2(output, STDOUT_FILENO);
	execlp("sh", "sh", "-c", dump, NULL);
	must(false, "no sh");
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

	ATF_REQUIRE_INTEQ(0, pipe(ends));
	pid = fork();
	ATF_REQUIRE(pid >= 0);
	if (!pid)
		raise_and_dump(topology, carrier, struck, ends[1]);
	close(ends[1]);
	stream = fdopen(ends[0], "r");
	ATF_REQUIRE(stream);
	ATF_CHECK(getdelim(&text, &size, '\0', stream) > 0);
	fclose(stream);
	ATF_REQUIRE_INTEQ(pid, waitpid(pid, &status, 0));
	ATF_REQUIRE_INTEQ_MSG(0, status, "%s", topology->name);
	return text;
}

static void check_same(const struct topology *topology, enum carrier carrier, const char *expected)
{
	char *got = raised(topology, carrier, NULL);

	ATF_CHECK_STREQ_MSG(expected, got, "%s", topology->name);
	free(got);
}

ATF_TC(every_carrier_raises_the_same);
ATF_TC_HEAD(every_carrier_raises_the_same, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(every_carrier_raises_the_same, tc)
{
	char *whole;
	size_t i;

	for (i = 0; topologies[i]; i++) {
		whole = raised(topologies[i], RTNETLINK, NULL);
		check_same(topologies[i], IP, whole);
		check_same(topologies[i], BY_HAND, whole);
		free(whole);
	}
}

/* What is struck must be missed, or the comparison proves nothing. */
ATF_TC(a_missing_line_is_seen);
ATF_TC_HEAD(a_missing_line_is_seen, tc)
{
	atf_tc_set_md_var(tc, "require.user", "root");
}
ATF_TC_BODY(a_missing_line_is_seen, tc)
{
	static const char *const struck[] = { "addr add",   "neigh add",  "route add",
					      "ethtool -K", "timestamps", "ip_forward" };
	char *whole = raised(&topology_routed, RTNETLINK, NULL);
	char *got;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(struck); i++) {
		got = raised(&topology_routed, BY_HAND, struck[i]);
		ATF_CHECK_MSG(strcmp(whole, got), "%s", struck[i]);
		free(got);
	}
	free(whole);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, every_carrier_raises_the_same);
	ATF_TP_ADD_TC(tp, a_missing_line_is_seen);
	return atf_no_error();
}

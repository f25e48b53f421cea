// SPDX-License-Identifier: GPL-2.0-only
#include "netns/topology.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "netns/batch.h"
#include "netns/command.h"
#include "netns/enter.h"
#include "netns/link.h"

#define BATCH_SIZE 4096
#define LINK_UP_MS 20000

int topology_private(void)
{
	if (unshare(CLONE_NEWNS))
		return -errno;
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return -errno;
	/*
	 * A /proc of its own: in a shared one the sysctls of all namespaces that ever were lie in
	 * one chain each (proc_sys_compare), an eighth of the time of a case.
	 */
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
		return -errno;
	if (mkdir("/run/netns", 0755) && errno != EEXIST)
		return -errno;
	if (mount("tmpfs", "/run/netns", "tmpfs", 0, NULL))
		return -errno;
	return 0;
}

static void append_lines(char *batch, const char *const *lines)
{
	size_t used = strlen(batch);

	for (; *lines && used < BATCH_SIZE; lines++)
		used += snprintf(batch + used, BATCH_SIZE - used, "%s\n", *lines);
}

/* The same without ip; or because ip does not know how to make the pairs of this kernel. */
static int make_links(const struct topology *topology, bool netkit, char *why, size_t size)
{
	int error = 0;
	int i;

	for (i = 0; !error && i < TOPOLOGY_HOSTS && topology->host[i].name; i++) {
		error = batch_netns_add(topology->host[i].name);
		if (error)
			snprintf(why, size, "cannot make the namespace %s: %s",
				 topology->host[i].name, strerror(-error));
	}
	return error ? error : batch_run(topology->links, -1, netkit, why, size);
}

/* One ip for what spans namespaces: creating them, and the links between. */
static int raise_links(const struct topology *topology, unsigned int means, char *why, size_t size)
{
	char batch[BATCH_SIZE] = "";
	size_t used = 0;
	int i;

	if (means && batch_knows(topology->links))
		return make_links(topology, means & TOPOLOGY_NETKIT, why, size);
	for (i = 0; i < TOPOLOGY_HOSTS && topology->host[i].name; i++)
		used += snprintf(batch + used, BATCH_SIZE - used, "netns add %s\n",
				 topology->host[i].name);
	append_lines(batch, topology->links);
	return command_run((const char *const[]){ "ip", "-batch", "-", NULL }, batch, -1, why,
			   size);
}

/* Then one ip for each namespace, side by side. */
static int raise_hosts(const struct topology *topology, unsigned int means, const int *netns,
		       char *why, size_t size)
{
	struct command command[TOPOLOGY_HOSTS] = { 0 };
	char batch[BATCH_SIZE];
	int first_error = 0;
	int started;
	int error;

	for (started = 0; started < TOPOLOGY_HOSTS && topology->host[started].name; started++) {
		if (means & TOPOLOGY_WITHOUT_IP && batch_knows(topology->host[started].commands)) {
			first_error = batch_run(topology->host[started].commands, netns[started],
						false, why, size);
			if (first_error)
				break;
			continue;
		}
		batch[0] = '\0';
		append_lines(batch, topology->host[started].commands);
		error = command_start(&command[started],
				      (const char *const[]){ "ip", "-batch", "-", NULL }, batch,
				      netns[started]);
		if (error) {
			snprintf(why, size, "cannot start ip: %s", strerror(-error));
			first_error = error;
			break;
		}
	}
	while (started-- > 0) {
		error = command[started].pid ? command_finish(&command[started], why, size) : 0;
		if (error)
			first_error = error;
	}
	return first_error;
}

/*
 * Without offloads the captured checksum is the real one.  A link that has no such switch (netkit)
 * needs none.
 */
static int offload_off(int netns, const char *link)
{
	struct ethtool_value off[] = { { .cmd = ETHTOOL_STXCSUM }, { .cmd = ETHTOOL_SGSO } };
	struct ifreq request = { 0 };
	struct netns_guard guard;
	unsigned int i;
	int error;
	int fd;

	error = netns_enter(&guard, netns);
	if (error)
		return error;
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", link);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	for (i = 0; fd >= 0 && i < sizeof(off) / sizeof(off[0]); i++) {
		request.ifr_data = (void *)&off[i];
		if (ioctl(fd, SIOCETHTOOL, &request) && errno != EOPNOTSUPP)
			error = -errno;
	}
	if (fd >= 0)
		close(fd);
	netns_leave(&guard);
	return error;
}

/* A sysctl that this kernel does not have needs no pinning. */
static int set_sysctls(const struct host *host, const char *const *sysctl, int netns, char *why,
		       size_t size)
{
	struct netns_guard guard;
	char name[100];
	int error;

	error = netns_enter(&guard, netns);
	for (; !error && sysctl && *sysctl; sysctl++) {
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(*sysctl, "="), *sysctl);
		error = sysctl_write(name, strchr(*sysctl, '=') + 1);
		if (error == -ENOENT)
			error = 0;
		else if (error)
			snprintf(why, size, "cannot set %s in %s: %s", *sysctl, host->name,
				 strerror(-error));
	}
	netns_leave(&guard);
	return error;
}

static int open_netns(const struct topology *topology, int *netns, char *why, size_t size)
{
	char path[64];
	int i;

	for (i = 0; i < TOPOLOGY_HOSTS && topology->host[i].name; i++) {
		snprintf(path, sizeof(path), "/run/netns/%s", topology->host[i].name);
		netns[i] = open(path, O_RDONLY | O_CLOEXEC);
		if (netns[i] < 0) {
			snprintf(why, size, "cannot open %s: %s", path, strerror(errno));
			return -errno;
		}
	}
	return 0;
}

/* Link @index of @host: eth0, then those beside it; NULL past the end. */
static const char *link_of(const struct host *host, size_t index)
{
	if (!index)
		return "eth0";
	return host->links ? host->links[index - 1] : NULL;
}

static int prepare_host(const struct host *host, int netns, char *why, size_t size)
{
	const char *link;
	size_t i;
	int error;

	error = set_sysctls(host, host->sysctls, netns, why, size);
	if (!error)
		error = set_sysctls(host, host->role, netns, why, size);
	for (i = 0; !error && (link = link_of(host, i)); i++) {
		error = offload_off(netns, link);
		if (error)
			snprintf(why, size, "cannot switch offloads of %s in %s off: %s", link,
				 host->name, strerror(-error));
	}
	return error;
}

static int await_links(const struct host *host, int netns, char *why, size_t size)
{
	const char *link;
	int error = 0;
	size_t i;

	for (i = 0; !error && (link = link_of(host, i)); i++) {
		error = link_await_up(netns, link, i ? NULL : host->v6, LINK_UP_MS);
		if (error)
			snprintf(why, size, "%s of %s does not come up: %s", link, host->name,
				 strerror(-error));
	}
	return error;
}

int topology_up(const struct topology *topology, unsigned int means,
		int netns[static TOPOLOGY_HOSTS], char *why, size_t size)
{
	int error;
	int i;

	error = raise_links(topology, means, why, size);
	if (!error)
		error = open_netns(topology, netns, why, size);
	if (!error)
		error = raise_hosts(topology, means, netns, why, size);
	for (i = 0; !error && i < TOPOLOGY_HOSTS && topology->host[i].name; i++)
		error = prepare_host(&topology->host[i], netns[i], why, size);
	for (i = 0; !error && i < TOPOLOGY_HOSTS && topology->host[i].name; i++)
		error = await_links(&topology->host[i], netns[i], why, size);
	return error;
}

struct address topology_address(const struct topology *topology, int index, int family)
{
	bool ghost = index < 0;
	const char *v4 = ghost ? topology->ghost_v4 : topology->host[index].v4;
	const char *v6 = ghost ? topology->ghost_v6 : topology->host[index].v6;
	struct address address = { .family = family };

	inet_pton(family, family == AF_INET ? v4 : v6,
		  family == AF_INET ? (void *)&address.v4 : (void *)&address.v6);
	return address;
}

static int probe_pair(bool netkit)
{
	static const char *const pair[] = {
		"link add probe0 " SUT_INDEX " netns probe address 02:00:00:00:00:01"
		" type veth peer name probe1 " PEER_INDEX " netns probe address 02:00:00:00:00:02",
		NULL,
	};
	char why[200];

	return batch_run(pair, -1, netkit, why, sizeof(why));
}

int topology_probe(void)
{
	int error = batch_netns_add("probe");

	if (error)
		return error;
	error = probe_pair(false);
	if (error == -EOPNOTSUPP)
		error = probe_pair(true) ? -EOPNOTSUPP : TOPOLOGY_NETKIT;
	umount2("/run/netns/probe", MNT_DETACH);
	unlink("/run/netns/probe");
	return error;
}

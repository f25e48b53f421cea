// SPDX-License-Identifier: GPL-2.0-only
#include "netns/raise.h"

#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "netns/device.h"
#include "netns/enter.h"
#include "netns/ip.h"
#include "netns/link.h"
#include "netns/mounts.h"
#include "netns/pin.h"
#include "netns/rtnetlink.h"

#define LINK_UP_MS 20000

static int refused(struct why *why, int err, const char *what)
{
	return why_set(why, err, "%s: %s%s", what, strerror(err),
		       err == EPERM && geteuid() ? " (run as root)" : "");
}

int topology_private(struct why *why)
{
	int err = mounts_private();

	if (err)
		return refused(why, -err, "no mount namespace");
	/*
	 * A /proc of its own: in a shared one the sysctls of all namespaces that ever were lie in
	 * one chain each (proc_sys_compare), an eighth of the time of a case.
	 */
	if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL))
		return refused(why, errno, "cannot mount a /proc");
	if (mkdir("/run/netns", 0755) && errno != EEXIST)
		return refused(why, errno, "cannot make /run/netns");
	if (mount("tmpfs", "/run/netns", "tmpfs", 0, NULL))
		return refused(why, errno, "cannot mount a tmpfs on /run/netns");
	return 0;
}

static int make_namespaces(const struct topology *topology, int *netns, struct why *why)
{
	const char *name;
	int i;

	for (i = 0; (name = topology->host[i].name); i++) {
		netns[i] = netns_create(name);
		if (netns[i] < 0)
			return why_set(why, -netns[i], "cannot make the namespace %s: %s", name,
				       strerror(-netns[i]));
	}
	return 0;
}

/* The pairs without ip too when it does not know how to make them. */
static int make_links(const struct topology *topology, unsigned int means, const int *netns,
		      struct why *why)
{
	bool netkit = means & TOPOLOGY_NETKIT, by_ip = !(means & TOPOLOGY_WITHOUT_IP);
	struct steps steps;
	int err;
	int i;

	steps_between(&steps, topology, netns, netkit);
	err = by_ip && !netkit ? ip_run(&steps, why) : rtnetlink_run(&steps, why);
	for (i = 0; !err && topology->host[i].name; i++) {
		steps_within(&steps, topology, netns, i);
		err = by_ip ? ip_run(&steps, why) : rtnetlink_run(&steps, why);
	}
	return err;
}

static int await_device(const struct topology *topology, const struct device *device, int netns,
			struct why *why)
{
	struct address address = device_address(topology, device, AF_INET6);
	int err;

	err = link_await_up(netns, device->name, device->network ? &address : NULL, LINK_UP_MS);
	if (err)
		why_set(why, -err, "%s of %s does not come up: %s", device->name,
			topology->host[device->host].name, strerror(-err));
	return err;
}

int topology_up(const struct topology *topology, unsigned int means,
		int netns[static TOPOLOGY_HOSTS], struct why *why)
{
	const struct device *device;
	int err;
	int i;

	err = make_namespaces(topology, netns, why);
	if (!err)
		err = make_links(topology, means, netns, why);
	for (i = 0; !err && topology->host[i].name; i++)
		err = pin_host(&topology->host[i], netns[i], why);
	for (device = topology->device; !err && device->name; device++)
		err = pin_device(device, netns[device->host], why);
	for (device = topology->device; !err && device->name; device++)
		err = await_device(topology, device, netns[device->host], why);
	return err;
}

int topology_probe(void)
{
	static const struct topology probe = {
		.host = { { "probe" } },
		.device = { { PAIR, 0, "probe0" }, { PAIR, 0, "probe1" } },
	};
	struct steps pair;
	int netns = netns_create(probe.host[0].name);
	int err;

	if (netns < 0)
		return netns;
	steps_between(&pair, &probe, &netns, false);
	err = rtnetlink_run(&pair, NULL);
	if (err == -EOPNOTSUPP) {
		steps_between(&pair, &probe, &netns, true);
		err = rtnetlink_run(&pair, NULL) ? -EOPNOTSUPP : TOPOLOGY_NETKIT;
	}
	close(netns);
	umount2("/run/netns/probe", MNT_DETACH);
	unlink("/run/netns/probe");
	return err;
}

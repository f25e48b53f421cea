// SPDX-License-Identifier: GPL-2.0-only
#include "netns/pin.h"

#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/why.h"
#include "netns/enter.h"

const char *const pinned_sysctls[] = {
	"net/ipv4/conf/all/rp_filter=0",
	"net/ipv4/conf/eth0/rp_filter=0",
	"net/ipv6/conf/eth0/accept_ra=0",
	"net/ipv6/conf/eth0/router_solicitations=0",
	"net/ipv4/icmp_echo_ignore_all=0",
	"net/ipv4/ip_default_ttl=64",
	"net/ipv6/conf/eth0/hop_limit=64",
	"net/ipv6/auto_flowlabels=0",
	"net/ipv4/tcp_congestion_control=reno",
	"net/ipv4/tcp_syncookies=1",
	"net/ipv4/tcp_ecn=2",
	"net/ipv4/tcp_timestamps=0",
	"net/ipv4/tcp_sack=1",
	"net/ipv4/tcp_window_scaling=1",
	"net/ipv4/tcp_abort_on_overflow=0",
	"net/ipv4/tcp_fin_timeout=60",
	"net/ipv4/tcp_invalid_ratelimit=0",
	"net/ipv4/tcp_syn_linear_timeouts=0",
	"net/ipv4/tcp_fastopen=1",
	"net/ipv4/tcp_rmem=4096 131072 6291456",
	"net/ipv4/tcp_wmem=4096 16384 4194304",
	"net/mptcp/enabled=1",
	"net/mptcp/checksum_enabled=0",
	"net/mptcp/allow_join_initial_addr_port=1",
	"net/mptcp/pm_type=0",
	NULL,
};

/* A sysctl that this kernel does not have needs no pinning. */
static int set_sysctls(const char *const *sysctl, struct why *why)
{
	char name[100];
	int err;

	for (; sysctl && *sysctl; sysctl++) {
		snprintf(name, sizeof(name), "%.*s", (int)strcspn(*sysctl, "="), *sysctl);
		err = sysctl_write(name, strchr(*sysctl, '=') + 1);
		if (err && err != -ENOENT)
			return why_set(why, -err, "cannot set %s: %s", *sysctl, strerror(-err));
	}
	return 0;
}

int pin_host(const struct host *host, int netns, struct why *why)
{
	struct netns_guard guard;
	int err = netns_enter(&guard, netns);

	if (err)
		return why_set(why, -err, "cannot enter %s: %s", host->name, strerror(-err));
	err = set_sysctls(pinned_sysctls, why);
	if (!err)
		err = set_sysctls(host->role, why);
	netns_leave(&guard);
	return err;
}

/* In the current network namespace. */
static int switch_off(const char *link)
{
	struct ethtool_value off[] = { { .cmd = ETHTOOL_STXCSUM }, { .cmd = ETHTOOL_SGSO } };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { 0 };
	int err = 0;
	size_t i;

	if (fd < 0)
		return -errno;
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", link);
	for (i = 0; i < ARRAY_SIZE(off); i++) {
		request.ifr_data = (void *)&off[i];
		if (ioctl(fd, SIOCETHTOOL, &request) && errno != EOPNOTSUPP)
			err = -errno;
	}
	close(fd);
	return err;
}

int pin_device(const struct device *device, int netns, struct why *why)
{
	struct netns_guard guard;
	int err = netns_enter(&guard, netns);

	if (!err) {
		err = switch_off(device->name);
		netns_leave(&guard);
	}
	if (err)
		why_set(why, -err, "cannot switch the offloads of %s off: %s", device->name,
			strerror(-err));
	return err;
}

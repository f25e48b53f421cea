// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/requirements.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/child.h"
#include "harness/base/why.h"
#include "harness/observe/facts.h"
#include "harness/observe/tracer/tracefs.h"

static bool is_root(void)
{
	return !geteuid();
}

static bool has_btf(void)
{
	return !access(VMLINUX_BTF, R_OK);
}

static bool has_ip(void)
{
	return program_exists("ip");
}

static bool has_kyua(void)
{
	return program_exists("kyua");
}

static bool has_nft(void)
{
	return program_exists("nft");
}

static bool has_qemu(void)
{
	return program_exists("qemu-system-x86_64");
}

static bool has_namespaces(void)
{
	return !access("/proc/self/ns/net", R_OK) && !access("/proc/self/ns/mnt", R_OK);
}

static bool has_shm(void)
{
	struct statfs status;

	return !statfs("/dev/shm", &status) && status.f_type == TMPFS_MAGIC;
}

static bool has_tracefs(void)
{
	int tracefs = tracefs_open();
	bool has;

	if (tracefs < 0)
		return false;
	has = !faccessat(tracefs, "events/tcp/tcp_send_reset/format", R_OK, 0);
	close(tracefs);
	return has;
}

static bool has_ipv6(void)
{
	return !access("/proc/net/if_inet6", R_OK);
}

const struct requirement requirements[] = {
	{ "root", "namespaces, raw sockets and BPF need it: sudo rstlab ...", NEEDED, is_root },
	{ "network and mount namespaces", "build the kernel with CONFIG_NET_NS=y", NEEDED,
	  has_namespaces },
	{ "BTF",
	  "build the kernel with CONFIG_DEBUG_INFO_BTF=y, or use --tracer tracefs (auto does)",
	  NEEDED_FOR_BPF, has_btf },
	{ "tracefs", "build the kernel with CONFIG_FTRACE=y (for --tracer tracefs)",
	  NEEDED_FOR_TRACEFS, has_tracefs },
	{ "tmpfs on /dev/shm", "mount -t tmpfs tmpfs /dev/shm", NEEDED, has_shm },
	{ "ip", "apt-get install iproute2", NEEDED, has_ip },
	{ "kyua", "apt-get install kyua, or run --without-kyua", NEEDED_FOR_KYUA, has_kyua },
	{ "IPv6", "boot without ipv6.disable=1, or run with -4", NEEDED_NEVER, has_ipv6 },
	{ "nft", "apt-get install nftables (for the netfilter paths)", NEEDED_NEVER, has_nft },
	{ "qemu-system-x86_64", "apt-get install qemu-system-x86 (for rstlab matrix)", NEEDED_NEVER,
	  has_qemu },
};
const size_t requirements_count = ARRAY_SIZE(requirements);

bool requirements_needed(const struct requirement *requirement, enum tracer tracer, bool kyua)
{
	enum needed by_tracer = tracer == TRACER_BPF ? NEEDED_FOR_BPF : NEEDED_FOR_TRACEFS;

	return requirement->needed == NEEDED || requirement->needed == by_tracer ||
	       (kyua && requirement->needed == NEEDED_FOR_KYUA);
}

int requirements_check(enum tracer tracer, bool kyua, struct why *why)
{
	size_t i;

	for (i = 0; i < requirements_count; i++)
		if (requirements_needed(&requirements[i], tracer, kyua) && !requirements[i].met())
			return why_set(why, ENOENT, "no %s: %s", requirements[i].what,
				       requirements[i].remedy);
	return 0;
}

int requirements_writable(const char *path, struct why *why)
{
	char copy[4096];
	const char *folder;

	snprintf(copy, sizeof(copy), "%s", path);
	folder = dirname(copy);
	if (!access(folder, W_OK))
		return 0;
	return why_set(why, errno, "cannot write %s: %s: %s; name another with -o", path, folder,
		       strerror(errno));
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/system.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/array.h"

static const struct {
	const char *type;
	const char *target;
	const char *data;
	int required;
} mounts[] = {
	{ "devtmpfs", "/dev", NULL, 1 },
	{ "proc", "/proc", NULL, 1 },
	{ "sysfs", "/sys", NULL, 1 },
	{ "tmpfs", "/run", "mode=755", 1 },
	{ "tmpfs", "/tmp", "mode=1777", 1 },
	{ "tmpfs", "/dev/shm", "mode=1777", 1 },
	{ "devpts", "/dev/pts", NULL, 0 },
	{ "tracefs", "/sys/kernel/tracing", NULL, 0 },
	{ "debugfs", "/sys/kernel/debug", NULL, 0 },
	{ "bpf", "/sys/fs/bpf", NULL, 0 },
	{ "cgroup2", "/sys/fs/cgroup", NULL, 0 },
};

static const struct {
	const char *target;
	const char *path;
} links[] = {
	{ "/proc/self/fd", "/dev/fd" },
	{ "/proc/self/fd/0", "/dev/stdin" },
	{ "/proc/self/fd/1", "/dev/stdout" },
	{ "/proc/self/fd/2", "/dev/stderr" },
};

void system_mount(FILE *complaints)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i].target, 0755);
		if (mount(mounts[i].type, mounts[i].target, mounts[i].type, 0, mounts[i].data) &&
		    mounts[i].required)
			fprintf(complaints, "mount %s on %s: %s\n", mounts[i].type,
				mounts[i].target, strerror(errno));
	}
	for (i = 0; i < ARRAY_SIZE(links); i++)
		if (symlink(links[i].target, links[i].path) && errno != EEXIST)
			fprintf(complaints, "%s: %s\n", links[i].path, strerror(errno));
}

int system_raise_loopback(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (ioctl(fd, SIOCGIFFLAGS, &request))
		err = -errno;
	request.ifr_flags |= IFF_UP;
	if (!err && ioctl(fd, SIOCSIFFLAGS, &request))
		err = -errno;
	close(fd);
	return err;
}

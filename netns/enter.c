// SPDX-License-Identifier: GPL-2.0-only
#include "netns/enter.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness/base/file.h"
#include "harness/base/netlink.h"

/* The network namespace that we are in. */
#define CURRENT "/proc/thread-self/ns/net"

int netns_create(const char *name)
{
	struct netns_guard guard;
	char path[80];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", name);
	fd = open(path, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	close(fd);
	guard.home = open(CURRENT, O_RDONLY | O_CLOEXEC);
	if (guard.home < 0)
		return -errno;
	if (unshare(CLONE_NEWNET) || mount(CURRENT, path, "none", MS_BIND, NULL))
		fd = -errno;
	else
		fd = open(path, O_RDONLY | O_CLOEXEC);
	netns_leave(&guard);
	return fd;
}

int netns_enter(struct netns_guard *guard, int netns)
{
	int err;

	guard->home = open(CURRENT, O_RDONLY | O_CLOEXEC);
	if (guard->home < 0)
		return -errno;
	if (setns(netns, CLONE_NEWNET) == 0)
		return 0;
	err = -errno;
	close(guard->home);
	return err;
}

int netns_leave(struct netns_guard *guard)
{
	int err = setns(guard->home, CLONE_NEWNET) ? -errno : 0;

	close(guard->home);
	return err;
}

int sysctl_read(const char *name, char *value, size_t size)
{
	char path[200];

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	return file_read_line(path, value, size);
}

int sysctl_write(const char *name, const char *value)
{
	char path[200];

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	return file_write_at(AT_FDCWD, path, value);
}

int netns_sysctl(int netns, const char *name, const char *value)
{
	struct netns_guard guard;
	int err = netns_enter(&guard, netns);
	int back;

	if (err)
		return err;
	err = sysctl_write(name, value);
	back = netns_leave(&guard);
	return err ? err : back;
}

int netns_netlink(int netns, struct mnl_socket **socket, int protocol, unsigned int groups)
{
	struct netns_guard guard;
	int err = netns < 0 ? 0 : netns_enter(&guard, netns);

	if (err)
		return err;
	err = netlink_open(socket, protocol, groups);
	if (netns >= 0)
		netns_leave(&guard);
	return err;
}

unsigned int netns_inode(int netns)
{
	struct stat status;

	return fstat(netns, &status) ? 0 : status.st_ino;
}

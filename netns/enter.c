// SPDX-License-Identifier: GPL-2.0-only
#include "netns/enter.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int netns_enter(struct netns_guard *guard, int netns)
{
	int error;

	guard->home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (guard->home < 0)
		return -errno;
	if (setns(netns, CLONE_NEWNET) == 0)
		return 0;
	error = -errno;
	close(guard->home);
	return error;
}

int netns_leave(struct netns_guard *guard)
{
	int error = setns(guard->home, CLONE_NEWNET) ? -errno : 0;

	close(guard->home);
	return error;
}

int sysctl_write(const char *name, const char *value)
{
	char path[200];
	int error = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (write(fd, value, strlen(value)) < 0)
		error = -errno;
	close(fd);
	return error;
}

int netns_sysctl(int netns, const char *name, const char *value)
{
	struct netns_guard guard;
	int error = netns_enter(&guard, netns);
	int back;

	if (error)
		return error;
	error = sysctl_write(name, value);
	back = netns_leave(&guard);
	return error ? error : back;
}

unsigned int netns_inode(int netns)
{
	struct stat status;

	return fstat(netns, &status) ? 0 : status.st_ino;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/system.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/netlink.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness/base/clock.h"

#define PORT_CLASS "/sys/class/virtio-ports"

int system_uevents_open(void)
{
	const struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_KOBJECT_UEVENT);

	if (fd < 0)
		return -errno;
	if (bind(fd, (const struct sockaddr *)&address, sizeof(address))) {
		close(fd);
		return -errno;
	}
	return fd;
}

static int port_is(const char *device, const char *name)
{
	char path[PATH_MAX], text[64] = "";
	FILE *file;

	snprintf(path, sizeof(path), PORT_CLASS "/%s/name", device);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (!fgets(text, sizeof(text), file))
		*text = '\0';
	fclose(file);
	text[strcspn(text, "\n")] = '\0';
	return !strcmp(text, name);
}

static int port_try(const char *name)
{
	DIR *folder = opendir(PORT_CLASS);
	struct dirent *entry;
	char path[PATH_MAX];
	int fd = -ENOENT;

	while (folder && fd < 0 && (entry = readdir(folder))) {
		if (*entry->d_name == '.' || !port_is(entry->d_name, name))
			continue;
		snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		fd = open(path, O_RDWR | O_CLOEXEC);
		if (fd < 0)
			fd = -errno;
	}
	if (folder)
		closedir(folder);
	return fd;
}

int system_port_open(const char *name, int uevents, int deadline_ms)
{
	long long end = clock_ms() + deadline_ms;
	struct pollfd event = { .fd = uevents, .events = POLLIN };
	char message[8192];
	int fd, rc;

	for (;;) {
		fd = port_try(name);
		if (fd >= 0)
			return fd;
		rc = poll(&event, 1, deadline_left(end));
		if (!rc)
			return -ETIME;
		while (recv(uevents, message, sizeof(message), 0) > 0)
			;
	}
}

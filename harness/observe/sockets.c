// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/sockets.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "netns/enter.h"

static int search(FILE *file, uint16_t local, uint16_t remote)
{
	unsigned int local_port, remote_port;
	char line[300];

	while (fgets(line, sizeof(line), file))
		if (sscanf(line, " %*d: %*[0-9A-F]:%x %*[0-9A-F]:%x", &local_port, &remote_port) ==
			    2 &&
		    local_port == local && remote_port == remote)
			return 1;
	return ferror(file) ? -EIO : 0;
}

int sockets_have(int netns, int family, uint16_t local, uint16_t remote)
{
	const char *path = family == AF_INET ? "/proc/thread-self/net/tcp"
					     : "/proc/thread-self/net/tcp6";
	struct netns_guard guard;
	FILE *file;
	int result;

	result = netns_enter(&guard, netns);
	if (result)
		return result;
	file = fopen(path, "re");
	result = file ? search(file, local, remote) : -errno;
	if (file)
		fclose(file);
	netns_leave(&guard);
	return result;
}

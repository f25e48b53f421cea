// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/tracefs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

int tracefs_open(void)
{
	int context = fsopen("tracefs", FSOPEN_CLOEXEC);
	int directory;
	int err;

	if (context < 0)
		return -errno;
	if (fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0)) {
		err = -errno;
		close(context);
		return err;
	}
	directory = fsmount(context, FSMOUNT_CLOEXEC, 0);
	err = -errno;
	close(context);
	return directory < 0 ? err : directory;
}

int tracefs_read(int directory, const char *path, char **text)
{
	int fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
	size_t used = 0, room = 0;
	char *larger;
	ssize_t length = 1;

	*text = NULL;
	if (fd < 0)
		return -errno;
	while (length > 0) {
		if (used + 1 >= room) {
			room = room ? room * 2 : 8192;
			larger = realloc(*text, room);
			if (!larger) {
				errno = ENOMEM;
				length = -1;
				break;
			}
			*text = larger;
		}
		length = read(fd, *text + used, room - used - 1);
		used += length > 0 ? length : 0;
	}
	if (length < 0) {
		length = -errno;
		free(*text);
		*text = NULL;
	} else {
		(*text)[used] = '\0';
	}
	close(fd);
	return length;
}

int tracefs_write(int directory, const char *path, const char *text)
{
	int fd = openat(directory, path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

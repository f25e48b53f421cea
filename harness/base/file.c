// SPDX-License-Identifier: GPL-2.0-only
#include "harness/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int write_all(int fd, const char *data, size_t size)
{
	ssize_t written;

	while (size) {
		written = TEMP_FAILURE_RETRY(write(fd, data, size));
		if (written < 0)
			return -errno;
		data += written;
		size -= written;
	}
	return 0;
}

static int write_and_close(int fd, const char *data, size_t size)
{
	int err = write_all(fd, data, size);

	if (close(fd) && !err)
		err = -errno;
	return err;
}

static int overwrite(int directory, const char *path, const char *data, size_t size)
{
	int fd = openat(directory, path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	return fd < 0 ? -errno : write_and_close(fd, data, size);
}

int file_write_at(int directory, const char *path, const char *text)
{
	return overwrite(directory, path, text, strlen(text));
}

int file_replace(const char *path, const void *data, size_t size)
{
	char temporary[PATH_MAX];
	int err;
	int fd;

	if ((size_t)snprintf(temporary, sizeof(temporary), "%s.new", path) >= sizeof(temporary))
		return -ENAMETOOLONG;
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0)
		return -errno;
	err = write_and_close(fd, data, size);
	if (!err && rename(temporary, path))
		err = -errno;
	if (err)
		unlink(temporary);
	return err;
}

int output_write(const char *path, const char *data, size_t size)
{
	char target[PATH_MAX];
	struct stat status;

	if (!path)
		return write_all(STDOUT_FILENO, data, size);
	if (stat(path, &status))
		return file_replace(path, data, size);
	if (S_ISDIR(status.st_mode))
		return -EISDIR;
	if (!S_ISREG(status.st_mode))
		return overwrite(AT_FDCWD, path, data, size);
	/* A link stays a link: what it leads to is replaced. */
	return file_replace(realpath(path, target) ? target : path, data, size);
}

ssize_t file_read_fd(int fd, char **text)
{
	char piece[65536];
	ssize_t length;
	size_t size;
	FILE *whole;
	int err;

	*text = NULL;
	whole = open_memstream(text, &size);
	if (!whole)
		return -ENOMEM;
	while ((length = TEMP_FAILURE_RETRY(read(fd, piece, sizeof(piece)))) > 0)
		fwrite(piece, 1, length, whole);
	err = length < 0 ? -errno : 0;
	if (fclose(whole) && !err)
		err = -ENOMEM;
	if (!err)
		return size;
	free(*text);
	*text = NULL;
	return err;
}

ssize_t file_read_at(int directory, const char *path, char **text)
{
	int fd = openat(directory, path, O_RDONLY | O_CLOEXEC);
	ssize_t length;

	*text = NULL;
	if (fd < 0)
		return -errno;
	length = file_read_fd(fd, text);
	close(fd);
	return length;
}

ssize_t file_read(const char *path, char **text)
{
	return file_read_at(AT_FDCWD, path, text);
}

int file_read_line(const char *path, char *line, size_t size)
{
	ssize_t length;
	char *text;

	*line = '\0';
	length = file_read(path, &text);
	if (length < 0)
		return length;
	length = snprintf(line, size, "%.*s", (int)strcspn(text, "\n"), text);
	free(text);
	return (size_t)length < size ? 0 : -EMSGSIZE;
}

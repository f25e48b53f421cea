// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/image/cpio.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct cpio {
	FILE *stream;
	void *names; /* tsearch tree of the paths written */
	uint32_t next_inode;
	uint64_t written;
};

struct member {
	const char *path;
	mode_t mode;
	uint64_t length;
	unsigned int major, minor;
};

static int name_compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

struct cpio *cpio_new(FILE *stream)
{
	struct cpio *cpio = calloc(1, sizeof(*cpio));

	if (cpio) {
		cpio->stream = stream;
		cpio->next_inode = 1;
	}
	return cpio;
}

void cpio_free(struct cpio *cpio)
{
	if (!cpio)
		return;
	tdestroy(cpio->names, free);
	free(cpio);
}

int cpio_has(const struct cpio *cpio, const char *path)
{
	return tfind(path, &cpio->names, name_compare) != NULL;
}

static int name_remember(struct cpio *cpio, const char *path)
{
	char *name = strdup(path);

	if (!name)
		return -ENOMEM;
	if (!tsearch(name, &cpio->names, name_compare)) {
		free(name);
		return -ENOMEM;
	}
	return 0;
}

static int bytes_write(struct cpio *cpio, const void *data, size_t length)
{
	if (length && fwrite(data, 1, length, cpio->stream) != length)
		return errno ? -errno : -EIO;
	cpio->written += length;
	return 0;
}

static int padding_write(struct cpio *cpio)
{
	static const char zeros[4];

	return bytes_write(cpio, zeros, -cpio->written & 3);
}

static int header_write(struct cpio *cpio, const struct member *member)
{
	char header[111];
	int err;

	/* The size has eight hexadecimal digits. */
	if (member->length > UINT32_MAX)
		return -EFBIG;
	snprintf(header, sizeof(header),
		 "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X", cpio->next_inode++,
		 (unsigned int)member->mode, 0u, 0u, S_ISDIR(member->mode) ? 2u : 1u, 0u,
		 (unsigned int)member->length, 0u, 0u, member->major, member->minor,
		 (unsigned int)strlen(member->path) + 1, 0u);
	err = bytes_write(cpio, header, 110);
	if (!err)
		err = bytes_write(cpio, member->path, strlen(member->path) + 1);
	return err ? err : padding_write(cpio);
}

static int parents_add(struct cpio *cpio, const char *path)
{
	char part[PATH_MAX];
	char *slash;
	int err = 0;

	if (!*path || *path == '/' || snprintf(part, sizeof(part), "%s", path) >= PATH_MAX)
		return -EINVAL;
	for (slash = strchr(part, '/'); slash && !err; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		err = cpio_add_folder(cpio, part, 0755);
		*slash = '/';
	}
	return err;
}

/* 1: already there, nothing to write. */
static int entry_start(struct cpio *cpio, const struct member *member)
{
	int err;

	if (cpio_has(cpio, member->path))
		return 1;
	err = parents_add(cpio, member->path);
	if (!err)
		err = name_remember(cpio, member->path);
	return err ? err : header_write(cpio, member);
}

int cpio_add_folder(struct cpio *cpio, const char *path, mode_t permissions)
{
	const struct member member = { .path = path, .mode = S_IFDIR | permissions };
	int rc = entry_start(cpio, &member);

	return rc < 0 ? rc : 0;
}

int cpio_add_data(struct cpio *cpio, const char *path, mode_t permissions, const void *data,
		  size_t length)
{
	const struct member member = { .path = path,
				       .mode = S_IFREG | permissions,
				       .length = length };
	int rc = entry_start(cpio, &member);

	if (rc)
		return rc < 0 ? rc : 0;
	rc = bytes_write(cpio, data, length);
	return rc ? rc : padding_write(cpio);
}

static int file_copy(struct cpio *cpio, int fd, uint64_t length)
{
	char buffer[65536];
	ssize_t n = 0;
	int err;

	while (length) {
		n = read(fd, buffer, length < sizeof(buffer) ? length : sizeof(buffer));
		if (n <= 0)
			return n ? -errno : -EIO;
		err = bytes_write(cpio, buffer, n);
		if (err)
			return err;
		length -= n;
	}
	return padding_write(cpio);
}

int cpio_add_file(struct cpio *cpio, const char *path, mode_t permissions, const char *from)
{
	struct member member = { .path = path, .mode = S_IFREG | permissions };
	struct stat status;
	int fd, rc;

	fd = open(from, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) || !S_ISREG(status.st_mode)) {
		close(fd);
		return -EINVAL;
	}
	member.length = status.st_size;
	rc = entry_start(cpio, &member);
	if (!rc)
		rc = file_copy(cpio, fd, member.length);
	close(fd);
	return rc < 0 ? rc : 0;
}

int cpio_add_link(struct cpio *cpio, const char *path, const char *target)
{
	const struct member member = {
		.path = path,
		.mode = S_IFLNK | 0777,
		.length = strlen(target),
	};
	int rc = entry_start(cpio, &member);

	if (rc)
		return rc < 0 ? rc : 0;
	rc = bytes_write(cpio, target, strlen(target));
	return rc ? rc : padding_write(cpio);
}

int cpio_add_device(struct cpio *cpio, const char *path, mode_t permissions, unsigned int major,
		    unsigned int minor)
{
	const struct member member = {
		.path = path,
		.mode = S_IFCHR | permissions,
		.major = major,
		.minor = minor,
	};
	int rc = entry_start(cpio, &member);

	return rc < 0 ? rc : 0;
}

int cpio_finish(struct cpio *cpio)
{
	static const struct member trailer = { .path = "TRAILER!!!" };
	int err = header_write(cpio, &trailer);

	if (fflush(cpio->stream) && !err)
		err = -errno;
	return err;
}

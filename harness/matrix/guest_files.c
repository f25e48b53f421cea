// SPDX-License-Identifier: GPL-2.0-only
#include "harness/matrix/guest_files.h"

#include <errno.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/child.h"

const char *const guest_files_environment[] = {
	"PATH=/usr/sbin:/usr/bin:/sbin:/bin",
	"HOME=/root",
	"LC_ALL=C",
	NULL,
};

static const struct {
	const char *name, *remedy;
} programs[] = {
	{ "ip", "apt-get install iproute2" },
	{ "nft", "apt-get install nftables" },
};

#define PROGRAMS ARRAY_SIZE(programs)

static char *path_keep(struct guest_files *files, char *path)
{
	files->paths[files->paths_count++] = path;
	return path;
}

static void file_add(struct guest_files *files, const char *from, const char *to)
{
	files->list[files->count++] = (struct guest_file){ .from = from, .to = to };
}

/* The running program itself: it holds every scenario. */
static int own_add(struct guest_files *files, struct why *why)
{
	char path[PATH_MAX], *from;
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	path[length > 0 ? length : 0] = '\0';
	if (access(path, R_OK))
		return why_set(why, errno, "%s: %s: the guest needs it, build it first", path,
			       strerror(errno));
	from = strdup(path);
	if (!from)
		return why_set(why, ENOMEM, "out of memory");
	file_add(files, path_keep(files, from), GUEST_FILES_RSTLAB);
	return 0;
}

static int programs_add(struct guest_files *files, struct why *why)
{
	char path[PATH_MAX], *copy;
	size_t i;

	for (i = 0; i < PROGRAMS; i++) {
		if (program_find(programs[i].name, path))
			return why_set(why, ENOENT, "no %s: %s", programs[i].name,
				       programs[i].remedy);
		copy = strdup(path);
		if (!copy)
			return why_set(why, ENOMEM, "out of memory");
		file_add(files, path_keep(files, copy), NULL);
	}
	return 0;
}

int guest_files_find(struct guest_files *files, struct why *why)
{
	size_t capacity = PROGRAMS + 2; /* ours, and the free one */
	int err;

	memset(files, 0, sizeof(*files));
	files->list = calloc(capacity, sizeof(*files->list));
	files->paths = calloc(capacity, sizeof(*files->paths));
	if (!files->list || !files->paths)
		return why_set(why, ENOMEM, "out of memory");
	err = own_add(files, why);
	return err ? err : programs_add(files, why);
}

void guest_files_free(struct guest_files *files)
{
	while (files->paths_count)
		free(files->paths[--files->paths_count]);
	free(files->paths);
	free(files->list);
	files->paths = NULL;
	files->list = NULL;
}

static int digest_file(struct sha256_ctx *context, const char *path, struct why *why)
{
	FILE *file = fopen(path, "re");
	uint8_t data[65536];
	size_t got;

	if (!file)
		return why_set(why, errno, "%s: %s", path, strerror(errno));
	while ((got = fread(data, 1, sizeof(data), file)))
		sha256_update(context, got, data);
	fclose(file);
	return 0;
}

int guest_files_digest(const struct guest_files *files, const struct kernel_image *kernel,
		       const char *words, char name[static GUEST_FILES_DIGEST_MAX], struct why *why)
{
	const char *binary = *kernel->bzimage ? kernel->bzimage : kernel->vmlinux;
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;
	unsigned int i;
	size_t used = 0;
	int err = 0;

	sha256_init(&context);
	sha256_update(&context, strlen(words), (const uint8_t *)words);
	err = digest_file(&context, binary, why);
	for (i = 0; i < files->count && !err; i++)
		err = digest_file(&context, files->list[i].from, why);
	sha256_digest(&context, sizeof(digest), digest);
	for (i = 0; i < (GUEST_FILES_DIGEST_MAX - 1) / 2; i++)
		used += snprintf(name + used, GUEST_FILES_DIGEST_MAX - used, "%02x", digest[i]);
	return err;
}

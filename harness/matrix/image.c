// SPDX-License-Identifier: GPL-2.0-only
#include "harness/matrix/image.h"

#include <errno.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/child.h"

const char *const image_environment[] = {
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

#define PROGRAMS (sizeof(programs) / sizeof(programs[0]))

static char *path_keep(struct image *image, char *path)
{
	image->paths[image->paths_count++] = path;
	return path;
}

static void file_add(struct image *image, const char *from, const char *to)
{
	image->files[image->count++] = (struct guest_file){ .from = from, .to = to };
}

/* The running program itself: it holds every scenario. */
static int own_add(struct image *image, struct why *why)
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
	file_add(image, path_keep(image, from), IMAGE_RSTLAB);
	return 0;
}

static int programs_add(struct image *image, struct why *why)
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
		file_add(image, path_keep(image, copy), NULL);
	}
	return 0;
}

int image_find(struct image *image, struct why *why)
{
	size_t capacity = PROGRAMS + 2; /* ours, and the free one */
	int error;

	memset(image, 0, sizeof(*image));
	image->files = calloc(capacity, sizeof(*image->files));
	image->paths = calloc(capacity, sizeof(*image->paths));
	if (!image->files || !image->paths)
		return why_set(why, ENOMEM, "out of memory");
	error = own_add(image, why);
	return error ? error : programs_add(image, why);
}

void image_free(struct image *image)
{
	while (image->paths_count)
		free(image->paths[--image->paths_count]);
	free(image->paths);
	free(image->files);
	image->paths = NULL;
	image->files = NULL;
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

int image_digest(const struct image *image, const struct kernel_image *kernel, const char *words,
		 char name[static IMAGE_DIGEST_MAX], struct why *why)
{
	const char *binary = *kernel->bzimage ? kernel->bzimage : kernel->vmlinux;
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;
	unsigned int i;
	size_t used = 0;
	int error = 0;

	sha256_init(&context);
	sha256_update(&context, strlen(words), (const uint8_t *)words);
	error = digest_file(&context, binary, why);
	for (i = 0; i < image->count && !error; i++)
		error = digest_file(&context, image->files[i].from, why);
	sha256_digest(&context, sizeof(digest), digest);
	for (i = 0; i < (IMAGE_DIGEST_MAX - 1) / 2; i++)
		used += snprintf(name + used, IMAGE_DIGEST_MAX - used, "%02x", digest[i]);
	return error;
}

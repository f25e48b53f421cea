// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/modprobe.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int file_load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (syscall(SYS_finit_module, fd, "", 0) && errno != EEXIST)
		err = -errno;
	close(fd);
	return err;
}

static void name_normalise(char *name)
{
	for (; *name; name++)
		if (*name == '-')
			*name = '_';
}

static FILE *list_open(const char *folder, const char *name)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return fopen(path, "re");
}

/* The line of "order" that begins with the name; false if there is none. */
static int order_find(const char *folder, const char *name, char *line, size_t size)
{
	FILE *order = list_open(folder, "order");
	size_t length = strlen(name);
	int found = 0;

	while (order && !found && fgets(line, size, order))
		found = !strncmp(line, name, length) && line[length] == ' ';
	if (order)
		fclose(order);
	return found;
}

/* Recursion ends: depmod's dependencies have no cycles. */
static int name_load(const char *folder, const char *name, FILE *complaints)
{
	char line[2048], path[PATH_MAX], *file, *dependency, *save = NULL;
	int err;

	if (!order_find(folder, name, line, sizeof(line)))
		return 0;
	strtok_r(line, " \n", &save);
	file = strtok_r(NULL, " \n", &save);
	while ((dependency = strtok_r(NULL, " \n", &save)))
		name_load(folder, dependency, complaints);
	snprintf(path, sizeof(path), "%s/%s", folder, file);
	err = file_load(path);
	if (err)
		fprintf(complaints, "module %s: %s\n", name, strerror(-err));
	return 1;
}

int modprobe_load(const char *folder, const char *name, FILE *complaints)
{
	char line[1024], plain[256], *target;
	int loaded, found = 0;
	FILE *alias;

	snprintf(plain, sizeof(plain), "%s", name);
	name_normalise(plain);
	loaded = name_load(folder, plain, complaints);
	if (loaded)
		return loaded;
	alias = list_open(folder, "alias");
	while (alias && fgets(line, sizeof(line), alias)) {
		line[strcspn(line, "\n")] = '\0';
		target = strrchr(line, ' ');
		if (!target)
			continue;
		*target++ = '\0';
		if (!fnmatch(line, name, 0) || !strcmp(line, plain))
			found += name_load(folder, target, complaints);
	}
	if (alias)
		fclose(alias);
	return found;
}

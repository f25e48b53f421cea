// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/hidden_tasks.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

static bool is_barred(const char *process)
{
	char path[PATH_MAX], target[64];

	snprintf(path, sizeof(path), "/proc/%s/ns/pid", process);
	return readlink(path, target, sizeof(target)) < 0 && (errno == EACCES || errno == EPERM);
}

bool barred_tasks(void)
{
	DIR *directory = opendir("/proc");
	struct dirent *entry;
	bool barred = false;

	while (directory && !barred && (entry = readdir(directory)))
		barred = isdigit((unsigned char)entry->d_name[0]) && is_barred(entry->d_name);
	if (directory)
		closedir(directory);
	return barred;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/io.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEBUG_EXIT_PORT 0xf4 /* where the command line puts isa-debug-exit */

static int module_load(const char *path)
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

int system_load_modules(const char *folder, FILE *complaints)
{
	char path[PATH_MAX], name[128];
	int loaded = 0, err;
	FILE *order;

	snprintf(path, sizeof(path), "%s/order", folder);
	order = fopen(path, "re");
	if (!order)
		return 0;
	while (fgets(name, sizeof(name), order)) {
		name[strcspn(name, "\n")] = '\0';
		snprintf(path, sizeof(path), "%s/%s", folder, name);
		err = module_load(path);
		if (err)
			fprintf(complaints, "module %s: %s\n", name, strerror(-err));
		else
			loaded++;
		/* Loaded for good: give the memory back. */
		unlink(path);
	}
	fclose(order);
	return loaded;
}

void system_debug_exit(unsigned char code)
{
	if (!ioperm(DEBUG_EXIT_PORT, 4, 1))
		outl(code, DEBUG_EXIT_PORT);
}

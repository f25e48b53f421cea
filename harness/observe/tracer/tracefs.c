// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/tracefs.h"

#include <errno.h>
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

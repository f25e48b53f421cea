// SPDX-License-Identifier: GPL-2.0-only
#include "netns/mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

static int all_private(void)
{
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ? -errno : 0;
}

/* Lays a mount of @root onto it, and makes that the root. */
static int become_mount_point(int root)
{
	int tree = open_tree(root, "",
			     OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE | AT_EMPTY_PATH);
	int err = 0;

	if (tree < 0)
		return -errno;
	if (move_mount(tree, "", root, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) ||
	    fchdir(tree) || chroot("."))
		err = -errno;
	close(tree);
	return err;
}

/*
 * In a chroot whose root is no mount point, no path leads to the mount that it lies in.  But who
 * enters a mount namespace, even its own, stands at the root of that.  The root then becomes a
 * mount point, for `ip netns exec` and others ask for one too.
 */
static int all_private_from_above(void)
{
	int self = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	char folder[PATH_MAX];
	int err;

	if (!getcwd(folder, sizeof(folder)))
		strcpy(folder, "/");
	err = root < 0 || self < 0 || setns(self, CLONE_NEWNS) ? -errno : all_private();
	if (!err)
		err = become_mount_point(root);
	if (!err && chdir(folder))
		err = -errno;
	if (root >= 0)
		close(root);
	if (self >= 0)
		close(self);
	return err;
}

int mounts_private(void)
{
	int err;

	if (unshare(CLONE_NEWNS))
		return -errno;
	err = all_private();
	return err == -EINVAL ? all_private_from_above() : err;
}

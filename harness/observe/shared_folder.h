/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_SHARED_FOLDER_H
#define RST_OBSERVE_SHARED_FOLDER_H

struct why;

/*
 * A folder of files that several processes read, made by whoever needs it first.  Each holds a
 * shared lock on it, flock(2), for as long as it does: the kernel takes that back however a process
 * ends, so that one without a lock is in nobody's use.
 */

/*
 * Opens the folder @path, or makes it with the files that @fill writes into a fresh one.  Returns a
 * descriptor that is the lock, or -errno: -EACCES when it belongs to somebody else.
 */
int shared_folder_open(const char *path,
		       int (*fill)(const char *folder, const void *data, struct why *why),
		       const void *data, struct why *why);

/* Removes every folder of ours that nobody uses and whose path begins with @prefix. */
void shared_folder_sweep(const char *prefix);

#endif

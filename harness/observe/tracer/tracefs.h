/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_TRACEFS_H
#define RST_OBSERVE_TRACER_TRACEFS_H

#include <stddef.h>

/*
 * The kernel's trace filesystem, as a mount of our own that hangs nowhere: nobody sees it, and it
 * goes with its descriptor (fsmount(2), since 5.2).  Paths are relative to it:
 * "events/tcp/tcp_send_reset/format".
 */

/* Returns a descriptor, or -errno: -ENODEV when the kernel has no tracefs, -EPERM without root. */
int tracefs_open(void);

/* Reads all of a file into a string that the caller frees.  Returns 0 or -errno. */
int tracefs_read(int directory, const char *path, char **text);

/* Writes @text into a file.  Returns 0 or -errno. */
int tracefs_write(int directory, const char *path, const char *text);

#endif

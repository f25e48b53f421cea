/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_OBSERVE_TRACER_TRACEFS_H
#define RST_OBSERVE_TRACER_TRACEFS_H

/*
 * The kernel's trace filesystem, as a mount of our own that hangs nowhere: nobody sees it, and it
 * goes with its descriptor (fsmount(2), since 5.2), relative to which file_read_at() and
 * file_write_at() find "events/tcp/tcp_send_reset/format".
 */

/* Returns a descriptor, or -errno: -ENODEV when the kernel has no tracefs, -EPERM without root. */
int tracefs_open(void);

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_MOUNTS_H
#define RST_MOUNTS_H

/*
 * Leaves the caller in a mount namespace of its own, from which no mount reaches another one, and
 * whose root is a mount point.  Returns 0 or -errno; then the caller may stand anywhere and should
 * end.
 */
int mounts_private(void);

#endif

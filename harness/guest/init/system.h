/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_INIT_SYSTEM_H
#define RST_GUEST_INIT_SYSTEM_H

#include <stdio.h>

struct lines;

/*
 * Mount what programs expect: /proc, /sys, /dev, tracefs, bpf, tmpfs on /tmp, /run, /dev/shm.  A
 * file system that the kernel lacks is left out; the text of what failed goes to complaints.
 */
void system_mount(FILE *complaints);

/* Raise lo in the first network namespace.  0 or -errno. */
int system_raise_loopback(void);

/*
 * Open the virtio-serial port of that name, waiting for the kernel's own events (uevents), not
 * for time.  uevents: from system_uevents_open(), called before the modules were loaded.
 * Returns a descriptor or -errno: -ETIME after the deadline.
 */
int system_uevents_open(void);
int system_port_open(const char *name, int uevents, int deadline_ms);

/*
 * Leave through QEMU's isa-debug-exit device: QEMU's exit status becomes code * 2 + 1.  Returns
 * only if that is not possible.
 */
void system_debug_exit(unsigned char code);

#endif

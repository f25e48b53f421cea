/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_QEMU_H
#define RST_GUEST_BOOT_QEMU_H

#include <stdbool.h>
#include <sys/types.h>

struct why;

enum qemu_machine { QEMU_MICROVM, QEMU_Q35 };

struct qemu_options {
	enum qemu_machine machine;
	bool kvm;
	bool virtual_clock;
	unsigned int memory_mib;
	const char *kernel; /* vmlinux with PVH, or bzImage (q35 only) */
	int initramfs_fd;
	const char *cmdline;
};

/* A running QEMU.  All descriptors are non-blocking and close on exec. */
struct qemu {
	pid_t pid;
	int pid_fd; /* readable once the process has ended */
	int console_fd; /* the guest's ttyS0 */
	int records_fd; /* the guest's virtio-serial port */
};

/* Start QEMU; it dies with the caller, and keeps no file of its own.  0 or -errno. */
int qemu_start(struct qemu *qemu, const struct qemu_options *options, struct why *why);

/*
 * Kill it if it still runs, reap it and close all.  Returns its wait status; cpu_ms (may be NULL)
 * gets the processor time that it used.
 */
int qemu_stop(struct qemu *qemu, unsigned int *cpu_ms);

const char *qemu_machine_name(enum qemu_machine machine);

/* "QEMU emulator version 7.2.22 ...": one line.  -ENOENT with the remedy when it is missing. */
int qemu_version(char *text, size_t size, struct why *why);

#endif

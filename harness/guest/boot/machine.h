/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_MACHINE_H
#define RST_GUEST_BOOT_MACHINE_H

/* What guest.c boots and machine.c makes ready: no header of anybody else's. */
#include <signal.h>
#include <stdbool.h>

#include "harness/guest/boot/accel.h"
#include "harness/guest/boot/console.h"
#include "harness/guest/boot/guest.h"
#include "harness/guest/boot/qemu.h"
#include "harness/guest/boot/transcript.h"
#include "harness/guest/kernel/kernel_image.h"

struct guest {
	struct guest_options options;
	struct guest_callbacks callbacks;
	struct kernel_image kernel;
	struct accel accel;
	enum qemu_machine machine;
	bool retried;
	unsigned int timer_restarts;
	bool answered; /* the last record came and the guest knows */
	int initramfs_fd;
	int log_fd;
	unsigned int tsc_khz;
	struct qemu qemu;
	struct console console;
	struct record_reader records;
	char splat_running[4096]; /* what ran when the kernel first complained */
	bool splat_seen;
	long long started_ms, booted_ms, last_ms; /* last: the newest record */
	volatile sig_atomic_t cancelled;
};

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_GUEST_BOOT_GUEST_H
#define RST_GUEST_BOOT_GUEST_H

#include <jansson.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#include "harness/base/why.h"
#include "harness/guest/image/initramfs.h"
#include "harness/guest/kernel/kernel_image.h"

enum guest_accel { GUEST_ACCEL_AUTO, GUEST_ACCEL_TCG, GUEST_ACCEL_KVM };

struct guest_options {
	const char *kernel; /* deb:SERIES, bzImage, vmlinux or build tree */
	const char *modules; /* installed module tree for a lone kernel file, or NULL */
	const char *append; /* words for the kernel command line, or NULL */
	enum guest_accel accel;
	bool virtual_clock; /* idle time is skipped; emulation only */
	bool offline; /* take deb: kernels from the cache only */
	unsigned int memory_mib; /* 0: 512 */
	unsigned int boot_seconds; /* until PID 1 reports; 0: 60 */
	unsigned int idle_seconds; /* between two records; 0: 120 */
	unsigned int total_seconds; /* the whole run; 0: 1800 */
	const char *cache; /* folder; NULL: the user's cache folder */
	const char *init; /* the program rstlab-init; NULL: beside the running program */
	const char *console_log; /* file that gets the console, or NULL */
	const struct guest_file *files; /* what the guest needs besides PID 1 */
	size_t file_count;
	const char *const *command; /* argv in the guest, ended by NULL */
	const char *const *environment; /* ended by NULL, or NULL */
};

enum guest_result {
	GUEST_OK, /* the command ran to its end; see status */
	GUEST_CRASH, /* the kernel panicked, or complained about itself */
	GUEST_TIMEOUT, /* killed by the host */
	GUEST_INFRA, /* never reached PID 1, also not on the second machine type */
	GUEST_CANCELLED,
};

struct guest_verdict {
	enum guest_result result;
	int status; /* of the command; -1 unless it ended */
	char why[512]; /* one line, the same for the same fault; empty if OK */
	char running[4096]; /* the cases begun and not ended, separated by ' ': when it ended, */
	/* or when the kernel complained and went on */
	char splat[16384]; /* the kernel's complaint with what follows it, or "" */
	char release[128]; /* uname -r of the guest */
	char note[256]; /* of the kernel (kernel_image.h), or "" */
	char accel[80]; /* "tcg", "kvm", "tcg (KVM: why not)" */
	const char *machine; /* "microvm", "q35" */
	bool retried; /* the first boot never reached PID 1 */
	unsigned int boot_ms, total_ms; /* host clock, from the start of QEMU */
	unsigned int cpu_ms; /* processor time of QEMU */
};

/* Takes each record as it comes (protocol.h); text is its line.  Does not own the record. */
struct guest_callbacks {
	void (*record)(const json_t *record, const char *text, void *data);
	void *data;
};

/* One guest; see guest_start(). */
struct guest;

/*
 * Boot one kernel, run the command, judge.  Returns 0 with the verdict filled, or -errno when
 * nothing could be run (kernel not found, QEMU missing ...) with the remedy in why.
 */
int guest_run(const struct guest_options *options, const struct guest_callbacks *callbacks,
	      struct guest_verdict *verdict, struct why *why);

/*
 * The same in steps, for several guests side by side.  guest_new() finds the kernel and builds the
 * initramfs (may download); guest_start() starts QEMU; then, as long as guest_fds() gives
 * descriptors to poll and guest_timeout_ms() the time to wait at most, call guest_step() after
 * each poll until it returns 1 (done; verdict filled), 0 (go on) or -errno.
 */
struct guest *guest_new(const struct guest_options *options,
			const struct guest_callbacks *callbacks, struct why *why);
int guest_start(struct guest *guest, struct why *why);

#define GUEST_FDS 3
void guest_fds(const struct guest *guest, struct pollfd fds[GUEST_FDS]);
int guest_timeout_ms(const struct guest *guest);
int guest_step(struct guest *guest, struct guest_verdict *verdict, struct why *why);

/* Stop at the next guest_step(); safe in a signal handler. */
void guest_cancel(struct guest *guest);

/* The kernel that guest_new() found. */
const struct kernel_image *guest_kernel(const struct guest *guest);

/* Kill QEMU if it runs, free all.  NULL is fine. */
void guest_free(struct guest *guest);

const char *guest_result_name(enum guest_result result);

#endif

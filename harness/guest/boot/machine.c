// SPDX-License-Identifier: GPL-2.0-only
/* A guest that is ready to boot: kernel, image, accelerator, machine. */
#include "harness/guest/boot/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness/base/why.h"
#include "harness/guest/boot/tsc.h"
#include "harness/guest/image/cache.h"
#include "harness/guest/image/initramfs.h"

static void defaults_set(struct guest_options *options)
{
	if (!options->memory_mib)
		options->memory_mib = 512;
	if (!options->boot_seconds)
		options->boot_seconds = 60;
	if (!options->idle_seconds)
		options->idle_seconds = 120;
	if (!options->total_seconds)
		options->total_seconds = 1800;
}

static int init_find(char path[static PATH_MAX], const struct guest_options *options,
		     struct why *why)
{
	char *slash;
	ssize_t n;

	if (options->init) {
		snprintf(path, PATH_MAX, "%s", options->init);
	} else {
		n = readlink("/proc/self/exe", path, PATH_MAX - 32);
		path[n > 0 ? n : 0] = '\0';
		slash = strrchr(path, '/');
		strcpy(slash ? slash + 1 : path, "rstlab-init");
	}
	return access(path, R_OK) ? why_set(why, errno, "%s: %s", path, strerror(errno)) : 0;
}

static int initramfs_make(struct guest *guest, struct why *why)
{
	struct initramfs_options options = {
		.files = guest->options.files,
		.file_count = guest->options.file_count,
		.command = guest->options.command,
		.environment = guest->options.environment,
		.modules = *guest->kernel.modules ? guest->kernel.modules : NULL,
	};
	char init[PATH_MAX];
	int err;

	err = init_find(init, &guest->options, why);
	if (err)
		return err;
	options.init = init;
	guest->initramfs_fd = initramfs_build(&options, why);
	return guest->initramfs_fd < 0 ? guest->initramfs_fd : 0;
}

static int log_open(struct guest *guest, struct why *why)
{
	const char *path = guest->options.console_log;

	if (!path)
		return 0;
	guest->log_fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (guest->log_fd < 0)
		return why_set(why, errno, "%s: %s", path, strerror(errno));
	return 0;
}

static int guest_prepare(struct guest *guest, struct why *why)
{
	struct cache cache = { .lock_fd = 0 };
	int err;

	if (guest->options.virtual_clock && guest->options.accel == GUEST_ACCEL_KVM)
		return why_set(why, EINVAL, "the virtual clock needs emulation: --accel tcg");
	err = qemu_version(guest->accel.qemu, sizeof(guest->accel.qemu), why);
	if (!err)
		err = cache_open(&cache, guest->options.cache, why);
	if (!err)
		err = kernel_image_find(&guest->kernel, guest->options.kernel,
					&(struct kernel_search){
						.cache = &cache,
						.modules = guest->options.modules,
						.offline = guest->options.offline,
					},
					why);
	if (!err)
		err = accel_choose(&guest->accel, guest->options.accel,
				   guest->options.virtual_clock, &cache, why);
	cache_close(&cache);
	if (!err)
		err = initramfs_make(guest, why);
	return err ? err : log_open(guest, why);
}

struct guest *guest_new(const struct guest_options *options,
			const struct guest_callbacks *callbacks, struct why *why)
{
	struct guest *guest = calloc(1, sizeof(*guest));
	int err;

	if (!guest) {
		why_set(why, ENOMEM, "out of memory");
		return NULL;
	}
	guest->options = *options;
	if (callbacks)
		guest->callbacks = *callbacks;
	guest->initramfs_fd = guest->log_fd = -1;
	guest->qemu = (struct qemu){ .pid_fd = -1, .console_fd = -1, .records_fd = -1 };
	defaults_set(&guest->options);
	err = guest_prepare(guest, why);
	if (err) {
		guest_free(guest);
		errno = -err;
		return NULL;
	}
	/* A kernel that cannot start by PVH needs firmware, which microvm has not. */
	guest->machine = *guest->kernel.vmlinux && guest->kernel.virtio_mmio ? QEMU_MICROVM
									     : QEMU_Q35;
	guest->tsc_khz = guest->accel.kvm ? 0 : tsc_measure_khz();
	return guest;
}

void guest_free(struct guest *guest)
{
	if (!guest)
		return;
	qemu_stop(&guest->qemu, NULL);
	record_free(&guest->records);
	if (guest->initramfs_fd >= 0)
		close(guest->initramfs_fd);
	if (guest->log_fd >= 0)
		close(guest->log_fd);
	free(guest);
}

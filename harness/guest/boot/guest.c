// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/guest.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness/base/clock.h"
#include "harness/guest/boot/cmdline.h"
#include "harness/guest/boot/machine.h"
#include "harness/guest/boot/protocol.h"
#include "harness/guest/boot/tsc.h"
#include "harness/guest/boot/verdict.h"
#include "harness/guest/image/cache.h"

/* A host that was too busy for a boot so often will be so again. */
#define TIMER_RESTARTS 5

#define SILENT_SECONDS 20

enum { FD_CONSOLE, FD_RECORDS, FD_PROCESS };

const char *guest_result_name(enum guest_result result)
{
	static const char *const names[] = {
		[GUEST_OK] = "OK",
		[GUEST_CRASH] = "CRASH",
		[GUEST_TIMEOUT] = "TIMEOUT",
		[GUEST_INFRA] = "INFRA",
		[GUEST_CANCELLED] = "CANCELLED",
	};

	return names[result];
}

/*
 * microvm has no firmware and starts what the PVH note of vmlinux says.  The second try of a kernel
 * that did not come up so takes the image that its own setup code unpacks.
 */
static const char *boot_file(const struct guest *guest)
{
	bool unpacked = *guest->kernel.vmlinux &&
			(guest->machine == QEMU_MICROVM || !*guest->kernel.bzimage);

	return unpacked ? guest->kernel.vmlinux : guest->kernel.bzimage;
}

int guest_start(struct guest *guest, struct why *why)
{
	const struct cmdline_options words = {
		.emulated = !guest->accel.kvm,
		.virtual_clock = guest->options.virtual_clock,
		.tsc_khz = guest->tsc_khz,
		.append = guest->options.append,
	};
	char cmdline[4096];
	const struct qemu_options options = {
		.machine = guest->machine,
		.kvm = guest->accel.kvm,
		.virtual_clock = guest->options.virtual_clock,
		.memory_mib = guest->options.memory_mib,
		.kernel = boot_file(guest),
		.initramfs_fd = guest->initramfs_fd,
		.cmdline = cmdline,
	};
	int err;

	err = cmdline_write(cmdline, sizeof(cmdline), &words, why);
	if (err)
		return err;
	record_free(&guest->records);
	memset(&guest->records, 0, sizeof(guest->records));
	memset(&guest->console, 0, sizeof(guest->console));
	guest->booted_ms = 0;
	guest->answered = guest->splat_seen = false;
	guest->started_ms = guest->last_ms = clock_ms();
	return qemu_start(&guest->qemu, &options, why);
}

void guest_fds(const struct guest *guest, struct pollfd fds[GUEST_FDS])
{
	fds[FD_CONSOLE] = (struct pollfd){ .fd = guest->qemu.console_fd, .events = POLLIN };
	fds[FD_RECORDS] = (struct pollfd){ .fd = guest->qemu.records_fd, .events = POLLIN };
	fds[FD_PROCESS] = (struct pollfd){ .fd = guest->qemu.pid_fd, .events = POLLIN };
}

/* A kernel that can start on microvm says so within a second or two. */
static unsigned int boot_seconds(const struct guest *guest)
{
	unsigned int most = guest->options.boot_seconds;
	bool silent = guest->machine == QEMU_MICROVM && !guest->console.any;

	return silent && most > SILENT_SECONDS ? SILENT_SECONDS : most;
}

/* The next deadline, and which it is. */
static long long deadline_next(const struct guest *guest, enum verdict_end *end)
{
	long long total = guest->started_ms + guest->options.total_seconds * 1000LL;
	long long next;

	if (guest->records.booted) {
		next = guest->last_ms + guest->options.idle_seconds * 1000LL;
		*end = VERDICT_IDLE_DEADLINE;
	} else {
		next = guest->started_ms + boot_seconds(guest) * 1000LL;
		*end = VERDICT_BOOT_DEADLINE;
	}
	if (total < next) {
		next = total;
		*end = VERDICT_TOTAL_DEADLINE;
	}
	return next;
}

int guest_timeout_ms(const struct guest *guest)
{
	enum verdict_end end;
	long long left = deadline_next(guest, &end) - clock_ms();

	return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

static void log_write(struct guest *guest, const char *data, size_t length)
{
	ssize_t n;

	while (guest->log_fd >= 0 && length) {
		n = write(guest->log_fd, data, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		data += n;
		length -= n;
	}
}

/* Take all that is there.  1: end of stream. */
static int console_take(struct guest *guest)
{
	char data[16384];
	ssize_t n;

	if (guest->qemu.console_fd < 0)
		return 1;
	while ((n = read(guest->qemu.console_fd, data, sizeof(data))) > 0) {
		log_write(guest, data, n);
		console_feed(&guest->console, data, n);
	}
	return !n || (errno != EAGAIN && errno != EINTR);
}

static void record_pass(const json_t *record, const char *text, void *data)
{
	struct guest *guest = data;

	if (guest->callbacks.record)
		guest->callbacks.record(record, text, guest->callbacks.data);
}

static int records_take(struct guest *guest, struct why *why)
{
	char data[65536];
	ssize_t n;
	int err;

	while ((n = read(guest->qemu.records_fd, data, sizeof(data))) > 0) {
		guest->last_ms = clock_ms();
		err = record_feed(&guest->records, data, n, record_pass, guest);
		if (err)
			return why_set(why, -err, "record: %s", strerror(-err));
		if (guest->records.booted && !guest->booted_ms)
			guest->booted_ms = guest->last_ms;
		/* The guest waits for this; it cannot fail but by the guest's end. */
		if (guest->records.ended && !guest->answered)
			guest->answered = send(guest->qemu.records_fd, "\n", 1, MSG_NOSIGNAL) == 1;
	}
	return 0;
}

/* A warning does not end the guest: remember now what it is to be blamed on. */
static void splat_note(struct guest *guest)
{
	if (guest->splat_seen || !*guest->console.splat)
		return;
	guest->splat_seen = true;
	record_running(&guest->records, guest->splat_running, sizeof(guest->splat_running));
}

static bool streams_drop(struct guest *guest, const struct pollfd fds[GUEST_FDS])
{
	/* A closed stream would make poll() return at once for ever. */
	if (fds[FD_CONSOLE].revents & (POLLHUP | POLLERR)) {
		close(guest->qemu.console_fd);
		guest->qemu.console_fd = -1;
	}
	if (fds[FD_RECORDS].revents & (POLLHUP | POLLERR)) {
		close(guest->qemu.records_fd);
		guest->qemu.records_fd = -1;
	}
	return fds[FD_PROCESS].revents & POLLIN;
}

static void verdict_fill(struct guest *guest, struct guest_verdict *verdict)
{
	verdict->machine = qemu_machine_name(guest->machine);
	verdict->retried = guest->retried;
	snprintf(verdict->note, sizeof(verdict->note), "%s", guest->kernel.note);
	snprintf(verdict->accel, sizeof(verdict->accel), "%s", guest->accel.text);
	verdict->total_ms = clock_ms() - guest->started_ms;
	verdict->boot_ms = guest->booted_ms ? guest->booted_ms - guest->started_ms : 0;
}

/* From now on, and in later runs on this boot of the host, guests are emulated. */
static void kvm_reject(struct guest *guest)
{
	static const char reason[] = "a guest did not come up with it";
	struct cache cache = { .lock_fd = -1 };
	struct why why;

	if (!cache_open(&cache, guest->options.cache, &why)) {
		accel_reject_kvm(&guest->accel, cache.path, reason);
		cache_close(&cache);
	}
	guest->accel.kvm = false;
	guest->tsc_khz = tsc_measure_khz();
	log_write(guest, "\n*** again without KVM ***\n", 26);
}

/* Calibrated while the host ran something else, see init/timer.h: the next boot will do. */
static bool timer_is_bad(const struct guest *guest, int wait_status)
{
	return guest->console.timerless ||
	       (WIFEXITED(wait_status) &&
		WEXITSTATUS(wait_status) == GUEST_EXIT_RC(GUEST_EXIT_LATE_TIMER));
}

static int guest_conclude(struct guest *guest, enum verdict_end end, struct guest_verdict *verdict,
			  struct why *why)
{
	unsigned int cpu_ms;
	int wait_status = qemu_stop(&guest->qemu, &cpu_ms);
	int err;

	console_finish(&guest->console);
	memset(verdict, 0, sizeof(*verdict));
	verdict_judge(verdict, end, wait_status, &guest->console, &guest->records);
	verdict_fill(guest, verdict);
	verdict->cpu_ms = cpu_ms;
	if (guest->records.ended && guest->splat_seen)
		snprintf(verdict->running, sizeof(verdict->running), "%s", guest->splat_running);
	if (!guest->records.booted && timer_is_bad(guest, wait_status) &&
	    guest->timer_restarts < TIMER_RESTARTS && end != VERDICT_CANCELLED) {
		guest->timer_restarts++;
		log_write(guest, "\n*** again, for the timer ***\n", 29);
		return guest_start(guest, why);
	}
	/* The first guest is the canary: KVM that was probed may still not carry a kernel. */
	if (!guest->records.booted && guest->accel.kvm &&
	    guest->options.accel == GUEST_ACCEL_AUTO && end != VERDICT_CANCELLED) {
		kvm_reject(guest);
		return guest_start(guest, why);
	}
	/* A guest that never came up may do so on the machine with firmware and PCI. */
	if (!guest->records.booted && guest->machine == QEMU_MICROVM && end != VERDICT_CANCELLED) {
		guest->machine = QEMU_Q35;
		guest->retried = true;
		log_write(guest, "\n*** again on q35 ***\n", 22);
		err = guest_start(guest, why);
		return err;
	}
	return 1;
}

int guest_step(struct guest *guest, struct guest_verdict *verdict, struct why *why)
{
	struct pollfd fds[GUEST_FDS];
	enum verdict_end end;
	int err;

	guest_fds(guest, fds);
	if (poll(fds, GUEST_FDS, 0) < 0 && errno != EINTR)
		return why_set(why, errno, "poll: %s", strerror(errno));
	console_take(guest);
	err = guest->qemu.records_fd < 0 ? 0 : records_take(guest, why);
	if (err)
		return err;
	splat_note(guest);
	if (streams_drop(guest, fds))
		return guest_conclude(guest, VERDICT_EXITED, verdict, why);
	if (guest->cancelled)
		return guest_conclude(guest, VERDICT_CANCELLED, verdict, why);
	if (guest->console.timerless && !guest->records.booted)
		return guest_conclude(guest, VERDICT_BOOT_DEADLINE, verdict, why);
	if (deadline_next(guest, &end) <= clock_ms())
		return guest_conclude(guest, end, verdict, why);
	return 0;
}

void guest_cancel(struct guest *guest)
{
	guest->cancelled = 1;
}

const struct kernel_image *guest_kernel(const struct guest *guest)
{
	return &guest->kernel;
}

int guest_run(const struct guest_options *options, const struct guest_callbacks *callbacks,
	      struct guest_verdict *verdict, struct why *why)
{
	struct guest *guest = guest_new(options, callbacks, why);
	struct pollfd fds[GUEST_FDS];
	int rc;

	if (!guest)
		return errno ? -errno : -EIO;
	rc = guest_start(guest, why);
	while (!rc) {
		guest_fds(guest, fds);
		if (poll(fds, GUEST_FDS, guest_timeout_ms(guest)) < 0 && errno != EINTR)
			rc = why_set(why, errno, "poll: %s", strerror(errno));
		else
			rc = guest_step(guest, verdict, why);
	}
	guest_free(guest);
	return rc < 0 ? rc : 0;
}

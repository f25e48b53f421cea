// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/qemu.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/base/child.h"
#include "harness/base/why.h"

#define QEMU "qemu-system-x86_64"
#define ARGUMENTS_MAX 64

/* Descriptors that QEMU finds after the exec. */
enum { CHILD_CONSOLE = 3, CHILD_RECORDS = 4, CHILD_INITRAMFS = 5, CHILD_END };

static const struct {
	const char *name;
	const char *machine;
	const char *serial_bus;
} machines[] = {
	/* No PIT and PIC: nothing to calibrate against, and nothing to emulate. */
	[QEMU_MICROVM] = { "microvm", "microvm,pit=off,pic=off", "virtio-serial-device" },
	[QEMU_Q35] = { "q35", "q35", "virtio-serial-pci" },
};

const char *qemu_machine_name(enum qemu_machine machine)
{
	return machines[machine].name;
}

struct arguments {
	const char *argv[ARGUMENTS_MAX];
	int count;
	char memory[16];
};

static void argument_add(struct arguments *arguments, const char *option, const char *value)
{
	arguments->argv[arguments->count++] = option;
	if (value)
		arguments->argv[arguments->count++] = value;
}

static void arguments_fill(struct arguments *arguments, const struct qemu_options *options)
{
	snprintf(arguments->memory, sizeof(arguments->memory), "%u", options->memory_mib);
	argument_add(arguments, QEMU, NULL);
	argument_add(arguments, "-nodefaults", NULL);
	argument_add(arguments, "-no-user-config", NULL);
	argument_add(arguments, "-no-reboot", NULL);
	argument_add(arguments, "-display", "none");
	argument_add(arguments, "-machine", machines[options->machine].machine);
	argument_add(arguments, "-accel", options->kvm ? "kvm" : "tcg");
	argument_add(arguments, "-cpu", options->kvm ? "host" : "max,-erms,-fsrm");
	argument_add(arguments, "-smp", "1");
	argument_add(arguments, "-m", arguments->memory);
	if (options->virtual_clock)
		argument_add(arguments, "-icount", "shift=3,sleep=off");
	argument_add(arguments, "-chardev", "socket,id=console,fd=3");
	argument_add(arguments, "-serial", "chardev:console");
	argument_add(arguments, "-chardev", "socket,id=records,fd=4");
	argument_add(arguments, "-device", machines[options->machine].serial_bus);
	argument_add(arguments, "-device", "virtserialport,chardev=records,name=rstlab");
	argument_add(arguments, "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04");
	argument_add(arguments, "-kernel", options->kernel);
	argument_add(arguments, "-initrd", "/proc/self/fd/5");
	argument_add(arguments, "-append", options->cmdline);
	arguments->argv[arguments->count] = NULL;
}

static void limits_set(unsigned int memory_mib)
{
	/* The guest's memory, QEMU itself and its translation buffer (1 GiB at most). */
	rlim_t bytes = ((rlim_t)memory_mib + 3072) << 20;
	const struct rlimit memory = { bytes, bytes };
	const struct rlimit core = { 0, 0 };

	setrlimit(RLIMIT_AS, &memory);
	setrlimit(RLIMIT_CORE, &core);
}

/* What the child keeps, in the order of CHILD_CONSOLE and so on. */
struct kept {
	int fds[CHILD_END - CHILD_CONSOLE];
	unsigned int memory_mib;
};

/* Move the descriptors to the numbers that the command line names, whatever they were. */
static int descriptors_place(const struct kept *kept)
{
	int moved[ARRAY_SIZE(kept->fds)];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(moved); i++) {
		moved[i] = fcntl(kept->fds[i], F_DUPFD_CLOEXEC, CHILD_END);
		if (moved[i] < 0)
			return -errno;
	}
	for (i = 0; i < ARRAY_SIZE(moved); i++)
		if (dup2(moved[i], CHILD_CONSOLE + i) < 0)
			return -errno;
	return 0;
}

static const char *child_prepare(const void *data)
{
	const struct kept *kept = data;

	/* Its own group: a Ctrl-C at the terminal is for the command, which then stops QEMU. */
	setpgid(0, 0);
	limits_set(kept->memory_mib);
	return descriptors_place(kept) ? "pass descriptors to " QEMU : NULL;
}

static pid_t child_begin(const struct qemu_options *options, int console_fd, int records_fd)
{
	const struct kept kept = {
		.fds = { console_fd, records_fd, options->initramfs_fd },
		.memory_mib = options->memory_mib,
	};
	const struct child_options child = {
		.err = console_fd, /* what QEMU complains about belongs into the console log */
		.prepare = child_prepare,
		.data = &kept,
	};
	struct arguments arguments = { .count = 0 };

	arguments_fill(&arguments, options);
	return child_start(arguments.argv, &child);
}

static int pair_open(int pair[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return -errno;
	fcntl(pair[0], F_SETFL, O_NONBLOCK);
	return 0;
}

static void pair_close(const int pair[2])
{
	if (pair[0] >= 0)
		close(pair[0]);
	if (pair[1] >= 0)
		close(pair[1]);
}

int qemu_start(struct qemu *qemu, const struct qemu_options *options, struct why *why)
{
	int console[2] = { -1, -1 }, records[2] = { -1, -1 };
	pid_t pid;
	int err;

	err = pair_open(console);
	if (!err)
		err = pair_open(records);
	pid = err ? err : child_begin(options, console[1], records[1]);
	if (pid < 0) {
		err = pid;
		pair_close(console);
		pair_close(records);
		return why_set(why, -err, "cannot start " QEMU ": %s", strerror(-err));
	}
	close(console[1]);
	close(records[1]);
	*qemu = (struct qemu){
		.pid = pid,
		.pid_fd = syscall(SYS_pidfd_open, pid, 0),
		.console_fd = console[0],
		.records_fd = records[0],
	};
	if (qemu->pid_fd < 0) {
		err = errno;
		qemu_stop(qemu, NULL);
		return why_set(why, err, "pidfd_open: %s (Linux 5.3 or newer is needed)",
			       strerror(err));
	}
	fcntl(qemu->pid_fd, F_SETFD, FD_CLOEXEC);
	return 0;
}

static unsigned int timeval_ms(const struct timeval *time)
{
	return time->tv_sec * 1000 + time->tv_usec / 1000;
}

int qemu_stop(struct qemu *qemu, unsigned int *cpu_ms)
{
	struct rusage usage = { 0 };
	int status = 0;

	if (qemu->pid > 0) {
		/* Not reaped yet, so the pid is still its own. */
		kill(qemu->pid, SIGKILL);
		while (wait4(qemu->pid, &status, 0, &usage) < 0 && errno == EINTR)
			;
	}
	if (cpu_ms)
		*cpu_ms = timeval_ms(&usage.ru_utime) + timeval_ms(&usage.ru_stime);
	if (qemu->pid_fd >= 0)
		close(qemu->pid_fd);
	close(qemu->console_fd);
	close(qemu->records_fd);
	*qemu = (struct qemu){ .pid_fd = -1, .console_fd = -1, .records_fd = -1 };
	return status;
}

int qemu_version(char *text, size_t size, struct why *why)
{
	static const char *const argv[] = { QEMU, "--version", NULL };
	char *output;
	int err;

	if (!program_exists(QEMU))
		return why_set(why, ENOENT, QEMU " is missing: install qemu-system-x86");
	err = child_run(argv, NULL, &output, why);
	if (err)
		return err;
	snprintf(text, size, "%.*s", (int)strcspn(output, "\n"), output);
	free(output);
	return 0;
}

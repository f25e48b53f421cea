// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of a guest: bring the system up, run one command, hand its output to the host line by
 * line over virtio-serial, and leave through isa-debug-exit.  When PID 1 ends in any other way,
 * the kernel panics and the host calls it a crash.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness/base/array.h"
#include "harness/guest/boot/protocol.h"
#include "harness/guest/init/lines.h"
#include "harness/guest/init/modprobe.h"
#include "harness/guest/init/system.h"
#include "harness/guest/init/timer.h"

#define PORT_DEADLINE_MS 20000
#define HOST_DEADLINE_MS 60000
#define ARGUMENTS_MAX 256

/* Two streams of the command, and how it ended. */
struct command {
	pid_t pid;
	int fds[2];
	struct line *lines[2];
	int status;
	bool ended;
};

static void console_say(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void console_say(const char *format, ...)
{
	va_list arguments;
	char text[512];
	int fd = open("/dev/console", O_WRONLY | O_NOCTTY | O_CLOEXEC);

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	if (fd < 0)
		return;
	dprintf(fd, "rstlab-init: %s\n", text);
	close(fd);
}

/* PID 1 must outlive a command that eats the memory; its children are fair game. */
static int oom_score_set(const char *score)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	int err = fd < 0 || write(fd, score, strlen(score)) < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return err;
}

static void strings_read(const char *path, char *buffer, size_t size, char *strings[])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, buffer, size - 1);
	size_t i = 0, count = 0;

	if (fd >= 0)
		close(fd);
	while (n > 0 && i < (size_t)n && count < ARGUMENTS_MAX - 1) {
		strings[count++] = buffer + i;
		i += strlen(buffer + i) + 1;
	}
	strings[count] = NULL;
}

static void child_run(char *argv[], char *environment[], const int out[2], const int err[2])
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	oom_score_set("0");
	close(0);
	if (open("/dev/null", O_RDONLY) != 0 || dup2(out[1], 1) < 0 || dup2(err[1], 2) < 0)
		_exit(126);
	execve(argv[0], argv, environment);
	dprintf(2, "cannot run %s: %s\n", argv[0], strerror(errno));
	_exit(127);
}

static int command_start(struct command *command)
{
	static char text[32768], variables[32768];
	static char *argv[ARGUMENTS_MAX], *environment[ARGUMENTS_MAX];
	int out[2], err[2];

	strings_read(GUEST_COMMAND_FILE, text, sizeof(text), argv);
	strings_read(GUEST_ENVIRONMENT_FILE, variables, sizeof(variables), environment);
	if (!argv[0] || pipe2(out, O_CLOEXEC) || pipe2(err, O_CLOEXEC))
		return argv[0] ? -errno : -ENOENT;
	command->pid = fork();
	if (command->pid < 0)
		return -errno;
	if (!command->pid)
		child_run(argv, environment, out, err);
	close(out[1]);
	close(err[1]);
	command->fds[0] = out[0];
	command->fds[1] = err[0];
	fcntl(out[0], F_SETFL, O_NONBLOCK);
	fcntl(err[0], F_SETFL, O_NONBLOCK);
	return 0;
}

/* Pass on what a stream holds now; false at its end. */
static bool stream_drain(struct lines *lines, struct line *line, int fd)
{
	char data[16384];
	ssize_t n;

	while ((n = read(fd, data, sizeof(data))) > 0)
		lines_feed(lines, line, data, n);
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

/* PID 1 inherits every orphan: reap them all, remember one. */
static void children_reap(struct command *command)
{
	pid_t pid;
	int status;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (pid != command->pid)
			continue;
		command->ended = true;
		command->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status)
						      : WEXITSTATUS(status);
	}
}

static void command_follow(struct lines *lines, struct command *command, int signals)
{
	struct pollfd fds[3] = {
		{ .fd = command->fds[0], .events = POLLIN },
		{ .fd = command->fds[1], .events = POLLIN },
		{ .fd = signals, .events = POLLIN },
	};
	struct signalfd_siginfo info;
	int i;

	while (!command->ended) {
		poll(fds, 3, -1);
		while (read(signals, &info, sizeof(info)) > 0)
			;
		children_reap(command);
		for (i = 0; i < 2; i++)
			if (fds[i].fd >= 0 && !stream_drain(lines, command->lines[i], fds[i].fd))
				fds[i].fd = -1;
	}
	/* What it wrote last is in the pipes; a child left behind may keep them open. */
	for (i = 0; i < 2; i++) {
		if (fds[i].fd >= 0)
			stream_drain(lines, command->lines[i], fds[i].fd);
		lines_flush(lines, command->lines[i]);
	}
}

static void boot_report(struct lines *lines, int modules, char *complaints)
{
	struct timespec up;
	struct utsname name;
	char text[512], *line, *save = NULL;
	int length;

	uname(&name);
	clock_gettime(CLOCK_BOOTTIME, &up);
	length = snprintf(text, sizeof(text),
			  "{\"boot\":true,\"release\":\"%s\",\"modules\":%d,\"uptime_ms\":%ld}",
			  name.release, modules, up.tv_sec * 1000 + up.tv_nsec / 1000000);
	lines_raw(lines, text, length);
	for (line = strtok_r(complaints, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		lines_log(lines, "init", line, strlen(line));
}

/*
 * A write to the port returns before the host has the data (the kernel's port_fops_write() does
 * not wait), so do not leave before the host has answered the last record.
 */
static int host_await(int fd)
{
	struct pollfd answer = { .fd = fd, .events = POLLIN };
	char byte;

	if (poll(&answer, 1, HOST_DEADLINE_MS) < 1)
		return -ETIME;
	return read(fd, &byte, 1) == 1 ? 0 : -EPIPE;
}

static int run(struct lines *lines, int signals, int modules, char *complaints)
{
	struct command command = { .status = 127 };
	char text[128];
	int length, err;

	boot_report(lines, modules, complaints);
	command.lines[0] = calloc(1, sizeof(struct line));
	command.lines[1] = calloc(1, sizeof(struct line));
	if (!command.lines[0] || !command.lines[1])
		return -ENOMEM;
	command.lines[0]->from = "stdout";
	command.lines[1]->from = "stderr";
	err = command_start(&command);
	if (err)
		lines_log(lines, "init", "cannot start the command", 24);
	else
		command_follow(lines, &command, signals);
	length = snprintf(text, sizeof(text), "{\"end\":true,\"status\":%d,\"lines\":%lu}",
			  command.status, lines->count);
	lines_raw(lines, text, length);
	return lines->err ? lines->err : host_await(lines->fd);
}

/* What leads to the host; all else the kernel asks for when it is needed. */
static int port_modules_load(FILE *complaints)
{
	static const char *const names[] = { "virtio_mmio", "virtio_pci", "virtio_console" };
	size_t i;
	int count = 0;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		count += modprobe_load(GUEST_MODULE_FOLDER, names[i], complaints);
	return count;
}

/* The kernel calls "/sbin/modprobe -q -- NAME" for a module that it wants; so may a program. */
static int modprobe_main(int argc, char *argv[])
{
	bool quiet = false;
	int i, missing = 0;

	for (i = 1; i < argc; i++) {
		if (*argv[i] == '-') {
			quiet |= !strcmp(argv[i], "-q");
		} else if (!modprobe_load(GUEST_MODULE_FOLDER, argv[i], stderr)) {
			missing = 1;
			if (!quiet)
				fprintf(stderr, "modprobe: no module %s in this guest\n", argv[i]);
		}
	}
	return missing;
}

int main(int argc, char *argv[])
{
	char *complaints = NULL;
	size_t complaints_size = 0;
	FILE *stream = open_memstream(&complaints, &complaints_size);
	struct lines lines = { .fd = -1 };
	int uevents, signals, modules, err;
	sigset_t mask;

	if (strstr(argv[0], "modprobe"))
		return modprobe_main(argc, argv);
	if (getpid() != 1 || !stream) {
		fprintf(stderr, "rstlab-init: runs as PID 1 of a guest only\n");
		return 2;
	}
	sigemptyset(&mask);
	sigaddset(&mask, SIGCHLD);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	if (timer_is_late())
		system_debug_exit(GUEST_EXIT_LATE_TIMER);
	system_mount(stream);
	err = oom_score_set("-1000");
	if (err)
		fprintf(stream, "oom_score_adj: %s\n", strerror(-err));
	uevents = system_uevents_open();
	modules = port_modules_load(stream);
	err = system_raise_loopback();
	if (err)
		fprintf(stream, "lo: %s\n", strerror(-err));
	fclose(stream);
	lines.fd = system_port_open(GUEST_PORT_NAME, uevents, PORT_DEADLINE_MS);
	if (lines.fd < 0) {
		console_say("no virtio-serial port " GUEST_PORT_NAME ": %s", strerror(-lines.fd));
		console_say("%s", complaints);
		system_debug_exit(GUEST_EXIT_NO_PORT);
		return 1;
	}
	close(uevents);
	err = run(&lines, signals, modules, complaints);
	if (err)
		console_say("the host did not take the records: %s", strerror(-err));
	system_debug_exit(err ? GUEST_EXIT_NO_PORT : GUEST_EXIT_DONE);
	console_say("isa-debug-exit: %s", strerror(errno));
	return 1;
}

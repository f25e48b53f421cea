// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/instance.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "harness/observe/ring_page.h"
#include "harness/observe/tracefs.h"

#define NAME "rstlab-%04x"
#define NAME_PREFIX "rstlab-"
#define NUMBERS 65536
#define NUMBER_MS 16 /* of the clock per number */
#define ATTEMPTS 1000

struct cpu {
	unsigned int number;
	int fd; /* its trace_pipe_raw */
};

struct instance {
	unsigned int number;
	int tracefs;
	int directory;
	int owner; /* free_buffer */
	int ready; /* an epoll of all CPUs */
	struct ring_layout layout;
	void *page;
	size_t cpus;
	struct cpu *cpu;
};

static int sweep(int tracefs)
{
	int fd = openat(tracefs, "instances", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int removed = 0;

	while (directory && (entry = readdir(directory)))
		if (!strncmp(entry->d_name, NAME_PREFIX, strlen(NAME_PREFIX)))
			removed += !unlinkat(fd, entry->d_name, AT_REMOVEDIR);
	if (directory)
		closedir(directory);
	else if (fd >= 0)
		close(fd);
	return removed;
}

int instance_sweep(void)
{
	int tracefs = tracefs_open();
	int removed;

	if (tracefs < 0)
		return 0;
	removed = sweep(tracefs);
	close(tracefs);
	return removed;
}

/*
 * Makes a directory and becomes its owner.  Between the two, a sweep may take it for a dead one's,
 * and then another may make it again: the lock tells whose it is.
 */
static int claim(struct instance *instance, unsigned int number)
{
	char path[64];
	int error;

	snprintf(path, sizeof(path), "instances/" NAME, number);
	if (mkdirat(instance->tracefs, path, 0700))
		return -errno;
	instance->directory = openat(instance->tracefs, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (instance->directory < 0)
		return errno == ENOENT ? -EEXIST : -errno;
	instance->owner = openat(instance->directory, "free_buffer", O_WRONLY | O_CLOEXEC);
	if (instance->owner >= 0 && !flock(instance->owner, LOCK_EX | LOCK_NB)) {
		instance->number = number;
		return 0;
	}
	/* ENODEV: removed between its look-up and the open. */
	error = errno == ENOENT || errno == ENODEV || errno == EWOULDBLOCK ? -EEXIST : -errno;
	if (instance->owner >= 0)
		close(instance->owner);
	close(instance->directory);
	instance->directory = -1;
	instance->owner = -1;
	return error;
}

static int claim_any(struct instance *instance)
{
	struct timespec now;
	int error = -EEXIST;
	uint64_t start;
	int i;

	clock_gettime(CLOCK_BOOTTIME, &now);
	start = (now.tv_sec * 1000ull + now.tv_nsec / 1000000) / NUMBER_MS;
	for (i = 0; i < ATTEMPTS && error == -EEXIST; i++)
		error = claim(instance, 1 + (start + i) % (NUMBERS - 1));
	return error;
}

static int read_layout(struct instance *instance)
{
	char *text;
	int error;

	/* Pages may be larger in one instance than in another (since 6.8). */
	error = tracefs_read(instance->directory, "events/header_page", &text);
	if (error == -ENOENT)
		error = tracefs_read(instance->tracefs, "events/header_page", &text);
	if (error)
		return error;
	error = ring_layout_parse(&instance->layout, text);
	free(text);
	if (!error)
		instance->page = malloc(instance->layout.size);
	return error || instance->page ? error : -ENOMEM;
}

static int open_cpu(struct instance *instance, unsigned int number)
{
	struct epoll_event event = { .events = EPOLLIN };
	struct cpu *larger;
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "per_cpu/cpu%u/trace_pipe_raw", number);
	fd = openat(instance->directory, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	larger = realloc(instance->cpu, (instance->cpus + 1) * sizeof(*larger));
	if (!larger || epoll_ctl(instance->ready, EPOLL_CTL_ADD, fd, &event)) {
		close(fd);
		return larger ? -errno : -ENOMEM;
	}
	instance->cpu = larger;
	instance->cpu[instance->cpus++] = (struct cpu){ number, fd };
	return 0;
}

static int open_cpus(struct instance *instance)
{
	int fd = openat(instance->directory, "per_cpu", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	unsigned int number;
	int error = 0;

	if (!directory)
		return -errno;
	while (!error && (entry = readdir(directory)))
		if (sscanf(entry->d_name, "cpu%u", &number) == 1)
			error = open_cpu(instance, number);
	closedir(directory);
	return error || instance->cpus ? error : -ENOENT;
}

static int set_up(struct instance *instance)
{
	static const char *const settings[][2] = {
		{ "options/disable_on_free", "1" },
		{ "trace_clock", "mono" }, /* the clock of bpf_ktime_get_ns() */
		{ "buffer_percent", "0" }, /* wake a reader for every record */
	};
	int error = 0;
	size_t i;

	for (i = 0; !error && i < sizeof(settings) / sizeof(settings[0]); i++)
		error = tracefs_write(instance->directory, settings[i][0], settings[i][1]);
	if (!error)
		error = read_layout(instance);
	if (!error)
		error = open_cpus(instance);
	return error;
}

int instance_open(struct instance **result, char *why, size_t size)
{
	struct instance *instance = calloc(1, sizeof(*instance));
	int error;

	if (!instance)
		return -ENOMEM;
	*instance = (struct instance){ .directory = -1, .owner = -1 };
	instance->ready = epoll_create1(EPOLL_CLOEXEC);
	instance->tracefs = tracefs_open();
	if (instance->tracefs < 0) {
		error = instance->tracefs;
		snprintf(why, size, "no tracefs: %s: %s", strerror(-error),
			 error == -EPERM ? "run as root" : "build the kernel with CONFIG_FTRACE=y");
		goto failed;
	}
	sweep(instance->tracefs);
	error = claim_any(instance);
	if (error) {
		snprintf(why, size, "cannot make a trace instance: %s", strerror(-error));
		goto failed;
	}
	error = set_up(instance);
	if (error) {
		snprintf(why, size, "cannot set up the trace instance " NAME ": %s",
			 instance->number, strerror(-error));
		goto failed;
	}
	*result = instance;
	return 0;

failed:
	instance_close(instance);
	return error;
}

void instance_close(struct instance *instance)
{
	char path[64];
	size_t i;

	if (!instance)
		return;
	for (i = 0; i < instance->cpus; i++)
		close(instance->cpu[i].fd);
	if (instance->ready >= 0)
		close(instance->ready);
	if (instance->owner >= 0)
		close(instance->owner);
	if (instance->directory >= 0) {
		close(instance->directory);
		snprintf(path, sizeof(path), "instances/" NAME, instance->number);
		unlinkat(instance->tracefs, path, AT_REMOVEDIR);
	}
	if (instance->tracefs >= 0)
		close(instance->tracefs);
	free(instance->cpu);
	free(instance->page);
	free(instance);
}

unsigned int instance_number(const struct instance *instance)
{
	return instance->number;
}

int instance_directory(const struct instance *instance)
{
	return instance->directory;
}

int instance_fd(const struct instance *instance)
{
	return instance->ready;
}

struct delivery {
	void (*each)(void *context, unsigned int cpu, uint64_t time_ns, const void *record,
		     size_t length);
	void *context;
	unsigned int cpu;
};

static void deliver(void *context, uint64_t time_ns, const void *record, size_t length)
{
	const struct delivery *delivery = context;

	delivery->each(delivery->context, delivery->cpu, time_ns, record, length);
}

/* What the kernel itself counts as lost: overwritten, dropped, or interrupted while written. */
static int check_lost(const struct instance *instance, unsigned int cpu)
{
	static const char *const counters[] = {
		"\noverrun: ",
		"\ncommit overrun: ",
		"\ndropped events: ",
	};
	const char *counter;
	int error = 0;
	char path[64];
	char *text;
	size_t i;

	snprintf(path, sizeof(path), "per_cpu/cpu%u/stats", cpu);
	error = tracefs_read(instance->directory, path, &text);
	if (error)
		return error;
	for (i = 0; i < sizeof(counters) / sizeof(counters[0]); i++) {
		counter = strstr(text, counters[i]);
		if (!counter || atol(counter + strlen(counters[i])))
			error = -ENOBUFS;
	}
	free(text);
	return error;
}

static int read_cpu(struct instance *instance, const struct cpu *cpu, struct delivery *delivery)
{
	int total = 0;
	ssize_t length;
	int count;

	delivery->cpu = cpu->number;
	while ((length = read(cpu->fd, instance->page, instance->layout.size)) > 0) {
		if ((size_t)length < instance->layout.size)
			return -EINVAL;
		count = ring_page_read(&instance->layout, instance->page, deliver, delivery);
		if (count < 0)
			return count;
		total += count;
	}
	return length < 0 && errno != EAGAIN ? -errno : total;
}

int instance_read(struct instance *instance,
		  void (*each)(void *context, unsigned int cpu, uint64_t time_ns,
			       const void *record, size_t length),
		  void *context)
{
	struct delivery delivery = { .each = each, .context = context };
	int total = 0;
	int count;
	size_t i;

	for (i = 0; i < instance->cpus; i++) {
		count = read_cpu(instance, &instance->cpu[i], &delivery);
		if (count < 0)
			return count;
		total += count;
		count = check_lost(instance, instance->cpu[i].number);
		if (count)
			return count;
	}
	return total;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/observe/tracer/instance.h"

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

#include "harness/base/array.h"
#include "harness/base/file.h"
#include "harness/base/why.h"
#include "harness/observe/tracer/ring_page.h"
#include "harness/observe/tracer/tracefs.h"

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
	size_t page_size;
	void *page;
	size_t cpus;
	struct cpu *cpu;
};

/*
 * Opens the directory of all instances.  Who holds it open holds it locked: between making an
 * instance and opening its first file the maker looks dead.
 */
static int open_instances(int tracefs)
{
	int fd = openat(tracefs, "instances", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int err;

	if (fd < 0)
		return -errno;
	while (flock(fd, LOCK_EX)) {
		if (errno == EINTR)
			continue;
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

/* A live owner's directory is busy. */
static int sweep(int instances)
{
	int fd = dup(instances);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	int removed = 0;

	while (directory && (entry = readdir(directory)))
		if (!strncmp(entry->d_name, NAME_PREFIX, strlen(NAME_PREFIX)))
			removed += !unlinkat(instances, entry->d_name, AT_REMOVEDIR);
	if (directory)
		closedir(directory);
	else if (fd >= 0)
		close(fd);
	return removed;
}

int instance_sweep(void)
{
	int tracefs = tracefs_open();
	int instances = tracefs < 0 ? tracefs : open_instances(tracefs);
	int removed = 0;

	if (instances >= 0) {
		removed = sweep(instances);
		close(instances);
	}
	if (tracefs >= 0)
		close(tracefs);
	return removed;
}

static int claim(struct instance *instance, int instances, unsigned int number)
{
	char name[32];
	int err;

	snprintf(name, sizeof(name), NAME, number);
	if (mkdirat(instances, name, 0700))
		return -errno;
	instance->number = number;
	instance->directory = openat(instances, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (instance->directory >= 0)
		instance->owner = openat(instance->directory, "free_buffer", O_WRONLY | O_CLOEXEC);
	err = instance->owner < 0 ? -errno : 0;
	if (err)
		unlinkat(instances, name, AT_REMOVEDIR);
	return err;
}

static int claim_any(struct instance *instance)
{
	int instances = open_instances(instance->tracefs);
	struct timespec now;
	int err = -EEXIST;
	uint64_t start;
	int i;

	if (instances < 0)
		return instances;
	sweep(instances);
	clock_gettime(CLOCK_BOOTTIME, &now);
	start = (now.tv_sec * 1000ull + now.tv_nsec / 1000000) / NUMBER_MS;
	for (i = 0; i < ATTEMPTS && err == -EEXIST; i++)
		err = claim(instance, instances, 1 + (start + i) % (NUMBERS - 1));
	close(instances);
	return err;
}

static int open_cpu(struct instance *instance, unsigned int number)
{
	struct epoll_event event = { .events = EPOLLIN };
	char path[64];
	int fd;

	if (array_grow(instance->cpu, instance->cpus))
		return -ENOMEM;
	snprintf(path, sizeof(path), "per_cpu/cpu%u/trace_pipe_raw", number);
	fd = openat(instance->directory, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	instance->cpu[instance->cpus++] = (struct cpu){ number, fd };
	return epoll_ctl(instance->ready, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

static int open_cpus(struct instance *instance)
{
	int fd = openat(instance->directory, "per_cpu", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;
	unsigned int number;
	int err = 0;

	if (!directory)
		return -errno;
	while (!err && (entry = readdir(directory)))
		if (sscanf(entry->d_name, "cpu%u", &number) == 1)
			err = open_cpu(instance, number);
	closedir(directory);
	return err || instance->cpus ? err : -ENOENT;
}

static int set_up(struct instance *instance)
{
	static const char *const settings[][2] = {
		{ "options/disable_on_free", "1" },
		{ "trace_clock", "mono" }, /* the clock of bpf_ktime_get_ns() */
		{ "buffer_percent", "0" }, /* wake a reader for every record */
	};
	int err = 0;
	size_t i;

	for (i = 0; !err && i < ARRAY_SIZE(settings); i++)
		err = file_write_at(instance->directory, settings[i][0], settings[i][1]);
	/* Of a new buffer each is one page large (ring_buffer.c: subbuf_order). */
	instance->page_size = sysconf(_SC_PAGESIZE);
	instance->page = malloc(instance->page_size);
	if (!err && !instance->page)
		err = -ENOMEM;
	return err ? err : open_cpus(instance);
}

static int make(struct instance *instance, struct why *why)
{
	int err;

	instance->tracefs = tracefs_open();
	if (instance->tracefs < 0)
		return why_set(
			why, -instance->tracefs, "no tracefs: %s: %s", strerror(-instance->tracefs),
			instance->tracefs == -EPERM ? "run as root"
						    : "build the kernel with CONFIG_FTRACE=y");
	err = claim_any(instance);
	if (err)
		return why_set(why, -err, "cannot make a trace instance: %s", strerror(-err));
	err = set_up(instance);
	if (err)
		return why_set(why, -err, "cannot set up the trace instance " NAME ": %s",
			       instance->number, strerror(-err));
	return 0;
}

int instance_open(struct instance **result, struct why *why)
{
	struct instance *instance = malloc(sizeof(*instance));
	int err;

	if (!instance)
		return why_set(why, ENOMEM, "out of memory");
	*instance = (struct instance){ .directory = -1, .owner = -1 };
	instance->ready = epoll_create1(EPOLL_CLOEXEC);
	err = make(instance, why);
	if (err)
		instance_close(instance);
	else
		*result = instance;
	return err;
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

/* What the kernel itself counts as lost: overwritten, dropped, or interrupted while written. */
static int check_lost(const struct instance *instance, unsigned int cpu)
{
	static const char *const counters[] = {
		"\noverrun: ",
		"\ncommit overrun: ",
		"\ndropped events: ",
	};
	const char *counter;
	char path[64];
	char *text;
	size_t i;
	int err;

	snprintf(path, sizeof(path), "per_cpu/cpu%u/stats", cpu);
	err = file_read_at(instance->directory, path, &text);
	if (err < 0)
		return err;
	err = 0;
	for (i = 0; i < ARRAY_SIZE(counters); i++) {
		counter = strstr(text, counters[i]);
		if (!counter || atol(counter + strlen(counters[i])))
			err = -ENOBUFS;
	}
	free(text);
	return err;
}

static int read_cpu(struct instance *instance, const struct cpu *cpu,
		    void (*each)(void *context, const struct ring_record *record), void *context)
{
	int total = 0;
	ssize_t length;
	int count;

	while ((length = read(cpu->fd, instance->page, instance->page_size)) > 0) {
		if ((size_t)length < instance->page_size)
			return -EINVAL;
		count = ring_page_read(instance->page, length, cpu->number, each, context);
		if (count < 0)
			return count;
		total += count;
	}
	return length < 0 && errno != EAGAIN ? -errno : total;
}

int instance_read(struct instance *instance,
		  void (*each)(void *context, const struct ring_record *record), void *context)
{
	int total = 0;
	int count;
	size_t i;

	for (i = 0; i < instance->cpus; i++) {
		count = read_cpu(instance, &instance->cpu[i], each, context);
		if (count < 0)
			return count;
		total += count;
		count = check_lost(instance, instance->cpu[i].number);
		if (count)
			return count;
	}
	return total;
}

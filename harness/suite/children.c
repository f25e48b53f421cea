// SPDX-License-Identifier: GPL-2.0-only
#include "harness/suite/children.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/child.h"
#include "harness/base/clock.h"
#include "harness/base/why.h"
#include "harness/judge/case.h"

#define SLOTS_MAX 128

/* A case that takes longer does not work but waits. */
#define WORK_MS 2000

struct slot {
	const struct selected *selected; /* NULL: none, the slot is free */
	pid_t pid;
	int pid_fd;
	int result_fd; /* what ATF calls the result file */
	long long began, deadline;
};

struct children {
	struct slot slot[SLOTS_MAX];
	int slots;
	const struct selection *selection;
	size_t next[2]; /* case that works, case that waits */
	const struct runner_options *options;
	const struct runner_callbacks *callbacks;
};

static void become_case(const struct slot *slot, const char *const *variables)
{
	const struct rlimit none = { 0, 0 };
	char result[40];
	int null = open("/dev/null", O_RDWR);

	setpgid(0, 0);
	setrlimit(RLIMIT_CORE, &none);
	umask(022);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	snprintf(result, sizeof(result), "/proc/self/fd/%d", slot->result_fd);
	case_play(slot->selected->file, slot->selected->name, variables, result);
}

static int slot_start(struct slot *slot, const struct selected *selected,
		      const struct runner_options *options)
{
	*slot = (struct slot){ .selected = selected, .pid_fd = -1 };
	slot->result_fd = memfd_create("result", MFD_CLOEXEC);
	if (slot->result_fd < 0)
		return -errno;
	/* What is still to be written is written by one process. */
	fflush(NULL);
	slot->pid = child_fork();
	if (!slot->pid)
		become_case(slot, options->variables);
	if (slot->pid < 0)
		return slot->pid;
	slot->began = clock_ms();
	slot->deadline = slot->began + 1000LL * case_timeout(&selected->scenario);
	slot->pid_fd = syscall(SYS_pidfd_open, slot->pid, 0);
	return slot->pid_fd < 0 ? -errno : 0;
}

static void read_result(struct ending *ending, int fd)
{
	char text[sizeof(ending->reason) + 32];
	ssize_t length = pread(fd, text, sizeof(text) - 1, 0);

	text[length > 0 ? length : 0] = '\0';
	ending_read(ending, text);
}

/* What the process did outweighs what it wrote. */
static void read_status(struct ending *ending, int status, bool late)
{
	if (late) {
		ending->how = ENDED_BROKEN;
		ending->timed_out = true;
		*ending->reason = '\0';
	} else if (WIFSIGNALED(status)) {
		ending->how = ENDED_BROKEN;
		ending->signal = WTERMSIG(status);
		snprintf(ending->reason, sizeof(ending->reason), "received signal %d",
			 ending->signal);
	} else if (ending->how == ENDED_BROKEN && !*ending->reason) {
		snprintf(ending->reason, sizeof(ending->reason), "exited with %d and no result",
			 WEXITSTATUS(status));
	}
}

/* Ends what is left of the child, and reports how it ended. */
static void slot_end(struct slot *slot, bool late, const struct runner_callbacks *callbacks)
{
	struct ending ending = { .seconds = (clock_ms() - slot->began) / 1000.0 };
	int status;

	/* Not reaped yet, so the number of its group is still its own. */
	kill(-slot->pid, SIGKILL);
	kill(slot->pid, SIGKILL);
	status = child_wait(slot->pid);
	snprintf(ending.name, sizeof(ending.name), "%s", slot->selected->name);
	read_result(&ending, slot->result_fd);
	read_status(&ending, status, late);
	close(slot->pid_fd);
	close(slot->result_fd);
	slot->selected = NULL;
	callbacks->ended(&ending, callbacks->data);
}

/* The next case that waits for a timer, or the next that does not. */
static const struct selected *next_case(struct children *children, bool waits)
{
	size_t *next = &children->next[waits];

	while (*next < children->selection->count &&
	       (children->selection->cases[*next].scenario.pace != NOW) != waits)
		++*next;
	return *next < children->selection->count ? &children->selection->cases[(*next)++] : NULL;
}

/* Of a case whose RST a timer sends, and of one that takes so long that it must be waiting. */
static bool is_waiting(const struct slot *slot)
{
	return slot->selected->scenario.pace != NOW || clock_ms() - slot->began >= WORK_MS;
}

static int count_workers(const struct children *children)
{
	int count = 0;
	int i;

	for (i = 0; i < children->slots; i++)
		count += children->slot[i].selected && !is_waiting(&children->slot[i]);
	return count;
}

static int slots_fill(struct children *children)
{
	const struct selected *selected;
	int err = 0;
	int i;

	for (i = 0; i < children->slots && !err; i++) {
		if (children->slot[i].selected)
			continue;
		selected = count_workers(children) < children->options->parallel
				   ? next_case(children, false)
				   : NULL;
		if (!selected)
			selected = next_case(children, true);
		if (selected)
			err = slot_start(&children->slot[i], selected, children->options);
	}
	return err;
}

/* Returns how many run, or -errno. */
static int wait_for_any(const struct children *children, struct pollfd *ready)
{
	long long next = -1, now = clock_ms(), due;
	const struct slot *slot;
	int running = 0;
	int i;

	for (i = 0; i < children->slots; i++) {
		slot = &children->slot[i];
		ready[i] = (struct pollfd){ .fd = -1 };
		if (!slot->selected)
			continue;
		running++;
		ready[i] = (struct pollfd){ .fd = slot->pid_fd, .events = POLLIN };
		due = is_waiting(slot) ? slot->deadline : slot->began + WORK_MS;
		if (next < 0 || due < next)
			next = due;
	}
	ready[children->slots] = (struct pollfd){ .fd = children->options->socket,
						  .events = POLLIN };
	if (running && poll(ready, children->slots + 1, next < now ? 0 : next - now) < 0)
		return errno == EINTR ? running : -errno;
	return running;
}

/* One round: a child for every free slot, then what happens first.  Returns 0 at the end. */
static int step(struct children *children)
{
	struct pollfd ready[SLOTS_MAX + 1];
	int running;
	int i;

	running = slots_fill(children);
	if (!running)
		running = wait_for_any(children, ready);
	if (running <= 0)
		return running;
	if (ready[children->slots].revents)
		children->callbacks->readable(children->callbacks->data);
	for (i = 0; i < children->slots; i++)
		if (children->slot[i].selected &&
		    (ready[i].revents || children->slot[i].deadline <= clock_ms()))
			slot_end(&children->slot[i], !ready[i].revents, children->callbacks);
	return running;
}

int children_run(const struct selection *selection, const struct runner_options *options,
		 const struct runner_callbacks *callbacks, struct why *why)
{
	struct children *children = calloc(1, sizeof(*children));
	int result = 1;
	int i;

	if (!children)
		return why_set(why, ENOMEM, "out of memory");
	children->slots = options->parallel + options->waiting;
	if (children->slots > SLOTS_MAX)
		children->slots = SLOTS_MAX;
	children->selection = selection;
	children->options = options;
	children->callbacks = callbacks;
	while (result > 0)
		result = step(children);
	for (i = 0; i < children->slots; i++)
		if (children->slot[i].selected && children->slot[i].pid > 0)
			slot_end(&children->slot[i], false, callbacks);
	free(children);
	return result ? why_set(why, -result, "cannot run the cases: %s", strerror(-result)) : 0;
}

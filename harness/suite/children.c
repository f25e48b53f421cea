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
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness/base/clock.h"
#include "harness/judge/case.h"

#define SEATS_MAX 128
#define PATIENCE_MS 2000

struct child {
	const struct selected *selected; /* NULL: nobody */
	pid_t pid;
	int pid_fd;
	int result_fd; /* what ATF calls the result file */
	long long began, deadline;
};

struct room {
	struct child seats[SEATS_MAX];
	int count;
	const struct selection *selection;
	size_t next[2]; /* case that works, case that waits */
	const struct children_options *options;
	const struct children_callbacks *callbacks;
};

static void play(const struct child *child, const char *const *variables, pid_t parent)
{
	const struct rlimit none = { 0, 0 };
	char result[40];
	int null = open("/dev/null", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_FAILURE);
	setpgid(0, 0);
	setrlimit(RLIMIT_CORE, &none);
	umask(022);
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	dup2(null, STDERR_FILENO);
	snprintf(result, sizeof(result), "/proc/self/fd/%d", child->result_fd);
	case_play(child->selected->file, child->selected->name, variables, result);
}

static int child_start(struct child *child, const struct selected *selected,
		       const struct children_options *options)
{
	pid_t parent = getpid();

	*child = (struct child){ .selected = selected, .pid_fd = -1 };
	child->result_fd = memfd_create("result", MFD_CLOEXEC);
	if (child->result_fd < 0)
		return -errno;
	/* What is still to be written is written by one process. */
	fflush(NULL);
	child->pid = fork();
	if (!child->pid)
		play(child, options->variables, parent);
	if (child->pid < 0)
		return -errno;
	child->began = clock_ms();
	child->deadline = child->began + 1000LL * case_timeout(&selected->scenario);
	child->pid_fd = syscall(SYS_pidfd_open, child->pid, 0);
	return child->pid_fd < 0 ? -errno : 0;
}

/* "failed: wire: expected ..." */
static void read_result(struct ending *ending, int fd)
{
	char text[sizeof(ending->result) + sizeof(ending->reason)];
	ssize_t length = pread(fd, text, sizeof(text) - 1, 0);
	size_t word;

	text[length > 0 ? length : 0] = '\0';
	text[strcspn(text, "\n")] = '\0';
	word = strcspn(text, ":");
	snprintf(ending->result, sizeof(ending->result), "%.*s", (int)word, text);
	if (text[word])
		snprintf(ending->reason, sizeof(ending->reason), "%s", text + word + 2);
}

/* Ends what is left of the child, and tells how it ended. */
static void child_end(struct child *child, bool late, const struct children_callbacks *callbacks)
{
	struct ending ending = { .seconds = (clock_ms() - child->began) / 1000.0 };
	int status = 0;

	/* Not reaped yet, so the number of its group is still its own. */
	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		;
	snprintf(ending.program, sizeof(ending.program), "%s_test", child->selected->file->name);
	snprintf(ending.name, sizeof(ending.name), "%s", child->selected->name);
	read_result(&ending, child->result_fd);
	if (late || WIFSIGNALED(status) || !*ending.result) {
		snprintf(ending.result, sizeof(ending.result), "broken");
		if (late)
			snprintf(ending.reason, sizeof(ending.reason), "Test case body timed out");
		else if (WIFSIGNALED(status))
			snprintf(ending.reason, sizeof(ending.reason), "received signal %d",
				 WTERMSIG(status));
		else
			snprintf(ending.reason, sizeof(ending.reason),
				 "exited with %d and no result", WEXITSTATUS(status));
	}
	close(child->pid_fd);
	close(child->result_fd);
	child->selected = NULL;
	callbacks->ended(&ending, callbacks->data);
}

/* The next case that waits for a timer, or the next that does not. */
static const struct selected *next_case(struct room *room, bool waits)
{
	size_t *next = &room->next[waits];

	while (*next < room->selection->count &&
	       (room->selection->cases[*next].scenario.pace != NOW) != waits)
		++*next;
	return *next < room->selection->count ? &room->selection->cases[(*next)++] : NULL;
}

/* Of a case whose RST a timer sends, and of one that takes so long that it must be waiting. */
static bool is_waiting(const struct child *child)
{
	return child->selected->scenario.pace != NOW || clock_ms() - child->began >= PATIENCE_MS;
}

static int count_workers(const struct room *room)
{
	int count = 0;
	int i;

	for (i = 0; i < room->count; i++)
		count += room->seats[i].selected && !is_waiting(&room->seats[i]);
	return count;
}

static int seats_fill(struct room *room)
{
	const struct selected *selected;
	int error = 0;
	int i;

	for (i = 0; i < room->count && !error; i++) {
		if (room->seats[i].selected)
			continue;
		selected = count_workers(room) < room->options->parallel ? next_case(room, false)
									 : NULL;
		if (!selected)
			selected = next_case(room, true);
		if (selected)
			error = child_start(&room->seats[i], selected, room->options);
	}
	return error;
}

/* Returns how many run, or -errno. */
static int wait_for_any(const struct room *room, struct pollfd *ready)
{
	long long next = -1, now = clock_ms(), due;
	const struct child *child;
	int running = 0;
	int i;

	for (i = 0; i < room->count; i++) {
		child = &room->seats[i];
		ready[i] = (struct pollfd){ .fd = -1 };
		if (!child->selected)
			continue;
		running++;
		ready[i] = (struct pollfd){ .fd = child->pid_fd, .events = POLLIN };
		due = is_waiting(child) ? child->deadline : child->began + PATIENCE_MS;
		if (next < 0 || due < next)
			next = due;
	}
	ready[room->count] = (struct pollfd){ .fd = room->options->socket, .events = POLLIN };
	if (running && poll(ready, room->count + 1, next < now ? 0 : next - now) < 0)
		return errno == EINTR ? running : -errno;
	return running;
}

/* One round: a child for every free seat, then what happens first.  Returns 0 at the end. */
static int step(struct room *room)
{
	struct pollfd ready[SEATS_MAX + 1];
	int running;
	int i;

	running = seats_fill(room);
	if (!running)
		running = wait_for_any(room, ready);
	if (running <= 0)
		return running;
	if (ready[room->count].revents)
		room->callbacks->readable(room->callbacks->data);
	for (i = 0; i < room->count; i++)
		if (room->seats[i].selected &&
		    (ready[i].revents || room->seats[i].deadline <= clock_ms()))
			child_end(&room->seats[i], !ready[i].revents, room->callbacks);
	return running;
}

int children_run(const struct selection *selection, const struct children_options *options,
		 const struct children_callbacks *callbacks)
{
	struct room *room = calloc(1, sizeof(*room));
	int result = 1;
	int i;

	if (!room)
		return -ENOMEM;
	room->count = options->parallel + options->waiting;
	room->count = room->count > SEATS_MAX ? SEATS_MAX : room->count;
	room->selection = selection;
	room->options = options;
	room->callbacks = callbacks;
	while (result > 0)
		result = step(room);
	for (i = 0; i < room->count; i++)
		if (room->seats[i].selected && room->seats[i].pid > 0)
			child_end(&room->seats[i], false, callbacks);
	free(room);
	return result;
}

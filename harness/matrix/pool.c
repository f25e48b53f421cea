// SPDX-License-Identifier: GPL-2.0-only
#include "harness/matrix/pool.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <unistd.h>

struct pool {
	struct job *jobs;
	size_t count, next;
	struct job **running;
	unsigned int capacity, used;
	void (*done)(struct job *job, void *data);
	void *data;
};

/* Keeps the job busy, or lets it go. */
static void slot_renew(struct pool *pool, unsigned int slot)
{
	struct job *job = pool->running[slot];

	if (!job->err && job_start(job) == 1)
		return;
	guest_free(job->guest);
	job->guest = NULL;
	pool->done(job, pool->data);
	pool->running[slot] = pool->running[--pool->used];
}

static void slots_fill(struct pool *pool)
{
	struct job *job;

	while (pool->used < pool->capacity && pool->next < pool->count) {
		job = &pool->jobs[pool->next++];
		pool->running[pool->used++] = job;
		slot_renew(pool, pool->used - 1);
	}
}

/* Waits until a guest has something to say.  1: a signal came. */
static int pool_wait(const struct pool *pool, int signals, struct pollfd *fds)
{
	struct signalfd_siginfo signal;
	int timeout = INT_MAX, left;
	unsigned int i;

	for (i = 0; i < pool->used; i++) {
		guest_fds(pool->running[i]->guest, fds + i * GUEST_FDS);
		left = guest_timeout_ms(pool->running[i]->guest);
		timeout = left < timeout ? left : timeout;
	}
	fds[i * GUEST_FDS] = (struct pollfd){ .fd = signals, .events = POLLIN };
	if (poll(fds, i * GUEST_FDS + 1, timeout) < 0)
		return 0;
	/* One that is not taken would end us as soon as the mask is as before. */
	return fds[i * GUEST_FDS].revents && read(signals, &signal, sizeof(signal)) > 0;
}

static int pool_follow(struct pool *pool, int signals)
{
	struct pollfd *fds = calloc(pool->capacity * GUEST_FDS + 1, sizeof(*fds));
	unsigned int i;
	int err = fds ? 0 : -ENOMEM;

	slots_fill(pool);
	while (pool->used && !err) {
		if (pool_wait(pool, signals, fds)) {
			err = -EINTR;
			break;
		}
		for (i = pool->used; i-- > 0;)
			if (job_step(pool->running[i]))
				slot_renew(pool, i);
		slots_fill(pool);
	}
	free(fds);
	return err;
}

int pool_run(struct job *jobs, size_t count, unsigned int parallel,
	     void (*done)(struct job *job, void *data), void *data)
{
	struct pool pool = {
		.jobs = jobs, .count = count, .capacity = parallel, .done = done, .data = data
	};
	sigset_t mask, before;
	int signals, err;
	unsigned int i;

	pool.running = calloc(parallel, sizeof(*pool.running));
	sigemptyset(&mask);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGTERM);
	sigprocmask(SIG_BLOCK, &mask, &before);
	signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	err = signals < 0 || !pool.running ? -errno : pool_follow(&pool, signals);
	for (i = 0; i < pool.used; i++) {
		guest_free(pool.running[i]->guest);
		pool.running[i]->guest = NULL;
	}
	free(pool.running);
	if (signals >= 0)
		close(signals);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return err;
}

// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/init/timer.h"

#include <poll.h>
#include <time.h>

/* Two ticks of the slowest kernel (HZ=100), and what a timeout may last then: a tick longer. */
#define TIMEOUT_MS 20
#define LATE_MS 60
#define TRIES 5 /* a host that is busy makes one late, not all */

static long long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

bool timer_is_late(void)
{
	long long start;
	int i;

	for (i = 0; i < TRIES; i++) {
		start = now_ms();
		poll(NULL, 0, TIMEOUT_MS);
		if (now_ms() - start <= LATE_MS)
			return false;
	}
	return true;
}

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_DEADLINE_H
#define RST_BASE_DEADLINE_H

#include <time.h>

/* Milliseconds of CLOCK_MONOTONIC. */
static inline long long deadline_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

/* What is left until @deadline for poll(2), never negative. */
static inline int deadline_left(long long deadline)
{
	long long left = deadline - deadline_now();

	return left > 0 ? (int)left : 0;
}

#endif

/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef RST_BASE_CLOCK_H
#define RST_BASE_CLOCK_H

#include <time.h>

/* Nanoseconds of CLOCK_MONOTONIC. */
static inline long long clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* The same in milliseconds: a deadline is such a number. */
static inline long long clock_ms(void)
{
	return clock_ns() / 1000000;
}

/* What is left until @deadline for poll(2), never negative. */
static inline int deadline_left(long long deadline)
{
	long long left = deadline - clock_ms();

	return left > 0 ? (int)left : 0;
}

#endif

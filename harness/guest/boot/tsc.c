// SPDX-License-Identifier: GPL-2.0-only
#include "harness/guest/boot/tsc.h"

#include <stdint.h>
#include <time.h>

#if defined(__x86_64__) || defined(__i386__)
static uint64_t ticks(void)
{
	return __builtin_ia32_rdtsc();
}
#elif defined(__aarch64__)
static uint64_t ticks(void)
{
	uint64_t value;

	__asm__ volatile("mrs %0, cntvct_el0" : "=r"(value));
	return value;
}
#else
static uint64_t ticks(void)
{
	return 0;
}
#endif

static uint64_t nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return now.tv_sec * UINT64_C(1000000000) + now.tv_nsec;
}

struct sample {
	uint64_t ticks;
	uint64_t ns;
};

/* Of several readings, the one during which the process was interrupted least. */
static struct sample sample_take(void)
{
	struct sample best = { 0, 0 };
	uint64_t before, after, shortest = UINT64_MAX;
	uint64_t ns;
	int i;

	for (i = 0; i < 20; i++) {
		before = ticks();
		ns = nanoseconds();
		after = ticks();
		if (after - before < shortest) {
			shortest = after - before;
			best = (struct sample){ .ticks = before + (after - before) / 2, .ns = ns };
		}
	}
	return best;
}

unsigned int tsc_measure_khz(void)
{
	struct sample first = sample_take(), last;

	if (!first.ticks)
		return 0;
	while (nanoseconds() - first.ns < 20000000)
		;
	last = sample_take();
	return (last.ticks - first.ticks) * 1000000 / (last.ns - first.ns);
}
